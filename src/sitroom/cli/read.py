"""`sitroom read`: keep reports in a store; read again changes nothing."""

from __future__ import annotations

import sys

import click

from sitroom import run
from sitroom.cli import EXIT_NOTHING, EXIT_REJECTED
from sitroom.cli.reports import settings_with_progress, tell_rejected
from sitroom.store import open_store, without_password


@click.command("read")
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL...")
@click.option("--db", metavar="URL", required=True, help="The store: a SQLite file, or postgresql://...")
def command(paths: tuple[str, ...], db: str) -> None:
    """Read reports and keep them, with their claims, in a store. Reading again changes nothing."""
    with settings_with_progress() as settings, open_store(db) as store:
        reading = run.read(paths, settings)
        tell_rejected(reading.rejected)
        run.keep(store, reading.documents, run.Vocabularies(settings), settings)
        documents, claims = store.count()
    click.echo(f"{documents} reports, {claims} claims in {without_password(db)}")
    if reading.rejected:
        sys.exit(EXIT_REJECTED)
    if not reading.documents:
        sys.exit(EXIT_NOTHING)
