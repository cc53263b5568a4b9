"""The words of a text and how each may be read as part of a name, read once per language and kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from sitroom.places.morphology import Form, forms, tongue
from sitroom.places.records import Place
from sitroom.places.spelling import fold, spelling, without_articles
from sitroom.places.stopwords import stops

SHORTEST_ALIKE = 5  # letters: shorter words are alike by chance
KEPT = 60_000  # readings a language: some 40 MB of reports pass before it is full

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`ʻʿʾ´‘][^\W_]+)*['’]?")


class Index:
    """What finding needs of a gazetteer: an interface; `Gazetteer` is it."""

    def rows(self, name_key: str) -> tuple[int, ...]:
        """Return the rows of the places that bear a name."""
        raise NotImplementedError

    def starts(self, prefix: str) -> bool:
        """Tell whether a longer name begins so."""
        raise NotImplementedError

    def place(self, row: int) -> Place:
        """Return the place in a row."""
        raise NotImplementedError

    def alike(self, name_key: str, lang: str, country: str) -> tuple[int, ...]:
        """Return the rows of a country's places that sound like the name."""
        raise NotImplementedError


class Alone(msgspec.Struct, frozen=True):
    """What a word means as a name of its own, and how many of its letters in front and behind are not the name."""

    keys: tuple[str, ...]
    rows: tuple[int, ...]
    front: int
    back: int


class Reading(msgspec.Struct, frozen=True):
    """A written word: folded, its forms as part of a name, and whether a name may begin with it.

    `longer` is whether a name of several words may begin with it, `alone` what it names by itself. `capital` is
    whether the word, or its part after an elision, begins with a capital letter. `article` is set where the word may be
    an Arabic article before a capital, and is then the letter it stands before, or "". `beside` is whether the word may
    say where in a place or what kind of place a name beside it means, `unknown` whether it may be an unlisted spelling.
    """

    written: str
    folded: str
    capital: bool
    forms: tuple[Form, ...]
    begins_name: bool
    longer: bool
    alone: Alone | None
    article: str | None
    beside: bool
    unknown: bool


class Word(msgspec.Struct):
    """A word where it stands."""

    start: int
    end: int
    read: Reading


class _Readings(dict[str, Reading]):
    """Words read so far; an unread one is read when it is asked for."""

    def __init__(self, read: Callable[[str], Reading]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, written: str) -> Reading:
        found = self[written] = self._read(written)
        return found


class Reader:
    """Reads words of one language against a gazetteer, each once."""

    def __init__(self, index: Index, lang: str) -> None:
        """Prepare the tables of a language."""
        self.index = index
        self.lang = lang
        self.tongue = tongue(lang)
        self.stop = stops(lang)
        self.facts: dict[tuple[int, ...], Any] = {}  # what belief.py has found out about the places of a name
        self._kept = _Readings(self._read)

    def words(self, text: str) -> list[Word]:
        """Split a text into words with their readings."""
        if len(self._kept) >= KEPT:
            self._kept.clear()
        kept = self._kept
        return [Word(*found.span(), kept[found.group()]) for found in _WORD.finditer(text)]

    def _read(self, written: str) -> Reading:
        found = tuple(dict.fromkeys(forms(written, self.lang)))
        folded = fold(written)
        capital = any(form.front < len(written) and written[form.front].isupper() for form in found)
        article = None
        if folded in spelling().articles:
            article = ""
        elif folded in spelling().assimilated:
            article = spelling().assimilated[folded]
        longer = article is not None or any(self._opens(form.word) for form in found)
        alone = self._alone(found)
        begins = (longer or alone is not None) and (capital or not self.tongue.cased or article is not None)
        begins = begins and not written[0].isdigit()
        return Reading(
            written,
            folded,
            capital,
            found,
            begins,
            longer,
            alone,
            article,
            self._beside(folded),
            self._unknown(written, folded, found),
        )

    def _opens(self, word: str) -> bool:
        return self.index.starts(word) or word in self.stop.phrase_starts or word in self.stop.phrases

    def rows(self, name_key: str) -> tuple[int, ...]:
        """Return the rows of a name; where no case tells names apart, also those of the name without its article."""
        return self.index.rows(name_key) or (() if self.tongue.cased else self.index.rows(without_articles(name_key)))

    def _alone(self, found: tuple[Form, ...]) -> Alone | None:
        named = [(form, rows) for form in found if (rows := self.rows(form.word))]
        if not self.tongue.cased:
            # In Arabic a prefix is read off only where the whole word is no name.
            named = [pair for pair in named if not pair[0].inflected] or named
        if not named:
            return None
        # "Hama's" is Hama, though there be a place called Hamas; Sana'a has no such ending to lose.
        cut = [pair for pair in named if pair[0].back and len(pair[0].word) > 2]
        first = (cut or named)[0][0]
        named = [pair for pair in named if (pair[0].front, pair[0].back) == (first.front, first.back)]
        keys = tuple(dict.fromkeys(form.word for form, _ in named))
        rows = tuple(dict.fromkeys(row for _, rows in named for row in rows))
        return Alone(keys, rows, first.front, first.back)

    def _unknown(self, written: str, folded: str, found: tuple[Form, ...]) -> bool:
        capital = any(form.front < len(written) and written[form.front].isupper() for form in found)
        if len(written) < SHORTEST_ALIKE or (self.tongue.cased and not capital):
            return False
        stop = self.stop
        own = {folded, *(form.word for form in found)}
        return own.isdisjoint(stop.never) and own.isdisjoint(stop.common) and own.isdisjoint(stop.given_names)

    def _beside(self, folded: str) -> bool:
        return folded in self.stop.beside_places or folded.startswith(self.stop.beside_stems)
