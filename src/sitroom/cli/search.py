"""`sitroom search`: the reports in a store that hold some words."""

from __future__ import annotations

import sys
from datetime import datetime

import click
import msgspec

from sitroom.cli import EXIT_NOTHING
from sitroom.cli.reports import Moment, printable
from sitroom.store import open_store


@click.command("search")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--db", metavar="URL", required=True, help="The store: a SQLite file, or postgresql://...")
@click.option("--as-of", type=Moment(), help="See nothing known later.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many reports.")
def command(words: tuple[str, ...], db: str, as_of: datetime | None, limit: int) -> None:
    """Find the reports that hold all WORDS, the newest first: a table on a terminal, JSON lines in a pipe.

    Case and accents do not count, in any script. Words in quotes must stand side by side; a word that ends in * is
    the beginning of one.
    """
    with open_store(db) as store:
        found = store.search(" ".join(words), as_of, limit)
    if not found:
        click.echo("sitroom: no report holds all of these words", err=True)
        sys.exit(EXIT_NOTHING)
    if sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415  only a terminal needs it
        from rich.table import Table  # noqa: PLC0415

        table = Table("report", "known", "source", "title", "words")
        for hit in found:
            known = f"{hit.document.known_at:%Y-%m-%d %H:%M}"
            row = (hit.document.name, known, hit.document.source, hit.document.title, hit.around)
            table.add_row(*map(printable, row))
        Console().print(table)
        return
    for hit in found:
        document = hit.document
        row_of_data = {
            "id": document.id, "name": document.name, "source": document.source, "url": document.url,
            "published": document.published.isoformat(), "lang": document.lang, "title": document.title,
            "words": hit.around,
        }  # fmt: skip
        sys.stdout.buffer.write(msgspec.json.encode(row_of_data) + b"\n")
