"""The compiled gazetteer, open for use."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import local

from rapidfuzz import fuzz

from sitroom.compiled import default_cache
from sitroom.errors import DataError
from sitroom.model import PlaceRef, Surroundings
from sitroom.places import compile as compiling
from sitroom.places.find import find
from sitroom.places.morphology import dictionary_forms, tongue
from sitroom.places.records import Context, Place, PlaceMention
from sitroom.places.resolve import reference, resolve, single
from sitroom.places.spelling import key, romanise, skeleton, without_articles
from sitroom.places.surroundings import near, surroundings
from sitroom.places.words import Index, Reader

LIKE_ENOUGH = 78.0  # rapidfuzz ratio between romanised spellings that already share their consonants
BONES_ALONE = 4  # so many consonants are enough where the script writes no vowels to compare
CACHED = 50_000  # entries a table: some 10 MB each when full

_COLUMNS = "id, name, country, admin1, lat, lon, kind, population, seat_of, noted"


class Gazetteer(Index):
    """Finds, looks up and resolves places. Cheap to share between threads; opened by `open_gazetteer`."""

    def __init__(self, path: Path) -> None:
        """Read the name index of a compiled file into memory.

        Raises:
            DataError: the file is not a whole compiled gazetteer.
        """
        self._path = path
        self._connections = local()
        try:
            parts = dict(self.connection.execute("SELECT name, data FROM index_part"))
            self._names = memoryview(parts["name_hash"]).cast("Q")
            self._name_rows = memoryview(parts["name_row"]).cast("I")
            self._bones = memoryview(parts["skeleton_hash"]).cast("Q")
            self._bone_rows = memoryview(parts["skeleton_row"]).cast("I")
            self._prefixes = memoryview(parts["prefix"]).cast("Q")
            self.connection.execute("SELECT row FROM place WHERE cell = 0").fetchone()
        except (sqlite3.Error, KeyError, TypeError) as error:
            raise DataError(f"{path} is not a compiled gazetteer: {error}") from error
        self._rows: dict[str, tuple[int, ...]] = {}
        self._starts: dict[str, bool] = {}
        self._readers: dict[str, Reader] = {}
        self._places: dict[int, Place] = {}
        self._sounds: dict[tuple[str, str, str], tuple[int, ...]] = {}

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, read only."""
        if not hasattr(self._connections, "open"):
            uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            self._connections.open = sqlite3.connect(uri, uri=True)
        return self._connections.open  # type: ignore[no-any-return]

    def rows(self, name_key: str) -> tuple[int, ...]:
        """Return the rows of the places that bear a name, given its key."""
        found = self._rows.get(name_key)
        if found is None:
            if len(self._rows) > CACHED:
                self._rows.clear()
            found = self._rows[name_key] = _matches(self._names, self._name_rows, compiling.digest(name_key))
        return found

    def starts(self, prefix: str) -> bool:
        """Tell whether a longer name begins with these words."""
        found = self._starts.get(prefix)
        if found is None:
            if len(self._starts) > CACHED:
                self._starts.clear()
            wanted = compiling.digest(prefix)
            at = bisect_left(self._prefixes, wanted)
            found = self._starts[prefix] = at < len(self._prefixes) and self._prefixes[at] == wanted
        return found

    def place(self, row: int) -> Place:
        """Return the place in a row."""
        place = self._places.get(row)
        if place is None:
            if len(self._places) > CACHED:
                self._places.clear()
            query = f"SELECT {_COLUMNS} FROM place WHERE row = ?"  # noqa: S608
            place = self._places[row] = _as_place(self.connection.execute(query, (row,)).fetchone())
        return place

    def select(self, where: str, values: Sequence[object]) -> list[Place]:
        """Return the places that meet an SQL condition on the place table."""
        query = f"SELECT {_COLUMNS} FROM place WHERE {where}"  # noqa: S608
        return [_as_place(found) for found in self.connection.execute(query, values)]

    def count(self, where: str, values: Sequence[object]) -> int:
        """Return how many places meet an SQL condition on the place table."""
        query = f"SELECT COUNT(*) FROM place WHERE {where}"  # noqa: S608
        return int(self.connection.execute(query, values).fetchone()[0])

    def alike(self, name_key: str, lang: str, country: str) -> tuple[int, ...]:
        """Return rows of a country's places whose consonants are those of the name, checked for likeness."""
        asked = (name_key, lang, country)
        found = self._sounds.get(asked)
        if found is None:
            if len(self._sounds) > CACHED:
                self._sounds.clear()
            found = self._sounds[asked] = self._sounding(name_key, lang, country)
        return found

    def _sounding(self, name_key: str, lang: str, country: str) -> tuple[int, ...]:
        roman = romanise(name_key, tongue(lang).orthography)
        bones = skeleton(roman)
        if len(bones) < compiling.SHORTEST_SKELETON:
            return ()
        found = _matches(self._bones, self._bone_rows, compiling.digest(f"{country}|{bones}"))
        if not tongue(lang).cased:
            return found if len(bones) >= BONES_ALONE else ()
        kept = []
        for row in found:
            spellings = self.connection.execute("SELECT spellings FROM place WHERE row = ?", (row,)).fetchone()[0]
            if any(fuzz.ratio(roman, one) >= LIKE_ENOUGH for one in spellings.split("|") if skeleton(one) == bones):
                kept.append(row)
        return tuple(kept)

    def find(self, text: str, lang: str, countries: Iterable[str] = ()) -> list[PlaceMention]:
        """Return every place that a text names, in order, with exact offsets and candidates.

        `countries` (ISO alpha-2) are those the document is known to be about; others are read from the text.
        Example: "fighting north of Hama" gives "north of Hama", modifier "north of", name "Hama".
        """
        reader = self._readers.get(lang)
        if reader is None:
            reader = self._readers[lang] = Reader(self, lang)
        return find(reader, text, tuple(countries))

    def resolve(self, mentions: Sequence[PlaceMention], context: Context | None = None) -> list[PlaceRef]:
        """Choose a place for each mention, in the same order, by the document's other places and countries.

        What stays ambiguous has no geonameid, `candidates` > 1 and a low confidence.
        """
        return resolve(mentions, context or Context())

    def lookup(self, name: str, lang: str | None = None, country: str | None = None) -> list[PlaceRef]:
        """Return the places a single name may mean, likeliest first, within a country where one is given."""
        return single(name, self.candidates(name, lang or "en", country))

    def candidates(self, name: str, lang: str, country: str | None = None) -> list[Place]:
        """Return the places that bear a name: as spelt, without articles, in its dictionary form, by consonants."""
        name_key = key(name)
        forms = [name_key, without_articles(name_key), *dictionary_forms(name, lang)]
        if tongue(lang).after_apostrophe:  # "Şam'a" is Şam with an ending before it is a place called Şama
            forms = [*dictionary_forms(name, lang)[::-1], *forms]
        for form in dict.fromkeys(forms):
            places = [self.place(row) for row in self.rows(form)]
            places = [place for place in places if country in (None, place.country)]
            if places:
                return places
        if country is None:
            return []
        return [self.place(row) for row in self.alike(without_articles(name_key), lang, country)]

    def near(self, lat: float, lon: float, km: float) -> list[tuple[Place, float]]:
        """Return the settlements and camps within `km` of a point with their distance in km, nearest first."""
        return near(self, lat, lon, km)

    def surroundings(self, ref: PlaceRef) -> Surroundings:
        """Return what is known of a resolved place and its neighbourhood."""
        return surroundings(self, ref)

    def by_id(self, geonameid: int) -> Place | None:
        """Return the place that has an id."""
        found = self.select("id = ?", (geonameid,))
        return found[0] if found else None

    def reference(self, place: Place, text: str | None = None) -> PlaceRef:
        """Return a place as a reference that is certain."""
        return reference(place, text or place.name, 1, 1.0)


def open_gazetteer(cache_dir: Path | None = None, progress: Callable[[float, str], None] | None = None) -> Gazetteer:
    """Open the gazetteer, compiling it first where this version's file is not there yet or is damaged.

    `cache_dir` is by default `$SITROOM_CACHE`, `$XDG_CACHE_HOME/sitroom` or `~/.cache/sitroom`. `progress` is
    called with a share (0 to 1) and what is being done, while compiling.

    Raises:
        DataError: it cannot be compiled (disk full, folder not writable) or the data are damaged.
    """
    path = (cache_dir or default_cache()) / f"places-{compiling.fingerprint()}.sqlite"
    if path.is_file():
        try:
            return Gazetteer(path)
        except DataError:
            pass  # damaged by a crash of the machine or by hand: made anew below
    compiling.compile_gazetteer(path, progress or _silent)
    return Gazetteer(path)


def _silent(_share: float, _doing: str) -> None:
    """Report progress to nobody."""


def _matches(hashes: memoryview[int], rows: memoryview[int], wanted: int) -> tuple[int, ...]:
    at = bisect_left(hashes, wanted)
    found = []
    while at < len(hashes) and hashes[at] == wanted:
        found.append(rows[at])
        at += 1
    return tuple(found)


def _as_place(values: tuple[object, ...]) -> Place:
    ident, name, country, admin1, lat, lon, kind, population, seat_of, noted = values
    return Place(
        id=ident, name=name, country=country, admin1=admin1, lat=lat, lon=lon, kind=kind,  # type: ignore[arg-type]
        population=population, seat_of=seat_of, noted=bool(noted),  # type: ignore[arg-type]
    )  # fmt: skip
