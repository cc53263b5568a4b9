"""Words of a text as the registry compares them: folded, without the endings and particles of their language.

What a language glues to a word is data (`data/inflection.yaml`): endings of case, number and gender, particles in
front (Arabic و, ب, ال), suffixes after an apostrophe (Turkish 'nin, English 's). Endings are taken off both the
names of the registry and the words of the report, so that no list of inflected forms is needed.
"""

from __future__ import annotations

import re
import unicodedata

import msgspec

_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670"
_MARKED = re.compile(rf"[{_MARKS}]")
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
    also writes with small letters ("Onu", "Hts"), 0 for never. `names_fixed`: names of one word change no more than by
    the `genitive` ("Israels"), so that Hama is not Hamas. `noun_endings`, where given, are all that a word with a
    capital loses: in German "Kämpfern" belongs to "Kämpfer", but "Kämpfe" does not. `loose`: endings pile up, so
    names are filed as written, and of a text's word every ending that fits is taken off in turn (Turkish).
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
    genitive: str = ""
    noun_endings: str = ""
    loose: bool = False


# A word of a text is a match: group 1 holds its letters, and the whole also the suffix that an apostrophe sets off.
Word = re.Match[str]


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
        self._suffix = re.compile(suffix)
        self._plain = re.compile(rf"(\w+){suffix}")
        self._marked = re.compile(rf"([\w{_MARKS}]+){suffix}")
        self._endings = frozenset(fold(e) for e in inflection.endings.split())
        self._longest = max(map(len, self._endings), default=0)
        self._prefixes = tuple(sorted((fold(p) for p in inflection.prefixes.split()), key=len, reverse=True))
        self._articles = tuple(fold(a) for a in inflection.articles.split())
        self._stem, self._long_stem = inflection.stem, inflection.long_stem
        self._noun_endings = frozenset(inflection.noun_endings.split())
        self._loose = inflection.loose
        self._genitive = inflection.genitive
        self.names_fixed = inflection.names_fixed
        self.acronym = inflection.acronym

    def split(self, text: str) -> list[Word]:
        """Return the words of a text. Vowel marks of Arabic, where there are any, belong to their words."""
        return list((self._marked if _MARKED.search(text) else self._plain).finditer(text))

    def bare(self, name: str) -> str:
        """Return a name without the suffixes that apostrophes set off, as `split` leaves them out of a text."""
        return self._suffix.sub("", name)

    def stem(self, word: str) -> str:
        """Return a folded word without its longest ending, where enough of it stays."""
        return word if self._loose else self._stems(word)[0]

    def _stems(self, word: str) -> list[str]:
        """Return what is left of a word without each ending that fits, the longest first, and the word itself."""
        left = (len(word) - n for n in range(min(self._longest, len(word) - self._stem), 0, -1))
        fits = (k for k in left if word[k:] in self._endings and (k >= self._long_stem or len(word) - k > 1))
        return [*(word[:k] for k in fits), word]

    def noun(self, word: str) -> str:
        """Return a folded noun without its ending, in languages whose capitals tell nouns from other words."""
        if word[-1:] in self._noun_endings and len(word) > self._long_stem:
            return word[:-1]
        return word

    def keys(self, raw: str) -> tuple[str, ...]:
        """Return the stems under which a word of a text may be filed: as it is, and without particles in front."""
        word = fold(raw)
        out = [word, *self._stems(word)] if self._loose else [word, self.stem(word)]
        if self._noun_endings:
            out.append(self.noun(word))
        out += [self.stem(word.removeprefix(p)) for p in self._glued(word)]
        return tuple(dict.fromkeys(out))

    def whole_keys(self, raw: str) -> tuple[str, ...]:
        """Return the forms in which a word of a text may be a name of one word."""
        word = fold(raw)
        out = [word, *(word.removeprefix(p) for p in self._glued(word))]
        if self._genitive and word.endswith(self._genitive):
            out.append(word.removesuffix(self._genitive))
        return tuple(out)

    def _glued(self, word: str) -> list[str]:
        return [p for p in self._prefixes if word.startswith(p) and len(word) - len(p) > 1]

    def file_key(self, raw: str, *, whole: bool = False) -> str:
        """Return the stem under which a word of a name is filed: without the article, but with its own first letters.

        A letter that is no particle here (و in وزارة) stays: among the keys of a text the word as it is comes first.
        `whole` keeps the endings.
        """
        word = fold(raw)
        for article in self._articles:
            if word.startswith(article) and len(word) - len(article) >= 2:
                word = word[len(article) :]
        if whole:
            return word
        if self._noun_endings and raw[:1].isupper():
            return self.noun(word)
        return self.stem(word)
