"""The registry's data: YAML files beside this module, checked against their shapes.

Parsing YAML takes most of a second, so `compiled.json` holds the same data with the hash of the files it was made
from. Where the hash fits, it is read instead; where a file was edited, the YAML is read, and nothing is ever stale.
`python -m sitroom.actors.data_files` writes it anew.
"""

from __future__ import annotations

import hashlib
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

import msgspec

from sitroom.actors.words import Inflection
from sitroom.errors import DataError

COMPILED = "compiled.json"
LANGUAGES = ("en", "fr", "it", "es", "pt", "de", "ar", "tr", "ru", "uk", "nl")


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Names by language, each a string of patterns parted by semicolons; the first is the full name.

    `any` holds names that every language uses as they are. The first acronym of a language is its short name.
    """

    any: str = ""
    en: str = ""
    fr: str = ""
    it: str = ""
    es: str = ""
    pt: str = ""
    de: str = ""
    ar: str = ""
    tr: str = ""
    ru: str = ""
    uk: str = ""
    nl: str = ""

    def of(self, lang: str) -> str:
        """Return the names in one language, or in none for "any"."""
        return str(getattr(self, lang, ""))


class Formerly(Names, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A name that held until a day (end excluded)."""

    until: date


class ActorData(Names, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A party: its kind, the countries where it acts (ISO codes), its years, kin, names and people.

    `since` and `until` bound the time in which reports mean this actor (end excluded). `parent` is the actor that
    it belongs to, `allies` those that fight beside it. `people` are persons whose name stands for it. `coalition` is
    true where the key covers an alliance under this actor's lead ("HTS-led rebels").
    """

    kind: str
    countries: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    parent: str | None = None
    allies: tuple[str, ...] = ()
    coalition: bool = False
    people: Names | None = None
    formerly: tuple[Formerly, ...] = ()


class ClaimantData(Names, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One who vouches for figures: kind, side where it is a party or speaks for one, and who counts with it.

    `family` groups claimants that are one witness. `countries` is empty for those at work everywhere.
    """

    kind: str
    side: str | None = None
    family: str | None = None
    countries: tuple[str, ...] = ()
    people: Names | None = None
    note: str = ""


class RoleData(Names, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A claimant that every country has ("health ministry"); its id is `role:COUNTRY`.

    `state` tells that it speaks for the country's government, `forces` that it counts with the army as one witness.
    `speaks` tells that beside an actor's name it is that actor's voice ("Hezbollah spokesman").
    """

    kind: str
    label: str
    state: bool = False
    forces: bool = False
    speaks: bool = False


class GenericData(Names, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A common noun for a party. `like` are the kinds of actor it may mean, `key` the id where it stays generic.

    `alone`: it means one of them only where the report names a single one. `state` tells that it means the armed
    forces or government of the country at hand. `voice` is the role as which it vouches ("police said").
    """

    key: str
    like: tuple[str, ...] = ()
    alone: bool = False
    state: bool = False
    voice: str | None = None


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The actor that is a country's government within a span of time (end excluded)."""

    key: str
    since: date | None = None
    until: date | None = None


class CountryData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country: its governments in time, its names, adjectives, and capital where that stands for the government."""

    state: tuple[State, ...] = ()
    name: Names = Names()
    adjective: Names = Names()
    capital: Names = Names()


class Default(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a common noun means in a country within a span of time, where the report names nobody it could mean."""

    noun: str
    country: str
    actor: str
    since: date | None = None
    until: date | None = None


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All data files, merged by kind."""

    actors: dict[str, ActorData]
    claimants: dict[str, ClaimantData]
    roles: dict[str, RoleData]
    generic: dict[str, GenericData]
    countries: dict[str, CountryData]
    defaults: tuple[Default, ...]
    inflection: dict[str, Inflection]


class _Compiled(msgspec.Struct, frozen=True):
    digest: str
    data: Data


_T = TypeVar("_T")


def _files() -> list[Traversable]:
    folder = resources.files("sitroom.actors") / "data"
    return sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)


def _digest(files: list[Traversable]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def load() -> Data:
    """Return the registry's data, from `compiled.json` where that is as new as the YAML files.

    Raises:
        DataError: a file is not of its shape, or defines an id that another file defines.
    """
    return digest_and_data()[1]


def digest_and_data() -> tuple[str, Data]:
    """Return the registry's data as `load` does, after a hash of the files they come from."""
    files = _files()
    digest = _digest(files)
    compiled = resources.files("sitroom.actors") / "data" / COMPILED
    if compiled.is_file():
        read = msgspec.json.decode(compiled.read_bytes(), type=_Compiled)
        if read.digest == digest:
            return digest, read.data
    return digest, parse(files)


def parse(files: list[Traversable] | None = None) -> Data:
    """Return the registry's data from its YAML files.

    Raises:
        DataError: a file is not of its shape, or defines an id that another file defines.
    """
    files = _files() if files is None else files
    countries = _merged(files, "countries", CountryData)
    actors = _merged(files, "actors-", ActorData)
    return Data(
        actors=_governments(countries) | actors,
        claimants=_merged(files, "claimants-", ClaimantData),
        roles=_merged(files, "roles", RoleData),
        generic=_merged(files, "generic", GenericData),
        countries=countries,
        defaults=tuple(d for f in files if f.name == "defaults.yaml" for d in _decoded(f, list[Default])),
        inflection=_merged(files, "inflection", Inflection),
    )


def _governments(countries: dict[str, CountryData]) -> dict[str, ActorData]:
    """Return a plain actor for every government of a country: those at war have an entry of their own, which wins."""
    return {
        state.key: ActorData(kind="state", countries=(code,), since=state.since, until=state.until, en=_forces(country))
        for code, country in countries.items()
        for state in country.state
    }


def _forces(country: CountryData) -> str:
    adjective = country.adjective.en.split(";")[0].strip()
    return f"{adjective} army" if adjective else f"army of {country.name.en.split(';')[0].strip()}"


def _merged(files: list[Traversable], prefix: str, shape: type[_T]) -> dict[str, _T]:
    out: dict[str, _T] = {}
    for file in files:
        if file.name.startswith(prefix):
            entries = _decoded(file, dict[str, shape])  # type: ignore[valid-type]
            twice = out.keys() & entries.keys()
            if twice:
                raise DataError(f"{file.name}: defined twice: {', '.join(sorted(twice))}")
            out.update(entries)
    return out


def _decoded(file: Traversable, shape: type[_T]) -> _T:
    try:
        return msgspec.yaml.decode(file.read_bytes(), type=shape)
    except msgspec.DecodeError as error:
        raise DataError(f"{file.name}: {error}") from error


def compile_data() -> Path:
    """Write `compiled.json` from the YAML files and return where it is."""
    files = _files()
    path = Path(str(resources.files("sitroom.actors") / "data" / COMPILED))
    path.write_bytes(msgspec.json.encode(_Compiled(digest=_digest(files), data=parse(files))) + b"\n")
    return path


if __name__ == "__main__":
    compile_data()
