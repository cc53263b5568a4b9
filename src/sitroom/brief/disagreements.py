"""Where sources disagree, and what kind of disagreement it is: rivals, revisions, different scopes, misprints."""

from __future__ import annotations

from collections.abc import Iterator

from sitroom.brief import numerals
from sitroom.brief.desk import Desk
from sitroom.brief.quantities import rivals, usable
from sitroom.brief.tolls import rival_counts
from sitroom.model import Conflict, ConflictValue, Figure, Line, Sum

MOST_LINES = 10


def write_disagreements(desk: Desk) -> tuple[Line, ...]:
    """Write a line a disagreement, each side with who said it and when, those about what stands now first."""
    writers = {
        "claimants disagree": _rivals,
        "transcription": _transcription,
        "revision": _revision,
        "scope": _scope,
    }
    order = {kind: number for number, kind in enumerate(writers)}
    rows = sorted(
        enumerate(desk.picture.conflicts), key=lambda pair: (_is_past(desk, pair[1]), order[pair[1].kind], pair[0])
    )
    lines = [writers[conflict.kind](desk, conflict) for _, conflict in rows]
    written = [*(line for line in lines if line is not None), *_broken_sums(desk)]
    return tuple({line.text: line for line in written}.values())[:MOST_LINES]


def _is_past(desk: Desk, conflict: Conflict) -> bool:
    """Whether rivals have since given other numbers; misprints and revisions stay worth knowing."""
    past = sum(not figure.current for figure in _figures(desk, conflict))
    return conflict.kind == "claimants disagree" and past > 0


def _figures(desk: Desk, conflict: Conflict) -> list[Figure]:
    found = [desk.figures[v.figure] for v in conflict.values if v.figure is not None and v.figure in desk.figures]
    return list({f.id: f for f in found}.values())


def _rivals(desk: Desk, conflict: Conflict) -> Line | None:
    figures = rivals(desk, conflict)
    if len(figures) < 2:
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
        claimant=desk.claimant_of(last) or desk.words.say("claimant_unknown"),
        counted=desk.counted(last),
        done=desk.done(last),
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
    figures = sorted((f for f in _figures(desk, conflict) if usable(desk, f)), key=lambda f: f.as_of or "")
    if len(figures) < 2 or not figures[-1].current or any(f.claimant is None for f in figures):
        return None
    first, last = figures[0], figures[-1]
    places = desk.place_of(first), desk.place_of(last)
    if places[0] is not None and places[0] != places[1]:
        key = "scope_place" if places[1] is not None else "scope_place_only"
    elif first.since != last.since and first.since is not None and last.since is not None:
        key = "scope_since"
    elif {first.stock_or_flow, last.stock_or_flow} == {"stock", "flow"}:
        key = "scope_stock"
        first, last = sorted((first, last), key=lambda f: f.stock_or_flow or "")
    else:
        return None
    text = desk.words.say(
        key,
        one=_counted_by(desk, last),
        other=_counted_by(desk, first),
        place=desk.words.place_name(places[0] or ""),
        last_place=desk.words.place_name(places[1] or ""),
        since=desk.words.say("since", day=desk.day(first.since)) if first.since else "",
        last_since=desk.words.say("since", day=desk.day(last.since)) if last.since else "",
    )
    return desk.line("disagree.scope", text, [conflict.id, *(f.id for f in figures)])


def _counted_by(desk: Desk, figure: Figure) -> str:
    return desk.words.say(
        "count_of",
        claimant=desk.claimant_of(figure) or desk.words.say("claimant_unknown"),
        people=desk.people(figure),
        done=desk.done(figure, desk.people(figure)),
        on=f" ({desk.day(figure.as_of)})" if figure.as_of else "",
    )


def _transcription(desk: Desk, conflict: Conflict) -> Line | None:
    """An outlet's slip: the outlet by name, the value it printed, and the value that the others carry."""
    values = [v for v in conflict.values if v.low is not None]
    if len(values) < 2:
        return None
    broken = next((s for v in values for s in desk.picture.sums if not s.adds_up and sum(s.parts) == v.low), None)
    if broken is not None:
        return _broken_sum(desk, broken, [conflict.id])
    right, wrong = _right_and_wrong(desk, values)
    outlets = desk.outlets(wrong.docs)
    others = [outlet for outlet in desk.outlets(right.docs) if outlet not in outlets]
    figure = next((desk.figures[v.figure] for v in (right, wrong) if v.figure in desk.figures), None)
    if not outlets or not others or figure is None or not _is_slip(right.low, wrong.low):
        return None
    checked = _sum_with(desk, right.low, wrong.low)
    text = desk.words.say(
        "misprint_sum" if checked is not None else "misprint",
        outlets=desk.words.join(outlets),
        others=desk.words.join(others[:3]),
        wrong=numerals.number(desk.words, wrong.low or 0),
        right=numerals.number(desk.words, right.low or 0),
        claimant=desk.claimant_of(figure) or desk.words.say("claimant_unknown"),
        total=numerals.number(desk.words, checked.total) if checked is not None else "",
        counted=desk.counted(figure),
        done=desk.done(figure),
        on=desk.on(figure.as_of) if figure.as_of else "",
    )
    ids = [conflict.id, figure.id, *([checked.id] if checked is not None else [])]
    return desk.line("disagree.transcription", text, ids)


def _is_slip(right: int | None, wrong: int | None) -> bool:
    """Whether one number is the other with a digit changed, lost, added or moved: no other difference is a misprint."""
    one, other = str(right), str(wrong)
    if sorted(one) == sorted(other):
        return True
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _right_and_wrong(desk: Desk, values: list[ConflictValue]) -> tuple[ConflictValue, ConflictValue]:
    """The value that makes a sum is the claimant's; else the one that stands, or that more reports carry."""

    def order(value: ConflictValue) -> tuple[object, ...]:
        others = [v.low for v in values if v is not value]
        sums = any(_sum_with(desk, value.low, other) is not None for other in others)
        figure = desk.figures.get(value.figure or "")
        return not sums, figure is None, figure is not None and not figure.current, -len(value.docs), value.low or 0

    ranked = sorted(values, key=order)
    return ranked[0], ranked[-1]


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
