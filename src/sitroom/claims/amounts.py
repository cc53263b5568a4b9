"""Find the amounts of a text: every number in digits or words, as an interval with a wording.

    find_amounts(text, language, start=0, end=None) -> list[AmountMention]

Example: "more than 115,000 people" -> low 115000, high None, at_least; "une trentaine de blessés" -> 30, 30, about.

Everything that looks like a number is returned, in order and without overlap, and what it is *not* is told by
`kind`: only `count` can be a number of people. Not returned at all: the parts of codes ("T-72", "M23", "G7",
"Covid-19"), ordinals in words ("first"), and negation ("no", "nobody": `zero_words` of the language).

Linear in the length of the text: one pass over the words, and a bounded look at the words around each number.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

import msgspec

from sitroom.claims.amount_context import Bound, Kind, bound_after, bound_before
from sitroom.claims.amount_cores import Core, Reader, cores_of, reader_of
from sitroom.claims.amount_ranges import LONGEST_LINK, is_change, range_low
from sitroom.claims.tokens import Tokens
from sitroom.languages import Language
from sitroom.model import Amount, Unit, Wording

__all__ = ["AmountMention", "find_amounts"]


class AmountMention(msgspec.Struct, frozen=True, kw_only=True):
    """A number in a text.

    `start`, `end` span it with the words that bound it; `core_start`, `core_end` the number alone (both numbers of
    a range). Offsets are code points of the whole text. `low` and `high` follow `model.Amount`. What may count
    people has kind "count"; further doubts are told one by one:

    - `article`: nothing but "a", "un", "ein": one, or no number at all;
    - `weak`: a word that is as often something else ("no one", Turkish "altı", Arabic "ست");
    - `year_like`: four bare digits from 1900 to 2100 that nothing calls a year;
    - `ambiguous`: two readings of the separators remain ("1.200" in English): not to be printed as a fact;
    - `collective`: "dozens", "une trentaine", "десятки"; `dual`: the number is the ending of a noun (قتيلان);
    - `superseded`: the first of "rose from 30 to 45";
    - `in_digits`: written in digits, at least in part.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    low: int | None
    high: int | None
    wording: Wording
    kind: Kind = "count"
    article: bool = False
    weak: bool = False
    year_like: bool = False
    ambiguous: bool = False
    collective: bool = False
    dual: bool = False
    superseded: bool = False
    in_digits: bool = False

    def amount(self, unit: Unit = "persons") -> Amount:
        """Return the interval as a record."""
        return Amount(low=self.low, high=self.high, unit=unit, wording=self.wording)


def find_amounts(text: str, language: Language, start: int = 0, end: int | None = None) -> list[AmountMention]:
    """Return the amounts of a text, or of the stretch from `start` to `end`, in the order they stand.

    Nothing outside the stretch is looked at, except that the grouping which the whole text shows settles an
    ambiguous "1.200". Example (French): "plus d'une centaine de morts" -> low 100, high None, at_least.
    """
    reader = reader_of(language)
    tokens = reader.words.tokens(text, start, end)
    cores = cores_of(reader, tokens, text)
    return _mentions(_Page(reader, tokens, start), cores)


class _Page(NamedTuple):
    """The stretch being read: in which language, its words, and where it begins in the whole text."""

    reader: Reader
    tokens: Tokens
    offset: int


def _mentions(page: _Page, cores: list[Core]) -> list[AmountMention]:
    reader, tokens, offset = page
    mentions: list[AmountMention] = []
    floor = 0
    k = 0
    while k < len(cores):
        core = cores[k]
        following = cores[k + 1] if k + 1 < len(cores) else None
        low = range_low(reader, tokens, core, following) if following is not None else None
        if following is not None and low is not None:
            if is_change(reader, tokens, core):
                mentions.append(_mention(page, core, core, superseded=True, floor=floor))
            else:
                mentions.append(_mention(page, core, following, low=low, floor=floor))
                k += 1
        else:
            mentions.append(_mention(page, core, core, floor=floor))
        k += 1
        newest = mentions[-1]
        if len(mentions) > 1 and mentions[-2].core_end > newest.start:
            del mentions[-2]  # the "an" of "an estimated 30" is no number
        if not newest.article:
            floor = bisect_left(tokens.starts, newest.end - offset)
    return _two_sided(page, mentions)


def _two_sided(page: _Page, mentions: list[AmountMention]) -> list[AmountMention]:
    """Make one range of two bounds side by side: "at least 20 but fewer than 40"."""
    reader, tokens, offset = page
    out: list[AmountMention] = []
    for m in mentions:
        previous = out[-1] if out else None
        if previous is not None and {previous.wording, m.wording} == {"at_least", "at_most"}:
            link = tokens.folded[previous.end - offset : m.start - offset].strip(" ,،")
            low, high = (previous.low, m.high) if m.wording == "at_most" else (m.low, previous.high)
            if (
                m.start - previous.end <= LONGEST_LINK
                and link in reader.links
                and low is not None
                and high is not None
                and low < high
            ):
                out[-1] = msgspec.structs.replace(
                    previous, end=m.end, core_end=m.core_end, low=low, high=high, wording="range"
                )
                continue
        out.append(m)
    return out


def _mention(
    page: _Page,
    a: Core,
    b: Core,
    *,
    low: int | None = None,
    superseded: bool = False,
    floor: int = 0,
) -> AmountMention:
    """Put together a number, or the two of a range, with the words that bound it."""
    reader, tokens, offset = page
    context, first = reader.context, a.first
    if low is not None and first and tokens.words[first - 1] in reader.range_openers:
        first -= 1
    before = bound_before(context, tokens, first, floor)
    after = bound_after(context, tokens, b.last)
    # "about 500 or more" is at least 500
    bound = after.bound if before.bound in {None, "about"} and after.bound is not None else before.bound
    start = tokens.starts[before.first] if before.first < a.first else a.start
    end = tokens.ends[after.last] if after.last > b.last else b.end
    singular = a.first == b.last and tokens.words[a.first] in reader.one_after_bound
    lowest, highest, wording = _interval(a, b, low, bound, singular=singular)
    kind: Kind = b.kind if a.kind in {"count", "decimal"} else a.kind
    value = a.made.value
    year_like = (
        a is b
        and tokens.numeric[a.first]
        and a.first == a.last
        and len(tokens.words[a.first]) == 4
        and 1900 <= value <= 2100
    )
    if low is not None and kind == "count" and value >= 1900 and highest is not None and highest <= 2100:
        kind = "date"
    return AmountMention(
        start=start + offset,
        end=end + offset,
        core_start=a.start + offset,
        core_end=b.end + offset,
        low=lowest,
        high=highest,
        wording=wording,
        kind=kind,
        article=a.made.article and bound is None,
        weak=a is b and _weak(reader, tokens, a, bound),
        year_like=year_like and kind == "count",
        ambiguous=a.ambiguous or b.ambiguous,
        collective=a.made.collective or b.made.collective,
        dual=a.dual,
        superseded=superseded,
        in_digits=tokens.numeric[a.first],
    )


def _interval(
    a: Core, b: Core, low: int | None, bound: Bound | None, *, singular: bool
) -> tuple[int | None, int | None, Wording]:
    """Return low, high and wording of what was read, under its bound."""
    if low is not None:
        return low, int(b.made.value), "range"
    made = a.made
    value = int(made.value)
    if made.vague and singular and bound is not None:
        value, made = value // 2, made._replace(vague=False)
    if made.vague:
        # A bound on a vague number adds nothing that could be counted: "at least dozens".
        return value, made.high, "vague" if made.high is None else "about"
    if bound == "at_least":
        return value, None, "at_least"
    if bound == "at_most":
        return None, value, "at_most"
    if made.high is not None:
        return value, made.high, "range" if made.high > value else "about"
    return value, value, "about" if made.round or bound == "about" else "exact"


def _in_a_name(tokens: Tokens, i: int) -> bool:
    """Tell whether a number word has a capital right after another capital: "Isabel Dos Santos", "Claudia Tausend"."""
    if not i or tokens.numeric[i - 1] or tokens.gap(i - 1) != " ":
        return False
    return tokens.text[tokens.starts[i]].isupper() and tokens.text[tokens.starts[i - 1]].isupper()


def _weak(reader: Reader, tokens: Tokens, core: Core, bound: Bound | None) -> bool:
    """Tell whether a number of one word is as likely another word here."""
    if core.first != core.last or tokens.numeric[core.first] or bound is not None:
        return False
    word = tokens.words[core.first]
    if word in reader.weak or _in_a_name(tokens, core.first):
        return True
    if core.made.value != 1:
        return False
    before = tokens.words[core.first - 1] if core.first and tokens.near(core.first - 1) else ""
    after = tokens.words[core.first + 1] if core.first + 1 < len(tokens) and tokens.near(core.first) else ""
    return before in reader.weak_before or after in reader.weak_after
