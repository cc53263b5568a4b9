"""`sitroom why`: the chain behind a sentence, a figure or a scenario, down to the words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import msgspec

from sitroom import editions, run
from sitroom.brief.chain import Chains, Link
from sitroom.cli.reports import printable, settings_with_progress, study_reports, takes_moment
from sitroom.errors import DataError
from sitroom.model import (
    Card,
    Claim,
    Conflict,
    Control,
    Figure,
    Judgement,
    Line,
    MonthlyDeaths,
    Record,
    Scenario,
    Sum,
    TimelineRow,
)


@click.command("why")
@click.argument("record_id", metavar="ID")
@click.option(
    "--brief", "brief_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="The brief as `brief --json` wrote it. Default: the last brief written on this machine.",
)  # fmt: skip
@click.option("--db", metavar="URL", help="Look in the picture of this store: a SQLite file, or postgresql://...")
@takes_moment
@click.option("--story", help="With --db: the story to look in, by id. Default: the largest.")
def command(
    record_id: str,
    brief_file: Path | None,
    db: str | None,
    as_of: datetime | None,
    corrected: bool,
    story: str | None,
) -> None:
    """Print the chain behind ID: what it rests on, down to the words of the reports, each with its source.

    ID is that of a line, a card, a figure, a sum, a conflict, a control row, a timeline row, a scenario or a claim; its
    first letters will do where they are enough. "all" prints every line of the brief.
    """
    if db is None and (as_of or story or corrected):
        raise click.UsageError("--as-of, --corrected and --story need --db: a brief has its own")
    if db is not None and brief_file is not None:
        raise click.UsageError("give --brief or --db")
    with settings_with_progress() as settings:
        if db is None:
            edition = editions.load_edition(brief_file, settings.cache_dir)
        else:
            reports = study_reports((), db, settings, hindsight=corrected or as_of is None)
            edition = run.compose(reports.dossier, reports.vocabularies, settings, as_of=as_of, story_id=story)
    chains = Chains(edition)
    links = [chains.link(line.id) for line in chains.lines] if record_id == "all" else [chains.link(record_id)]
    if sys.stdout.isatty():
        for link in links:
            for row in _rows(link, 0):
                click.echo(row)
    else:
        for link in links:
            sys.stdout.buffer.write(msgspec.json.encode(_as_data(link)) + b"\n")


def _rows(link: Link, depth: int) -> Iterator[str]:
    margin = "  " * depth
    yield f"{margin}{click.style(link.id, dim=True)}  {printable(_said(link.record))}"
    for quote in link.quotes:
        source = f"{quote.document.source}, {quote.document.published:%d %b %Y %H:%M %Z}".strip()
        where = f"{quote.document.name} [{quote.start}:{quote.end}]"
        yield f"{margin}    “{printable(quote.words)}”  {click.style(printable(f'{source} · {where}'), dim=True)}"
    for below in link.rests_on:
        yield from _rows(below, depth + 1)


def _as_data(link: Link) -> dict[str, object]:
    return {
        "id": link.id,
        "says": _said(link.record),
        "quotes": [
            {
                "report": q.document.name, "source": q.document.source, "url": q.document.url,
                "published": q.document.published.isoformat(), "start": q.start, "end": q.end, "exact": q.words,
            }
            for q in link.quotes
        ],
        "rests_on": [_as_data(below) for below in link.rests_on],
    }  # fmt: skip


def _said(record: Record) -> str:  # noqa: C901, PLR0911  one a kind of record
    """Return what a record says, in one line."""
    match record:
        case Line():
            return record.text
        case Card():
            return f"{record.label}: {record.value}, {record.source}"
        case Figure():
            bounds = str(record.low) if record.low == record.high else f"{record.low}..{record.high}"
            claimant, state = record.claimant or "no claimant", "current" if record.current else "replaced"
            return f"{record.measure} {record.category} {bounds}, {claimant}, {record.as_of}, {state}"
        case Sum():
            parts = " + ".join(str(p) for p in record.parts)
            return f"{record.total} {'=' if record.adds_up else '≠'} {parts}"
        case Conflict():
            return f"{record.kind}: {record.about}"
        case Control():
            return f"{record.place}: {record.status}, held by {record.holder or 'unknown'}, {record.basis}"
        case TimelineRow():
            return f"{record.date}: {record.what}"
        case MonthlyDeaths():
            return f"deaths in {record.country}, {record.first} to {record.month(len(record.deaths) - 1)}"
        case Scenario():
            return f"{record.predicate} by {record.horizon}"
        case Judgement():
            return f"{record.verdict} by {record.by}, {record.made_at:%Y-%m-%d}: {record.right}, {record.reason}"
        case Claim():
            fields = msgspec.to_builtins(record)
            shown = ("kind", "measure", "event", "fact", "category", "low", "high", "scope", "standing", "confidence")
            return ", ".join(f"{k} {fields[k]}" for k in shown if fields.get(k) is not None)
    raise DataError(f"a {type(record).__name__} says nothing")
