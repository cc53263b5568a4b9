"""A small chart of how one quantity was counted over time, one line a claimant, as SVG.

Only values that were published are drawn, each as a dot, joined by steps: between two counts a claimant said nothing,
and a slope would say something. A lower bound has an open dot, a range a bar. The axis starts at nought.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from sitroom.brief.map import COLOURS

WIDTH, HEIGHT = 340, 150
LEFT, RIGHT, TOP, BOTTOM = 8, 92, 18, 22
LABEL_GAP = 13


class Value(NamedTuple):
    """One published value: its day, and its bounds (None where the claimant gave none)."""

    day: date
    low: int | None
    high: int | None

    @property
    def shown(self) -> int:
        """The bound that was stated."""
        return self.low if self.low is not None else self.high or 0


class Series(NamedTuple):
    """The values of one claimant, in order of days."""

    label: str
    values: tuple[Value, ...]


def draw_chart(title: str, series: Sequence[Series], number: Sequence[str], days: tuple[str, str]) -> str:
    """Draw the chart; the empty string where there are fewer than two days to compare.

    `number` gives the printed form of each series' last value, `days` the printed first and last day.
    """
    known = [v.day for s in series for v in s.values]
    if len(set(known)) < 2:
        return ""
    first, last = min(known), max(known)
    top = max(v.high or v.shown for s in series for v in s.values) or 1

    def x_of(day: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / (last - first).days

    def y_of(value: int) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top

    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(title)}</title>",
        f'<path class="axis" d="M{LEFT} {HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>',
        f'<text x="{LEFT}" y="{HEIGHT - 6}">{escape(days[0])}</text>',
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 6}" text-anchor="end">{escape(days[1])}</text>',
    ]
    ends = []
    for index, one in enumerate(series):
        colour = COLOURS[index % len(COLOURS)]
        points = [(x_of(v.day), y_of(v.shown)) for v in one.values]
        steps = f"M{points[0][0]:.1f} {points[0][1]:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in points[1:])
        parts.append(f'<path class="series" d="{steps}" stroke="{colour}"/>')
        for value, (x, y) in zip(one.values, points, strict=True):
            parts.append(_dot(value, x, y, y_of, colour))
        ends.append((points[-1][1], f"{number[index]} {one.label}", colour))
    parts += _end_labels(ends)
    return "".join([*parts, "</svg>"])


def _dot(value: Value, x: float, y: float, y_of: Callable[[int], float], colour: str) -> str:
    bar = ""
    if value.low is not None and value.high is not None and value.high != value.low:
        bar = f'<path stroke="{colour}" d="M{x:.1f} {y_of(value.low):.1f}V{y_of(value.high):.1f}"/>'
    fill = colour if value.low == value.high else "#fff"
    return f'{bar}<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{fill}" stroke="{colour}"/>'


def _end_labels(ends: Sequence[tuple[float, str, str]]) -> list[str]:
    """Return the labels at the right edge, moved apart where they would stand on each other."""
    parts = []
    lowest = 0.0
    for y, text, colour in sorted(ends):
        lowest = max(y + 4, lowest + LABEL_GAP)
        parts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{lowest:.1f}" fill="{colour}">{escape(text)}</text>')
    return parts
