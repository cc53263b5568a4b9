"""Breakdowns that no report prints whole: one gives the total and the civilians, another both sides' fighters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sitroom.model import Figure, Sum, content_id
from sitroom.picture.amounts import point
from sitroom.picture.figures import Series
from sitroom.terms.reconciling import reconciling

LEAST_TOTAL = 20
"""Below this, figures of one day make each other by chance."""


def complete_across(all_series: Sequence[Series], known: Iterable[Sum]) -> tuple[Sum, ...]:
    """Return totals whose parts stand in several reports: one claimant, one day, and they add up exactly.

    Only exact sums are returned: parts from several reports that do not make a total may simply not be all of them.
    """
    done = {(s.claimant, s.total) for s in known if s.adds_up}
    by_day: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for series in all_series:
        for value in series.values:
            f = value.figure
            if not series.subset and f.claimant is not None and f.as_of is not None and f.scope == "cumulative":
                by_day[(f.claimant, f.as_of, f.measure, f.unit, f.since, f.background)].append(f)
    found = []
    for figures in by_day.values():
        for total in figures:
            parts = [f for f in figures if _is_part(f, total)]
            docs = {f.docs for f in parts}
            if (total.claimant, point(total.low, total.high)) in done or len(parts) < 2 or len(docs) < 2:
                continue
            if sum(point(f.low, f.high) for f in parts) == point(total.low, total.high) >= LEAST_TOTAL:
                found.append(_sum(total, parts))
    return tuple(sorted(found, key=lambda s: (s.docs, s.id)))


def _is_part(f: Figure, total: Figure) -> bool:
    if f.id == total.id or f.wording not in ("exact", "about") or f.category in reconciling().overlapping_categories:
        return False
    narrower = total.category == "people" and total.side is None and f.category in ("civilians", "combatants")
    return narrower and (f.place is None or f.place == total.place)


def _sum(total: Figure, parts: Sequence[Figure]) -> Sum:
    parts = sorted(parts, key=lambda f: (-point(f.low, f.high), f.id))
    numbers = tuple(point(f.low, f.high) for f in parts)
    docs = {d for f in (total, *parts) for d in f.docs}
    return Sum(
        id=content_id("sum", "across", total.id, numbers),
        total=point(total.low, total.high),
        parts=numbers,
        adds_up=True,
        claimant=total.claimant,
        figure=total.id,
        docs=tuple(sorted(docs)),
        explanation="completed by several reports",
        rests_on=tuple(sorted({c for f in (total, *parts) for c in f.rests_on})),
    )
