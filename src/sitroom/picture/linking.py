"""Parts that arithmetic knows: numbers that follow a total and make it exactly are its parts, whatever the words say.

"Cúcuta shelters 20,563, Ocaña 15,241 and the town of Tibú 12,315" calls nothing a part of the 48,119 before it. By
chance alone, two or more numbers in a row seldom make the number in front of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

import msgspec

from sitroom.model import FigureClaim
from sitroom.picture.amounts import point

LEAST_TOTAL = 20
"""Below this, numbers that follow one another make the first by chance."""

COUNTED = ("exact", "about")


def link_parts(claims: Iterable[FigureClaim]) -> list[FigureClaim]:
    """Return the claims, those that make the total in front of them linked to it as its parts."""
    claims = list(claims)
    by_document: dict[str, list[FigureClaim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document].append(claim)
    parent: dict[str, str] = {}
    for own in by_document.values():
        told = sorted(own, key=lambda c: (c.spans[0].start, c.id))
        divided = {c.part_of for c in told if c.part_of is not None}
        for n, total in enumerate(told):
            if total.wording in COUNTED and total.id not in parent:
                for part in _run_that_makes(total, told[n + 1 :], divided):
                    parent.setdefault(part.id, total.id)
    return [msgspec.structs.replace(c, part_of=parent[c.id]) if c.id in parent else c for c in claims]


def _run_that_makes(
    total: FigureClaim, following: Sequence[FigureClaim], divided: AbstractSet[str]
) -> list[FigureClaim]:
    """Return the claims right behind a total that make it, or nothing: the first that does not fit ends the list."""
    left = point(total.low, total.high)
    if left < LEAST_TOTAL:
        return []
    run: list[FigureClaim] = []
    for c in following:
        kin = (c.measure, c.unit, c.background) == (total.measure, total.unit, total.background)
        free = c.part_of in (None, total.id) and c.id not in divided
        number = point(c.low, c.high)
        if not (kin and free and c.wording in COUNTED and not c.superseded and 0 < number <= left):
            return []
        run.append(c)
        left -= number
        if left == 0:
            return run if len(run) > 1 else []
    return []
