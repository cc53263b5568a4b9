"""`sitroom claims`: documents to claims, one JSON object a line."""

from __future__ import annotations

import sys

import click
import msgspec

from sitroom import run
from sitroom.cli import EXIT_NOTHING, EXIT_REJECTED
from sitroom.cli.reports import settings_with_progress, study_reports, takes_reports


@click.command("claims")
@takes_reports
def command(paths: tuple[str, ...], db: str | None) -> None:
    """Print the claims of each report under PATH, one JSON object a line, also for one that repeats another."""
    with settings_with_progress() as settings:
        reports = study_reports(paths, db, settings)
    found = {e.document: e for e in reports.dossier.corrected().extractions}
    for document in reports.dossier.documents:
        wired = run.wire_claims(document, found[document.id])
        for name in (document.name, *(name for name, same in reports.repeated if same == document.id)):
            sys.stdout.buffer.write(msgspec.json.encode({"id": name, "claims": wired}) + b"\n")
    if reports.rejected:
        sys.exit(EXIT_REJECTED)
    if not reports.dossier.documents:
        click.echo("sitroom: no report found", err=True)
        sys.exit(EXIT_NOTHING)
