"""Keys under which names meet: one for the same spelling, one for the same consonants.

A key forgives what writers vary without meaning to: case, diacritics, apostrophes, hyphens, the Arabic article and
its assimilated forms, hamza and ta marbuta, and the common words of names (Tel, Tell, Tal). What may vary is data:
`data/spelling.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources

import msgspec
from anyascii import anyascii

# The hamza that NFKD splits off falls with the other marks; superscript alef and tatweel are ornaments.
_MARKS = [*range(0x300, 0x370), *range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, 0x640, *range(0x200B, 0x2010)]
_VOWELS = frozenset("aeiouy")


class Spelling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables of `data/spelling.yaml`."""

    letters: dict[str, str]
    apostrophes: str
    dashes: str
    assimilated: dict[str, str]
    articles: list[str]
    arabic_article: str
    heads: list[str]
    words: dict[str, list[str]]
    sounds: dict[str, str]


@cache
def spelling() -> Spelling:
    """Load the tables once."""
    raw = resources.files("sitroom.places").joinpath("data/spelling.yaml").read_bytes()
    return msgspec.yaml.decode(raw, type=Spelling)


@cache
def _letter_table() -> dict[int, str | None]:
    tables = spelling()
    table: dict[int, str | None] = dict.fromkeys(_MARKS)
    table.update({ord(mark): None for mark in tables.apostrophes})
    table.update({ord(dash): " " for dash in tables.dashes})
    table.update({ord(letter): plain for letter, plain in tables.letters.items()})
    return table


@cache
def _word_table() -> dict[str, str]:
    return {variant: word for word, variants in spelling().words.items() for variant in variants}


@cache
def _sound_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, spelling().sounds), key=len, reverse=True)))


def fold(text: str) -> str:
    """Drop case, diacritics and apostrophes, and turn dashes into spaces."""
    lowered = text.casefold()
    if not lowered.isascii():
        lowered = unicodedata.normalize("NFKD", lowered)
    return lowered.translate(_letter_table())


def fold_word(word: str, following: str | None = None) -> str:
    """Fold one folded word further: a common name word to its one form, an article to "al".

    An assimilated article (as, ad, an) is one only before its own letter, or half of French would be articles.
    """
    tables = spelling()
    if following is not None:
        if word in tables.articles:
            return "al"
        letter = tables.assimilated.get(word)
        if letter is not None and following.startswith(letter):
            return "al"
    return _word_table().get(word, word)


def key(name: str) -> str:
    """Return the key of a name: equal keys are one spelling."""
    words = fold(name).split()
    if len(words) > 1:
        last = len(words) - 1
        words = [fold_word(word, words[at + 1] if at < last else None) for at, word in enumerate(words)]
    elif words:
        words = [_word_table().get(words[0], words[0])]
    return " ".join(words)


def without_articles(name_key: str) -> str:
    """Drop the articles of a key, Latin and Arabic; the key itself where nothing would be left."""
    article = spelling().arabic_article
    words = [word for word in name_key.split() if word != "al"]
    words = [
        word[len(article) :] if word.startswith(article) and len(word) > len(article) + 1 else word for word in words
    ]
    return " ".join(words) or name_key


def romanise(name_key: str, orthography: Mapping[str, str] | None = None) -> str:
    """Write a key in Latin letters. `orthography` maps a language's spellings to the English ones (tsch to ch)."""
    roman = name_key if name_key.isascii() else anyascii(name_key).lower()
    if orthography:
        for written, sound in orthography.items():
            roman = roman.replace(written, sound)
    return "".join(letter for letter in roman if letter.isalnum() or letter == " ")


def skeleton(roman: str) -> str:
    """Reduce a romanised name to its consonants, near sounds made one: Maharda, Muhradah and mhrdh become mhrd."""
    reduced = _sound_pattern().sub(lambda found: spelling().sounds[found.group()], roman.replace(" ", ""))
    if not reduced:
        return ""
    bones = ["a"] if reduced[0] in _VOWELS else []
    bones += [letter for letter in reduced if letter not in _VOWELS]
    joined = re.sub(r"(.)\1+", r"\1", "".join(bones))
    return joined[:-1] if len(joined) > 3 and joined.endswith("h") else joined
