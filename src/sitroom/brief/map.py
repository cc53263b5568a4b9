"""The map: places by who holds them, on the outlines of countries and provinces, as one SVG.

A place's colour is its holder's; a ring around it says what threatens it. Colour never stands alone: every holder has
a shape of its own too, so that the map reads in black and white. Nothing is drawn between the places: reports name
towns, not front lines, and a line would be a claim that nobody made.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from sitroom.brief.outlines import Frame, Point, outlines_in
from sitroom.model import Control, PlaceRef

WIDTH, HEIGHT = 720, 480
# Room around the outermost places, as a share of the frame, so that labels find a place.
MARGIN = 0.22
# The least height of a frame in degrees: a single town is shown with its province around it.
LEAST_SPAN = 0.9
# Okabe and Ito's palette, which people with any of the common colour blindnesses can tell apart.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a7a7a")
SHAPES = ("circle", "square", "triangle", "diamond", "hexagon", "cross", "circle")
CORNERS: Mapping[str, Sequence[Point]] = {
    "square": [(-5.5, -5.5), (5.5, -5.5), (5.5, 5.5), (-5.5, 5.5)],
    "triangle": [(0, -7), (6.5, 5), (-6.5, 5)],
    "diamond": [(0, -7.5), (7.5, 0), (0, 7.5), (-7.5, 0)],
    "hexagon": [(6.5, 0), (3.25, 5.6), (-3.25, 5.6), (-6.5, 0), (-3.25, -5.6), (3.25, -5.6)],
    "cross": [
        (-2, -7), (2, -7), (2, -2), (7, -2), (7, 2), (2, 2), (2, 7), (-2, 7), (-2, 2), (-7, 2), (-7, -2), (-2, -2),
    ],
}  # fmt: skip
LABEL_HEIGHT = 15
LETTER_WIDTH = 6.6
STATUS_RINGS = {"threatened": "4 3", "contested": "1 3", "besieged": "none"}


class Mark(NamedTuple):
    """A place on the map: where, who holds it, in what state, and the anchor a click leads to."""

    place: PlaceRef
    name: str
    holder: str | None
    status: str
    anchor: str


def marks_of(control: Sequence[Control]) -> tuple[Mark, ...]:
    """Return a mark for each control row whose place has coordinates."""
    return tuple(
        Mark(row.place_ref, row.place, row.holder, row.status, row.id)
        for row in control
        if row.place_ref is not None and row.place_ref.lat is not None and row.place_ref.lon is not None
    )


def draw_map(marks: Sequence[Mark], holders: Mapping[str, str], words: Mapping[str, str]) -> str:
    """Draw the map as SVG; the empty string where no mark has a place.

    `holders` gives the name of each holder by its key. `words` gives the words of the map: a name for each status,
    "unknown" for no holder, "title", and "kilometres".
    """
    if not marks:
        return ""
    view = _View(frame_around([m.place for m in marks]))
    order = sorted({m.holder or "" for m in marks}, key=lambda h: (-sum((m.holder or "") == h for m in marks), h))
    style = {holder: (COLOURS[i % len(COLOURS)], SHAPES[i % len(SHAPES)]) for i, holder in enumerate(order)}
    parts = [
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(words['title'])}</title>",
        f'<clipPath id="frame"><rect width="{WIDTH}" height="{HEIGHT}"/></clipPath>',
        f'<rect class="sea" width="{WIDTH}" height="{HEIGHT}"/><g clip-path="url(#frame)">',
        *_land(view),
        *_marks(marks, view, style),
        "</g>",
        _scale_bar(view, words["kilometres"]),
        "</svg>",
    ]
    return "".join(parts) + _legend(marks, style, holders, words)


def frame_around(places: Sequence[PlaceRef]) -> Frame:
    """Return the frame that shows all places with room around them, in the page's proportions."""
    lats = [p.lat for p in places if p.lat is not None]
    lons = [p.lon for p in places if p.lon is not None]
    middle_lat, middle_lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    squeeze = max(0.2, math.cos(math.radians(middle_lat)))
    tall = max(LEAST_SPAN, (max(lats) - min(lats)) * (1 + 2 * MARGIN))
    wide = max(LEAST_SPAN, (max(lons) - min(lons)) * (1 + 2 * MARGIN)) * squeeze
    tall = max(tall, wide * HEIGHT / WIDTH)
    half_lat, half_lon = tall / 2, tall * WIDTH / HEIGHT / squeeze / 2
    return Frame(middle_lon - half_lon, middle_lat - half_lat, middle_lon + half_lon, middle_lat + half_lat)


class _View:
    """An equirectangular projection, true at the frame's middle latitude."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.x_scale = WIDTH / (frame.east - frame.west)
        self.y_scale = HEIGHT / (frame.north - frame.south)

    def at(self, lon: float, lat: float) -> Point:
        """Return the point of the page for a point of the world."""
        return (lon - self.frame.west) * self.x_scale, (self.frame.north - lat) * self.y_scale

    def path(self, points: Sequence[Point]) -> str:
        """Return SVG path data for a line of the world."""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (self.at(*p) for p in points))


def _land(view: _View) -> list[str]:
    land, borders = [], []
    for outline in outlines_in(view.frame):
        rings = "Z".join(view.path(ring) for ring in outline.rings)
        land.append(f'<path class="land" fill-rule="evenodd" d="{rings}Z"/>')
        if outline.provinces:
            borders.append(f'<path class="province" d="{"".join(view.path(p) for p in outline.provinces)}"/>')
    return land + borders


def _marks(marks: Sequence[Mark], view: _View, style: Mapping[str, tuple[str, str]]) -> list[str]:
    placed = [(mark, view.at(mark.place.lon or 0.0, mark.place.lat or 0.0)) for mark in marks]
    taken = [(x - 8, y - 8, x + 8, y + 8) for _, (x, y) in placed]
    parts = []
    for mark, (x, y) in placed:
        colour, shape = style[mark.holder or ""]
        drawn = _shape(shape, x, y, colour)
        if mark.status in STATUS_RINGS:
            dashes = STATUS_RINGS[mark.status]
            drawn += f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="11" stroke-dasharray="{dashes}"/>'
        label_x, label_y, anchor = _room_for_label(mark.name, x, y, taken)
        drawn += (
            f'<text class="halo" x="{label_x:.1f}" y="{label_y:.1f}" text-anchor="{anchor}">{escape(mark.name)}</text>'
        )
        parts.append(f'<a href="#{escape(mark.anchor)}">{drawn}</a>')
    return parts


def _shape(shape: str, x: float, y: float, colour: str) -> str:
    if shape == "circle":
        return f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{colour}"/>'
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in CORNERS[shape])
    return f'<polygon class="mark" points="{points}" fill="{colour}"/>'


def _room_for_label(
    name: str, x: float, y: float, taken: list[tuple[float, float, float, float]]
) -> tuple[float, float, str]:
    """Return where a label stands: the first of eight sides that is free and inside the page, else the least bad."""
    wide = len(name) * LETTER_WIDTH
    sides = [
        (x + 12, y + 5, "start"), (x - 12, y + 5, "end"), (x, y - 14, "middle"), (x, y + 24, "middle"),
        (x + 10, y - 9, "start"), (x + 10, y + 18, "start"), (x - 10, y - 9, "end"), (x - 10, y + 18, "end"),
    ]  # fmt: skip
    best, best_cost = sides[0], math.inf
    for side in sides:
        left = side[0] - {"start": 0.0, "end": wide, "middle": wide / 2}[side[2]]
        box = (left, side[1] - LABEL_HEIGHT + 3, left + wide, side[1] + 3)
        outside = max(0.0, -box[0]) + max(0.0, box[2] - WIDTH) + max(0.0, -box[1]) + max(0.0, box[3] - HEIGHT)
        cost = sum(_overlap(box, other) for other in taken) + outside * LABEL_HEIGHT
        if cost < best_cost:
            best, best_cost, best_box = side, cost, box
    taken.append(best_box)
    return best


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def _scale_bar(view: _View, kilometres: str) -> str:
    km_a_unit = 111.32 / view.y_scale
    length = next(km for km in (1000, 500, 200, 100, 50, 20, 10, 5, 1) if km / km_a_unit < WIDTH / 4 or km == 1)
    end = 16 + length / km_a_unit
    return (
        f'<g class="scale"><path d="M16 {HEIGHT - 22}v6H{end:.1f}v-6"/>'
        f'<text x="16" y="{HEIGHT - 27}">{length} {escape(kilometres)}</text></g>'
    )


def _legend(
    marks: Sequence[Mark], style: Mapping[str, tuple[str, str]], holders: Mapping[str, str], words: Mapping[str, str]
) -> str:
    rows = []
    for holder, (colour, shape) in style.items():
        icon = f'<svg class="key" viewBox="-9 -9 18 18">{_shape(shape, 0, 0, colour)}</svg>'
        rows.append(f"<li>{icon}{escape(holders.get(holder, words['unknown']))}</li>")
    for status, dashes in STATUS_RINGS.items():
        if any(m.status == status for m in marks):
            ring = f'<circle class="ring" r="7" stroke-dasharray="{dashes}"/>'
            rows.append(f'<li><svg class="key" viewBox="-9 -9 18 18">{ring}</svg>{escape(words[status])}</li>')
    return f'<ul class="legend">{"".join(rows)}</ul>'
