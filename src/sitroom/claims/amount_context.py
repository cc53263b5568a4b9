"""What the words around a number make of it: a bound, a percentage, an age, a date, a label.

Each question looks at a bounded number of words on one side. Word lists are data of the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from sitroom.claims.number_words import NumberWords
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

NOUN_REACH = 2  # words between a number and a bound that stands after its noun: "30 dead civilians at least"
_BOUND_SIGNS: dict[str, Bound] = {
    ">": "at_least",
    "≥": "at_least",
    "<": "at_most",
    "≤": "at_most",
    "~": "about",
    "≈": "about",
}
_MONEY_SIGNS = frozenset("$€£¥₺₽₴₪₹฿﷼₦₵")
_PERCENT_SIGNS = frozenset("%٪‰")
_LABEL_SIGNS = frozenset("#№§")
# Digits that belong together and are no amount: days, clock times, telephone numbers, numbers of three and more
# parts. Every repetition is bounded or unambiguous, so that matching is linear.
_MASKS = re.compile(
    r"(?P<date>(?<![\d.])\d{1,4}([./-])\d{1,2}\2\d{1,4}(?!\d))"
    r"|(?P<time>(?<![\d:.])\d{1,2}(?::\d{2}){1,2}(?![\d:]))"
    r"|(?P<label>\+\d[\d ()/-]{6,20}\d|(?<![\d-])\d+(?:[-–]\d+){2,}|\d{1,3}(?:\.\d{1,3}){3,})"
)


class Around(NamedTuple):
    """What stands around a number: the bound before or after it, and where that bound starts and ends (tokens)."""

    bound: Bound | None
    first: int
    last: int


def _ending_forms(words: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Divide a list into whole words and beginnings (written with a final *)."""
    exact: list[str] = []
    starts: list[str] = []
    for word in words:
        (starts if word.endswith("*") else exact).append(word.rstrip("*"))
    return frozenset(exact), tuple(starts)


class Context:
    """The context words of one language, ready for look-up."""

    def __init__(self, language: Language, words: NumberWords) -> None:
        """Compile the context lists of a language."""
        n = language.numbers
        self._fold = words.folded
        self.number_words = words
        self.before: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
        self.after: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
        self.noun_after: dict[str, list[tuple[tuple[str, ...], Bound, str]]] = {}
        bounds: tuple[tuple[Bound, Bounds], ...] = (
            ("at_least", n.at_least),
            ("at_most", n.at_most),
            ("about", n.about),
        )
        for kind, phrases in bounds:
            for phrase in phrases.before:
                self._file(self.before, phrase, kind, last=True)
            for phrase in phrases.after:
                self._file(self.after, phrase, kind, last=False)
            for phrase in phrases.noun_after:
                ending, _, rest = phrase.partition(" ") if phrase.startswith("*") else ("", "", phrase)
                self._file_after_noun(ending.lstrip("*"), rest, kind)
        self.before_starts: dict[str, list[tuple[str, ...]]] = {}
        for entries in self.before.values():
            for parts, _ in entries:
                self.before_starts.setdefault(parts[0], []).append(parts)
        self.units = self._words(n.units)
        self.unit_phrases = self._phrases(n.unit_phrases)
        self.durations = self._words(n.durations)
        self.money = self._words(n.money)
        self.fractions = self._words(n.fractions)
        self.ordinals = self._words(n.ordinals)
        self.ordinal_signs = self._words(n.ordinal_signs)
        self.labels = self._words(n.labels)
        self.suffixes = self._words(n.suffixes)[0]
        self.glued_prefixes = {self._fold(p) for p in n.prefixes.split()}
        self.ordinal_point = n.ordinal_point
        self.age_before, self.age_after = self._phrases(n.age_before), self._phrases(n.age_after)
        self.percent_before, self.percent_after = self._phrases(n.percent_before), self._phrases(n.percent_after)
        self.clock_before, self.clock_after = self._phrases(n.clock_before), self._phrases(n.clock_after)
        self.year_before = self._phrases(n.year_before)
        self.months = frozenset(self._fold(f) for forms in language.dates.months.values() for f in forms.split())
        self.month_phrases = self._phrases(language.dates.month_phrases)
        self.of = self._words(n.of)[0]
        self.articles = self._words(n.articles)[0]

    def _words(self, words: str) -> tuple[frozenset[str], tuple[str, ...]]:
        return _ending_forms(self._fold(w) for w in words.split())

    def _phrases(self, phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted((tuple(self._fold(w) for w in p.split()) for p in phrases), key=len, reverse=True))

    def _file(
        self, into: dict[str, list[tuple[tuple[str, ...], Bound]]], phrase: str, kind: Bound, *, last: bool
    ) -> None:
        parts = tuple(self._fold(w) for w in phrase.split())
        entries = into.setdefault(parts[-1 if last else 0], [])
        entries.append((parts, kind))
        entries.sort(key=lambda e: -len(e[0]))

    def _file_after_noun(self, ending: str, phrase: str, kind: Bound) -> None:
        parts = tuple(self._fold(w) for w in phrase.split())
        entries = self.noun_after.setdefault(parts[0], [])
        entries.append((parts, kind, self._fold(ending)))
        entries.sort(key=lambda e: -len(e[0]))


def _is(word: str, known: tuple[frozenset[str], tuple[str, ...]]) -> bool:
    return word in known[0] or (bool(known[1]) and word.startswith(known[1]))


def masks_of(folded: str) -> list[tuple[int, int, Kind]]:
    """Return the stretches of digits that belong together and are no amount, with what they are."""
    found: list[tuple[int, int, Kind]] = []
    for m in _MASKS.finditer(folded):
        kind: Kind = "date" if m["date"] else "time" if m["time"] else "label"
        found.append((m.start(), m.end(), kind))
    return found


def bound_before(context: Context, tokens: Tokens, i: int, floor: int = 0) -> Around:
    """Return the bound that stands before token i, two phrases deep at most: "at least some 30" is at least.

    Words before token `floor` belong to the number before.
    """
    bound: Bound | None = None
    first = i
    for _ in range(2):
        if first <= floor or not tokens.near(first - 1):
            break
        for phrase, kind in context.before.get(tokens.words[first - 1], ()):
            if first - len(phrase) >= floor and tokens.follows(first - len(phrase), phrase):
                bound = kind if bound in {None, "about"} else bound
                first -= len(phrase)
                break
        else:
            break
    if bound is None:
        sign = tokens.folded[max(0, tokens.starts[i] - 2) : tokens.starts[i]].strip()
        bound = _BOUND_SIGNS.get(sign[-1:]) if sign else None
    return Around(bound, first, i)


def bound_after(context: Context, tokens: Tokens, last: int) -> Around:
    """Return the bound that stands after token `last`, or after its noun: "30 or more", "100 kişiden fazla"."""
    size = len(tokens)
    if tokens.folded[tokens.ends[last] : tokens.ends[last] + 1] == "+":
        return Around("at_least", last, last)
    if last + 1 < size and tokens.near(last):
        for phrase, kind in context.after.get(tokens.words[last + 1], ()):
            if tokens.follows(last + 1, phrase):
                return Around(kind, last, last + len(phrase))
    if context.noun_after:
        for at in range(last + 1, min(last + 2 + NOUN_REACH, size)):
            if not tokens.near(at - 1):
                break
            for phrase, kind, ending in context.noun_after.get(tokens.words[at], ()):
                through = at + len(phrase) - 1
                if (ending and at == last + 1) or not tokens.words[at - 1].endswith(ending):
                    continue
                if tokens.follows(at, phrase) and not _of_the_next(context, tokens, at, through):
                    return Around(kind, last, through)
    return Around(None, last, last)


def _of_the_next(context: Context, tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a phrase bounds the next number: "30 morti, almeno 20 feriti", "30 dead and more than 20 hurt"."""
    if _number_next(context, tokens, last):
        return True
    for k in range(first, last + 1):
        for phrase in context.before_starts.get(tokens.words[k], ()):
            if k + len(phrase) - 1 > last and tokens.follows(k, phrase):
                return True
    return False


def _number_next(context: Context, tokens: Tokens, through: int) -> bool:
    """Tell whether a number follows a phrase, not joined to it by an "and"."""
    at = through + 1
    if at >= len(tokens) or not tokens.near(through):
        return False
    if tokens.numeric[at]:
        return True
    lexeme = context.number_words.find(tokens.words[at])
    return lexeme is not None and lexeme.value != 0 and not lexeme.anded


def _any_after(tokens: Tokens, at: int, phrases: tuple[tuple[str, ...], ...]) -> bool:
    return any(tokens.follows(at, p) for p in phrases)


def _any_before(tokens: Tokens, at: int, phrases: tuple[tuple[str, ...], ...]) -> bool:
    return any(tokens.follows(at - len(p), p) for p in phrases)


def kind_by_signs(context: Context, tokens: Tokens, first: int, last: int) -> Kind | None:
    """Return what the characters that touch a number make of it, or None."""
    folded, start, end = tokens.folded, tokens.starts[first], tokens.ends[last]
    before = folded[start - 1 : start] if start else ""
    after = folded[end : end + 1]
    spaced_before = folded[max(0, start - 2) : start].strip()
    spaced_after = folded[end : end + 2].strip()
    if spaced_after[:1] in _PERCENT_SIGNS and spaced_after or (spaced_before and spaced_before[-1] in _PERCENT_SIGNS):
        return "percent"
    if (spaced_before and spaced_before[-1] in _MONEY_SIGNS) or (spaced_after and spaced_after[0] in _MONEY_SIGNS):
        return "money"
    if before in _LABEL_SIGNS or (spaced_before and spaced_before[-1] in _LABEL_SIGNS):
        return "label"
    if spaced_after and spaced_after[0] in "°º":
        return "ordinal" if spaced_after[0] == "º" else "measure"
    if not tokens.numeric[first]:
        return None
    if before == "/" or (after == "/" and folded[end + 1 : end + 2].isdigit()):
        return "fraction"
    if before == "." and folded[start - 2 : start - 1] in {"", " "}:
        return "decimal"
    if before == "_" or after == "_":
        return "code"
    if before.isalpha():
        return _after_letters(context, tokens, first)
    if before in {"-", "–"} and start >= 2 and folded[start - 2].isalpha() and before == "-":
        return None if first and tokens.words[first - 1] in context.glued_prefixes else "code"
    return None


def _after_letters(context: Context, tokens: Tokens, first: int) -> Kind | None:
    word = tokens.words[first - 1] if first else ""
    if word in context.glued_prefixes:
        return None
    return "money" if _is(word, context.money) else "code"


def kind_by_words(context: Context, tokens: Tokens, first: int, last: int, value: int | None) -> Kind | None:  # noqa: C901, PLR0911, PLR0912
    """Return what the words around a number make of it, or None where they leave it a count."""
    size = len(tokens)
    after = tokens.words[last + 1] if last + 1 < size and tokens.near(last) else ""
    gap_before = tokens.gap(first - 1) if first else ""
    near_before = bool(first) and (tokens.near(first - 1) or gap_before in {". ", ".", ": ", "° "})
    before = tokens.words[first - 1] if near_before else ""
    if after:
        if _any_after(tokens, last + 1, context.percent_after):
            return "percent"
        if _is(after, context.money):
            return "money"
        if _is(after, context.durations):
            return "age" if _any_after(tokens, last + 2, context.age_after) else "duration"
        if _is(after, context.units) or _any_after(tokens, last + 1, context.unit_phrases):
            return "measure"
        if _is(after, context.fractions):
            return "fraction"
        if _is(after, context.ordinals) and tokens.joined(last):
            return "ordinal"
        if _any_after(tokens, last + 1, context.clock_after):
            return "time"
        if value is not None and 1 <= value <= 31 and _month_at(context, tokens, last + 1):
            return "date"
    if before:
        if _any_before(tokens, first, context.percent_before):
            return "percent"
        if _any_before(tokens, first, context.age_before):
            return "age"
        if tokens.numeric[first] and _is(before, context.labels) and gap_before in {" ", "\u00a0", ". ", ".", "-", ""}:
            return "label"
        if value is not None and value <= 24 and _any_before(tokens, first, context.clock_before):
            return "time"
        if value is not None and tokens.numeric[first] and before in context.months and 1 <= value <= 31:
            return "date"
    return "date" if _is_year(context, tokens, first, last) else None


def _is_year(context: Context, tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether four bare digits are a year by what stands before: "in 2016", "November 2024", "March 15, 2021"."""
    word = tokens.words[first]
    if first != last or not (tokens.numeric[first] and len(word) == 4 and word.isdigit() and "1900" <= word <= "2100"):
        return False
    if not first:
        return False
    if tokens.near(first - 1):
        before = tokens.words[first - 1]
        if before in context.months or _any_before(tokens, first, context.year_before):
            return True
        return before in context.of and first >= 2 and tokens.words[first - 2] in context.months
    return tokens.gap(first - 1) == ", " and first >= 2 and tokens.words[first - 2] in context.months


def _month_at(context: Context, tokens: Tokens, at: int) -> bool:
    size = len(tokens)
    if at < size and tokens.words[at] in context.of:
        at += 1
    return at < size and (tokens.words[at] in context.months or _any_after(tokens, at, context.month_phrases))
