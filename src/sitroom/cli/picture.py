"""`sitroom picture`: the reconciled picture as one JSON object, or what changed in it."""

from __future__ import annotations

import sys
from datetime import datetime

import click
import msgspec

from sitroom import newsroom, run
from sitroom.cli import EXIT_NOTHING, EXIT_REJECTED
from sitroom.cli.reports import (
    Moment,
    Reports,
    printable,
    settings_with_progress,
    study_reports,
    takes_moment,
    takes_reports,
)


@click.command("picture")
@takes_reports
@takes_moment
@click.option("--story", help="The story to draw, by id. Default: the largest.")
@click.option(
    "--diff",
    "moments",
    nargs=2,
    type=Moment(),
    metavar="T1 T2",
    help="Print what changed between two moments, and why.",
)
def command(
    paths: tuple[str, ...],
    db: str | None,
    as_of: datetime | None,
    corrected: bool,
    story: str | None,
    moments: tuple[datetime, datetime] | None,
) -> None:
    """Print the reconciled picture of the reports under PATH as JSON.

    With --diff, print instead each change between two moments with the reports that caused it: a table on a terminal,
    JSON lines in a pipe.
    """
    if moments and as_of:
        raise click.UsageError("--diff names its own moments: leave out --as-of")
    hindsight = corrected or (as_of is None and not moments)
    with settings_with_progress() as settings:
        reports = study_reports(paths, db, settings, hindsight=hindsight)
        if not reports.dossier.documents:
            click.echo("sitroom: no report found", err=True)
            sys.exit(EXIT_NOTHING)
        if moments:
            since, until = sorted(moments)
            _print_changes(newsroom.changes(reports.dossier, reports.vocabularies, since, until, story))
        else:
            _print_picture(reports, as_of, story)
    if reports.rejected:
        sys.exit(EXIT_REJECTED)


def _print_picture(reports: Reports, as_of: datetime | None, story: str | None) -> None:
    drawn = run.assemble(reports.dossier, reports.vocabularies, as_of or run.last_moment(reports.dossier), story)
    encoded = msgspec.json.format(msgspec.json.encode(run.printed(drawn, reports.vocabularies)), indent=1)
    sys.stdout.buffer.write(encoded + b"\n")


def _print_changes(found: tuple[newsroom.Changed, ...]) -> None:
    if sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415  only a terminal needs it
        from rich.table import Table  # noqa: PLC0415

        table = Table("what", "about", "before", "after", "because of")
        for row in found:
            change = row.change
            because = ", ".join((*change.docs, *row.corrections))
            table.add_row(
                change.what, *map(printable, (change.about, change.before or "–", change.after or "–", because))
            )
        Console().print(table)
        return
    for row in found:
        data = msgspec.to_builtins(row.change) | {"corrections": row.corrections}
        sys.stdout.buffer.write(msgspec.json.encode(data) + b"\n")
