"""Find the amounts of a text: every number in digits or words, as an interval with a wording.

    find_amounts(text, language, start=0, end=None) -> list[AmountMention]

Example: "more than 115,000 people" -> low 115000, high None, at_least; "une trentaine de blessés" -> 30, 30, about.

Everything that looks like a number is returned, in order and without overlap, and what it is *not* is told by
`kind`: only `count` can be a number of people. Not returned at all: the parts of codes ("T-72", "M23", "G7",
"Covid-19"), ordinals in words ("first"), and negation ("no", "nobody": `zero_words` of the language).

Linear in the length of the text: one pass over the words, and a bounded look at the words around each number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

import msgspec

from sitroom.claims.amount_context import (
    Bound,
    Context,
    Kind,
    bound_after,
    bound_before,
    kind_by_signs,
    kind_by_words,
    mask_at,
)
from sitroom.claims.digits import LONGEST_DIGITS, read_digits
from sitroom.claims.number_grammar import (
    AND,
    DIGITS,
    NUMERAL,
    SCALE,
    Lexeme,
    Made,
    compose,
)
from sitroom.claims.number_words import NumberWords, number_words
from sitroom.claims.tokens import Tokens
from sitroom.languages import Language
from sitroom.model import Amount, Unit, Wording

__all__ = ["AmountMention", "find_amounts"]

LONGEST_NUMBER = 24  # words; "nine hundred and ninety-nine thousand nine hundred and ninety-nine" has eleven
WIDEST_RANGE = 20  # times its low end; "2-400" is a list or a code, not a range
WIDEST_ALTERNATIVE = 2  # "two or three", "30 or 40"; "3 or 300" are two numbers
CHANGE_REACH = 5  # words before "from" in which a verb of change makes a change of a range
LONGEST_CODE = 3  # letters written onto digits that make a code of them ("5G", "24h"); longer words lost their space
COMMA_REACH = 4  # words after a comma in which a hundred or a thousand must show that the number goes on
LONGEST_LINK = 16  # characters between the two numbers of a range
_NO_NUMBER = Made(0, 1)
_RANGE_SIGNS = frozenset({"-", "–", "—", " - ", " – ", " — ", "~", " ~ ", "- ", "– ", "/", "‑"})


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


class _Core(NamedTuple):
    """A number found: its tokens, first and last, what it says, and where it stands."""

    first: int
    last: int
    made: Made
    start: int
    end: int
    kind: Kind
    ambiguous: bool = False
    dual: bool = False


class _Reader:
    """The compiled words of one language; reads the numbers of one text at a time."""

    def __init__(self, language: Language) -> None:
        """Compile what the language says of numbers."""
        numbers = language.numbers
        self.words: NumberWords = number_words(language)
        self.context = Context(language, self.words)
        fold = self.words.folded
        self.decimal = numbers.decimal
        self.signs = {sign: value for value, signs in numbers.scale_signs.items() for sign in signs.split()}
        self.weak = {fold(x) for x in numbers.weak.split()}
        self.one_after_bound = {fold(x) for x in numbers.one_after_bound.split()}
        self.weak_before = {fold(x) for x in numbers.weak_before.split()}
        self.weak_after = {fold(x) for x in numbers.weak_after.split()}
        ranges = numbers.ranges
        self.between = {(fold(a), fold(b)) for a, b in ranges.between}
        self.around = {(fold(a), fold(b)) for a, b in ranges.around}
        self.range_start = {fold(x) for x in ranges.start.split()}
        self.range_openers = self.range_start | {a for a, _ in self.between}
        self.range_to = {" ".join(fold(x) for x in phrase.split()) for phrase in ranges.to}
        self.alternative = {fold(x) for x in ranges.alternative.split()}
        self.links = {
            "",
            *(fold(x) for x in (*ranges.links.split(), *(j for n in numbers.joins for j in n.words.split()))),
        }
        self.changes = {fold(x) for x in ranges.changes.split()}
        self.and_prefixes = {fold(x) for x in numbers.and_prefixes.split()}
        self.ordinal_point = numbers.ordinal_point


@lru_cache(maxsize=64)
def _reader(language: Language) -> _Reader:
    return _Reader(language)


def find_amounts(text: str, language: Language, start: int = 0, end: int | None = None) -> list[AmountMention]:
    """Return the amounts of a text, or of the stretch from `start` to `end`, in the order they stand.

    Nothing outside the stretch is looked at, except that the grouping which the whole text shows settles an
    ambiguous "1.200". Example (French): "plus d'une centaine de morts" -> low 100, high None, at_least.
    """
    reader = _reader(language)
    tokens = reader.words.tokens(text, start, end)
    cores = _cores(reader, tokens, text)
    return _mentions(reader, tokens, cores, start)


def _row(reader: _Reader, tokens: Tokens, i: int, document: str) -> tuple[list[Lexeme], list[int], bool]:
    """Return what the tokens from i on may mean inside one number, the last token of each, and whether it is open.

    The row ends at the first token that can be no part of a number.
    """
    row: list[Lexeme] = []
    lasts: list[int] = []
    ambiguous = False
    known, find, phrases = reader.words.known, reader.words.find, reader.words.phrases
    j, size = i, len(tokens)
    while j < size and len(row) < LONGEST_NUMBER:
        if j > i and not tokens.joined(j - 1) and not (row[-1].kind == AND and tokens.gap(j - 1) == ""):
            sign = _sign(reader, tokens, j)
            if sign is None and _resumes(reader, tokens, j, row):
                sign = find(tokens.words[j])
            if sign is None:
                break
            row.append(sign)
            lasts.append(j)
            j += 1
            if tokens.folded[tokens.ends[j - 1] - 1] == ".":
                break
            continue
        if tokens.numeric[j]:
            if j > i and "-" in tokens.gap(j - 1):
                break
            digits = read_digits(tokens.words[j], reader.decimal, document)
            if digits.kind == "code":
                break
            ambiguous = ambiguous or digits.ambiguous
            row.append(Lexeme(DIGITS, digits.value))
            lasts.append(j)
            j += 1
            continue
        word = tokens.words[j]
        lexeme = _sign(reader, tokens, j) if j > i and tokens.numeric[j - 1] else None
        for phrase, meant in phrases.get(word, ()):
            if tokens.follows(j + 1, phrase) and all(tokens.joined(j + k) for k in range(len(phrase))):
                lexeme = meant
                break
        if lexeme is None:
            lexeme = known[word] if word in known else find(word)
        if lexeme is None:
            break
        row.append(lexeme)
        j += lexeme.length
        lasts.append(j - 1)
        if tokens.folded[tokens.ends[j - 1] - 1] == ".":
            break
    return row, lasts, ambiguous


def _resumes(reader: _Reader, tokens: Tokens, j: int, row: list[Lexeme]) -> bool:
    """Tell whether a number in words goes on after a comma: "one thousand, two hundred", never "a thousand, two"."""
    if row[-1].kind != SCALE or row[0].kind == DIGITS or tokens.gap(j - 1) != ", ":
        return False
    for k in range(j, min(j + COMMA_REACH, len(tokens))):
        lexeme = None if tokens.numeric[k] else reader.words.find(tokens.words[k])
        if lexeme is None or lexeme.kind not in {NUMERAL, SCALE}:
            return False
        if k > j and (lexeme.kind == SCALE or lexeme.value == 100):
            return True
        if not tokens.joined(k):
            return False
    return False


def _sign(reader: _Reader, tokens: Tokens, j: int) -> Lexeme | None:
    """Return the scale that token j stands for right after digits: "12k", "1,2 Mio.", "2 тыс."."""
    if not tokens.numeric[j - 1]:
        return None
    gap = tokens.gap(j - 1)
    start, end = tokens.starts[j], tokens.ends[j]
    written = tokens.text[start:end]
    value = reader.signs.get(written)
    if value is None:
        found = reader.words.find(tokens.words[j])
        if gap == "" and found is not None and found.kind == SCALE:
            return found
        return None
    unit = not written.isupper() and reader.context.role_after(tokens, j) is not None
    if gap and (not gap.isspace() or unit):
        return None
    if tokens.folded[end : end + 1] == "." and tokens.folded[end + 1 : end + 2] in {" ", "\u00a0"}:
        tokens.ends[j] += 1
    return Lexeme(SCALE, value)


def _core_at(reader: _Reader, tokens: Tokens, i: int, document: str) -> _Core | None:
    """Return the number that begins at token i, with what its surroundings make of it."""
    row, lasts, ambiguous = _row(reader, tokens, i, document)
    made = compose(reader.words.rules, row) if row else None
    if made is None:
        if not tokens.numeric[i]:
            return None
        return _Core(i, i, _NO_NUMBER, tokens.starts[i], tokens.ends[i], "label")
    last = lasts[made.used - 1]
    start, end = tokens.starts[i] + row[0].skip, tokens.ends[last]
    touching = _touching(reader, tokens, last) if tokens.numeric[last] else None
    if touching is not None:
        kind, through = touching
        if through > last:
            last, end = through, tokens.ends[through]
        if kind is not None:
            return _Core(i, last, made, start, end, kind, ambiguous)
    value = made.value if isinstance(made.value, int) else None
    context = reader.context
    found: Kind | None = kind_by_signs(context, tokens, i, last) if tokens.numeric[i] else None
    if found is None:
        found = kind_by_words(context, tokens, i, last, value)
    if found is None:
        found = "count" if value is not None and not _pointed(tokens, i, last) else "decimal"
    return _Core(i, last, made, start, end, found, ambiguous)


def _pointed(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a single row of digits has decimals, be they zero: "5.00"."""
    if first != last or not tokens.numeric[first]:
        return False
    tail = tokens.words[first].replace("٫", ".").replace(",", ".").rpartition(".")
    return bool(tail[1]) and len(tail[2]) != 3


def _touching(reader: _Reader, tokens: Tokens, last: int) -> tuple[Kind | None, int] | None:
    """Return what letters written onto digits make of them ("46th", "30'dan", "5G"), and their token."""
    if last + 1 >= len(tokens) or tokens.numeric[last + 1]:
        return None
    gap = tokens.gap(last)
    if gap not in {"", "'", "-"}:
        point = reader.ordinal_point and gap == ". " and tokens.text[tokens.starts[last + 1]].isupper()
        return ("ordinal", last) if point and len(tokens.words[last]) <= 2 else None
    word, context = tokens.words[last + 1], reader.context
    if word in context.ordinal_signs:
        return "ordinal", last + 1
    if gap == "'":
        return (None, last + 1) if word in context.suffixes else None
    if gap == "-":
        return (None, last + 1) if word in context.suffixes else None
    kind = kind_by_words(context, tokens, last, last, None)
    if kind is not None:
        return kind, last + 1
    written_on = gap == "" and len(word) <= LONGEST_CODE
    return ("code", last + 1) if written_on else None


def _parts(tokens: Tokens, i: int, kind: Kind) -> list[_Core]:
    """Return each row of digits in a token that is no amount as a whole: a date, "192.168.1.2", "22,24,26"."""
    start = tokens.starts[i]
    rows = re.finditer(r"\d+", tokens.words[i])
    return [_Core(i, i, Made(int(m[0][:LONGEST_DIGITS]), 1), start + m.start(), start + m.end(), kind) for m in rows]


def _cores(reader: _Reader, tokens: Tokens, document: str) -> list[_Core]:
    """Return the numbers of a text from the left, each as long as it can be, without what is no amount at all."""
    starters, words, duals = reader.words.starters, reader.words, reader.words.duals
    cores: list[_Core] = []
    reach = 0
    for i in [i for i, word in enumerate(tokens.words) if starters[word]]:
        if i < reach:
            continue
        mask = mask_at(tokens, i) if tokens.numeric[i] else None
        if mask is not None:
            through, kind = mask
            for k in range(i, through + 1):
                cores += _parts(tokens, k, kind)
            reach = through + 1
            continue
        word = tokens.words[i]
        if word in duals and words.find(word) is None:
            cores.append(_Core(i, i, Made(2, 1), tokens.starts[i], tokens.ends[i], "count", dual=True))
            continue
        core = _core_at(reader, tokens, i, document)
        if core is not None:
            reach = core.last + 1
            if core.made is _NO_NUMBER:
                cores += _parts(tokens, i, core.kind)
            elif core.kind != "code":
                cores.append(core)
    return cores


def _mentions(reader: _Reader, tokens: Tokens, cores: list[_Core], offset: int) -> list[AmountMention]:
    mentions: list[AmountMention] = []
    floor = 0
    k = 0
    while k < len(cores):
        core = cores[k]
        following = cores[k + 1] if k + 1 < len(cores) else None
        low = _range_low(reader, tokens, core, following) if following is not None else None
        if following is not None and low is not None:
            if _changes(reader, tokens, core):
                mentions.append(_mention(reader, tokens, core, core, offset, superseded=True))
            else:
                mentions.append(_mention(reader, tokens, core, following, offset, low=low, floor=floor))
                k += 1
        else:
            mentions.append(_mention(reader, tokens, core, core, offset, floor=floor))
        k += 1
        if mentions[-1].end > mentions[-1].core_end:
            floor = bisect_left(tokens.starts, mentions[-1].end - offset)
    return _two_sided(reader, tokens, mentions, offset)


def _two_sided(reader: _Reader, tokens: Tokens, mentions: list[AmountMention], offset: int) -> list[AmountMention]:
    """Make one range of two bounds side by side: "at least 20 but fewer than 40"."""
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


def _range_low(reader: _Reader, tokens: Tokens, a: _Core, b: _Core) -> int | None:
    """Return the low end of the range that two numbers make, or None where they make none."""
    if b.start - a.end > LONGEST_LINK or not isinstance(a.made.value, int) or not isinstance(b.made.value, int):
        return None
    if a.made.article or a.made.vague or b.made.vague or a.dual or b.dual:
        return None
    if "count" not in {a.kind, b.kind} and a.kind != b.kind:
        return None
    low, high = a.made.value, b.made.value
    tail = None if tokens.numeric[b.last] else reader.words.find(tokens.words[b.last])
    if tail is not None and a.kind == "count":
        # "two or three hundred", "dieci e quindicimila": the first leaves its factor to the second
        factor = 1000 if tail.kind == NUMERAL and tail.value >= 1000 and tail.value % 1000 == 0 else int(tail.value)
        low *= factor if factor >= 12 and factor * low < high else 1
    if not low < high:
        return None
    link = " ".join(tokens.folded[a.end : b.start].split())
    raw = tokens.folded[a.end : b.start]
    if link in reader.alternative:
        return low if high <= low * WIDEST_ALTERNATIVE else None
    before = tokens.words[a.first - 1] if a.first and tokens.near(a.first - 1) else ""
    after = tokens.words[b.last + 1] if b.last + 1 < len(tokens) and tokens.near(b.last) else ""
    if (before, link) in reader.between or (link, after) in reader.around:
        return low
    linked = raw in _RANGE_SIGNS or link in reader.range_to
    return low if linked and high <= low * WIDEST_RANGE else None


def _changes(reader: _Reader, tokens: Tokens, core: _Core) -> bool:
    """Tell whether "from A to B" says a change ("rose from 30 to 45") and not a range."""
    if not core.first or tokens.words[core.first - 1] not in reader.range_start:
        return False
    return any(word in reader.changes for word in tokens.words[max(0, core.first - 1 - CHANGE_REACH) : core.first - 1])


def _mention(
    reader: _Reader,
    tokens: Tokens,
    a: _Core,
    b: _Core,
    offset: int,
    *,
    low: int | None = None,
    superseded: bool = False,
    floor: int = 0,
) -> AmountMention:
    """Put together a number, or the two of a range, with the words that bound it."""
    context = reader.context
    first = a.first
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
    kind: Kind = a.kind if a.kind != "count" else b.kind
    value = a.made.value
    year_like = (
        a is b
        and tokens.numeric[a.first]
        and a.first == a.last
        and len(tokens.words[a.first]) == 4
        and 1900 <= value <= 2100
    )
    if low is not None and kind == "count" and 1900 <= value and highest is not None and highest <= 2100:
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
    a: _Core, b: _Core, low: int | None, bound: Bound | None, *, singular: bool
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


def _weak(reader: _Reader, tokens: Tokens, core: _Core, bound: Bound | None) -> bool:
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
