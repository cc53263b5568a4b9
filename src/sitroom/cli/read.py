"""`sitroom read`: keep reports in a store; read again changes nothing."""

from __future__ import annotations

import sys

import click

from sitroom.cli import EXIT_NOTHING, EXIT_REJECTED
from sitroom.cli.reports import settings_with_progress, study_reports


@click.command("read")
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL...")
@click.option("--db", metavar="URL", required=True, help="The store: a SQLite file, or postgresql://...")
def command(paths: tuple[str, ...], db: str) -> None:
    """Read reports and keep them, with their claims, in a store. Reading again changes nothing."""
    with settings_with_progress() as settings:
        reports = study_reports(paths, db, settings)
    click.echo(f"{len(reports.dossier.documents)} reports, {len(reports.dossier.claims)} claims in {db}")
    if reports.rejected:
        sys.exit(EXIT_REJECTED)
    if not reports.dossier.documents:
        sys.exit(EXIT_NOTHING)
