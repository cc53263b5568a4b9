"""Parts that arithmetic and copies know, whatever the words of a report say.

Numbers that follow a total and make it exactly are its parts: "Cúcuta shelters 20,563, Ocaña 15,241 and the town of
Tibú 12,315" calls nothing a part of the 48,119 before it, and by chance alone two or more numbers in a row seldom
make the number in front of them. And what is a breakdown in one copy of a text is one in the others, also where an
outlet swapped two digits or dropped a part, so that there nothing adds up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from sitroom.model import FigureClaim
from sitroom.picture.amounts import point
from sitroom.picture.extent import place_key

LEAST_TOTAL = 20
"""Below this, numbers that follow one another make the first by chance."""

COUNTED = ("exact", "about")


def link_parts(claims: Iterable[FigureClaim], voices: Mapping[str, str]) -> list[FigureClaim]:
    """Return the claims, parts linked to their totals. `voices` gives for each document the key of its voice."""
    claims = list(claims)
    told: dict[str, list[FigureClaim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (c.spans[0].start, c.id)):
        told[claim.document].append(claim)
    parent: dict[str, str] = {}
    runs: dict[str, list[tuple[FigureClaim, list[FigureClaim]]]] = defaultdict(list)
    for document in sorted(told):
        for total, run in _runs(told[document], parent):
            parent.update((part.id, total.id) for part in run)
            runs[voices[document]].append((total, run))
    for document in sorted(told):
        for total, run in _runs_as_in_copies(told[document], runs[voices[document]], parent):
            parent.update((part.id, total.id) for part in run)
    return [msgspec.structs.replace(c, part_of=parent[c.id]) if c.id in parent else c for c in claims]


def _runs(told: Sequence[FigureClaim], parent: Mapping[str, str]) -> Iterator[tuple[FigureClaim, list[FigureClaim]]]:
    for n, total in enumerate(told):
        if total.superseded or total.wording not in COUNTED or total.id in parent:
            continue
        if _number(total) >= LEAST_TOTAL:
            run = _run_that_makes(total, told[n + 1 :])
            if run:
                yield total, run


def _run_that_makes(total: FigureClaim, following: Sequence[FigureClaim]) -> list[FigureClaim]:
    """Return the claims right behind a total that make it, or nothing: the first that does not fit ends the list.

    A part taken for a part of its neighbour is one of the list where the list adds up with it, and only with it.
    """
    left = _number(total)
    run: list[FigureClaim] = []
    for c in _kin(total, following):
        if c.part_of is not None and c.part_of not in {total.id, *(p.id for p in run)}:
            return []
        run.append(c)
        left -= _number(c)
        if left <= 0:
            break
    return run if left == 0 and len(run) > 1 and not _step(total, run) else []


def _step(total: FigureClaim, run: Sequence[FigureClaim]) -> bool:
    """Return whether two numbers are the old count and what was added to it: "2,528 more than Sunday's 47,084"."""
    return len(run) == 2 and len({_kind(c) for c in (total, *run)}) < 3


def _kind(c: FigureClaim) -> tuple[str, str | None, str | None]:
    return c.category, c.side, place_key(c.place)


def _kin(total: FigureClaim, following: Sequence[FigureClaim]) -> Iterator[FigureClaim]:
    """Yield the claims behind a total while they count the same thing, passing over vague ones."""
    for c in following:
        if (c.measure, c.unit, c.background) != (total.measure, total.unit, total.background) or c.superseded:
            return
        if c.wording in COUNTED:
            yield c


def _runs_as_in_copies(
    told: Sequence[FigureClaim],
    known: Sequence[tuple[FigureClaim, Sequence[FigureClaim]]],
    parent: Mapping[str, str],
) -> Iterator[tuple[FigureClaim, list[FigureClaim]]]:
    """Find the breakdowns of a text's other copies in this one, where all numbers but one are the same."""
    totals = set(parent.values())
    for total, parts in known:
        numbers = [_number(p) for p in parts]
        for n, own in enumerate(told):
            if own.id in totals or (own.measure, _number(own)) != (total.measure, _number(total)):
                continue
            run = list(_kin(own, told[n + 1 :]))[: len(numbers)]
            while run and not _near([_number(c) for c in run], numbers):
                run.pop()
            if len(run) > 1 and all(c.id not in parent and c.part_of in (None, own.id) for c in run):
                yield own, run
                totals = totals | {own.id}


def _near(own: Sequence[int], parts: Sequence[int]) -> bool:
    """Return whether at most one number is another than in the copy, and at most one is lacking."""
    shared = sum((Counter(own) & Counter(parts)).values())
    return shared >= max(1, len(own) - 1) and len(own) >= len(parts) - 1


def _number(claim: FigureClaim) -> int:
    return point(claim.low, claim.high)
