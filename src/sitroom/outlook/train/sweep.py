"""Read past displacements in the layout of FabFlee's validation sets: one folder a conflict.

Each folder has `input_csv/` (places, roads, the period) and `source_data/` (people counted at each site over time).
A site's `population` in `locations.csv` is mostly the greatest number later counted there: it is never read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from sitroom.errors import DataError
from sitroom.outlook.displacement.series import FloatArray, Series
from sitroom.outlook.displacement.sites import Sites, kilometres

TOTAL = "total"
AT_WAR = "conflict_zone"
# Of poor series (a few counts, or crossings instead of people staying) the scores are told apart.
POOR = frozenset({"nigeria2022_adm2", "venezuela2022", "ukraine2022"})


class Place(NamedTuple):
    """A place of a conflict. `at_war_from` is a day of the period, None where it never was; `people` None at sites."""

    name: str
    country: str
    kind: str
    lat: float
    lon: float
    at_war_from: float | None
    people: float | None


class Road(NamedTuple):
    """A road between two places, km long; `forced` where whoever is at its start must take it."""

    start: str
    end: str
    km: float


class Closure(NamedTuple):
    """What was closed from a day to before a day: a border between two countries, or the way to a site (`location`)."""

    kind: str
    start: str
    end: str
    first: int
    last: int


class Conflict(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One conflict: days are numbered from `start`, `length` of them; `counted` has one series a site."""

    name: str
    start: date
    length: int
    places: tuple[Place, ...]
    roads: tuple[Road, ...]
    closures: tuple[Closure, ...]
    counted: Mapping[str, Series]
    total: Series

    @cached_property
    def country(self) -> str:
        """The country that people leave: that of most places at war."""
        at_war = [p.country for p in self.places if p.kind == AT_WAR]
        return max(sorted(set(at_war)), key=at_war.count)

    @cached_property
    def sites(self) -> tuple[Place, ...]:
        """The sites where people are counted, in the order of `counted`."""
        by_name = {p.name: p for p in self.places}
        return tuple(by_name[name] for name in self.counted)

    @cached_property
    def first(self) -> FloatArray:
        """The count at each site by day 0, nought where nothing was counted yet; nothing later is in it."""
        seen = [s.until(0.0) for s in self.counted.values()]
        return np.array([0.0 if s.empty else s.last for s in seen])

    @cached_property
    def _to_war(self) -> FloatArray:
        return kilometres(_points(self.sites), _points(self._at_war))

    @cached_property
    def _at_war(self) -> tuple[Place, ...]:
        return tuple(p for p in self.places if p.kind == AT_WAR)

    def seen_on(self, day: float) -> Sites:
        """Return the sites as gravity sees them on a day: only places at war by then draw or drive anybody."""
        since = np.array([0.0 if p.at_war_from is None else p.at_war_from for p in self._at_war])
        already = since <= max(day, since.min())
        names = [p.country for p in self.sites]
        numbers = np.array([sorted(set(names)).index(n) for n in names])
        return Sites(self._to_war[:, already].min(axis=1), numbers)

    def open_on(self, day: float) -> npt.NDArray[np.bool_]:
        """Return which sites could be reached on a day; all of them where none could."""
        shut = [c for c in self.closures if c.first <= day < c.last]
        borders = [{c.start, c.end} for c in shut if c.kind == "country"]
        ways = {name for c in shut if c.kind == "location" for name in (c.start, c.end)}
        found = np.array([s.name not in ways and {self.country, s.country} not in borders for s in self.sites])
        return found if found.any() else ~found

    def together(self, day: float) -> FloatArray:
        """Return the count at each site on a day, between two counts in proportion."""
        return np.array([s.at(day) for s in self.counted.values()])


def load_conflicts(folder: Path) -> tuple[Conflict, ...]:
    """Return every conflict in a folder, in order of name; folders of another layout are passed over.

    Raises DataError where there is none, or where one lacks a file or a site it counts at.
    """
    found = tuple(load_conflict(p) for p in conflict_folders(folder))
    if not found:
        raise DataError(f"no conflict in {folder}: none of its folders has source_data/data_layout.csv")
    return found


def conflict_folders(folder: Path) -> tuple[Path, ...]:
    """Return the folders that hold a conflict, in order of name."""
    return tuple(p for p in sorted(folder.iterdir()) if (p / "source_data" / "data_layout.csv").exists())


def load_conflict(folder: Path) -> Conflict:
    """Return one conflict. Raises DataError where a file is missing or not in the layout."""
    try:
        return _load(folder)
    except (ValueError, KeyError, IndexError) as error:
        raise DataError(f"{folder} is not in the layout of FabFlee's sets: {error}") from error


def _load(folder: Path) -> Conflict:
    inputs, sources = folder / "input_csv", folder / "source_data"
    period = {row[0]: row[1] for row in _rows(inputs / "sim_period.csv")}
    start = date.fromisoformat(period["StartDate"])
    layout = {row[0]: row[1:] for row in _rows(sources / "data_layout.csv")}
    places = tuple(_places(inputs / "locations.csv"))
    counted = {name: _series(sources, files, start) for name, files in layout.items() if name != TOTAL}
    counted = {name: series for name, series in counted.items() if not series.empty}
    total = _series(sources, layout[TOTAL], start)
    unknown = sorted(set(counted) - {p.name for p in places})
    if unknown:
        raise DataError(f"{folder.name}: no place for the site {unknown[0]}")
    if not counted or total.empty or not any(p.kind == AT_WAR for p in places):
        raise DataError(f"{folder.name}: no site or no total was counted, or no place is at war")
    return Conflict(
        name=folder.name,
        start=start,
        length=int(period["Length"]),
        places=places,
        roads=tuple(Road(row[0], row[1], float(row[2])) for row in _rows(inputs / "routes.csv")),
        closures=tuple(_closures(inputs / "closures.csv")),
        counted=counted,
        total=total,
    )


def _rows(path: Path) -> Iterator[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.reader(lines):
                cells = [cell.strip() for cell in row]
                if len(cells) > 1 and cells[0] and not cells[0].startswith("#"):
                    yield cells
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror}") from error


def _places(path: Path) -> Iterator[Place]:
    for name, _region, country, lat, lon, kind, *rest in _rows(path):
        if not lat or not lon:
            continue  # a place that is on no map; a site among them is refused by name
        since, people = [*rest, "", ""][:2]
        site = kind == "camp"
        yield Place(
            name, country, kind, float(lat), float(lon),
            float(since) if since and not site else None,
            float(people) if people and not site else None,
        )  # fmt: skip


def _closures(path: Path) -> Iterator[Closure]:
    for kind, start, end, *days in _rows(path):
        # What opens or shuts a single road has no days, or days of its own meaning; it is not read.
        if kind in {"country", "location"} and len(days) > 1:
            yield Closure(kind, start, end, int(days[0]), int(days[1]))


def _series(folder: Path, files: list[str], start: date) -> Series:
    read = [Series.of(_counts(folder / name, start)) for name in files if name]
    days = np.unique(np.concatenate([s.days for s in read]))
    read = [s for s in read if not s.empty]
    return Series(days, np.array([sum(s.at(day) for s in read) for day in days]))


def _counts(path: Path, start: date) -> Iterator[tuple[float, float]]:
    for day, count, *_ in _rows(path):
        if day[:1].isdigit() and count:
            yield float((date.fromisoformat(day) - start).days), float(count)


def _points(places: tuple[Place, ...]) -> FloatArray:
    return np.array([(p.lat, p.lon) for p in places])


def last_day(conflicts: tuple[Conflict, ...]) -> date:
    """Return the last day on which anybody was counted in any of them, within their periods."""
    return max(c.start + timedelta(days=min(c.length, int(c.total.last_day))) for c in conflicts)
