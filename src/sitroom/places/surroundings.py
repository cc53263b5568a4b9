"""What lies around a place: neighbours, people near, the next city, its rank in its country."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians
from typing import Protocol

from sitroom.model import PlaceRef, Surroundings
from sitroom.places.compile import CELLS_PER_DEGREE, cell_of
from sitroom.places.distance import bearing, kilometres
from sitroom.places.records import Place

PEOPLE_KM = 30.0
CITY = 100_000  # inhabitants
FARTHEST_CITY_KM = 400.0
_KM_PER_DEGREE = 111.2
_POINT_KINDS = frozenset({"settlement", "camp"})


class Table(Protocol):
    """What this needs of a gazetteer."""

    def select(self, where: str, values: Sequence[object]) -> list[Place]:
        """Return the places that meet an SQL condition."""

    def count(self, where: str, values: Sequence[object]) -> int:
        """Return how many places meet an SQL condition."""


def near(table: Table, lat: float, lon: float, km: float, where: str = "") -> list[tuple[Place, float]]:
    """Return the settlements and camps within `km` of a point, with their distance, nearest first.

    `where` is an SQL condition more that they must meet.
    """
    step = 1 / CELLS_PER_DEGREE
    high = km / _KM_PER_DEGREE
    wide = km / (_KM_PER_DEGREE * max(0.05, cos(radians(lat))))
    cells = {
        cell_of(min(89.9, max(-90.0, lat + row * step)), lon + column * step)
        for row in range(-int(high / step) - 1, int(high / step) + 2)
        for column in range(-int(wide / step) - 1, int(wide / step) + 2)
    }
    found = []
    within = f"cell IN ({','.join(map(str, sorted(cells)))})"
    for place in table.select(f"{within} AND {where}" if where else within, ()):
        if place.kind in _POINT_KINDS and place.lat is not None and place.lon is not None:
            away = kilometres(lat, lon, place.lat, place.lon)
            if away <= km:
                found.append((place, away))
    return sorted(found, key=lambda pair: (pair[1], pair[0].id))


def surroundings(table: Table, ref: PlaceRef) -> Surroundings:
    """Return seat, rank, people within 30 km and the next city of a resolved place; None where not known.

    People within 30 km are the sum of what GeoNames knows of settlements there, the place included: a lower bound,
    and None where it knows of none. Only settlements and camps have a neighbourhood.
    """
    if ref.geonameid is None or ref.lat is None or ref.lon is None:
        return Surroundings(place=ref)
    own = table.select("id = ? ORDER BY kind != ?", (ref.geonameid, ref.kind))
    seat = own[0].seat_of if own else None
    if ref.kind not in _POINT_KINDS:
        return Surroundings(place=ref, seat_of=seat)
    people = sum(place.population or 0 for place, _ in near(table, ref.lat, ref.lon, PEOPLE_KM))
    city = _next_city(table, ref, ref.lat, ref.lon)
    lat, lon = (city[0].lat, city[0].lon) if city else (None, None)
    return Surroundings(
        place=ref,
        seat_of=seat,
        rank_in_country=_rank(table, ref),
        people_within_30_km=people or None,
        next_city=city[0].name if city else None,
        next_city_km=round(city[1], 1) if city else None,
        next_city_bearing=bearing(ref.lat, ref.lon, lat, lon) if lat is not None and lon is not None else None,
    )


def _rank(table: Table, ref: PlaceRef) -> int | None:
    if not ref.population or ref.kind != "settlement":
        return None
    # The second condition on population is that of the index.
    larger = "country = ? AND kind = 'settlement' AND population > 0 AND population > ?"
    return table.count(larger, (ref.country, ref.population)) + 1


def _next_city(table: Table, ref: PlaceRef, lat: float, lon: float) -> tuple[Place, float] | None:
    reach = 50.0
    while reach <= FARTHEST_CITY_KM:
        for place, away in near(table, lat, lon, reach, f"population >= {CITY} AND kind = 'settlement'"):
            if place.id != ref.geonameid:
                return place, away
        reach *= 2
    return None
