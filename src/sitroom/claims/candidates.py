"""Whatever in a report might be a figure: amounts that count something, one person, two by the ending, and none.

A candidate is no claim: `measuring` decides what it counts, if anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sitroom.claims.amounts import AmountMention
from sitroom.claims.sheet import MEASURE_KINDS, Item, Sheet

ONE_REACH = 3  # words between "a" and the person: "a six-year-old boy", "un jeune homme"
BARE_GAP, BARE_REACH = 2, 4  # words without a number, and with a verb, around a person in the singular
LONGEST_ROW = 30  # numbers side by side; rows of tables are shorter, and what is longer is data or no text
ZERO_AFTER, ZERO_BEFORE = 9, 5  # words between "no" and what did not happen, on either side


class Candidate(NamedTuple):
    """A number that may be a figure. `first` and `last` are words of the number alone, `start`, `end` code points.

    `sort`: number, vague, one ("one of them"), article ("a midwife"), bare ("погиб мужчина"), dual, or zero.
    `only` is the one measure that it can have, as
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
    rows = _in_rows(sheet.amount_words)
    for k, amount in enumerate(sheet.m.amounts):
        if amount.kind != "count" or amount.ambiguous or k in rows or _numbering(sheet, amount):
            continue
        first, last = sheet.amount_words[k]
        found = _from_amount(sheet, amount, first, max(last, first + 1))
        if found is not None:
            out.append(found)
    out += _bare(sheet, {c.first for c in out})
    out += _zeros(sheet, {c.first for c in out})
    out.sort(key=lambda c: (c.first, c.only or ""))
    return out


def _in_rows(words: Sequence[tuple[int, int]]) -> set[int]:
    """Return the amounts that stand in a row of numbers with no word between them, too long to count anybody."""
    out: set[int] = set()
    start = 0
    for k in range(1, len(words) + 1):
        if k == len(words) or words[k][0] > words[k - 1][1]:
            if k - start > LONGEST_ROW:
                out.update(range(start, k))
            start = k
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
        if amount.low == amount.high == 1 and not amount.in_digits:
            sort = "one"
    return Candidate(
        first, last, amount.start, amount.end, amount.low, amount.high, amount.wording, sort,
        superseded=amount.superseded, weak=amount.weak, year_like=amount.year_like,
    )  # fmt: skip


def _numbering(sheet: Sheet, amount: AmountMention) -> bool:
    """Tell whether a number only numbers a point of a list: "5. On 1 August"."""
    text = sheet.m.text
    return (
        text[amount.core_end : amount.core_end + 2] in (". ", ") ")
        and (amount.low or 0) < 100
        and (amount.core_start == 0 or text[amount.core_start - 1] in "\n(")
    )


def _bare(sheet: Sheet, taken: set[int]) -> list[Candidate]:
    """Return persons in the singular beside a verb of harm, where the language has no article to say "one"."""
    out = []
    for t in sheet.m.triggers:
        if not t.name.startswith("one.") or any(w in taken for w in range(t.first - BARE_GAP, t.last)):
            continue
        start, end = sheet.sentence_ends[sheet.sentence_of(t.first)]
        around = sheet.items_in(max(start, t.first - BARE_REACH), min(end, t.last + BARE_REACH))
        near = [i for i in around if i.kind in "VAEB" and sheet.segment[i.first] == sheet.segment[t.first]]
        numbers = [i for i in around if i.kind == "N" and abs(i.first - t.first) <= BARE_GAP]
        if near and not numbers:
            out.append(Candidate(t.first, t.last, t.start, t.end, 1, 1, "exact", "bare"))
    return out


def _person_after(sheet: Sheet, last: int) -> bool:
    """Tell whether an article is followed by a person, not by something else first."""
    for item in sheet.items_in(last, min(last + ONE_REACH + 1, sheet.size)):
        if item.kind in "PS":
            return sheet.segment[item.first] == sheet.segment[last - 1]
        if item.kind in "XN":
            return False
    return any(
        h.what == "people" and sheet.segment[h.first] == sheet.segment[last - 1]
        for h in sheet.hints_in(last, last + ONE_REACH)
    )


def _pair_at(sheet: Sheet, start: int, end: int) -> bool:
    names = [t.name for t in sheet.m.triggers if start <= t.start < end]
    return any(n.startswith("two.") or n.endswith(".two") for n in names)


def _zeros(sheet: Sheet, taken: set[int]) -> list[Candidate]:
    out = []
    seen: set[tuple[int, str]] = set()
    for first, last in sheet.cues.get("cue.zero", ()):
        if first in taken:
            continue
        for measure, item in _denied(sheet, first, last):
            key = (item.first, measure)
            if key in seen:
                continue
            seen.add(key)
            a, b = min(first, item.first), max(last, item.last)
            spans = sheet.m.spans
            out.append(
                Candidate(
                    first,
                    last,
                    spans[first][0],
                    spans[last - 1][1],
                    0,
                    0,
                    "exact",
                    "zero",
                    measure,
                    (spans[a][0], spans[b - 1][1]),
                )
            )
    return out


def _denied(sheet: Sheet, first: int, last: int) -> list[tuple[str, Item]]:
    """Return what a word of negation says did not happen: the nearest phrase of each measure within its clause.

    "No casualties" means nobody killed.
    """
    sentence = sheet.sentence_ends[sheet.sentence_of(first)]
    found: dict[str, Item] = {}
    after = sheet.items_in(last, min(last + ZERO_AFTER, sentence[1]))
    before = list(reversed(sheet.items_in(max(first - ZERO_BEFORE, sentence[0]), first)))
    for side in (after, before):
        for item in side:
            if item.kind == "N" or sheet.clause[item.first] != sheet.clause[first]:
                break
            measure = "killed" if item.kind == "O" and item.what == "combined" else item.what
            if (item.kind in MEASURE_KINDS or measure == "killed") and measure not in found:
                found[measure] = item
        if found:
            break
    return list(found.items())
