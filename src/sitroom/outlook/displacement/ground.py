"""Where the people of a place would go if it fell: a flow over the towns around it, run as an ensemble.

No data at hand count people displaced within a country by town, so these shares were never tested. Their range is what
the rules' numbers leave open, each run having its own.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sitroom.model import Control, Picture, PlaceRef
from sitroom.outlook.displacement.flow import Graph, Rules, run
from sitroom.outlook.displacement.series import FloatArray
from sitroom.outlook.displacement.sites import kilometres

RUNS, DAYS, LEAVING_DAYS = 100, 30, 7
# Towns farther than this are not reached in a month's first ways; roads are longer than the line by so much.
TOWNS_KM, MOST_TOWNS, WINDING = 250.0, 40, 1.3
ROADS_A_TOWN = 4
# A smaller place takes in few; fewer towns are no choice of where to go.
LEAST_PEOPLE = 20_000
LEAST_TOWNS, MOST_TOLD = 3, 3
LEAST_SHARE = 0.05
# Nobody flees to where the guns of whoever takes the place reach: field artillery's common range.
GUNS_KM = 20.0
PRESSED = frozenset({"threatened", "contested", "besieged"})
# The least and the greatest that the rules' numbers may be, evenly spread (the third on a scale of factors).
POWER, WAR_SCORE, MOVE_ON = (0.5, 1.5), (0.1, 0.5), (0.02, 0.3)
# Steps of a sequence that fills a cube evenly: powers of the inverse of x^4 = x + 1.
STEPS = (0.8191725133961645, 0.6710436067037893, 0.5497004779019703)


def toward(row: Control, picture: Picture, by: str | None, towns: Iterable[PlaceRef] = ()) -> dict[str, str]:
    """Return the towns that would take in most of those who leave a place, as pairs to put into a scenario.

    `to_1` is a town, `to_1_share` its share of the people with the 10 to 90 % range of the ensemble. Empty where the
    place has no coordinates, or too few towns are known around it. Places that are pressed, held by whoever takes
    this one (`by`), or within reach of his guns, are gone around rather than to.
    """
    origin = row.place_ref
    if origin is None or origin.lat is None or origin.lon is None:
        return {}
    known = {r.place_ref.geonameid: r for r in picture.control if r.place_ref is not None}
    found = _around(origin, [r.place_ref for r in picture.control if r.place_ref is not None], towns)
    shelled = _shelled(found, picture, by)
    refuge = np.array(
        [not (s or _shunned(known.get(place.geonameid), by)) for place, s in zip(found, shelled, strict=True)]
    )
    if refuge.sum() < LEAST_TOWNS:
        return {}
    shares = _shares(np.array([(origin.lat, origin.lon), *((p.lat, p.lon) for p in found)]), refuge)
    means = shares.mean(axis=1)
    told = {}
    for rank, i in enumerate(np.argsort(-means, kind="stable")[:MOST_TOLD], start=1):
        if means[i] >= LEAST_SHARE:
            low, high = np.quantile(shares[i], [0.1, 0.9])
            told[f"to_{rank}"] = found[i].name or found[i].text
            told[f"to_{rank}_share"] = f"{means[i]:.2f} {low:.2f} {high:.2f}"
    return told


def _around(origin: PlaceRef, *lists: Iterable[PlaceRef]) -> list[PlaceRef]:
    """Return the towns of the same country around a place, the picture's own first, then the largest."""
    seen = {origin.geonameid}
    found = []
    for places in lists:
        nearby = []
        for place in places:
            large = place.kind == "settlement" and (place.population or 0) >= LEAST_PEOPLE
            usable = large and place.lat is not None and place.lon is not None
            if usable and place.geonameid not in seen and place.country == origin.country:
                seen.add(place.geonameid)
                away = kilometres(np.array([(origin.lat, origin.lon)]), np.array([(place.lat, place.lon)]))[0, 0]
                if away <= TOWNS_KM:
                    nearby.append(place)
        found += sorted(nearby, key=lambda p: (-(p.population or 0), p.geonameid or 0))
    return found[:MOST_TOWNS]


def _shunned(row: Control | None, by: str | None) -> bool:
    return row is not None and (row.status in PRESSED or (by is not None and row.holder == by))


def _shelled(places: list[PlaceRef], picture: Picture, by: str | None) -> list[bool]:
    """Return which places lie within reach of those that an actor holds."""
    held = [r.place_ref for r in picture.control if by is not None and r.holder == by and r.status not in PRESSED]
    points = np.array([(p.lat, p.lon) for p in held if p is not None and p.lat is not None and p.lon is not None])
    if not len(points) or not places:
        return [False] * len(places)
    away = kilometres(np.array([(p.lat, p.lon) for p in places]), points)
    return [bool(near) for near in away.min(axis=1) <= GUNS_KM]


def _shares(points: FloatArray, refuge: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> FloatArray:
    """Return the share of people at each town after a month, of shape (towns, runs); the first point is left."""
    km = kilometres(points, points) * WINDING
    roads = [
        (i, int(j), float(km[i, j]))
        for i in range(len(points))
        for j in np.argsort(km[i], kind="stable")[1 : 1 + ROADS_A_TOWN]
    ]
    site = np.concatenate([[False], refuge])
    war = np.tile(~site, (DAYS, 1))
    new = np.zeros((DAYS, len(points)))
    new[:LEAVING_DAYS, 0] = 1 / LEAVING_DAYS
    at = run(Graph.of(roads, site), _rules(), war, new)[-1][1:]
    total = at.sum(axis=0)
    return np.asarray(at / np.where(total > 0, total, 1.0), dtype=float)


def _rules() -> Rules:
    even = (0.5 + np.outer(np.array(STEPS), np.arange(1, RUNS + 1))) % 1
    power = POWER[0] + (POWER[1] - POWER[0]) * even[0]
    score = WAR_SCORE[0] + (WAR_SCORE[1] - WAR_SCORE[0]) * even[1]
    on = MOVE_ON[0] * (MOVE_ON[1] / MOVE_ON[0]) ** even[2]
    return Rules(leave_war=np.ones(RUNS), leave_town=on, leave_site=on, war_score=score, power=power)
