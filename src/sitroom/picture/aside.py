"""Counts that cannot be what they were read as, put aside with a reason instead of printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sitroom.model import AnyClaim, Omission
from sitroom.picture.statements import Statement

FAR_OFF = 30.0
"""A toll this many times its claimant's others is that of another war; a part in as many was never the whole. Real
tolls grow by less between two reports that anybody still reads (an earthquake's first day: fifteen times)."""

LEAST_OTHERS = 2
"""How many other voices a count has to be far off."""

FAR_OFF_REASON = "count far off all others of the same thing"


def put_aside(
    statements: Sequence[Statement], claims: Mapping[str, AnyClaim]
) -> tuple[tuple[Statement, ...], tuple[Omission, ...]]:
    """Return the statements that stay, and what was left out of the figures, with the words it rests on.

    "More than 500,000 since 27 November", in one report, beside the same monitor's 412, 602 and 704 is the whole
    war's toll. Compared are running tolls of one measure that are nobody's part: the same witness's where others give
    them, else everybody's.
    """
    tolls = [s for s in statements if _is_toll(s)]
    by_measure: dict[str, list[Statement]] = defaultdict(list)
    for s in tolls:
        by_measure[s.measure].append(s)
    gone = {s.id for s in tolls if _far_off(s, by_measure[s.measure])}
    gone |= {s.id for s in statements if s.part_of in gone}
    omissions = tuple(
        Omission(document=claims[c].document, reason=FAR_OFF_REASON, spans=claims[c].spans)
        for s in statements
        if s.id in gone
        for c in s.claims
    )
    return tuple(s for s in statements if s.id not in gone), omissions


def _is_toll(s: Statement) -> bool:
    whole = s.part_of is None and s.side is None and not s.background and s.number > 0
    return s.scope == "cumulative" and s.measure in ("killed", "injured", "missing") and whole


def _far_off(s: Statement, tolls: Sequence[Statement]) -> bool:
    others = [o for o in tolls if o.voice != s.voice and o.category == s.category]
    if any(o.number == s.number for o in others):
        return False
    own = [o for o in others if s.witness is not None and o.witness is not None and o.witness.same_as(s.witness)]
    compared = own if len({o.voice for o in own}) >= LEAST_OTHERS else others
    if len({o.voice for o in compared}) < LEAST_OTHERS:
        return False
    numbers = [o.number for o in compared]
    return s.number > FAR_OFF * max(numbers) or s.number * FAR_OFF < min(numbers)
