"""Breakdowns checked: do the parts make the total, and do they claim to?

A breakdown is a partition (361 rebels, 233 soldiers, 110 civilians) or only an "among them" (35 children and 16
women). A partition is known by adding up; one that does not add up is shown only where it claims to be one: the list
follows a colon, a dash or a bracket, the same claimant's other breakdowns of that shape add up, or the parts miss
the total by a digit's slip. Women and children among civilians overlap with everything and are never a partition
alone. Where a number in the sentence was not read, nothing is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec

from sitroom.model import Document, FigureClaim, Sum, content_id
from sitroom.picture.amounts import point
from sitroom.picture.extent import place_key
from sitroom.picture.linking import COUNTED
from sitroom.picture.witnesses import Witness, Witnesses
from sitroom.terms.reconciling import reconciling

LEAST_SHARE = 0.5
"""A list behind a colon that makes up less than half of its total names examples: "more than 80: 12 children, ..."."""

NEAR_MISS = 0.02
"""Parts this near their total were meant to make it: a slip of one digit in the tens or units, a late correction."""

LONG_LIST = 4

LOOK_AHEAD = 160
"""Code points behind the last part, at most, in which its sentence may hold a part that was not read."""

_LIST_OPENS = re.compile(r"[:\uff1a(\uff08\u2014\u2013=]|\s-\s")
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*")
_SENTENCE_ENDS = re.compile(r"[.!?\u061f](?:\s|$)|\n")

Shape = tuple[tuple[str, str | None, str | None], ...]


class Breakdown(msgspec.Struct, frozen=True, kw_only=True):
    """A total and parts as one report prints them."""

    total: FigureClaim
    parts: tuple[FigureClaim, ...]
    document: Document
    witness: Witness | None
    listed: bool
    unread: bool
    completing: int | None = None

    @property
    def number(self) -> int:
        """The total."""
        return point(self.total.low, self.total.high)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The parts, in the order of the text; `completing` is one that stands among them and was not read."""
        read = tuple(point(p.low, p.high) for p in self.parts)
        return read if self.completing is None else (*read, self.completing)

    @property
    def adds_up(self) -> bool:
        """Whether the parts make the total."""
        return sum(self.numbers) == self.number

    @property
    def shape(self) -> Shape:
        """What the parts are: their categories, sides and places."""
        return tuple(sorted((p.category, p.side or "", place_key(p.place) or "") for p in self.parts))

    @property
    def who(self) -> str | None:
        """The key of the claimant."""
        return self.witness.key if self.witness else None


def read_breakdowns(
    claims: Iterable[FigureClaim], documents: Mapping[str, Document], witnesses: Witnesses
) -> list[Breakdown]:
    """Return every breakdown that a report prints: complete runs of parts first, else all parts together."""
    by_id = {c.id: c for c in claims if c.standing in ("asserted", "claimed")}
    parts: dict[str, list[FigureClaim]] = defaultdict(list)
    for claim in by_id.values():
        if claim.part_of in by_id:
            parts[claim.part_of].append(claim)
    out: list[Breakdown] = []
    for total_id in sorted(parts, key=lambda i: (by_id[i].document, by_id[i].spans[0].start, i)):
        total, document = by_id[total_id], documents[by_id[total_id].document]
        own = sorted(parts[total_id], key=lambda c: (c.spans[0].start, c.id))
        if total.wording == "vague":
            continue
        out.extend(
            _breakdown(total, run, document, witnesses.of(total), by_id.values())
            for run in _runs(point(total.low, total.high), own)
            if len(run) > 1 and all(p.wording in COUNTED and p.unit == total.unit for p in run)
        )
    return out


def _runs(total: int, parts: Sequence[FigureClaim]) -> list[Sequence[FigureClaim]]:
    """Return the stretches of parts that make the total; one total may be broken down twice, by sex and by culprit."""
    numbers = [point(p.low, p.high) for p in parts]
    if sum(numbers) == total:
        return [parts]
    found: list[Sequence[FigureClaim]] = []
    start = 0
    while start < len(parts):
        ends = [e for e in range(len(parts), start + 1, -1) if sum(numbers[start:e]) == total]
        if ends:
            found.append(parts[start : ends[0]])
            start = ends[0]
        else:
            start += 1
    return found or [parts]


def _breakdown(
    total: FigureClaim,
    parts: Sequence[FigureClaim],
    document: Document,
    witness: Witness | None,
    read: Iterable[FigureClaim],
) -> Breakdown:
    begin, first, last = total.spans[0].end, parts[0].spans[0].start, parts[-1].spans[-1].end
    between = document.text[begin:first] if begin <= first else document.text[total.spans[0].start : first + 1]
    gap = point(total.low, total.high) - sum(point(p.low, p.high) for p in parts)
    taken = {total.id, *(p.id for p in parts)}
    others = [c for c in read if c.document == document.id and c.id not in taken]
    unread = list(_unread(document.text, begin, last, [total, *parts, *others]))
    return Breakdown(
        total=total,
        parts=tuple(parts),
        document=document,
        witness=witness,
        listed=bool(_LIST_OPENS.search(between)) and "\n" not in between,
        unread=_leaves_out(document.text, (first, last), gap, taken, [total, *parts], others),
        completing=gap if gap > 0 and unread.count(gap) == 1 and begin <= first else None,
    )


def _unread(text: str, start: int, last: int, read: Sequence[FigureClaim]) -> Iterator[int]:
    """Yield the numbers in digits between a total and the end of its list that nobody read as a figure."""
    end = _SENTENCE_ENDS.search(text, last)
    stop = min(end.start() if end else len(text), last + LOOK_AHEAD)
    covered = [(s.start, s.end) for c in read for s in c.spans]
    for m in _DIGITS.finditer(text, start, stop):
        if not any(a < m.end() and m.start() < b for a, b in covered):
            yield int(re.sub(r"\D", "", m.group()))


def _leaves_out(
    text: str,
    stretch: tuple[int, int],
    gap: int,
    taken: AbstractSet[str],
    used: Sequence[FigureClaim],
    others: Sequence[FigureClaim],
) -> bool:
    """Return whether the sentence of a list holds a number, read or not, that may be a part which was not linked."""
    start, last = stretch
    end = _SENTENCE_ENDS.search(text, last)
    stop = min(end.start() if end else len(text), last + LOOK_AHEAD)
    unlinked = any(
        start <= c.spans[0].start < stop and 0 < point(c.low, c.high) <= gap and c.id not in taken for c in others
    )
    covered = [(s.start, s.end) for c in (*used, *others) for s in c.spans]
    unread = any(
        0 < int(re.sub(r"\D", "", m.group())) <= gap and not any(a < m.end() and m.start() < b for a, b in covered)
        for m in _DIGITS.finditer(text, start, stop)
    )
    return unlinked or unread


def check_sums(breakdowns: Sequence[Breakdown], homes: Mapping[str, str]) -> tuple[Sum, ...]:
    """Return the breakdowns that make their total, and those that claim to and do not.

    `homes` maps a claim's id to the figure that it is part of.
    """
    whole: set[tuple[object, ...]] = {(b.who, b.total.measure, b.shape) for b in breakdowns if b.adds_up}
    shown: dict[tuple[object, ...], list[Breakdown]] = defaultdict(list)
    for b in breakdowns:
        if b.adds_up or _claims_to_be_whole(b, breakdowns, whole):
            shown[(b.who, b.total.measure, b.number, tuple(sorted(b.numbers)))].append(b)
    rows = [_sum(group, breakdowns, homes) for group in shown.values()]
    return tuple(sorted(rows, key=lambda r: (r.docs, -r.total, r.parts, r.id)))


def _claims_to_be_whole(b: Breakdown, breakdowns: Sequence[Breakdown], whole: AbstractSet[tuple[object, ...]]) -> bool:
    if b.unread:
        return False
    share = sum(b.numbers) / b.number if b.number else 0.0
    if complete_copies(b, breakdowns) or (b.who, b.total.measure, b.shape) in whole:
        return True
    gap = b.number - sum(b.numbers)
    if len(b.numbers) >= LONG_LIST and 0 < gap < min(b.numbers):
        # Of a long list, the smallest parts are easily missed: "one in Ábrego and another in El Carmen".
        return False
    overlapping = reconciling().overlapping_categories
    if b.total.category not in overlapping and all(p.category in overlapping for p in b.parts):
        return False
    return abs(1 - share) <= NEAR_MISS or (b.listed and share >= LEAST_SHARE)


def complete_copies(b: Breakdown, breakdowns: Sequence[Breakdown]) -> list[Breakdown]:
    """Return the same claimant's breakdowns of the same total that add up, and hold this one's shape."""
    mine = set(b.shape)
    return [
        other
        for other in breakdowns
        if other.adds_up
        and not b.adds_up
        and (other.who, other.total.measure, other.number) == (b.who, b.total.measure, b.number)
        and mine <= set(other.shape)
        and (len(set(other.shape)) > 1 or other.numbers != b.numbers)
        and _near(other, b)
    ]


def _near(a: Breakdown, b: Breakdown) -> bool:
    """Return whether two breakdowns share all numbers but one, or one only lacks some of the other's."""
    rest = list(a.numbers)
    odd = 0
    for n in b.numbers:
        if n in rest:
            rest.remove(n)
        else:
            odd += 1
    return odd <= 1


def _sum(group: Sequence[Breakdown], breakdowns: Sequence[Breakdown], homes: Mapping[str, str]) -> Sum:
    first = min(group, key=lambda b: (b.document.known_at, b.document.id, b.total.id))
    explanation = ""
    if not first.adds_up:
        off = sum(first.numbers) - first.number
        explanation = f"the parts make {sum(first.numbers)}, {abs(off)} {'more' if off > 0 else 'less'} than the total"
        copies = complete_copies(first, breakdowns)
        if copies:
            where = ", ".join(sorted({c.document.name for c in copies}))
            numbers = " + ".join(str(n) for n in copies[0].numbers)
            explanation += f"; {where} carries {numbers} = {first.number}"
    claims = tuple(sorted({c.id for b in group for c in (b.total, *b.parts)}))
    return Sum(
        id=content_id("sum", first.who, first.total.measure, first.number, sorted(first.numbers)),
        total=first.number,
        parts=first.numbers,
        adds_up=first.adds_up,
        claimant=first.witness.name if first.witness else None,
        figure=homes.get(first.total.id),
        docs=tuple(sorted({b.document.name for b in group})),
        explanation=explanation,
        rests_on=claims,
    )
