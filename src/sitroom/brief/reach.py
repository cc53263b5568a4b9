"""How far what may fall next is from whoever presses it: a comparison of two rows of the control table."""

from __future__ import annotations

from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt

from sitroom.brief import numerals
from sitroom.brief.desk import Desk, Sentence
from sitroom.brief.ground import ranked
from sitroom.model import Control, PlaceRef

EARTH_KM = 6371.0
# Farther than a day's advance says nothing of what falls next; nearer than this the two are one place.
FARTHEST_KM, NEAREST_KM = 60.0, 2.0
PRESSED = ("contested", "besieged", "threatened")


def write_reach(desk: Desk) -> Iterator[Sentence]:
    """Write how far the first of the pressed places is from the nearest that its attacker surely holds."""
    for row in ranked(desk):
        if row.status not in PRESSED or row.by is None or not _is_mapped(row.place_ref):
            continue
        held = [r for r in desk.picture.control if r.holder == row.by and r.status == "controlled"]
        held = [r for r in held if r.basis == "confirmed" and _is_mapped(r.place_ref)]
        near = min(held, key=lambda r: (distance_km(row.place_ref, r.place_ref), r.place), default=None)
        if near is None:
            continue
        km = distance_km(row.place_ref, near.place_ref)
        if NEAREST_KM <= km <= FARTHEST_KM:
            yield _sentence(desk, row, near, km)
            return


def _sentence(desk: Desk, row: Control, near: Control, km: float) -> Sentence:
    text = desk.words.say(
        "reach",
        place=desk.words.place_name(row.place),
        km=numerals.number(desk.words, round(km)),
        other=desk.words.place_name(near.place),
        by=desk.actor(near.holder),
    )
    return desk.sentence(5.2, "matters.reach", text, [row.id, near.id])


def _is_mapped(place: PlaceRef | None) -> bool:
    return place is not None and place.kind == "settlement" and place.lat is not None and place.lon is not None


def distance_km(one: PlaceRef | None, other: PlaceRef | None) -> float:
    """Return the great-circle distance of two places; infinite where one has no coordinates."""
    if one is None or other is None or None in {one.lat, one.lon, other.lat, other.lon}:
        return float("inf")
    lat, lon, lat2, lon2 = (radians(v or 0.0) for v in (one.lat, one.lon, other.lat, other.lon))
    chord = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))
