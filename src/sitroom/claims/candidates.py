"""Whatever in a report might be a figure: amounts that count something, one person, two by the ending, and none.

A candidate is no claim: `measuring` decides what it counts, if anything.
"""

from __future__ import annotations

from typing import NamedTuple

from sitroom.claims.amounts import AmountMention
from sitroom.claims.sheet import MEASURE_KINDS, Item, Sheet

ONE_REACH = 3  # words between "a" and the person: "a six-year-old boy", "un jeune homme"
ZERO_AFTER, ZERO_BEFORE = 9, 5  # words between "no" and what did not happen, on either side


class Candidate(NamedTuple):
    """A number that may be a figure. `first` and `last` are words of the number alone, `start`, `end` code points.

    `sort`: number, vague, article ("a midwife"), dual, or zero. `only` is the one measure that it can have, as
    "no deaths" can only be killed. `reach` is the span with which `only` was read.
    """

    first: int
    last: int
    start: int
    end: int
    low: int | None
    high: int | None
    wording: str
    sort: str
    only: str | None = None
    reach: tuple[int, int] = (0, 0)
    superseded: bool = False
    weak: bool = False
    year_like: bool = False


def candidates(sheet: Sheet) -> list[Candidate]:
    """Return the candidates of a text in the order they stand; those with an ambiguous reading are left out."""
    out = []
    for k, amount in enumerate(sheet.m.amounts):
        if amount.kind != "count" or amount.ambiguous:
            continue
        first, last = sheet.amount_words[k]
        found = _from_amount(sheet, amount, first, max(last, first + 1))
        if found is not None:
            out.append(found)
    out += _zeros(sheet, {c.first for c in out})
    out.sort(key=lambda c: (c.first, c.only or ""))
    return out


def _from_amount(sheet: Sheet, amount: AmountMention, first: int, last: int) -> Candidate | None:
    if amount.article:
        sort = "article"
        if not _person_after(sheet, last):
            return None
    elif amount.dual:
        sort = "dual"
        if not _pair_at(sheet, amount.start, amount.end):
            return None
    else:
        sort = "vague" if amount.wording == "vague" else "number"
    return Candidate(
        first, last, amount.start, amount.end, amount.low, amount.high, amount.wording, sort,
        superseded=amount.superseded, weak=amount.weak, year_like=amount.year_like,
    )  # fmt: skip


def _person_after(sheet: Sheet, last: int) -> bool:
    """Tell whether an article is followed by a person, not by something else first."""
    for item in sheet.items_in(last, min(last + ONE_REACH + 1, sheet.size)):
        if item.kind in "PS":
            return sheet.segment[item.first] == sheet.segment[last - 1]
        if item.kind in "XN":
            return False
    return False


def _pair_at(sheet: Sheet, start: int, end: int) -> bool:
    names = [t.name for t in sheet.m.triggers if start <= t.start < end]
    return any(n.startswith("two.") or n.endswith(".two") for n in names)


def _zeros(sheet: Sheet, taken: set[int]) -> list[Candidate]:
    out = []
    seen: set[tuple[int, str]] = set()
    for first, last in sheet.cues.get("cue.zero", ()):
        if first in taken:
            continue
        for item in _denied(sheet, first, last):
            key = (item.first, item.what)
            if key in seen:
                continue
            seen.add(key)
            a, b = min(first, item.first), max(last, item.last)
            spans = sheet.m.spans
            out.append(
                Candidate(
                    first, last, spans[first][0], spans[last - 1][1], 0, 0, "exact", "zero", item.what,
                    (spans[a][0], spans[b - 1][1]),
                )  # fmt: skip
            )
    return out


def _denied(sheet: Sheet, first: int, last: int) -> list[Item]:
    """Return what a word of negation says did not happen: the nearest phrase of each measure within its clause."""
    sentence = sheet.sentence_ends[sheet.sentence_of(first)]
    found: dict[str, Item] = {}
    after = sheet.items_in(last, min(last + ZERO_AFTER, sentence[1]))
    before = list(reversed(sheet.items_in(max(first - ZERO_BEFORE, sentence[0]), first)))
    for side in (after, before):
        for item in side:
            if item.kind == "N" or sheet.clause[item.first] != sheet.clause[first]:
                break
            if item.kind in MEASURE_KINDS and item.what not in found:
                found[item.what] = item
        if found:
            break
    return list(found.values())
