"""The words of a text and how each may be read as part of a name, read once per language and kept."""

from __future__ import annotations

import re

import msgspec

from sitroom.places.morphology import Form, forms, tongue
from sitroom.places.records import Place
from sitroom.places.spelling import fold, spelling, without_articles
from sitroom.places.stopwords import stops

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


class Reading(msgspec.Struct, frozen=True):
    """A written word: folded, its forms as part of a name, and whether a name may begin with it.

    `capital` is whether the word, or its part after an elision, begins with a capital letter. `article` is set where
    the word may be an Arabic article before a capital, and is then the letter it stands before, or "". `beside` is
    whether the word may say where in a place or what kind of place a name beside it means.
    """

    written: str
    folded: str
    capital: bool
    forms: tuple[Form, ...]
    begins_name: bool
    article: str | None
    beside: bool


class Word(msgspec.Struct):
    """A word where it stands."""

    start: int
    end: int
    read: Reading


class Reader:
    """Reads words of one language against a gazetteer, each once."""

    def __init__(self, index: Index, lang: str) -> None:
        """Prepare the tables of a language."""
        self.index = index
        self.lang = lang
        self.tongue = tongue(lang)
        self.stop = stops(lang)
        self._kept: dict[str, Reading] = {}

    def words(self, text: str) -> list[Word]:
        """Split a text into words with their readings."""
        kept = self._kept
        words = []
        for found in _WORD.finditer(text):
            written = found.group()
            read = kept.get(written)
            if read is None:
                read = self._read(written)
            words.append(Word(*found.span(), read))
        return words

    def _read(self, written: str) -> Reading:
        if len(self._kept) >= KEPT:
            self._kept.clear()
        found = tuple(dict.fromkeys(forms(written, self.lang)))
        folded = fold(written)
        capital = any(form.front < len(written) and written[form.front].isupper() for form in found)
        article = None
        if folded in spelling().articles:
            article = ""
        elif folded in spelling().assimilated:
            article = spelling().assimilated[folded]
        names = capital or not self.tongue.cased
        begins = names and not written[0].isdigit() and any(self._known(form.word) for form in found)
        read = Reading(written, folded, capital, found, begins or article is not None, article, self._beside(folded))
        self._kept[written] = read
        return read

    def _beside(self, folded: str) -> bool:
        return folded in self.stop.beside_places or folded.startswith(self.stop.beside_stems)

    def _known(self, word: str) -> bool:
        index = self.index
        if index.rows(word) or index.starts(word) or word in self.stop.phrase_starts or word in self.stop.phrases:
            return True
        return not self.tongue.cased and bool(index.rows(without_articles(word)))
