"""The outlines of countries and provinces that lie in a frame, read from the archive beside this file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple

Point = tuple[float, float]

UNITS_A_DEGREE = 1000


class Frame(NamedTuple):
    """A rectangle of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, other: Frame) -> bool:
        """Say whether two rectangles share any ground."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )


class Outline(NamedTuple):
    """The rings of one country and the lines between its provinces that reach into a frame."""

    country: str
    rings: tuple[tuple[Point, ...], ...]
    provinces: tuple[tuple[Point, ...], ...]


def outlines_in(frame: Frame) -> Iterator[Outline]:
    """Yield the outlines of the countries that reach into a frame, by country code."""
    archive_file = resources.files("sitroom.brief") / "data" / "outlines.zip"
    with archive_file.open("rb") as opened, zipfile.ZipFile(opened) as archive:
        boxes = json.loads(archive.read("index.json"))
        for country, box in boxes.items():
            if not frame.meets(Frame(*box)):
                continue
            content = json.loads(archive.read(f"{country}.json"))
            rings = _reaching(content["outline"], frame)
            if rings:
                yield Outline(country, rings, _reaching(content["provinces"], frame))


def _reaching(lines: list[list[int]], frame: Frame) -> tuple[tuple[Point, ...], ...]:
    kept = []
    for packed in lines:
        points = _unpacked(packed)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if frame.meets(Frame(min(xs), min(ys), max(xs), max(ys))):
            kept.append(points)
    return tuple(kept)


def _unpacked(packed: list[int]) -> tuple[Point, ...]:
    x = y = 0
    points = []
    for dx, dy in zip(packed[::2], packed[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / UNITS_A_DEGREE, y / UNITS_A_DEGREE))
    return tuple(points)
