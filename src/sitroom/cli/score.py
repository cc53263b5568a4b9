"""`sitroom score`: how the forecasts came out, and what they were worth."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
import msgspec

from sitroom import editions, ledger, run
from sitroom.brief import render_scores, score_cells, score_heads
from sitroom.cli import EXIT_NOTHING, EXIT_REJECTED
from sitroom.cli.reports import Moment, Reports, settings_with_progress, study_reports, takes_reports
from sitroom.model import Resolution, Scenario
from sitroom.scorecard import Scorecard

DATA = click.Path(exists=True, dir_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("score")
@takes_reports
@click.option("--as-of", type=Moment(), help="Resolve and score from nothing known later. Default: the newest report.")
@click.option("--deaths", type=DATA, help="Deaths by event (UCDP's GED) or by month, which settle forecasts of deaths.")
@click.option("--html", "html_file", type=FILE, help="Write a page with the reliability diagram here.")
def command(
    paths: tuple[str, ...], db: str | None, as_of: datetime | None, deaths: Path | None, html_file: Path | None
) -> None:
    """Resolve the forecasts that later reports or data settle, and score them.

    With --db, the forecasts are those that `brief --db` kept, and their resolutions are kept beside them. On a PATH
    alone they are made anew, as a brief at the end of each day would have made them, from nothing known later.
    Prints a table on a terminal; in a pipe a JSON line a question with its outcome, then the scores.
    """
    with settings_with_progress(deaths) as settings:
        reports = study_reports(paths, db, settings, hindsight=False)
        if not reports.dossier.documents:
            click.echo("sitroom: no report found, so nothing can be resolved", err=True)
            sys.exit(EXIT_NOTHING)
        now = as_of or run.last_moment(reports.dossier)
        scenarios, resolutions = _settle(reports, db, settings, now)
    if not scenarios:
        click.echo("sitroom: no forecast was issued; `sitroom brief --db` keeps those it makes", err=True)
        sys.exit(EXIT_NOTHING)
    card = ledger.scored(scenarios, resolutions, now)
    if html_file is not None:
        editions.write_whole(html_file, render_scores(card, now))
    if sys.stdout.isatty():
        _print_tables(card)
    else:
        _print_lines(scenarios, resolutions, card, now)
    if reports.rejected:
        sys.exit(EXIT_REJECTED)


def _settle(
    reports: Reports, db: str | None, settings: run.Settings, now: datetime
) -> tuple[tuple[Scenario, ...], tuple[Resolution, ...]]:
    """Return the forecasts and their resolutions, the new ones kept where there is a store."""
    dossier, vocabularies = reports.dossier, reports.vocabularies
    if db is None:
        scenarios = ledger.replay(dossier, vocabularies, settings, now)
        return scenarios, ledger.resolve(scenarios, dossier, vocabularies, settings, now)
    from sitroom.store import open_store  # noqa: PLC0415  SQL is loaded only where a store is used

    with open_store(db) as store:
        scenarios, known = store.scenarios(now), store.resolutions(now)
        added = ledger.resolve(scenarios, dossier, vocabularies, settings, now, known)
        store.add(added)
    return scenarios, (*known, *added)


def _print_tables(card: Scorecard) -> None:
    from rich.console import Console  # noqa: PLC0415  only a terminal needs it
    from rich.table import Table  # noqa: PLC0415

    console = Console()
    table = Table()
    for at, head in enumerate(score_heads()):
        table.add_column(head, justify="left" if at == 0 else "right")
    for row in card.rows:
        table.add_row(*score_cells(row))
    console.print(table)
    if card.words:
        words = Table("word", "forecasts", "said", "came about")
        for word in card.words:
            words.add_row(word.word.replace("_", " "), str(word.n), f"{word.said:.0%}", f"{word.seen:.0%}")
        console.print(words)
    for reason, count in card.voids:
        console.print(f"void: {count}, {reason}", markup=False)


def _print_lines(
    scenarios: Sequence[Scenario], resolutions: Sequence[Resolution], card: Scorecard, now: datetime
) -> None:
    settled = ledger.settled(resolutions, now)
    for scenario in scenarios:
        row: dict[str, object] = {
            "scenario": scenario.id, "kind": scenario.kind, "asks": scenario.predicate, "by": scenario.horizon,
            "issued_at": scenario.issued_at.isoformat(), "probability": scenario.probability,
            "quantiles": scenario.quantiles, "base_rate": scenario.base_rate, "claimant": scenario.claimant,
            "rule": scenario.resolution_rule, "state": "open", "outcome": None, "rests_on": (),
        }  # fmt: skip
        resolution = settled.get(scenario.id)
        if resolution is not None:
            row |= {
                "state": "void" if resolution.outcome is None else "resolved", "outcome": resolution.outcome,
                "void_reason": resolution.void_reason, "rests_on": resolution.rests_on,
            }  # fmt: skip
        _print_line(row)
    for score in card.rows:
        _print_line({"score": msgspec.to_builtins(score)})
    for word in card.words:
        _print_line({"word": msgspec.to_builtins(word)})


def _print_line(row: object) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
