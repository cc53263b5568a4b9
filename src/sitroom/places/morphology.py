"""How a language carries place names: the tables of `data/languages.yaml`, and what stands behind an inflected form."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from sitroom.compiled import read_yaml
from sitroom.places.spelling import fold, fold_word, key

SHORTEST_STEM = 3  # letters that must be left of a name when a prefix or an ending is taken off
SHORTEST_ARABIC_STEM = 3


class Positions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that stand before and after a name, folded; a final "*" stands for any ending."""

    before: list[str] = []
    after: list[str] = []


class Kinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Type words that stand before and after a name, by the kind of place they make it."""

    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}


class Tongue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language of `data/languages.yaml`, where the fields are explained."""

    cased: bool = True
    nouns_capital: bool = False
    after_apostrophe: bool = False
    prefixes: list[str] = []
    elisions: list[str] = []
    possessive: list[str] = []
    endings: dict[str, list[str]] = {}
    orthography: dict[str, str] = {}
    locatives: list[str] = []
    directions: Positions = Positions()
    kinds: Kinds = Kinds()


class Form(msgspec.Struct, frozen=True):
    """One reading of a written word: the folded name word, and how much is cut off in front and behind."""

    word: str
    front: int
    back: int
    inflected: bool = False


@cache
def _tongues() -> dict[str, Tongue]:
    return read_yaml(resources.files("sitroom.places").joinpath("data/languages.yaml"), dict[str, Tongue], __file__)


@cache
def tongue(lang: str) -> Tongue:
    """Return a language's tables; an unknown language has plain capitalised names."""
    return _tongues().get(lang, Tongue())


@cache
def _endings(lang: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    folded: dict[str, dict[str, None]] = {}
    for ending, stems in tongue(lang).endings.items():
        for stem in stems:
            folded.setdefault(fold(ending), {})[fold(stem)] = None
    return tuple((ending, tuple(stems)) for ending, stems in folded.items() if ending)


@cache
def _prefixes(lang: str) -> tuple[tuple[str, str], ...]:
    pairs = (one.split("=") for one in tongue(lang).prefixes)
    return tuple((written, stands_for) for written, stands_for in pairs)


_APOSTROPHES = "'’ʼ´‘`"


def forms(word: str, lang: str) -> list[Form]:
    """Return the readings of one written word, as it stands first.

    Turkish "Halep'te" is Halep; Arabic "بحماة" is حماة; Russian "Хаме" may be Хама, Хамо or Хам.
    """
    front, back = _cut(word, tongue(lang))
    core = fold(word[front : len(word) - back])
    if not core:
        return []
    found = [Form(fold_word(core), front, back)]
    certain = front and word[front].isupper() and word[0].islower()  # "l'Ocha" is no name; "L'Aquila" may be
    if (front or back) and not certain:
        whole = fold_word(fold(word))  # names have apostrophes of their own: Sana'a, Ma'arrat
        found.insert(0, Form(whole, 0, 0))
    for written, stands_for in _prefixes(lang):
        stem = stands_for + core[len(written) :]
        if core.startswith(written) and len(core) - len(written) >= SHORTEST_ARABIC_STEM:
            found.append(Form(fold_word(stem), front + len(written) - len(stands_for), back, inflected=True))
    for ending, stems in _endings(lang):
        # An ending of four letters is a whole stem changed (Ukrainian "розі" of "ріг").
        if core.endswith(ending) and (len(core) - len(ending) >= SHORTEST_STEM - 1 or len(ending) > 3):
            base = core[: len(core) - len(ending)]
            found += [Form(fold_word(base + stem), front, back, inflected=True) for stem in stems]
    return found


def _cut(word: str, tables: Tongue) -> tuple[int, int]:
    """Return how many letters in front and behind an apostrophe sets off."""
    front, back = 0, 0
    marks = [at for at, letter in enumerate(word) if at and letter in _APOSTROPHES]
    if marks and tables.after_apostrophe:
        back = len(word) - marks[-1]  # the last: Sana'a'da is in Sana'a
    elif marks and word[: (at := marks[0])].casefold() in tables.elisions:
        front = at + 1
    for ending in tables.possessive:
        if word.endswith(ending) and len(word) - len(ending) - front >= 2:
            return front, len(ending)
    return front, back


def dictionary_forms(name: str, lang: str) -> list[str]:
    """Return keys that an inflected name may have in the dictionary, one word or all words changed."""
    readings: list[list[str]] = [[]]
    for written in key(name).split() if not any(a in name for a in _APOSTROPHES) else name.split():
        words = list(dict.fromkeys(form.word for form in forms(written, lang)))
        readings = [[*before, word] for before in readings[:200] for word in words]
    return [" ".join(reading) for reading in readings]
