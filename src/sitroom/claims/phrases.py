"""Phrases with gaps, found in one pass over the words of a text.

The lexicon of figures matches words side by side. Statements about ground need more: "took firm control of",
"brought the town under its control", "nahmen die Stadt ein". A phrase here is a row of elements parted by spaces:
`a|b` is either word, `stem*` any word that begins so, `*end` any that ends so, `..` a gap of up to GAP words that
no comma or stronger break interrupts. A leading `~` marks a phrase that is too common to count by itself, `~~` one
that mostly means something else. Words are compared without case and diacritics; Arabic letters in one shape, with
leading particles taken off.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import msgspec

from sitroom.errors import DataError

GAP = 5  # words; longer gaps joined verbs with the particles of other clauses on the development documents
MEMO_LIMIT = 100_000  # distinct words remembered per language, so that memory stays flat
ELEMENT_MEMO = 2_000  # distinct words remembered per element
_TOKEN = re.compile(r"\*?[^\W_]+\*?")
_ONE_SHAPE = str.maketrans({"ى": "ي", "ة": "ه", "ı": "i", "ـ": None, "ﻻ": "لا"})


@lru_cache(maxsize=MEMO_LIMIT)
def plain(word: str) -> str:
    """Return a word without case and diacritics. Example: "Zurückerobert" -> "zuruckerobert"."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_ONE_SHAPE)


class Hit(NamedTuple):
    """A phrase found: indexes of its first word and of the word after its last, its name, and how weak it is (0-2)."""

    first: int
    last: int
    name: str
    weak: int


class _Element:
    """One word of a phrase: what it may be, begin with or end with. Answers are remembered by word."""

    __slots__ = ("_known", "begins", "ends", "exact")

    def __init__(self, exact: frozenset[str], begins: tuple[str, ...], ends: tuple[str, ...]) -> None:
        self.exact, self.begins, self.ends = exact, begins, ends
        self._known: dict[tuple[str, ...], bool] = {}

    def fits(self, variants: tuple[str, ...]) -> bool:
        known = self._known.get(variants)
        if known is None:
            if len(self._known) > ELEMENT_MEMO:
                self._known.clear()
            known = self._known[variants] = any(
                v in self.exact or v.startswith(self.begins) or v.endswith(self.ends) for v in variants
            )
        return known


class _Phrase(NamedTuple):
    name: str
    weak: int
    rest: tuple[_Element | None, ...]  # None is a gap


# An element as it is kept: what it may be, begin with or end with. None is a gap.
_Row = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] | None


class KeptPhrase(NamedTuple):
    """A phrase as it is kept: its name, how weak it is, and its elements after the first."""

    name: str
    weak: int
    rest: tuple[_Row, ...]


class BookTables(msgspec.Struct, frozen=True):
    """All phrases of one language, and by what their first word may be, begin or end with the indices of each."""

    phrases: list[KeptPhrase]
    exact: dict[str, list[int]]
    begins: dict[str, list[int]]
    ends: dict[str, list[int]]
    clitics: tuple[str, ...]


def _element(words: Iterable[str]) -> _Row:
    exact: dict[str, None] = {}
    begins, ends = [], []
    for w in words:
        bare = plain(w.strip("*"))
        if w.startswith("*"):
            ends.append(bare)
        elif w.endswith("*"):
            begins.append(bare)
        else:
            exact[bare] = None
    return tuple(exact), tuple(begins), tuple(ends)


def _parse(phrase: str, where: str) -> list[list[_Row]]:
    """Return the rows of elements of a phrase; alternatives of several words make rows of their own."""
    choices: list[list[list[_Row]]] = []
    for part in phrase.split():
        if part == "..":
            choices.append([[None]])
            continue
        single: list[str] = []
        rows: list[list[_Row]] = []
        for alternative in part.split("|"):
            words = _TOKEN.findall(alternative)
            if not words:
                raise DataError(f"{where}: {phrase!r} holds an empty word")
            if len(words) == 1:
                single.append(words[0])
            else:
                rows.append([_element([w]) for w in words])
        if single:
            rows.insert(0, [_element(single)])
        choices.append(rows)
    if not choices or choices[0][0][0] is None:
        raise DataError(f"{where}: {phrase!r} begins with no word")
    return [[e for row in combination for e in row] for combination in product(*choices)]


def compile_book(phrases: Mapping[str, Sequence[str]], clitics: Sequence[str] = (), where: str = "") -> BookTables:
    """Compile phrases by name.

    Raises:
        DataError: a phrase holds no word, or begins with a gap.
    """
    book = BookTables([], {}, {}, {}, tuple(plain(c) for c in clitics))
    for name, rows in phrases.items():
        for row in rows:
            weak = len(row) - len(row.lstrip("~"))
            for elements in _parse(row.lstrip("~"), f"{where} {name}"):
                first = elements[0]
                if first is None:
                    raise DataError(f"{name}: a phrase begins with a gap")
                for table, words in zip((book.exact, book.begins, book.ends), first, strict=True):
                    for word in words:
                        table.setdefault(word, []).append(len(book.phrases))
                book.phrases.append(KeptPhrase(name, weak, tuple(elements[1:])))
    return book


class PhraseBook:
    """All phrases of one language, compiled. Finding is linear in the number of words."""

    def __init__(self, tables: BookTables) -> None:
        """Take the compiled phrases."""
        self._exact, self._begins, self._ends = tables.exact, tables.begins, tables.ends
        self._clitics = tables.clitics
        self._kept = tables.phrases
        self._phrases: dict[int, _Phrase] = {}
        self._memo: dict[str, tuple[tuple[str, ...], tuple[_Phrase, ...]]] = {}

    def _phrase(self, number: int) -> _Phrase:
        found = self._phrases.get(number)
        if found is None:
            name, weak, rest = self._kept[number]
            elements = tuple(None if row is None else _Element(frozenset(row[0]), row[1], row[2]) for row in rest)
            found = self._phrases[number] = _Phrase(sys.intern(name), weak, elements)
        return found

    def _know(self, word: str) -> tuple[tuple[str, ...], tuple[_Phrase, ...]]:
        folded = plain(word)
        variants = (
            folded,
            *(folded[len(c) :] for c in self._clitics if folded.startswith(c) and len(folded) > len(c) + 1),
        )
        found: dict[int, None] = {}
        for v in variants:
            rows = [*self._exact.get(v, ())]
            for k in range(2, len(v) + 1):
                rows += self._begins.get(v[:k], ())
            for k in range(len(v) - 1):
                rows += self._ends.get(v[k:], ())
            found.update(dict.fromkeys(rows))
        if len(self._memo) > MEMO_LIMIT:
            self._memo.clear()
        self._memo[word] = known = (variants, tuple(self._phrase(n) for n in found))
        return known

    def find(self, words: Sequence[str], segments: Sequence[int]) -> list[Hit]:
        """Return every phrase in a row of words, by first word. Phrases stay inside one segment.

        `segments` numbers the stretches between breaks, one number a word.
        Example: "the rebels took full control of Hama" -> captured.active at "took full control of".
        """
        memo = self._memo
        known = [memo.get(w) or self._know(w) for w in words]
        hits: list[Hit] = []
        size = len(known)
        for i, (_, phrases) in enumerate(known):
            segment = segments[i]
            for name, weak, rest in phrases:
                if not rest:
                    hits.append(Hit(i, i + 1, name, weak))
                    continue
                if i + 1 >= size or segments[i + 1] != segment:
                    continue
                head = rest[0]
                if head is not None and not head.fits(known[i + 1][0]):
                    continue
                end = i + 2 if len(rest) == 1 else _follow(rest, 0, i + 1, known, segments, segment)
                if end:
                    hits.append(Hit(i, end, name, weak))
        return hits


def _follow(
    rest: tuple[_Element | None, ...],
    at: int,
    i: int,
    known: Sequence[tuple[tuple[str, ...], tuple[_Phrase, ...]]],
    segments: Sequence[int],
    segment: int,
) -> int:
    """Return the index after the last word of a phrase, or 0. Gaps are as short as they can be."""
    while at < len(rest):
        element = rest[at]
        if element is None:
            after = rest[at + 1] if at + 1 < len(rest) else None
            for k in range(i, min(i + GAP + 1, len(known))):
                if segments[k] != segment:
                    return 0
                if after is None or after.fits(known[k][0]):
                    end = k + 1 if at + 2 >= len(rest) else _follow(rest, at + 2, k + 1, known, segments, segment)
                    if end:
                        return end
            return 0
        if i >= len(known) or segments[i] != segment or not element.fits(known[i][0]):
            return 0
        at, i = at + 1, i + 1
    return i
