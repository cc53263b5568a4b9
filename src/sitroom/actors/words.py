"""Words of a text as the registry compares them: folded, without the endings and particles of their language.

What a language glues to a word is data (`data/inflection.yaml`): endings of case, number and gender, particles in
front (Arabic و, ب, ال), suffixes after an apostrophe (Turkish 'nin, English 's). Endings are taken off both the
names of the registry and the words of the report, so that no list of inflected forms is needed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import msgspec

_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670"
_WORD = rf"[^\W_][\w{_MARKS}]*"
_STRIP_MARKS = re.compile(rf"[{_MARKS}\u200c\u200d]")
_SHAPES = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي",
        "ё": "е", "ґ": "г", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe",
    }
)  # fmt: skip


def _accents() -> dict[int, str]:
    """Map every accented Latin letter to its plain one. Cyrillic й and ї are letters of their own, and stay."""
    latin = (chr(c) for block in (range(0xC0, 0x250), range(0x1E00, 0x1F00)) for c in block)
    return {ord(ch): plain for ch in latin if (plain := unicodedata.normalize("NFD", ch)[0]) != ch}


_SHAPES |= {code: plain for code, plain in _accents().items() if code not in _SHAPES}
MEMO_LIMIT = 50_000  # distinct words kept per language; beyond it the memory starts anew, so that it stays flat


class Inflection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a language does to a word, and how it ties a country to a noun. All values are words or endings.

    `endings` are taken off where at least `stem` letters stay (`long_stem` for endings of one letter).
    `before` and `after` are the words that may stand between a noun and its country, on either side of the noun;
    an empty string means that nothing stands between them. `acronym` is the shortest acronym that this language
    also writes with small letters ("Onu", "Hts"), 0 for never. `names_fixed`: names of one word take no endings
    but those a text may add to the whole ("Israels").
    """

    endings: str = ""
    stem: int = 3
    long_stem: int = 4
    prefixes: str = ""
    after_apostrophe: str = ""
    before: tuple[str, ...] = ("",)
    after: tuple[str, ...] = ("",)
    acronym: int = 0
    articles: str = ""
    names_fixed: bool = False


class Token(NamedTuple):
    """A word of a text: its place, end excluded, its letters, and where its suffix after an apostrophe ends."""

    start: int
    end: int
    raw: str
    stop: int


def fold(word: str) -> str:
    """Return a word in small letters, Arabic letters in one shape, without Latin accents or vowel marks."""
    word = word.lower()
    return word if word.isascii() else _STRIP_MARKS.sub("", word).translate(_SHAPES)


def is_acronym(raw: str) -> bool:
    """Return whether a word is written as an acronym: two or more signs, capitals and digits only."""
    return len(raw) > 1 and raw.isupper()


class Words:
    """Splits and stems the words of one language."""

    def __init__(self, inflection: Inflection) -> None:
        """Compile the endings and particles of a language."""
        suffix = f"(?:['’ʼ](?:{inflection.after_apostrophe})(?!\\w))?" if inflection.after_apostrophe else ""
        self._token = re.compile(f"({_WORD}){suffix}")
        self._endings = frozenset(fold(e) for e in inflection.endings.split())
        self._longest = max(map(len, self._endings), default=0)
        self._prefixes = tuple(sorted((fold(p) for p in inflection.prefixes.split()), key=len, reverse=True))
        self._articles = tuple(fold(a) for a in inflection.articles.split())
        self._stem, self._long_stem = inflection.stem, inflection.long_stem
        self._names_fixed = inflection.names_fixed
        self.acronym = inflection.acronym

    def split(self, text: str) -> list[Token]:
        """Return the words of a text, each without the suffix that an apostrophe sets off."""
        return [Token(m.start(1), m.end(1), m[1], m.end()) for m in self._token.finditer(text)]

    def stem(self, word: str) -> str:
        """Return a folded word without its longest ending, where enough of it stays."""
        for n in range(min(self._longest, len(word) - self._stem), 0, -1):
            if word[-n:] in self._endings and len(word) - n >= (self._long_stem if n == 1 else self._stem):
                return word[:-n]
        return word

    def keys(self, raw: str) -> tuple[str, ...]:
        """Return the stems under which a word of a text may be filed: as it is, and without particles in front."""
        word = fold(raw)
        out = [word, self.stem(word)]
        out += [
            self.stem(word.removeprefix(p)) for p in self._prefixes if word.startswith(p) and len(word) - len(p) > 1
        ]
        return tuple(dict.fromkeys(out))

    def file_key(self, raw: str, *, whole: bool = False) -> str:
        """Return the stem under which a word of a name is filed: without the article, but with its own first letters.

        `whole` keeps the endings of a name of one word, where the language leaves such names alone: Hama is not Hamas.
        A letter that is no particle here (و in وزارة) stays: among the keys of a text the word as it is comes first.
        """
        word = fold(raw)
        if whole and self._names_fixed:
            return word
        for article in self._articles:
            if word.startswith(article) and len(word) - len(article) >= 2:
                return self.stem(word[len(article) :])
        return self.stem(word)
