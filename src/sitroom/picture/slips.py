"""A part misprinted by a report that repeats a whole breakdown: a variant of the part, and no count of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from sitroom.picture.amounts import slip
from sitroom.picture.statements import Statement, Variant

ODD = 1
"""How many parts may differ: one digit slips, two are another breakdown."""


def with_slips(found: Mapping[str, Statement]) -> dict[str, Statement]:
    """Return the statements, a slip in a repeated breakdown made a variant of the part that it misprints.

    "62,263: 45,100, 11,693 and 5,200" repeats the monitor's 62,263 and all parts but one, which there is 11,963 and
    makes the total.
    """
    parts: dict[str, list[Statement]] = defaultdict(list)
    for s in found.values():
        if s.part_of is not None and s.part_of in found:
            parts[s.part_of].append(s)
    makes = {t: sum(p.number for p in own) == found[t].number for t, own in parts.items()}
    out = dict(found)
    for bad in sorted(t for t in parts if not makes[t]):
        good = next((t for t in sorted(parts) if makes[t] and _repeats(found[t], found[bad])), None)
        pair = _odd_pair(parts[good], parts[bad]) if good is not None else None
        if pair is None:
            continue
        right, wrong = pair
        kept = out[right.id]
        variant = Variant(
            low=wrong.low,
            high=wrong.high,
            docs=wrong.docs,
            sources=wrong.sources,
            claims=wrong.claims,
        )
        out[right.id] = msgspec.structs.replace(kept, variants=(*kept.variants, variant))
        out.pop(wrong.id, None)
    return out


def _repeats(a: Statement, b: Statement) -> bool:
    same = a.voice != b.voice and a.measure == b.measure and a.unit == b.unit and a.number == b.number
    return same and (a.witness is None or b.witness is None or a.witness.same_as(b.witness))


def _odd_pair(good: list[Statement], bad: list[Statement]) -> tuple[Statement, Statement] | None:
    rest = {p.id: p for p in good}
    odd: list[Statement] = []
    for p in bad:
        match = next((g for g in rest.values() if g.number == p.number), None)
        if match is None:
            odd.append(p)
        else:
            del rest[match.id]
    if len(odd) != ODD:
        return None
    right = next((g for g in rest.values() if slip(g.number, odd[0].number)), None)
    return (right, odd[0]) if right is not None else None
