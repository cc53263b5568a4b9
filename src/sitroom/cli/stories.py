"""`sitroom stories`: which stories are in these reports."""

from __future__ import annotations

import sys

import click
import msgspec

from sitroom import run
from sitroom.cli import EXIT_NOTHING, EXIT_REJECTED
from sitroom.cli.reports import names_of, printable, settings_with_progress, study_reports, takes_reports


@click.command("stories")
@takes_reports
def command(paths: tuple[str, ...], db: str | None) -> None:
    """List the stories in the reports under PATH: a table on a terminal, JSON lines in a pipe."""
    with settings_with_progress() as settings:
        reports = study_reports(paths, db, settings)
        _, found = run.judge(reports.dossier.corrected())
    names = names_of(reports.dossier.documents)
    if not found:
        click.echo("sitroom: no story found in these reports", err=True)
        sys.exit(EXIT_NOTHING)
    if sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415  only a terminal needs it
        from rich.table import Table  # noqa: PLC0415

        table = Table("id", "title", "days", "reports")
        for story in found:
            days = f"{story.first_day} to {story.last_day}"
            table.add_row(story.id, printable(story.title), days, str(len(story.documents)))
        Console().print(table)
    else:
        for story in found:
            row = msgspec.to_builtins(story) | {"documents": [names[d] for d in story.documents]}
            sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    if reports.rejected:
        sys.exit(EXIT_REJECTED)
