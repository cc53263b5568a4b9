"""Distance and direction on the globe."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, radians, sin, sqrt

EARTH_KM = 6371.0
_POINTS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance between two points in kilometres (haversine formula)."""
    a, b = radians(lat), radians(other_lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def bearing(lat: float, lon: float, other_lat: float, other_lon: float) -> str:
    """Return in which of the eight directions the second point lies, seen from the first: "north-east"."""
    a, b, across = radians(lat), radians(other_lat), radians(other_lon - lon)
    angle = degrees(atan2(sin(across) * cos(b), cos(a) * sin(b) - sin(a) * cos(b) * cos(across)))
    return _POINTS[round(angle / 45) % 8]
