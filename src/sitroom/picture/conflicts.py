"""Disagreements, each named for what it is.

- claimants disagree: different claimants, one quantity, intervals that do not meet, at about one time;
- transcription: one claimant, one number, printed differently by copies of the text or by another outlet that day;
- revision: the same claimant lowered a count, or corrected the toll of one attack. Growth of a running count is none;
- scope: look-alikes that differ in ground, in start, or in newly against all, set side by side by a report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise, product

import msgspec

from sitroom.model import Conflict, ConflictKind, ConflictValue, Figure, content_id
from sitroom.picture.across import claims_about_enemy, comparable, group_by_quantity, same_ground
from sitroom.picture.amounts import bounds, meet, point, slip
from sitroom.picture.days import SINCE_SLACK_DAYS, days_apart
from sitroom.picture.extent import holds, is_wide
from sitroom.picture.figures import Series, Value
from sitroom.picture.statements import Statement
from sitroom.picture.sums import Breakdown, complete_copies
from sitroom.terms.reconciling import reconciling

SAME_TIME_DAYS = 1
"""Two running counts given at most this far apart are of one time; with more between them the older may be right."""

MOST_VALUES_REVISED = 4
"""A toll of one event with more values than this is a rising toll, as after an earthquake, and not a correction."""

LOOK_ALIKE = 3.0
"""Deaths that differ in scope look alike up to this ratio. Displacement counts look alike at any: 33,000 newly and
3.1 million in all stand in one sentence."""

SHARE_OF_PART = 0.5
"""A part that no slot tells from its total is taken for it where it is at least this share: 128,000 of 178,000."""


def find_conflicts(all_series: Sequence[Series], breakdowns: Sequence[Breakdown]) -> tuple[Conflict, ...]:
    """Return every disagreement of a story, transcriptions first, in a fixed order."""
    found = [
        *_transcriptions(all_series),
        *_dropped_parts(breakdowns),
        *_revisions(all_series),
        *_disagreements(all_series),
        *_more_civilians_than_people(all_series),
        *_scopes(all_series, frozenset(b.total.id for b in breakdowns if b.adds_up)),
    ]
    unique: dict[str, Conflict] = {}
    for conflict in found:
        unique.setdefault(conflict.id, conflict)
    return tuple(unique.values())


def _about(figure: Figure, *extra: str) -> str:
    parts: list[str] = [figure.measure, figure.category]
    parts += [p for p in (figure.side, figure.place) if p]
    if figure.since:
        parts.append(f"since {figure.since}")
    elif figure.on:
        parts.append(f"on {figure.on}")
    return ", ".join([*parts, *extra])


def _conflict(
    kind: ConflictKind, about: str, values: Iterable[ConflictValue], why: str, rests_on: Iterable[str]
) -> Conflict:
    values = tuple(values)
    key = [(v.claimant, v.low, v.high, v.as_of) for v in values]
    return Conflict(
        id=content_id("conflict", kind, about, key),
        about=about,
        kind=kind,
        values=values,
        explanation=why,
        rests_on=tuple(sorted(set(rests_on))),
    )


def _transcriptions(all_series: Sequence[Series]) -> Iterable[Conflict]:
    for series in all_series:
        for value in series.values:
            for statement in value.statements:
                for variant in statement.variants:
                    printed = ConflictValue(
                        claimant=_as_printed(value.figure.claimant, variant.sources),
                        low=variant.low,
                        high=variant.high,
                        as_of=value.figure.as_of,
                        docs=variant.docs,
                    )
                    yield _conflict(
                        "transcription",
                        _about(value.figure, f"as of {value.figure.as_of}"),
                        (value.as_side(), printed),
                        "copies of one text print different numbers",
                        (*value.figure.rests_on, *variant.claims),
                    )
        yield from _slips(series)


def _as_printed(claimant: str | None, sources: Sequence[str]) -> str:
    return f"{claimant or 'unattributed'} (as printed by {', '.join(sources)})"


def _slips(series: Series) -> Iterable[Conflict]:
    """Two values by one claimant of one day that differ as a slip of the pen does."""
    for a, b in combinations(series.values, 2):
        if a.figure.as_of == b.figure.as_of and slip(point(*_amount(a)), point(*_amount(b))):
            yield _conflict(
                "transcription",
                _about(a.figure, f"as of {a.figure.as_of}"),
                (a.as_side(), b.as_side()),
                "one claimant, one day, two numbers a slip apart",
                (*a.figure.rests_on, *b.figure.rests_on),
            )


def _amount(value: Value) -> tuple[int | None, int | None]:
    return value.figure.low, value.figure.high


def _dropped_parts(breakdowns: Sequence[Breakdown]) -> Iterable[Conflict]:
    """A copy of a breakdown that lost a part: the total stands, the parts printed no longer make it."""
    for b in breakdowns:
        copies = complete_copies(b, breakdowns)
        shorter = [c for c in copies if len(c.parts) > len(b.parts)]
        if not shorter:
            continue
        who = b.witness.name if b.witness else None
        made = sum(b.numbers)
        printed = f"{who or 'unattributed'} (sum of the parts printed by {b.document.source})"
        full = min(shorter, key=lambda c: (c.document.known_at, c.document.id))
        lost = len(full.parts) - len(b.parts)
        yield _conflict(
            "transcription",
            f"{b.total.measure}, {b.total.category}: breakdown printed without {lost} of its parts",
            (
                ConflictValue(claimant=who, low=b.total.low, high=b.total.high, docs=(full.document.name,)),
                ConflictValue(claimant=printed, low=made, high=made, docs=(b.document.name,)),
            ),
            f"{full.document.name} carries the whole breakdown",
            [c.id for x in (b, full) for c in (x.total, *x.parts)],
        )


def _revisions(all_series: Sequence[Series]) -> Iterable[Conflict]:
    for series in all_series:
        values = [v for v in series.values if not claims_about_enemy(v.figure)]
        if len(values) < 2 or values[0].figure.background:
            continue
        turns = [(a, b) for a, b in pairwise(values) if _revised(a, b, len(values))]
        if not turns or all(v.figure.part_of for turn in turns for v in turn):
            # The parts of a count that was corrected fall with it; the total tells of it.
            continue
        first, last = values.index(turns[0][0]), values.index(turns[-1][1])
        # The value after the correction belongs to its story: lowered to 47,084, and up again to 49,612.
        shown = values[first : last + 2]
        why = "; ".join(f"{_printed(a.figure)} became {_printed(b.figure)}" for a, b in turns)
        yield _conflict(
            "revision",
            _about(values[-1].figure),
            [v.as_side() for v in shown],
            why,
            [c for v in shown for c in v.figure.rests_on],
        )


def _printed(figure: Figure) -> str:
    number = f"{point(figure.low, figure.high):,}"
    return f"{number} ({figure.as_of})" if figure.as_of else number


def _revised(a: Value, b: Value, count: int) -> bool:
    before, after = (bounds(f.low, f.high, f.wording) for f in (a.figure, b.figure))
    if meet(before, after) or (a.figure.as_of == b.figure.as_of and slip(point(*_amount(a)), point(*_amount(b)))):
        return False
    if after[0] < before[0]:
        return True
    return a.figure.scope == "incident" and count <= MOST_VALUES_REVISED


def _disagreements(all_series: Sequence[Series]) -> Iterable[Conflict]:
    open_values = [
        v
        for series in all_series
        for v in series.values
        if not (series.subset or v.figure.background or claims_about_enemy(v.figure) or _minor(v)) and v.figure.as_of
    ]
    owner = {v.figure.id: n for n, series in enumerate(all_series) for v in series.values}
    seen: set[frozenset[str]] = set()
    for group in group_by_quantity(open_values):
        newest = [v for v in group if v.figure.current]
        rows = [_at_odds(newest, owner, now=True)]
        for day in sorted({v.figure.as_of or "" for v in group}, reverse=True):
            near = [v for v in group if 0 <= _days_before(v.figure, day) <= SAME_TIME_DAYS]
            rows.append(_at_odds(_one_each(near, owner), owner, now=False))
        for row in rows:
            ids = frozenset(v.figure.id for v in row)
            if len(row) > 1 and not any(ids <= other for other in seen):
                seen.add(ids)
                yield _conflict(
                    "claimants disagree",
                    _about(row[0].figure, f"as of {max(v.figure.as_of or '' for v in row)}"),
                    [v.as_side() for v in row],
                    "",
                    [c for v in row for c in v.figure.rests_on],
                )


def _minor(value: Value) -> bool:
    """Return whether a figure is a town's share or the children in a total: the totals tell of the difference."""
    overlapping = reconciling().overlapping_categories
    town = value.figure.place is not None and not is_wide(value.figure.place_ref)
    return value.figure.part_of is not None and (town or value.figure.category in overlapping)


def _days_before(figure: Figure, day: str) -> int:
    if figure.as_of is None or figure.as_of > day:
        return -1
    return days_apart(figure.as_of, day)


def _one_each(values: Sequence[Value], owner: dict[str, int]) -> list[Value]:
    newest: dict[int, Value] = {}
    for v in sorted(values, key=lambda v: (v.figure.as_of or "", v.figure.current, v.figure.id)):
        newest[owner[v.figure.id]] = v
    return list(newest.values())


def _at_odds(values: Sequence[Value], owner: dict[str, int], *, now: bool) -> list[Value]:
    """Return the values that some other of the group contradicts, in order of claimant."""
    odd = {
        v.figure.id: v
        for a, b in combinations(values, 2)
        if owner[a.figure.id] != owner[b.figure.id] and _contradict(a.figure, b.figure, now=now)
        for v in (a, b)
    }
    return sorted(odd.values(), key=lambda v: (v.figure.claimant or "", v.figure.id))


def _contradict(a: Figure, b: Figure, *, now: bool) -> bool:
    if a.claimant == b.claimant and a.claimant is not None:
        return False
    x, y = (bounds(f.low, f.high, f.wording, rounding=True) for f in (a, b))
    if meet(x, y):
        return False
    if a.scope == "incident" or not now or days_apart(a.as_of or "", b.as_of or "") <= SAME_TIME_DAYS:
        return True
    older, newer = (x, y) if (a.as_of or "") < (b.as_of or "") else (y, x)
    # A running count only grows: an older and lower one is behind, not at odds.
    return older[0] > newer[1]


def _more_civilians_than_people(all_series: Sequence[Series]) -> Iterable[Conflict]:
    """One claimant counts more civilians than another counts people in all, at about one time: both cannot be."""
    values = [v for s in all_series if not s.subset for v in s.values if v.figure.as_of and not v.figure.background]
    people = [v for v in values if v.figure.category == "people" and v.figure.part_of is None]
    for civilian in (v for v in values if v.figure.category == "civilians" and v.figure.part_of is None):
        f = civilian.figure
        for v in people:
            g = v.figure
            one = msgspec.structs.replace(civilian, figure=msgspec.structs.replace(f, category="people"))
            if f.claimant == g.claimant or not comparable(one, v) or claims_about_enemy(f) or f.side or g.side:
                continue
            over = bounds(f.low, f.high, f.wording)[0] > bounds(g.low, g.high, g.wording, rounding=True)[1]
            if over and days_apart(f.as_of or "", g.as_of or "") <= SAME_TIME_DAYS:
                yield _conflict(
                    "claimants disagree",
                    _about(g, f"as of {max(f.as_of or '', g.as_of or '')}"),
                    (v.as_side(), civilian.as_side()),
                    "more civilians than people in all",
                    (*f.rests_on, *g.rests_on),
                )


def _scopes(all_series: Sequence[Series], whole: frozenset[str]) -> Iterable[Conflict]:
    by_id = {v.figure.id: v for s in all_series for v in s.values}
    for series in all_series:
        yield from _widened(series)
    for series in all_series:
        if series.subset:
            yield from _part_for_whole(series.current, by_id, whole)
    side_by_side: dict[str, dict[str, Value]] = defaultdict(dict)
    for series in all_series:
        if not series.subset and not claims_about_enemy(series.current.figure):
            for doc in (d for v in series.values for d in v.figure.docs):
                side_by_side[doc][series.current.figure.id] = series.current
    for doc in sorted(side_by_side):
        for a, b in _pairs(side_by_side[doc]):
            difference = _look_alikes(a, b)
            if difference:
                yield _scope(a, b, difference)


def _pairs(values: dict[str, Value]) -> Iterable[tuple[Value, Value]]:
    return combinations([values[i] for i in sorted(values)], 2)


def _scope(a: Value, b: Value, difference: str) -> Conflict:
    first, second = sorted((a, b), key=lambda v: (v.figure.as_of or "", v.figure.id))
    about = f"{first.figure.measure}, {first.figure.category}: {difference}"
    claims = (*first.figure.rests_on, *second.figure.rests_on)
    return _conflict("scope", about, (first.as_side(), second.as_side()), difference, claims)


def _widened(series: Series) -> Iterable[Conflict]:
    """One claimant's count, taken over other ground than before, as one report sets them side by side."""
    for a, b in pairwise(series.values):
        if a.figure.scope != "cumulative":
            continue
        for x, y in product(a.statements, b.statements):
            if x.voice == y.voice and x.place != y.place:
                yield _scope(a, b, f"{_ground(x)} / {_ground(y)}")
                break


def _ground(s: Statement) -> str:
    return s.place_ref.text if s.place_ref else "all areas"


def _part_for_whole(value: Value, by_id: dict[str, Value], complete: frozenset[str]) -> Iterable[Conflict]:
    """A part that may be taken for its total; of a breakdown that makes the total, nobody takes it so."""
    whole = by_id.get(value.figure.part_of or "")
    if whole is None or complete & set(whole.figure.rests_on) or value.figure.measure not in ("displaced", "returned"):
        return
    if point(*_amount(value)) >= SHARE_OF_PART * point(*_amount(whole)):
        yield _scope(value, whole, "some of those counted / all of them")


def _look_alikes(a: Value, b: Value) -> str | None:
    """Return how two figures in one report differ in scope, or None where they do not look alike, or are parts."""
    f, g = a.figure, b.figure
    if not _one_kind(f, g) or _apart_or_parts(f, g) or not _sizes_alike(f, g):
        return None
    if f.stock_or_flow != g.stock_or_flow:
        near = f.place == g.place or (a.wide and b.wide) or f.claimant == g.claimant
        return "newly / in all" if near else None
    if f.since and g.since and days_apart(f.since, g.since) > SINCE_SLACK_DAYS:
        return f"since {f.since} / since {g.since}"
    if comparable(a, b) or same_ground(a, b) or a.wide == b.wide:
        return None
    wide, town = (f, g) if a.wide else (g, f)
    if wide.place is None or holds(wide.place_ref, town.place_ref):
        return f"{f.place or 'all areas'} / {g.place or 'all areas'}"
    return None


def _one_kind(f: Figure, g: Figure) -> bool:
    kinds = ((x.measure, x.category, x.side, x.unit, x.scope, x.background) for x in (f, g))
    first, second = kinds
    return first == second and f.scope == "cumulative"


def _apart_or_parts(f: Figure, g: Figure) -> bool:
    """Return whether one is a part of the other or both of one total. A town's part may stand beside its stock."""
    if f.part_of is None and g.part_of is None:
        return False
    return not (f.place == g.place and f.stock_or_flow != g.stock_or_flow)


def _sizes_alike(f: Figure, g: Figure) -> bool:
    low, high = sorted((point(f.low, f.high), point(g.low, g.high)))
    return 0 < low < high and (f.measure == "displaced" or high / low <= LOOK_ALIKE)
