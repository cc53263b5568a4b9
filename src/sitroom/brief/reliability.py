"""A reliability diagram as SVG: of what was called likely, how much came about."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from math import sqrt

from sitroom.scorecard import WordRow
from sitroom.terms.likelihood import likelihood_bands

SIZE, LEFT, TOP, BOTTOM = 320, 46, 14, 40
WIDTH = SIZE + LEFT + 14
HEIGHT = SIZE + TOP + BOTTOM
TICKS = (0, 20, 40, 60, 80, 100)
LEAST_RADIUS, MOST_RADIUS = 4.0, 15.0


def draw_reliability(words: Sequence[WordRow]) -> str:
    """Draw the diagram: a dot a word, as large as its cases are many, on the diagonal where the words keep their word.

    The empty string where nothing was resolved. The bars are the 90 % range that as many cases would show by chance
    if the number said were right.
    """
    if not words:
        return ""
    most = max(row.n for row in words)
    parts = [
        f'<svg class="reliability" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">',
        "<title>How often it came about, by how likely it was called</title>",
    ]
    edges = [0.0, *(band.below for band in likelihood_bands())]
    for at, (low, high) in enumerate(pairwise(edges)):
        if at % 2 == 0:
            width = (min(high, 1.0) - low) * SIZE
            parts.append(f'<rect class="band" x="{_x(low):.1f}" y="{TOP}" width="{width:.1f}" height="{SIZE}"/>')
    parts.append(f'<path class="axis" d="M{LEFT} {TOP}V{TOP + SIZE}H{LEFT + SIZE}"/>')
    parts.append(f'<path class="even" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>')
    for tick in TICKS:
        x, y = _x(tick / 100), _y(tick / 100)
        parts.append(f'<text x="{x:.1f}" y="{TOP + SIZE + 16}" text-anchor="middle">{tick}</text>')
        parts.append(f'<text x="{LEFT - 7}" y="{y + 4:.1f}" text-anchor="end">{tick}</text>')
    parts.append(
        f'<text x="{LEFT + SIZE / 2}" y="{HEIGHT - 5}" text-anchor="middle">said, %</text>'
        f'<text transform="translate(12 {TOP + SIZE / 2}) rotate(-90)" text-anchor="middle">came about, %</text>'
    )
    parts += [_dot(row, most) for row in words]
    return "".join([*parts, "</svg>"])


def _dot(row: WordRow, most: int) -> str:
    spread = 1.645 * sqrt(row.said * (1 - row.said) / row.n)
    low, high = max(row.said - spread, 0.0), min(row.said + spread, 1.0)
    radius = max(LEAST_RADIUS, MOST_RADIUS * sqrt(row.n / most))
    x, y = _x(row.said), _y(row.seen)
    told = escape(f"{row.word.replace('_', ' ')}: {row.n} forecasts, {row.said:.0%} said, {row.seen:.0%} came about")
    return (
        f'<path class="chance" d="M{x:.1f} {_y(low):.1f}V{_y(high):.1f}"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{told}</title></circle>'
    )


def _x(share: float) -> float:
    return LEFT + SIZE * share


def _y(share: float) -> float:
    return TOP + SIZE * (1 - share)
