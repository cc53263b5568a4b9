"""The supplement: places that conflict and disaster news names and GeoNames' extract lacks or spells otherwise.

Files: `data/supplement/*.csv`. A row with a `geonameid`, or a settlement near a GeoNames settlement of a like name,
adds its spellings to that place; any other row is a place of its own, with a negative id made from its content.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec

from sitroom.errors import DataError

COLUMNS = ["name", "kind", "country", "admin1", "lat", "lon", "population", "seat_of", "geonameid", "aliases"]
KINDS = frozenset({"settlement", "camp", "district", "province", "country", "region", "water", "site"})


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the supplement. `aliases` are further spellings in any script."""

    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    population: int | None
    seat_of: str | None
    geonameid: int | None
    aliases: tuple[str, ...]

    @property
    def own_id(self) -> int:
        """The negative id of a place that GeoNames' extract does not have: the same on any machine."""
        digest = hashlib.blake2b(f"{self.kind}|{self.country}|{self.name}".encode(), digest_size=6)
        return -int.from_bytes(digest.digest(), "big")


def files() -> list[Traversable]:
    """Return the supplement's files in a fixed order."""
    folder = resources.files("sitroom.places").joinpath("data/supplement")
    return sorted((item for item in folder.iterdir() if item.name.endswith(".csv")), key=lambda item: item.name)


def entries() -> Iterator[Entry]:
    """Read every row of the supplement.

    Raises:
        DataError: a file lacks a column, or a row has a value that its column cannot hold.
    """
    for item in files():
        reader = csv.DictReader(io.StringIO(item.read_text(encoding="utf-8")))
        if reader.fieldnames != COLUMNS:
            raise DataError(f"{item.name}: columns are {reader.fieldnames}, must be {COLUMNS}")
        for row in reader:
            yield _entry(row, f"{item.name}:{reader.line_num}")


def _entry(row: dict[str, str], where: str) -> Entry:
    if None in row or None in row.values():
        raise DataError(f"{where}: too many or too few cells")
    if row["kind"] not in KINDS:
        raise DataError(f"{where}: unknown kind {row['kind']!r}")
    try:
        return Entry(
            name=row["name"],
            kind=row["kind"],
            country=row["country"] or None,
            admin1=row["admin1"] or None,
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
            population=int(row["population"]) if row["population"] else None,
            seat_of=row["seat_of"] or None,
            geonameid=int(row["geonameid"]) if row["geonameid"] else None,
            aliases=tuple(filter(None, row["aliases"].split("|"))),
        )
    except ValueError as error:
        raise DataError(f"{where}: {error}") from error
