"""`sitroom picture`: the reconciled picture as one JSON object."""

from __future__ import annotations

import sys
from datetime import datetime

import click
import msgspec

from sitroom import run
from sitroom.cli import EXIT_NOTHING, EXIT_REJECTED
from sitroom.cli.reports import Moment, settings_with_progress, study_reports, takes_reports


@click.command("picture")
@takes_reports
@click.option("--as-of", type=Moment(), help="See nothing known later. Default: the newest report.")
@click.option("--story", help="The story to draw, by id. Default: the largest.")
def command(paths: tuple[str, ...], db: str | None, as_of: datetime | None, story: str | None) -> None:
    """Print the reconciled picture of the reports under PATH as JSON."""
    with settings_with_progress() as settings:
        reports = study_reports(paths, db, settings)
        if not reports.dossier.documents:
            click.echo("sitroom: no report found", err=True)
            sys.exit(EXIT_NOTHING)
        drawn = run.assemble(reports.dossier, reports.vocabularies, as_of or run.last_moment(reports.dossier), story)
    encoded = msgspec.json.format(msgspec.json.encode(run.printed(drawn, reports.vocabularies)), indent=1)
    sys.stdout.buffer.write(encoded + b"\n")
    if reports.rejected:
        sys.exit(EXIT_REJECTED)
