"""Where sources disagree, and what kind of disagreement it is: rivals, revisions, different scopes, misprints."""

from __future__ import annotations

from collections.abc import Iterator

from sitroom.brief import numerals
from sitroom.brief.desk import Desk
from sitroom.brief.quantities import usable
from sitroom.brief.tolls import rival_counts
from sitroom.model import Conflict, ConflictValue, Figure, Line, Sum


def write_disagreements(desk: Desk) -> tuple[Line, ...]:
    """Write a line a disagreement, each side with who said it and when."""
    writers = {
        "claimants disagree": _rivals,
        "revision": _revision,
        "scope": _scope,
        "transcription": _transcription,
    }
    lines = [writers[conflict.kind](desk, conflict) for conflict in desk.picture.conflicts]
    return (*(line for line in lines if line is not None), *_broken_sums(desk))


def _figures(desk: Desk, conflict: Conflict) -> list[Figure]:
    found = [desk.figures[v.figure] for v in conflict.values if v.figure is not None and v.figure in desk.figures]
    return list({f.id: f for f in found}.values())


def _rivals(desk: Desk, conflict: Conflict) -> Line | None:
    figures = sorted(_figures(desk, conflict), key=lambda f: (f.as_of or "", f.claimant or ""), reverse=True)
    if len(figures) < 2 or not all(usable(desk, f) for f in figures):
        return None
    text = rival_counts(desk, figures, home=None)
    return desk.line("disagree.claimants", text, [conflict.id, *(f.id for f in figures)])


def _revision(desk: Desk, conflict: Conflict) -> Line | None:
    figures = sorted(_figures(desk, conflict), key=lambda f: f.as_of or "")
    if len(figures) < 2 or figures[0].as_of is None or figures[-1].as_of is None:
        return None
    values = [(f.low if f.low is not None else f.high) or 0 for f in figures]
    key = "revised_down" if values[-1] < values[0] else "revised_up"
    if len(figures) > 2 and min(values[1:-1]) < values[0]:
        key, figures = "revised_down", figures[:2]
    first, last = figures[0], figures[-1]
    text = desk.words.say(
        key,
        claimant=desk.claimant(last.claimant, last.claimant_id) or desk.words.say("claimant_unknown"),
        counted=desk.counted(last),
        done=desk.words.say(f"participle_{last.measure}"),
        where=desk.where(last),
        event_day=desk.on(last.on) if last.on else "",
        old=desk.amount(first),
        new=desk.amount(last),
        on=desk.day(last.as_of or ""),
        old_on=desk.day(first.as_of or ""),
    )
    return desk.line("disagree.revision", text, [conflict.id, *(f.id for f in figures)])


def _scope(desk: Desk, conflict: Conflict) -> Line | None:
    """Counts that look alike and are not: what differs is said by the records' own fields, or not at all."""
    figures = sorted(_figures(desk, conflict), key=lambda f: f.as_of or "")
    if len(figures) < 2:
        return None
    first, last = figures[0], figures[-1]
    key = "scope_place" if desk.where(first) and desk.where(first) != desk.where(last) else None
    if key is None:
        key = "scope_since" if first.since != last.since and first.since else "scope_other"
    text = desk.words.say(
        key,
        one=_counted_by(desk, last),
        other=_counted_by(desk, first),
        place=desk.place(first.place_ref, first.place) or "",
        last_place=desk.place(last.place_ref, last.place) or desk.words.say("elsewhere"),
        since=desk.words.say("since", day=desk.day(first.since)) if first.since else "",
    )
    return desk.line("disagree.scope", text, [conflict.id, *(f.id for f in figures)])


def _counted_by(desk: Desk, figure: Figure) -> str:
    return desk.words.say(
        "count_of",
        claimant=desk.claimant(figure.claimant, figure.claimant_id) or desk.words.say("claimant_unknown"),
        people=desk.people(figure),
        done=desk.words.say(f"participle_{figure.measure}"),
        on=f" ({desk.day(figure.as_of)})" if figure.as_of else "",
    )


def _transcription(desk: Desk, conflict: Conflict) -> Line | None:
    """An outlet's slip: the outlet by name, the value it printed, and the value that the others carry."""
    values = [v for v in conflict.values if v.low is not None]
    if len(values) < 2:
        return None
    right, wrong = _right_and_wrong(values)
    figure = next((desk.figures[v.figure] for v in values if v.figure in desk.figures), None)
    broken = [s for s in desk.picture.sums if not s.adds_up and sum(s.parts) == wrong.low]
    if broken:
        return _broken_sum(desk, broken[0], [conflict.id])
    outlets = desk.outlets(wrong.docs)
    others = [o for o in desk.outlets(right.docs) if o not in outlets]
    if not outlets:
        return None
    checked = _sum_with(desk, right.low, wrong.low)
    claimant = figure.claimant if figure is not None else right.claimant
    key = figure.claimant_id if figure is not None else None
    text = desk.words.say(
        "misprint_sum" if checked is not None else "misprint",
        outlets=desk.words.join(outlets),
        others=desk.words.join(others[:3]) if others else desk.words.say("claimant_unknown"),
        wrong=numerals.number(desk.words, wrong.low or 0),
        right=numerals.number(desk.words, right.low or 0),
        claimant=desk.claimant(claimant, key) or desk.words.say("claimant_unknown"),
        total=numerals.number(desk.words, checked.total) if checked is not None else "",
        on=desk.on(figure.as_of) if figure is not None and figure.as_of else "",
    )
    ids = [conflict.id, *([checked.id] if checked is not None else []), *([figure.id] if figure is not None else [])]
    return desk.line("disagree.transcription", text, ids)


def _right_and_wrong(values: list[ConflictValue]) -> tuple[ConflictValue, ConflictValue]:
    """The value with a figure of its own is the series'; among equals, the one that more reports carry."""
    order = sorted(values, key=lambda v: (v.figure is None, -len(v.docs), v.low or 0))
    return order[0], order[-1]


def _sum_with(desk: Desk, right: int | None, wrong: int | None) -> Sum | None:
    """Return a breakdown that adds up with the one value and is also printed, wrongly, with the other."""
    for checked in desk.picture.sums:
        if not checked.adds_up or right not in checked.parts:
            continue
        for broken in desk.picture.sums:
            if not broken.adds_up and broken.total == checked.total and wrong in broken.parts:
                return checked
    return None


def _broken_sums(desk: Desk) -> Iterator[Line]:
    """Breakdowns that do not add up and that no misprint explains."""
    explained = {v.low for c in desk.picture.conflicts if c.kind == "transcription" for v in c.values}
    for row in desk.picture.sums:
        if row.adds_up or explained & set(row.parts) or sum(row.parts) in explained:
            continue
        line = _broken_sum(desk, row, [])
        if line is not None:
            yield line


def _broken_sum(desk: Desk, row: Sum, ids: list[str]) -> Line | None:
    outlets = desk.outlets(row.docs)
    if not outlets:
        return None
    text = desk.words.say(
        "sum_broken",
        outlets=desk.words.join(outlets[:3]),
        parts=" + ".join(numerals.number(desk.words, p) for p in row.parts),
        made=numerals.number(desk.words, sum(row.parts)),
        total=numerals.number(desk.words, row.total),
    )
    return desk.line("disagree.sum", text, [*ids, row.id])
