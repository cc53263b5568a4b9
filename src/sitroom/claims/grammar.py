"""What a language says of ground, events and standing, compiled into one book of phrases.

The sections territory, events, standing, appeals and place_facts of `languages/data/<code>/` are data; their
classes are the same in every language. A section that a language lacks is empty: nothing of its kind is found.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal, TypeVar

import msgspec

from sitroom.claims.phrases import BookTables, PhraseBook, compile_book, plain
from sitroom.compiled import fingerprint, kept
from sitroom.errors import DataError

T = TypeVar("T")

SECTIONS = {"events": "event", "standing": "cue", "appeals": "appeal", "place_facts": "fact"}
COMPILED_BY = ("grammar.py", "phrases.py")  # a change in them compiles a grammar anew
CONTROL_EVENTS = ("captured", "lost", "contested", "besieged", "threatened", "held")


class Territory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who takes, loses, holds a place: phrases by frame, and how the language orders and links words.

    `object` is the side of an active verb on which its object stands. `passive_auxiliaries` turn a participle of
    an active frame into a passive one. `sites` are settled spots without a name, `anaphors` the nouns that take up
    the place named last. `cased` scripts tell names by capitals, unless all nouns have them; where they do not, a
    name is what follows one of `settlements`. `obliques` are prepositions: whom they govern is no subject.
    """

    object: Literal["after", "before", "either"] = "after"
    subject: Literal["before", "after", "either"] = "before"
    verb_last: bool = False
    cased: bool = True
    nouns_capital: bool = False
    locatives: list[str] = []
    relatives: list[str] = []
    settlements: list[str] = []
    clitics: list[str] = []
    passive_auxiliaries: list[str] = []
    captured: dict[str, list[str]] = {}
    lost: dict[str, list[str]] = {}
    contested: dict[str, list[str]] = {}
    besieged: dict[str, list[str]] = {}
    threatened: dict[str, list[str]] = {}
    held: dict[str, list[str]] = {}
    still: list[str] = []
    now: list[str] = []
    distance_links: list[str] = []
    distance_units: dict[str, float] = {}
    sites: list[str] = []
    anaphors: list[str] = []
    conjunctions: list[str] = []
    by_markers: list[str] = []
    possessives: list[str] = []
    infinitives: list[str] = []
    obliques: list[str] = []
    civilians: list[str] = []
    none: list[str] = []
    from_markers: list[str] = []


class Tables(msgspec.Struct, frozen=True):
    """A grammar as it is kept."""

    territory: Territory
    book: BookTables


class Grammar:
    """One language, compiled: its book of phrases, and the parts of its data that are not phrases."""

    def __init__(self, tables: Tables) -> None:
        """Take what was compiled."""
        self.territory = tables.territory
        self.infinitives = tuple(plain(w) for w in self.territory.infinitives)
        self.settlements = frozenset(plain(w) for w in self.territory.settlements)
        self.book = PhraseBook(tables.book)


def tables_of(code: str) -> Tables:
    """Read the sections of a language and compile them.

    Raises:
        DataError: a section is not of its shape.
    """
    territory = _section(code, "territory", Territory) or Territory()
    phrases: dict[str, list[str]] = {}
    clitics = list(territory.clitics)
    for event in CONTROL_EVENTS:
        for frame, rows in getattr(territory, event).items():
            phrases[f"control.{event}.{frame}"] = rows
    phrases |= {
        "word.passive": territory.passive_auxiliaries,
        "word.now": territory.now,
        "word.still": territory.still,
        "word.site": territory.sites,
        "word.anaphor": territory.anaphors,
        "word.and": territory.conjunctions,
        "word.by": territory.by_markers,
        "word.from": territory.from_markers,
        "word.link": territory.distance_links,
        "word.possessive": territory.possessives,
        "word.oblique": territory.obliques,
        "word.civilian": territory.civilians,
        "control.none.none": territory.none,
        "word.in": territory.locatives,
        "word.that": territory.relatives,
        "word.unit": list(territory.distance_units),
    }
    for section, prefix in SECTIONS.items():
        table = _section(code, section, dict[str, list[str]]) or {}
        clitics += table.pop("clitics", [])
        phrases |= {f"{prefix}.{name}": rows for name, rows in table.items()}
    return Tables(territory, compile_book(phrases, tuple(dict.fromkeys(clitics)), code))


def _file(code: str, section: str) -> Traversable:
    return resources.files("sitroom.languages") / "data" / code / f"{section}.yaml"


def _section(code: str, name: str, shape: type[T]) -> T | None:
    path = _file(code, name)
    if not path.is_file():
        return None
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=shape)
    except msgspec.ValidationError as error:
        raise DataError(f"{code}/{name}.yaml: {error}") from error


@lru_cache(maxsize=32)
def grammar(code: str) -> Grammar:
    """Return the compiled grammar of a language, by its ISO 639-1 code; an unknown language knows no phrase."""
    package = resources.files("sitroom.claims")
    files = [*(package / name for name in COMPILED_BY), *(_file(code, s) for s in ("territory", *SECTIONS))]
    return Grammar(kept(f"grammar-{code}", fingerprint(files, code), Tables, lambda: tables_of(code)))
