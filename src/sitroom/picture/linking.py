"""Parts that arithmetic and copies know, whatever the words of a report say.

Numbers that follow a total and make it exactly are its parts: "Cúcuta shelters 20,563, Ocaña 15,241 and the town of
Tibú 12,315" calls nothing a part of the 48,119 before it, and by chance alone two or more numbers in a row seldom
make the number in front of them. And what is a breakdown in one copy of a text is one in the others, also where an
outlet swapped two digits or dropped a part, so that there nothing adds up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

import msgspec

from sitroom.model import FigureClaim
from sitroom.picture.amounts import point
from sitroom.picture.extent import place_key

LEAST_LIST = 3
"""Of fewer numbers that do not stand right behind a total, two may make it by chance."""

LEAST_TOTAL = 20
"""Below this, numbers that follow one another make the first by chance."""

COUNTED = ("exact", "about")


def link_parts(claims: Iterable[FigureClaim], voices: Mapping[str, str]) -> list[FigureClaim]:
    """Return the claims, parts linked to their totals. `voices` gives for each document the key of its voice."""
    claims = list(claims)
    told: dict[str, list[FigureClaim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (c.spans[0].start, c.id)):
        told[claim.document].append(claim)
    claims = _without_steps(claims)
    holding = _totals_that_hold(claims)
    parent: dict[str, str] = {}
    runs: dict[str, list[tuple[FigureClaim, list[FigureClaim]]]] = defaultdict(list)
    for document in sorted(told):
        for total, run in _runs(told[document], parent, holding):
            parent.update((part.id, total.id) for part in run)
            runs[voices[document]].append((total, run))
    for document in sorted(told):
        known = [*runs[voices[document]], *(r for v in sorted(runs) if v != voices[document] for r in runs[v])]
        for total, run in _runs_as_in_copies(told[document], known, parent):
            parent.update((part.id, total.id) for part in run)
    by_id = {c.id: c for c in claims}
    return [
        # Parts that make their total exactly are its claimant's, whatever office is named beside them.
        msgspec.structs.replace(
            c, part_of=parent[c.id], attributed_to=by_id[parent[c.id]].attributed_to or c.attributed_to
        )
        if c.id in parent
        else c
        for c in claims
    ]


def _runs(
    told: Sequence[FigureClaim], parent: Mapping[str, str], holding: AbstractSet[str]
) -> Iterator[tuple[FigureClaim, list[FigureClaim]]]:
    for n, total in enumerate(told):
        if total.superseded or total.wording not in COUNTED or total.id in parent:
            continue
        if _number(total) >= LEAST_TOTAL:
            run = _run_that_makes(total, told[n + 1 :], holding) or _list_further_on(total, told[n + 1 :], holding)
            if run:
                yield total, run


def _totals_that_hold(claims: Iterable[FigureClaim]) -> frozenset[str]:
    """Return the ids of the totals whose parts, as read, make them: their parts are nobody else's."""
    claims = list(claims)
    made: Counter[str] = Counter()
    for c in claims:
        if c.part_of is not None:
            made[c.part_of] += _number(c)
    return frozenset(c.id for c in claims if made.get(c.id) == _number(c))


def _without_steps(claims: Sequence[FigureClaim]) -> list[FigureClaim]:
    """Free the old count and what was added to it from the new count that was taken for their total.

    They make it exactly, they are counts of the same thing, and the old one is a total in another report.
    """
    wholes: dict[tuple[str, int], set[str]] = defaultdict(set)
    parts: dict[str, list[FigureClaim]] = defaultdict(list)
    for c in claims:
        if c.part_of is None:
            wholes[(c.measure, _number(c))].add(c.document)
        else:
            parts[c.part_of].append(c)
    freed: set[str] = set()
    old: set[str] = set()
    for total in claims:
        for pair in combinations(parts.get(total.id, []), 2):
            larger = max(pair, key=_number)
            made = sum(map(_number, pair)) == _number(total) and _step(total, pair)
            if made and wholes[(larger.measure, _number(larger))] - {total.document}:
                freed.update(c.id for c in pair)
                old.add(larger.id)
    return [
        msgspec.structs.replace(c, part_of=None, superseded=c.superseded or c.id in old) if c.id in freed else c
        for c in claims
    ]


def _list_further_on(
    total: FigureClaim, following: Sequence[FigureClaim], holding: AbstractSet[str]
) -> list[FigureClaim]:
    """Return a list that makes a total and follows another one: "149, among them 35 children; 105 by the army, ..."."""
    kin = list(_kin(total, following))
    for start in range(1, len(kin)):
        run = _run_that_makes(total, kin[start:], holding)
        if len(run) >= LEAST_LIST:
            return run
    return []


def _run_that_makes(
    total: FigureClaim, following: Sequence[FigureClaim], holding: AbstractSet[str]
) -> list[FigureClaim]:
    """Return the claims right behind a total that make it, or nothing: the first that does not fit ends the list.

    A part taken for a part of its neighbour is one of the list where the list adds up with it, and only with it. So
    is a part of another total that its own parts do not make.
    """
    left = _number(total)
    run: list[FigureClaim] = []
    for c in _kin(total, following):
        if c.part_of in holding - {total.id}:
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
