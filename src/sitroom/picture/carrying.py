"""Towns of a breakdown carried over from the same claimant's other breakdowns.

"20,563 in Cúcuta, 15,241 in Ocaña and 12,315 in Tibú"; two days later the same command post's 47,084 are "20,311,
14,602 and 12,171", whose towns were not read. A claimant keeps the order of its list, so where both lists are
complete, as long, of like proportions and ranked alike, the towns are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from sitroom.picture.days import days_apart
from sitroom.picture.statements import Statement

LEAST_PARTS = 3
LIKE = 2.0
"""Shares of one town on two days differ by less than this factor."""


def carry_towns(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements, parts without a town of their own given that of their kin in another report."""
    statements = tuple(statements)
    lists: dict[str, list[Statement]] = defaultdict(list)
    totals = {s.id: s for s in statements}
    for s in sorted(statements, key=lambda s: (s.order, s.id)):
        if s.part_of in totals:
            lists[s.part_of].append(s)
    whole = {
        t: parts
        for t, parts in lists.items()
        if len(parts) >= LEAST_PARTS and sum(p.number for p in parts) == totals[t].number
    }
    named = {t: parts for t, parts in whole.items() if len({p.place for p in parts if p.place}) == len(parts)}
    changed: dict[str, Statement] = {}
    for t, parts in whole.items():
        if t in named or any(p.category != totals[t].category or p.side != totals[t].side for p in parts):
            continue
        kin = [o for o in named if _same_count(totals[o], totals[t]) and _ranked_alike(named[o], parts)]
        if kin:
            nearest = min(kin, key=lambda o: (days_apart(totals[o].published, totals[t].published), o))
            for part, model in zip(parts, named[nearest], strict=True):
                changed[part.id] = msgspec.structs.replace(
                    part, place=model.place, place_ref=model.place_ref, anonymous=False
                )
    return tuple(changed.get(s.id, s) for s in statements)


def _same_count(a: Statement, b: Statement) -> bool:
    same = (a.measure, a.unit, a.category, a.side) == (b.measure, b.unit, b.category, b.side)
    return same and a.witness is not None and b.witness is not None and a.witness.same_as(b.witness)


def _ranked_alike(model: Sequence[Statement], parts: Sequence[Statement]) -> bool:
    if len(model) != len(parts):
        return False
    a, b = [m.number for m in model], [p.number for p in parts]
    if sorted(range(len(a)), key=lambda i: a[i]) != sorted(range(len(b)), key=lambda i: b[i]):
        return False
    return all(x * sum(b) < LIKE * y * sum(a) and y * sum(a) < LIKE * x * sum(b) for x, y in zip(a, b, strict=True))
