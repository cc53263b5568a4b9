"""What lies around the places of a picture, by the gazetteer."""

from __future__ import annotations

from sitroom.model import Picture, PlaceRef, Surroundings
from sitroom.places import Gazetteer


def towns(drawn: Picture, gazetteer: Gazetteer, within_km: float) -> tuple[PlaceRef, ...]:
    """Return the towns within a distance of the places that somebody presses, each once."""
    found: dict[int, PlaceRef] = {}
    for row in drawn.control:
        at = row.place_ref
        if row.status != "controlled" and at is not None and at.lat is not None and at.lon is not None:
            for place, _ in gazetteer.near(at.lat, at.lon, within_km):
                if place.id not in found:
                    found[place.id] = gazetteer.reference(place)
    return tuple(found.values())


def surroundings(drawn: Picture, gazetteer: Gazetteer) -> dict[str, Surroundings]:
    """Return what the gazetteer knows of each place of the control table, by the name of its row."""
    return {
        row.place: gazetteer.surroundings(row.place_ref)
        for row in drawn.control
        if row.place_ref is not None and row.place_ref.geonameid is not None
    }
