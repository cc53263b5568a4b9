"""How many, who says so, and as of when: sentences about figures."""

from __future__ import annotations

from collections.abc import Sequence

from sitroom.brief import numerals
from sitroom.brief.desk import Desk, Sentence
from sitroom.brief.quantities import (
    MEASURES,
    STALE_DAYS,
    WEIGHTY,
    currents,
    disagreements,
    is_stale,
    leading,
    revised_from,
    rivals,
    usable,
)
from sitroom.brief.words import Phrase
from sitroom.model import Conflict, Figure, Measure

RECENT_DAYS = 3  # an event this young belongs in the text; older ones are in the timeline
MOST_EVENTS = 2
_TOLL, _DISPUTE, _BEFORE, _EVENT, _SECOND = 9.0, 7.6, 7.0, 5.0, 6.5
_REST = -4.0
# Those whose work is to help or to report: the death of one of them is news by itself.
_PROTECTED = frozenset({"journalists", "aid_workers", "health_workers"})
_PROTECTED_BONUS = 2.0
_TOLD_WITHOUT_SOURCE = frozenset({"killed", "displaced", "missing"})
# The deaths and the displaced are why a brief is read; the rest is there where there is room.
_FIRST: dict[Measure, float] = {"killed": 0.4, "displaced": 0.3, "missing": -3.0, "injured": -4.0, "detained": -4.5}


def write_tolls(desk: Desk) -> list[Sentence]:
    """Write the figures: each measure's leading count with its breakdown, what it was before, who disagrees."""
    sentences: list[Sentence] = []
    used: set[str] = set()
    for measure in sorted(MEASURES, key=lambda m: -_FIRST.get(m, _REST)):
        lead = leading(desk, measure)
        if lead is None or (lead.claimant is None and measure not in _TOLD_WITHOUT_SOURCE):
            continue
        if measure not in WEIGHTY and lead.scope == "cumulative" and is_stale(desk, lead):
            continue
        weight = _TOLL + _FIRST.get(measure, _REST)
        sentences += [s._replace(weight=weight) for s in _lead(desk, lead, used)]
        sentences += [*_before(desk, lead), *_earlier_scope(desk, lead), *_disputes(desk, lead, measure, used)]
    sentences += _events(desk, used)
    return sentences


def _lead(desk: Desk, figure: Figure, used: set[str]) -> list[Sentence]:
    """The leading count by itself; or, where others dispute it and it has no breakdown, all counts at once."""
    disputed = [c for c in disagreements(desk, figure) if len(_standing(desk, c)) > 1]
    used.add(figure.id)
    if disputed and not breakdown(desk, figure)[1]:
        figures = _standing(desk, disputed[0])
        used.update(f.id for f in figures)
        return [_side_by_side(desk, disputed[0], figures, figure, full=True)]
    return [_toll(desk, figure)]


def _standing(desk: Desk, conflict: Conflict) -> list[Figure]:
    return [f for f in rivals(desk, conflict) if f.current]


def _earlier_scope(desk: Desk, figure: Figure) -> list[Sentence]:
    """Why the claimant's earlier count is no measure of growth: it covered another place."""
    if revised_from(desk, figure) is not None:
        return []
    for conflict in desk.picture.conflicts:
        values = [desk.figures[v.figure] for v in conflict.values if v.figure in desk.figures]
        others = [f for f in values if f.id != figure.id and f.claimant == figure.claimant and desk.place_of(f)]
        others = [f for f in others if (f.as_of or "") < (figure.as_of or "") and f.part_of is None and usable(desk, f)]
        others = [f for f in others if desk.place_of(f) != desk.place_of(figure)]
        if conflict.kind != "scope" or figure not in values or not others:
            continue
        text = desk.words.say(
            "scope_earlier",
            claimant=desk.claimant_of(figure) or desk.words.say("claimant_unknown"),
            amount=desk.amount(others[-1]),
            day=desk.day(others[-1].as_of or ""),
            place=desk.words.place_name(desk.place_of(others[-1]) or ""),
        )
        return [desk.sentence(_SECOND, "toll.scope", text, [conflict.id, others[-1].id])]
    return []


def _toll(desk: Desk, figure: Figure) -> Sentence:
    higher = revised_from(desk, figure)
    if higher is not None:
        return _revised(desk, higher, figure)
    claimant = desk.claimant_of(figure)
    parts, part_ids = breakdown(desk, figure)
    key = f"toll_{figure.measure}" if claimant is not None else "toll_reported"
    counted_first = f"{key}_counted"
    if figure.as_of is None:
        key = f"{key}_undated" if desk.words.has(f"{key}_undated") else key
    elif desk.amount(figure)[:1].isdigit() and desk.words.has(counted_first):
        key = counted_first
    if figure.scope == "incident":
        digits = _starts_with_digits(desk, figure)
        key = f"event_{figure.measure}{'_said' if digits else ''}" if claimant is not None else "event_reported"
    text = desk.words.say(
        key,
        claimant=claimant or "",
        outlets=desk.named_outlets(figure.docs),
        people=desk.people(figure),
        counted=desk.counted(figure),
        amount=desk.amount(figure),
        done=desk.done(figure, desk.people(figure)),
        verb=desk.words.say(f"verb_{figure.measure}", people=desk.people(figure)),
        where=desk.where(figure),
        to=desk.where(figure, "to"),
        since=_since(desk, figure),
        on=_as_of(desk, figure),
        day=desk.day(figure.as_of) if figure.as_of else "",
        event_day=desk.on(figure.on) if figure.on and figure.on != figure.as_of else "",
        parts=parts,
    )
    return desk.sentence(_TOLL, f"toll.{figure.measure}", text, [figure.id, *part_ids])


def _revised(desk: Desk, before: Figure, figure: Figure) -> Sentence:
    parts, part_ids = breakdown(desk, figure)
    text = desk.words.say(
        "toll_lowered",
        claimant=desk.claimant_of(figure) or desk.words.say("claimant_unknown"),
        counted=desk.counted(figure),
        done=desk.done(figure),
        where=desk.where(figure),
        since=_since(desk, figure),
        old=desk.amount(before),
        new=desk.amount(figure),
        on=desk.day(figure.as_of) if figure.as_of else "–",
        old_on=desk.day(before.as_of) if before.as_of else "–",
        parts=parts,
    )
    return desk.sentence(_TOLL, "toll.lowered", text, [figure.id, before.id, *part_ids])


def breakdown(desk: Desk, figure: Figure) -> tuple[str, list[str]]:
    """Print the parts of a figure: ": a, b and c" where they add up, ", including a and b" where some are missing.

    Parts that cannot be told apart by category, side or place are left out: a number without a name says nothing.
    """
    parts = [p for p in desk.parts(figure) if p.standing == "asserted" and _distinct(figure, p)]
    if not parts:
        return "", []
    checked = desk.sum_of(figure)
    if checked is not None and len(parts) > len(checked.parts):
        # The same part, printed in two ways: the one that makes the sum is the claimant's.
        parts = [p for p in parts if p.low in checked.parts]
    if checked is not None:
        parts = sorted(
            parts, key=lambda p: checked.parts.index(p.low) if p.low in checked.parts else len(checked.parts)
        )
    parts = _one_a_group(parts)
    whole = checked is not None and sorted(checked.parts) == sorted(p.low for p in parts if p.low is not None)
    kinds = {(p.category, p.side) for p in parts}
    by_place = kinds == {(figure.category, figure.side)} and len({p.place for p in parts}) == len(parts)
    items = list(dict.fromkeys(_part(desk, part, by_place=by_place) for part in parts))
    text = desk.words.say("parts_whole" if whole else "parts_including", parts=desk.words.join(items))
    return text, [*(p.id for p in parts), *([checked.id] if checked is not None and whole else [])]


def _one_a_group(parts: Sequence[Figure]) -> list[Figure]:
    """Keep one count of each group, the most carried; of two that are carried alike neither is told."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for part in parts:
        groups.setdefault((part.category, part.side, part.place), []).append(part)
    kept = []
    for group in groups.values():
        values = {(part.low, part.high) for part in group}
        ordered = sorted(group, key=lambda f: -len(f.docs))
        if len(values) == 1 or len(ordered[0].docs) > len(ordered[1].docs):
            kept.append(ordered[0])
    return kept


def _distinct(total: Figure, part: Figure) -> bool:
    other_group = (part.category, part.side) != (total.category, total.side)
    return other_group or (part.place is not None and part.place != total.place)


def _part(desk: Desk, part: Figure, *, by_place: bool) -> str:
    return f"{desk.amount(part)} {desk.where(part)}" if by_place else str(desk.people(part))


def _before(desk: Desk, figure: Figure) -> list[Sentence]:
    """What the claimant counted before: the last count, or the last whose breakdown is known and adds up."""
    series = desk.series(figure)[:-1]
    if not series or figure.as_of is None or revised_from(desk, figure) is not None:
        return []
    near = [f for f in series if numerals.days_between(f.as_of or figure.as_of, figure.as_of) <= RECENT_DAYS]
    checked = [f for f in near if desk.sum_of(f) is not None and _part_names(desk, f)]
    last = checked[-1] if checked and desk.sum_of(figure) is not None else series[-1]
    gap = numerals.days_between(last.as_of or figure.as_of, figure.as_of)
    if (not checked and last.place != figure.place) or (figure.measure != "killed" and gap > 1):
        return []  # how the displaced have grown in number is told by a comparison of its own
    parts, part_ids = breakdown(desk, last) if figure.measure == "killed" else ("", [])
    claimant = desk.claimant_of(figure)
    if claimant is None or gap <= 0:
        return []
    text = desk.words.say(
        "toll_before_day" if gap == 1 else "toll_before",
        claimant=claimant,
        amount=desk.amount(last),
        on=desk.on(last.as_of or ""),
        days=numerals.number(desk.words, gap, spelled=True),
        parts=parts,
    )
    return [desk.sentence(_BEFORE, "toll.before", text, [last.id, *part_ids])]


def _part_names(desk: Desk, figure: Figure) -> bool:
    return bool(breakdown(desk, figure)[1])


def _disputes(desk: Desk, lead: Figure, measure: Measure, used: set[str]) -> list[Sentence]:
    """Counts by others of the same measure: side by side, never merged."""
    sentences = []
    rows = [c for f in [lead, *currents(desk, measure)] for c in disagreements(desk, f)]
    for conflict in {c.id: c for c in rows}.values():
        figures = [f for f in _standing(desk, conflict) if f.as_of and _is_fresh(desk, f.as_of)]
        if len(figures) < 2 or {f.id for f in figures} <= used:
            continue
        used.update(f.id for f in figures)
        sentences.append(_side_by_side(desk, conflict, figures, lead))
    others = [f for f in currents(desk, measure) if f.id not in used and f.scope == "cumulative" and f.claimant]
    others = [f for f in others if f.as_of and _is_fresh(desk, f.as_of)]
    others = [f for f in others if not f.party or len(f.docs) > 1]  # a party's count that one report has is not news
    for other in others[:1]:
        if other.category == lead.category and other.side == lead.side and other.claimant != lead.claimant:
            used.add(other.id)
            sentences.append(_toll(desk, other)._replace(weight=_SECOND))
    return sentences


def _starts_with_digits(desk: Desk, figure: Figure) -> bool:
    """Whether a sentence cannot begin with this amount: below ten it is spelled out at the start."""
    return desk.amount(figure)[:1].isdigit() and (figure.low or 0) >= len(desk.words.writer.small_numbers)


def _is_fresh(desk: Desk, as_of: str) -> bool:
    return numerals.days_between(as_of, desk.today) <= STALE_DAYS


def _side_by_side(
    desk: Desk, conflict: Conflict, figures: Sequence[Figure], lead: Figure, *, full: bool = False
) -> Sentence:
    home = lead if full or any(f.place == lead.place for f in figures) else figures[0]
    scope = [desk.where(home), _since(desk, home)] if full or home is not lead else []
    text = rival_counts(desk, figures, home=home.place, scope=" ".join(item for item in scope if item))
    return desk.sentence(_DISPUTE, "toll.disputed", text, [conflict.id, *(f.id for f in figures)])


def rival_counts(desk: Desk, figures: Sequence[Figure], *, home: str | None, scope: str = "") -> str:
    """Print counts side by side, each with its claimant and day, and its place where that is not `home`."""
    first = figures[0]
    return desk.words.say(
        "counts_differ",
        counted=desk.counted(first),
        done=desk.done(first),
        scope=scope,
        said=desk.words.join([_said(desk, f, home=home) for f in figures], "semicolon"),
    )


def _said(desk: Desk, figure: Figure, *, home: str | None) -> str:
    place = desk.place_of(figure)
    notes = [
        desk.words.place_name(place) if place and figure.place != home else "",
        desk.day(figure.as_of) if figure.as_of else "",
    ]
    note = ", ".join(item for item in notes if item)
    claimant = desk.claimant_of(figure) or desk.words.say("claimant_unknown")
    text = desk.words.say("said_count", claimant=claimant, amount=desk.amount(figure))
    return f"{text} ({note})" if note else text


def _events(desk: Desk, used: set[str]) -> list[Sentence]:
    """Single events with a toll of their own: the latest, then the worst."""
    events = [f for f in currents(desk) if f.scope == "incident" and f.id not in used and f.standing == "asserted"]
    fresh = [
        f for f in events if 0 <= numerals.days_between(f.on or f.as_of or "1970-01-01", desk.today) <= RECENT_DAYS
    ]
    fresh = [f for f in fresh if f.claimant is not None or len(desk.outlets(f.docs)) > 1 or len(events) == 1]
    fresh.sort(key=lambda f: (f.category in _PROTECTED, f.on or f.as_of or "", f.low or 0, f.id), reverse=True)
    merged: dict[tuple[object, ...], list[Figure]] = {}
    for figure in fresh:
        merged.setdefault(
            (figure.measure, figure.category, figure.place, figure.on, figure.low, figure.high), []
        ).append(figure)
    return [_event(desk, group) for group in list(merged.values())[:MOST_EVENTS]]


def _event(desk: Desk, figures: Sequence[Figure]) -> Sentence:
    """One event, with all who give the same number for it."""
    first = figures[0]
    claimants = [p for f in figures if (p := desk.claimant_of(f)) is not None]
    named: Phrase | str = desk.words.join(claimants) if claimants else ""
    key = "event_reported"
    if claimants:
        key = f"event_{first.measure}{'_said' if _starts_with_digits(desk, first) else ''}"
    text = desk.words.say(
        key,
        claimant=named,
        outlets=desk.named_outlets(first.docs),
        people=desk.people(first),
        verb=desk.words.say(f"verb_{first.measure}", people=desk.people(first)),
        where=desk.where(first),
        on=_as_of(desk, first) if first.on != first.as_of else "",
        event_day=desk.on(first.on) if first.on else "",
        parts="",
    )
    weight = _EVENT + (_PROTECTED_BONUS if first.category in _PROTECTED else 0.0)
    return desk.sentence(weight, "event.toll", text, [f.id for f in figures])


def _since(desk: Desk, figure: Figure) -> str:
    """Print since when a count runs; the first time with what began that day, where a report says so."""
    if figure.since is None:
        return ""
    starts = [e for e in desk.picture.events if e.event == "offensive" and e.on == figure.since and not e.background]
    key = "since_offensive" if starts and desk.first_time(figure.since) else "since"
    return desk.words.say(key, day=desk.day(figure.since))


def _as_of(desk: Desk, figure: Figure) -> str:
    return desk.on(figure.as_of) if figure.as_of else ""
