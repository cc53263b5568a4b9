"""What the words around a number make of it: a bound, a percentage, an age, a date, a label.

Each question looks at a bounded number of words on one side. Word lists are data of the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from sitroom.claims.number_words import NumberWords, unaccented
from sitroom.claims.tokens import Tokens
from sitroom.languages import Language
from sitroom.languages.numbers import Bounds

Kind = Literal[
    "count",
    "decimal",
    "percent",
    "money",
    "ordinal",
    "date",
    "time",
    "fraction",
    "measure",
    "duration",
    "age",
    "label",
    "code",
]
Bound = Literal["at_least", "at_most", "about"]
Phrase = tuple[str, ...]

NOUN_REACH = 2  # words between a number and a bound that stands after its noun: "30 dead civilians at least"
_BOUND_SIGNS: dict[str, Bound] = {
    ">": "at_least",
    "≥": "at_least",
    "<": "at_most",
    "≤": "at_most",
    "~": "about",
    "≈": "about",
}
_BOUND_SIGN = re.compile(r"([<>≤≥~≈]) ?=? ?\Z")
_PERCENT: Kind = "percent"
_MONEY: Kind = "money"
_SIGNS_AROUND: dict[str, Kind] = dict.fromkeys("%٪‰", _PERCENT) | dict.fromkeys("$€£¥₺₽₴₪₹฿﷼₦₵", _MONEY)
_SIGNS_BEFORE: dict[str, Kind] = dict.fromkeys("#№§", "label")
_SIGNS_AFTER: dict[str, Kind] = {"°": "measure", "º": "ordinal"}
_LABEL_GAPS = frozenset({" ", "\u00a0", ". ", ".", "-", "", "° "})
# Digits that belong together and are no amount, matched where a row of digits begins: days, clock times, telephone
# numbers, numbers of three and more parts. Nothing in it can be matched in two ways, so it is linear.
_MASK = re.compile(
    r"(?P<date>\d{1,4}([./-])\d{1,2}\2\d{1,4}(?!\d))"
    r"|(?P<time>\d{1,2}(?::\d{2}){1,2}(?![\d:]))"
    r"|(?P<label>\d+(?:[-–]\d+){2,})"
)
_TELEPHONE = re.compile(r"\d[\d ()/-]{6,20}\d")


class Around(NamedTuple):
    """What stands around a number: the bound before or after it, and where that bound starts and ends (tokens)."""

    bound: Bound | None
    first: int
    last: int


class Context:
    """The context words of one language, ready for look-up.

    `before` and `before_roles` file phrases by their last word, the others by their first; longest first.
    """

    def __init__(self, language: Language, words: NumberWords) -> None:
        """Compile the context lists of a language."""
        n = language.numbers
        self.number_words, self._fold = words, words.folded
        self.before: dict[str, list[tuple[Phrase, Bound]]] = {}
        self.before_starts: dict[str, list[Phrase]] = {}
        self.after: dict[str, list[tuple[Phrase, Bound]]] = {}
        self.noun_after: dict[str, list[tuple[Phrase, Bound, str]]] = {}
        bounds: tuple[tuple[Bound, Bounds], ...] = (
            ("at_least", n.at_least),
            ("at_most", n.at_most),
            ("about", n.about),
        )
        for bound, phrases in bounds:
            self._file_bounds(bound, phrases)
        self.after_roles: dict[str, list[tuple[Phrase, Kind]]] = {}
        self.before_roles: dict[str, list[tuple[Phrase, Kind]]] = {}
        self._beginnings: list[tuple[str, Kind]] = []
        after: tuple[tuple[Kind, Iterable[str]], ...] = (
            ("percent", n.percent_after),
            ("money", n.money.split()),
            ("duration", n.durations.split()),
            ("measure", (*n.units.split(), *n.unit_phrases)),
            ("fraction", n.fractions.split()),
            ("ordinal", n.ordinals.split()),
            ("time", n.clock_after),
        )
        for kind, texts in after:
            self._file_roles(self.after_roles, kind, texts, 0)
        before: tuple[tuple[Kind, Iterable[str]], ...] = (
            ("percent", n.percent_before),
            ("age", n.age_before),
            ("label", n.labels.split()),
            ("time", n.clock_before),
        )
        for kind, texts in before:
            self._file_roles(self.before_roles, kind, texts, -1)
        self.starts_of_words = tuple(word for word, _ in self._beginnings)
        self.age_after = {self.phrase(p) for p in n.age_after}
        self.year_before = {self.phrase(p) for p in n.year_before}
        self.year_before_ends = {p[-1] for p in self.year_before}
        self.ordinal_signs = {self._fold(x) for x in n.ordinal_signs.split()}
        self.suffixes = {self._fold(x) for x in n.suffixes.split()}
        self.glued_prefixes = {self._fold(x) for x in n.prefixes.split()}
        self.ordinal_point = n.ordinal_point
        self.months = {self._fold(f) for forms in language.dates.months.values() for f in forms.split()}
        self.month_phrases = {self.phrase(p) for p in language.dates.month_phrases}
        self.of = {self._fold(x) for x in n.of.split()}

    def phrase(self, text: str) -> Phrase:
        """Return the folded words of a phrase."""
        return tuple(self._fold(word) for word in text.split())

    def _file_bounds(self, bound: Bound, phrases: Bounds) -> None:
        for parts in self._spellings(phrases.before):
            self.before.setdefault(parts[-1], []).append((parts, bound))
            self.before_starts.setdefault(parts[0], []).append(parts)
        for parts in self._spellings(phrases.after):
            self.after.setdefault(parts[0], []).append((parts, bound))
        for text in phrases.noun_after:
            ending, _, rest = text.partition(" ") if text.startswith("*") else ("", "", text)
            parts = self.phrase(rest)
            self.noun_after.setdefault(parts[0], []).append((parts, bound, self._fold(ending.lstrip("*"))))
        for entries in (*self.before.values(), *self.after.values()):
            entries.sort(key=lambda e: -len(e[0]))
        for nouns in self.noun_after.values():
            nouns.sort(key=lambda e: -len(e[0]))

    def _spellings(self, texts: Iterable[str]) -> list[Phrase]:
        """Return phrases folded, and without their accents where the language is often written so."""
        phrases = [self.phrase(text) for text in texts]
        if self.number_words.data.fold_accents:
            phrases += [tuple(unaccented(word) for word in phrase) for phrase in phrases]
        return list(dict.fromkeys(phrases))

    def _file_roles(
        self, into: dict[str, list[tuple[Phrase, Kind]]], kind: Kind, texts: Iterable[str], at: int
    ) -> None:
        for text in texts:
            if text.endswith("*"):
                self._beginnings.append((self._fold(text[:-1]), kind))
                continue
            parts = self.phrase(text)
            entries = into.setdefault(parts[at], [])
            entries.append((parts, kind))
            entries.sort(key=lambda e: -len(e[0]))

    def role_after(self, tokens: Tokens, at: int) -> Kind | None:
        """Return what the phrase that begins at token `at` makes of the number before it."""
        word = tokens.words[at]
        for phrase, kind in self.after_roles.get(word, ()):
            if len(phrase) == 1 or tokens.follows(at, phrase):
                return kind
        if self.starts_of_words and word.startswith(self.starts_of_words):
            return next(kind for start, kind in self._beginnings if word.startswith(start))
        return None

    def length_after(self, tokens: Tokens, at: int, kind: Kind) -> int:
        """Return how many words the phrase takes that makes a percentage of a number: "cento" is no number there."""
        if kind != "percent" or at >= len(tokens):
            return 0
        phrases = (p for p, found in self.after_roles.get(tokens.words[at], ()) if found == kind)
        return next((len(p) for p in phrases if tokens.follows(at, p)), 0)

    def role_before(self, tokens: Tokens, at: int) -> Kind | None:
        """Return what the phrase that ends at token `at` makes of the number after it."""
        for phrase, kind in self.before_roles.get(tokens.words[at], ()):
            if len(phrase) == 1 or tokens.follows(at - len(phrase) + 1, phrase):
                return kind
        return None


def mask_at(tokens: Tokens, i: int) -> tuple[int, Kind] | None:
    """Return the last token of the digits that belong together from token i on and are no amount, and what they are.

    Example: "27.11.2024" is a date, "14:30" a time, "+1-222-2222" a label.
    """
    folded, start, end = tokens.folded, tokens.starts[i], tokens.ends[i]
    telephone = start > 0 and folded[start - 1] == "+"
    if not telephone and folded[end : end + 1] not in {"/", "-", ":", "–"} and "." not in tokens.words[i]:
        return None
    m = _TELEPHONE.match(folded, start) if telephone else _MASK.match(folded, start)
    if m is None:
        return None
    last = i
    while last + 1 < len(tokens) and tokens.starts[last + 1] < m.end():
        last += 1
    if telephone:
        return last, "label"
    return last, "date" if m["date"] else "time" if m["time"] else "label"


def bound_before(context: Context, tokens: Tokens, i: int, floor: int = 0) -> Around:
    """Return the bound that stands before token i, two phrases deep at most: "at least some 30" is at least.

    Words before token `floor` belong to the number before.
    """
    bound: Bound | None = None
    first = i
    for _ in range(2):
        if first <= floor:
            break
        entries = context.before.get(tokens.words[first - 1])
        if entries is None or not tokens.near(first - 1):
            break
        for phrase, kind in entries:
            if first - len(phrase) >= floor and tokens.follows(first - len(phrase), phrase):
                bound = kind if bound in {None, "about"} else bound
                first -= len(phrase)
                break
        else:
            break
    if bound is None and tokens.numeric[i]:
        sign = _BOUND_SIGN.search(tokens.folded, max(0, tokens.starts[i] - 4), tokens.starts[i])
        bound = _BOUND_SIGNS[sign[1]] if sign is not None else None
    return Around(bound, first, i)


def bound_after(context: Context, tokens: Tokens, last: int) -> Around:
    """Return the bound that stands after token `last`, or after its noun: "30 or more", "100 kişiden fazla"."""
    size, words = len(tokens), tokens.words
    if tokens.folded[tokens.ends[last] : tokens.ends[last] + 1] == "+":
        return Around("at_least", last, last)
    if last + 1 < size:
        for phrase, kind in context.after.get(words[last + 1], ()):
            if tokens.near(last) and tokens.follows(last + 1, phrase):
                return Around(kind, last, last + len(phrase))
    for at in range(last + 1, min(last + 2 + NOUN_REACH, size)):
        if words[at] in context.noun_after and all(tokens.near(k) for k in range(last, at)):
            found = _bound_at(context, tokens, last, at)
            if found is not None:
                return found
    return Around(None, last, last)


def _bound_at(context: Context, tokens: Tokens, last: int, at: int) -> Around | None:
    """Return the bound that begins at token `at`, after a number that ends at token `last`."""
    before = tokens.words[at - 1]
    for phrase, kind, ending in context.noun_after[tokens.words[at]]:
        through = at + len(phrase) - 1
        if (ending and at == last + 1) or not before.endswith(ending):
            continue
        if tokens.follows(at, phrase) and not _of_the_next(context, tokens, at, through):
            return Around(kind, last, through)
    return None


def _of_the_next(context: Context, tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a phrase bounds the next number: "30 morti, almeno 20 feriti", "30 dead and more than 20 hurt"."""
    if _number_next(context, tokens, last):
        return True
    for k in range(first, last + 1):
        for phrase in context.before_starts.get(tokens.words[k], ()):
            if k + len(phrase) - 1 > last and tokens.follows(k, phrase):
                return True
    return False


def _number_next(context: Context, tokens: Tokens, last: int) -> bool:
    """Tell whether a number follows a phrase, not joined to it by an "and"."""
    at = last + 1
    if at >= len(tokens) or not tokens.near(last):
        return False
    if tokens.numeric[at]:
        return True
    lexeme = context.number_words.find(tokens.words[at])
    return lexeme is not None and lexeme.value != 0 and not lexeme.anded


def kind_by_signs(context: Context, tokens: Tokens, first: int, last: int) -> Kind | None:
    """Return what the characters that touch a row of digits make of it, or None."""
    folded, start, end = tokens.folded, tokens.starts[first], tokens.ends[last]
    ahead, behind = folded[max(0, start - 2) : start], folded[end : end + 2]
    near_ahead, near_behind = ahead.strip()[-1:], behind.strip()[:1]
    found = _SIGNS_AROUND.get(near_behind) or _SIGNS_AROUND.get(near_ahead) or _SIGNS_BEFORE.get(near_ahead)
    found = found or _SIGNS_AFTER.get(near_behind)
    if found is not None:
        return found
    before, after = ahead[-1:], behind[:1]
    if before == "/" or (after == "/" and behind[1:].isdigit()):
        return "fraction"
    if before == "." and ahead[:1] in {".", " "}:
        return "decimal"
    if "_" in {before, after}:
        return "code"
    return _after_letters(context, tokens, first, ahead)


def _after_letters(context: Context, tokens: Tokens, first: int, ahead: str) -> Kind | None:
    """Return what letters written onto the front of digits make of them: "M23", "T-72", "US20", "و30"."""
    hyphened = ahead[-1:] == "-" and ahead[:1].isalpha()
    if not (ahead[-1:].isalpha() or hyphened) or not first or tokens.words[first - 1] in context.glued_prefixes:
        return None
    letter = ahead.rstrip("-")[-1]
    if letter.lower() == letter.upper() or (hyphened and first >= 2 and tokens.numeric[first - 2]):
        return None  # a script without capitals makes no codes; "5k-20k" is a range
    return "money" if context.role_after(tokens, first - 1) == "money" else "code"


def kind_by_words(context: Context, tokens: Tokens, first: int, last: int, value: int | None) -> Kind | None:
    """Return what the words around a number make of it, or None where they leave it a count.

    `value` is None where the number is not a whole one.
    """
    if last + 1 < len(tokens) and tokens.near(last):
        found = context.role_after(tokens, last + 1)
        if found == "ordinal" and not tokens.joined(last):
            found = None
        if found == "duration" and any(tokens.follows(last + 2, p) for p in context.age_after):
            return "age"
        if found is not None:
            return found
        if value is not None and 1 <= value <= 31 and _month_at(context, tokens, last + 1):
            return "date"
    if not first:
        return None
    gap = tokens.gap(first - 1)
    if not tokens.near(first - 1) and gap not in {". ", ".", ": ", "° ", ", "}:
        return None
    return _kind_by_word_before(context, tokens, first, last, value)


def _kind_by_word_before(context: Context, tokens: Tokens, first: int, last: int, value: int | None) -> Kind | None:
    gap, digits = tokens.gap(first - 1), tokens.numeric[first]
    found = context.role_before(tokens, first - 1) if gap != ", " else None
    if found == "label" and not (digits and gap in _LABEL_GAPS):
        found = None
    if found == "time" and (value is None or value > 24):
        found = None
    if found is None and digits and value is not None and gap != ", ":
        found = "date" if 1 <= value <= 31 and tokens.words[first - 1] in context.months else None
    if found is None and first == last and _is_year(context, tokens, first, gap):
        return "date"
    return found


def _is_year(context: Context, tokens: Tokens, i: int, gap: str) -> bool:
    """Tell whether four bare digits are a year by what stands before: "in 2016", "November 2024", "March 15, 2021"."""
    word = tokens.words[i]
    if not (tokens.numeric[i] and len(word) == 4 and word.isdigit() and "1900" <= word <= "2100"):
        return False
    before = tokens.words[i - 1]
    if gap == ", ":
        return i >= 2 and tokens.words[i - 2] in context.months
    if before in context.months or (before in context.of and i >= 2 and tokens.words[i - 2] in context.months):
        return True
    if before not in context.year_before_ends:
        return False
    return any(tokens.follows(i - len(p), p) for p in context.year_before)


def _month_at(context: Context, tokens: Tokens, at: int) -> bool:
    """Tell whether a month begins at token `at`, or after an "of" there."""
    if tokens.words[at] in context.of and at + 1 < len(tokens):
        at += 1
    return tokens.words[at] in context.months or any(tokens.follows(at, p) for p in context.month_phrases)
