"""The tables of a brief: control, timeline, ledger of figures, sources. One line a row, cells joined by CELL."""

from __future__ import annotations

from sitroom.brief.desk import Desk, make_line
from sitroom.brief.quantities import usable
from sitroom.model import Control, EventClaim, Figure, Line, TimelineRow

CELL = " · "
EMPTY = "–"


def write_control(desk: Desk) -> tuple[Line, ...]:
    """Write a row a place: who holds it, what is happening there, since when, on what basis, last report."""
    return tuple(_control(desk, row) for row in desk.picture.control)


def _control(desk: Desk, row: Control) -> Line:
    cells = [
        row.place,
        actor_name(desk, row.holder),
        desk.words.say(f"status_{row.status}_by" if row.by else f"status_{row.status}", by=actor_name(desk, row.by)),
        desk.day(row.since) if row.since else EMPTY,
        desk.words.say(f"basis_{row.basis}"),
        desk.day(row.last_report),
    ]
    return _row(desk, "table.control", cells, [row.id])


def actor_name(desk: Desk, key: str | None) -> str:
    """Name an actor in a table or card: short, with those it leads."""
    if key is None:
        return EMPTY
    name = desk.names.get(key)
    if name is not None and name.coalition and name.short:
        return desk.words.say("coalition_later", full=name.full, short=name.short)
    return str(desk.short(key))


def write_timeline(desk: Desk) -> tuple[Line, ...]:
    """Write a row a day and happening, oldest first, in the words of the records it refers to."""
    rows = sorted(desk.picture.timeline, key=lambda r: (r.date, -r.weight, r.id))
    return tuple(line for row in rows if (line := _timeline(desk, row)) is not None)


def _timeline(desk: Desk, row: TimelineRow) -> Line | None:
    text = _happening(desk, row) or row.what
    if not text:
        return None
    return _row(desk, "table.timeline", [desk.day(row.date), desk.words.sentence(text)], [row.id, *row.rests_on])


def _happening(desk: Desk, row: TimelineRow) -> str:
    """Put a row into words from the records it rests on; "" where it refers to none that can be worded."""
    pieces = []
    for ref in row.rests_on:
        if ref in desk.figures:
            pieces.append(_figure_piece(desk, desk.figures[ref]))
        elif (control := _control_by_id(desk, ref)) is not None:
            pieces.append(_control_piece(desk, control, row.date))
        elif isinstance(claim := desk.claims.get(ref), EventClaim):
            pieces.append(_event_piece(desk, claim))
    unique = list(dict.fromkeys(piece for piece in pieces if piece))
    return desk.words.writer.joins["semicolon"].join(unique[:3])


def _control_by_id(desk: Desk, ref: str) -> Control | None:
    return next((c for c in desk.picture.control if c.id == ref), None)


def _figure_piece(desk: Desk, figure: Figure) -> str:
    if not usable(desk, figure) or figure.part_of is not None:
        return ""
    if figure.claimant_id is not None and figure.claimant_id in desk.names:
        claimant = str(desk.words.noun(str(desk.short(figure.claimant_id))))
    else:
        claimant = figure.claimant or ""
    return desk.words.say(
        "timeline_count" if claimant else "timeline_count_reported",
        people=desk.people(figure),
        done=desk.words.say(f"participle_{figure.measure}"),
        where=desk.where(figure),
        claimant=claimant,
    )


def _control_piece(desk: Desk, row: Control, day: str) -> str:
    pieces = []
    for step in row.history:
        if step.on[:10] != day[:10]:
            continue
        key = f"step_{step.event}_{step.standing}"
        if not desk.words.has(key):
            continue
        claimant = desk.short(step.claimant) if step.claimant in desk.names else step.claimant
        pieces.append(
            desk.words.say(
                key,
                by=desk.words.noun(actor_name(desk, step.by)) if step.by else desk.words.say("actor_unknown"),
                place=row.place,
                claimant=desk.words.noun(str(claimant)) if claimant else desk.words.say("claimant_unknown"),
            )
        )
    return desk.words.writer.joins["semicolon"].join(dict.fromkeys(pieces))


def _event_piece(desk: Desk, claim: EventClaim) -> str:
    suffix = {"planned": "_planned", "denied": "_denied"}.get(claim.standing, "")
    template = desk.words.writer.events.get(f"{claim.event}{suffix}{'' if claim.by else '_unknown'}")
    if template is None:
        return ""
    place = (claim.place.name or claim.place.text) if claim.place is not None else None
    slots: dict[str, object] = {
        "by": desk.words.noun(actor_name(desk, claim.by)),
        "against": desk.words.noun(actor_name(desk, claim.against)) if claim.against else "",
        "near": desk.words.place(place, "near") if place else "",
        "in": desk.words.place(place) if place else "",
        "on": "",
    }
    return desk.words.fill(template, slots, claim.event)


def write_ledger(desk: Desk) -> tuple[Line, ...]:
    """Write every report of every count, by quantity and then by day: nothing is dropped, what is replaced says so."""
    rows = [f for f in desk.picture.figures if not (f.low is None and f.high is None)]
    rows.sort(key=lambda f: (f.measure, f.category, f.side or "", f.claimant or "~", f.as_of or "", f.id))
    return tuple(_ledger(desk, figure) for figure in rows)


def _ledger(desk: Desk, figure: Figure) -> Line:
    quantity = desk.words.say(
        "card_label",
        counted=desk.counted(figure),
        done=desk.words.say(f"participle_{figure.measure}"),
        where=desk.where(figure),
        since=desk.words.say("since", day=desk.day(figure.since)) if figure.since else "",
    )
    if figure.claimant_id is not None and figure.claimant_id in desk.names:
        claimant = str(desk.short(figure.claimant_id))
    else:
        claimant = figure.claimant or desk.words.say(
            "outlets_only", outlets=desk.words.join(desk.outlets(figure.docs) or (EMPTY,))
        )
    cells = [
        quantity,
        desk.amount(figure),
        claimant,
        desk.day(figure.as_of) if figure.as_of else EMPTY,
        desk.words.say(_ledger_status(desk, figure)),
        desk.words.join(desk.outlets(figure.docs) or (EMPTY,), "comma").text,
    ]
    return _row(desk, "table.ledger", cells, [figure.id])


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
        lines.append(_row(desk, "table.source", cells, sorted(by_document[document.id])))
    return tuple(lines)


def _row(desk: Desk, rule: str, cells: list[str], rests_on: list[str]) -> Line:
    """Join cells; a separator inside a cell (a title may hold one) is softened so that rows keep their columns."""
    clean = [" ".join(cell.replace(CELL.strip(), "-").split()) or EMPTY for cell in cells]
    return make_line(rule, CELL.join(clean), rests_on)
