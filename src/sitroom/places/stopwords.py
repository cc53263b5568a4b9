"""Words that are places somewhere and hardly ever meant: `data/stopwords.yaml` and `data/common/`."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from sitroom.compiled import read_yaml
from sitroom.places.morphology import tongue
from sitroom.places.spelling import fold, key


class StopLists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists as written. Those under "all" hold in every language.

    `never` are no places wherever they stand; `common` only where a preposition puts them in a place;
    `given_names` are people's first names; `phrases` are longer names that begin like a place's.
    """

    never: dict[str, str] = {}
    common: dict[str, str] = {}
    given_names: str = ""
    phrases: list[str] = []


class Stop(msgspec.Struct, frozen=True):
    """The lists of one language, folded for look-up."""

    never: frozenset[str]
    common: frozenset[str]
    given_names: frozenset[str]
    phrases: frozenset[str]
    phrase_starts: frozenset[str]
    locatives: frozenset[str]
    beside_places: frozenset[str]
    beside_stems: tuple[str, ...]
    type_words: frozenset[str]


@cache
def _lists() -> StopLists:
    return read_yaml(resources.files("sitroom.places").joinpath("data/stopwords.yaml"), StopLists, __file__)


@cache
def stops(lang: str) -> Stop:
    """Return what is no place in a language."""
    lists = _lists()
    phrases = frozenset(key(phrase) for phrase in lists.phrases)
    starts = {" ".join(phrase.split()[:n]) for phrase in phrases for n in range(1, len(phrase.split()))}
    tables = tongue(lang)
    beside = {
        word
        for words in (*tables.kinds.before.values(), *tables.kinds.after.values(), tables.directions.before,
                      tables.directions.after)
        for phrase in words
        for word in phrase.replace("-", " ").split()
    }  # fmt: skip
    return Stop(
        never=_folded(lists.never, lang),
        common=_folded(lists.common, lang) | _listed(lang),
        given_names=frozenset(fold(word) for word in lists.given_names.split()),
        phrases=phrases,
        phrase_starts=frozenset(starts),
        locatives=frozenset(fold(word) for word in tables.locatives),
        beside_places=frozenset(fold(word) for word in beside if not word.endswith("*")),
        beside_stems=tuple(sorted(fold(word[:-1]) for word in beside if word.endswith("*"))),
        type_words=frozenset(fold(word).rstrip("*") for words in tables.kinds.before.values() for word in words),
    )


def _listed(lang: str) -> frozenset[str]:
    """Return the words of `data/common/LANG.txt`, which scripts/build_common_words.py writes."""
    file = resources.files("sitroom.places").joinpath(f"data/common/{lang}.txt")
    return frozenset(map(fold, file.read_text(encoding="utf-8").split())) if file.is_file() else frozenset()


def _folded(lists: dict[str, str], lang: str) -> frozenset[str]:
    return frozenset(fold(word) for part in ("all", lang) for word in lists.get(part, "").split())
