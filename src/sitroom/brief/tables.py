"""The tables of a brief: control, ledger of figures, sources. One line a row, cells joined by CELL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitroom.brief.desk import Desk, make_line
from sitroom.brief.quantities import usable
from sitroom.brief.safe_text import printable
from sitroom.model import Control, Figure, Line

CELL = " · "
EMPTY = "–"


def write_control(desk: Desk) -> tuple[Line, ...]:
    """Write a row a place: who holds it, what is happening there, since when, on what basis, last report."""
    return tuple(_control(desk, row) for row in desk.picture.control)


def _control(desk: Desk, row: Control) -> Line:
    cells = [
        desk.words.place_name(row.place),
        _holder(desk, row.holder),
        desk.words.say(f"status_{row.status}_by" if row.by else f"status_{row.status}", by=_holder(desk, row.by)),
        desk.day(row.since) if row.since else EMPTY,
        desk.words.say(f"basis_{row.basis}"),
        desk.day(row.last_report),
    ]
    return table_row("table.control", cells, [row.id])


def _holder(desk: Desk, key: str | None) -> str:
    return EMPTY if key is None else str(desk.actor_brief(key, article=False))


def write_ledger(desk: Desk) -> tuple[Line, ...]:
    """Write every report of every count, by quantity and then by day: nothing is dropped, what is replaced says so."""
    rows = [f for f in desk.picture.figures if not (f.low is None and f.high is None)]
    rows.sort(key=lambda f: (f.measure, f.category, f.side or "", f.claimant or "~", f.as_of or "", f.id))
    return tuple(_ledger(desk, figure) for figure in rows)


def _ledger(desk: Desk, figure: Figure) -> Line:
    quantity = desk.words.say(
        "card_label",
        counted=desk.counted(figure),
        done=desk.done(figure),
        where=desk.where(figure),
        since=desk.words.say("since", day=desk.day(figure.since)) if figure.since else "",
    )
    named = desk.claimant_short(figure)
    claimant = str(named or desk.words.say("outlets_only", outlets=desk.named_outlets(figure.docs)))
    cells = [
        quantity,
        desk.amount(figure),
        claimant,
        desk.day(figure.as_of) if figure.as_of else EMPTY,
        desk.words.say(_ledger_status(desk, figure)),
        desk.words.join(desk.outlets(figure.docs) or (EMPTY,), "comma").text,
    ]
    return table_row("table.ledger", cells, [figure.id])


def _ledger_status(desk: Desk, figure: Figure) -> str:
    if figure.background:
        return "ledger_background"
    if figure.standing in {"denied", "warned"}:
        return f"ledger_{figure.standing}"
    if not usable(desk, figure):
        return "ledger_party"
    return "ledger_current" if figure.current else "ledger_replaced"


def write_sources(desk: Desk) -> tuple[Line, ...]:
    """Write a row a report that the brief draws on: outlet, title, language, day; it rests on the report's claims."""
    by_document: dict[str, list[str]] = {}
    for claim in desk.claims.values():
        by_document.setdefault(claim.document, []).append(claim.id)
    used = [desk.documents[key] for key in by_document if key in desk.documents]
    lines = []
    for document in sorted(used, key=lambda d: (d.published, d.name)):
        language = desk.words.locale.languages.get(document.lang, document.lang)
        cells = [document.source, document.title, language, desk.day(document.published.date().isoformat())]
        lines.append(table_row("table.source", cells, sorted(by_document[document.id])))
    return tuple(lines)


def table_row(rule: str, cells: Sequence[str], rests_on: Iterable[str]) -> Line:
    """Join cells; a separator inside a cell (a title may hold one) is softened so that rows keep their columns."""
    clean = [printable(cell.replace(CELL.strip(), "-")) or EMPTY for cell in cells]
    return make_line(rule, CELL.join(clean), rests_on)
