"""Places that cannot be where people were counted are dropped: no place is better than a wrong one."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from sitroom.model import PlaceRef
from sitroom.picture.extent import is_wide
from sitroom.picture.statements import Statement

FAR_KM = 1500.0
"""No battle, quake or flood reaches so far from where most of its dead are counted."""

MAIN_COUNTRY_SHARE = 0.6
LEAST_PLACED = 4
"""A country is the story's where this share of the placed figures, of at least so many, lie in it."""

LEAST_PLACES = 2
"""A breakdown by places names at least so many."""

_EARTH_KM = 6371.0


def with_plausible_places(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements without the places that cannot be theirs.

    A place is dropped where (1) no gazetteer knows it, only one voice names it, and it stands for a running count;
    (2) only one voice names it, in another country than the story's, and it is a part's place or lies too far off;
    (3) it is a total's, and the place of one of the parts of that total by places.
    """
    voices: dict[str, set[str]] = defaultdict(set)
    for s in statements:
        if s.place is not None:
            voices[s.place].add(s.voice)
    home = _home(statements)
    by_place = _places_of_parts(statements)
    out = []
    for s in statements:
        if s.place is not None and s.place_ref is not None and s.part_of not in by_place:
            lone = len(voices[s.place]) == 1 and (_nowhere(s, s.place_ref) or _abroad(s, s.place_ref, home))
            if lone or s.place in by_place.get(s.id, frozenset()):
                out.append(_without_place(s))
                continue
        out.append(s)
    return _with_place_of_total(out, by_place)


def _with_place_of_total(statements: Sequence[Statement], by_place: Mapping[str, frozenset[str]]) -> list[Statement]:
    """Let the parts of a total that is not broken down by places be counted where it is."""
    totals = {s.id: s for s in statements}
    out = []
    for s in statements:
        total = totals.get(s.part_of or "")
        if total is not None and total.id not in by_place and s.place != total.place:
            out.append(msgspec.structs.replace(s, place=total.place, place_ref=total.place_ref))
        else:
            out.append(s)
    return out


def _without_place(s: Statement) -> Statement:
    return msgspec.structs.replace(s, place=None, place_ref=None)


def _nowhere(s: Statement, place: PlaceRef) -> bool:
    return s.scope == "cumulative" and place.geonameid is None and place.lat is None and not is_wide(place)


class _Home(msgspec.Struct, frozen=True):
    country: str
    lat: float
    lon: float


def _home(statements: Sequence[Statement]) -> _Home | None:
    """Return the story's country and its middle, where most placed figures agree on one."""
    placed = {(s.voice, s.place): s.place_ref for s in statements if s.place_ref is not None and s.place_ref.country}
    counts = Counter(p.country for p in placed.values())
    best = min(counts, key=lambda c: (-counts[c], c or ""), default=None)
    if best is None or len(placed) < LEAST_PLACED or counts[best] < MAIN_COUNTRY_SHARE * len(placed):
        return None
    points = [(p.lat, p.lon) for p in placed.values() if p.country == best and p.lat is not None and p.lon is not None]
    if not points:
        return None
    return _Home(best, statistics.median(lat for lat, _ in points), statistics.median(lon for _, lon in points))


def _abroad(s: Statement, place: PlaceRef, home: _Home | None) -> bool:
    if home is None or place.country in (None, home.country):
        return False
    if s.part_of is not None or (s.scope == "cumulative" and s.measure != "displaced" and not is_wide(place)):
        return True
    return place.lat is not None and place.lon is not None and _km(home, place.lat, place.lon) > FAR_KM


def _km(home: _Home, lat: float, lon: float) -> float:
    """Return the great-circle distance (haversine)."""
    a, b = math.radians(home.lat), math.radians(lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon - home.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def _places_of_parts(statements: Sequence[Statement]) -> dict[str, frozenset[str]]:
    """Return for each total that is broken down by places the towns that its parts are counted in."""
    parts: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        if s.part_of is not None and s.place is not None and not is_wide(s.place_ref):
            parts[s.part_of].append(s)
    return {
        total: frozenset(s.place for s in own if s.place is not None)
        for total, own in parts.items()
        if len({s.place for s in own}) >= LEAST_PLACES and len({(s.category, s.side) for s in own}) == 1
    }
