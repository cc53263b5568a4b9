"""Where the displaced are: at each site what was counted there, its own rise going on, and the rest by gravity.

A site never heard of gets the share that gravity gives it. Nothing here reads what a site can hold: in the data at hand
that is the greatest number that was later counted there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sitroom.outlook.displacement.series import FloatArray, Series

# No place is nearer than this: a distance between two points of towns is no finer.
SOFTENING_KM = 50.0
# Gravity's exponents are not known: conflicts differ, and choosing them on eight lost to not choosing on the ninth.
# So every pull is the mean over these, each as good as the other.
NEAR_POWERS = (0.0, 0.5, 1.0)
CROWD_POWERS = (0.0, 0.5, 1.0)
# So many people counted at the start say as much about where the next will go as gravity does.
WEIGHT_OF_GRAVITY = 5000.0
EARTH_KM = 6371.0
# Margin of a site's forecast, in shares of its count, of its expected rise and of all sites' total.
OF_COUNT, OF_RISE, OF_TOTAL = 0.05, 1.0, 0.01


class Sites(NamedTuple):
    """Sites as gravity sees them, one entry each.

    `near` are km to the nearest place at war, and `country` is a number that sites of one country share.
    """

    near: FloatArray
    country: np.ndarray[tuple[int], np.dtype[np.int64]]


def kilometres(left: FloatArray, right: FloatArray) -> FloatArray:
    """Return great-circle km between points given as rows of (latitude, longitude): an array (left, right)."""
    a, b = np.radians(left)[:, None, :], np.radians(right)[None, :, :]
    half = (b - a) / 2
    chord = np.sin(half[..., 0]) ** 2 + np.cos(a[..., 0]) * np.cos(b[..., 0]) * np.sin(half[..., 1]) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(chord)), dtype=float)


def pull(sites: Sites) -> FloatArray:
    """Return the share of newly displaced that each site draws, summing to one: the mean of all gravities."""
    same = np.array([(sites.country == c).sum() for c in sites.country], dtype=float)
    near = np.log(sites.near + SOFTENING_KM)
    shares = np.zeros(len(near))
    for a in NEAR_POWERS:
        for b in CROWD_POWERS:
            shares += shares_of(np.exp(-a * near - b * np.log(same)))
    return shares_of(shares)


def drawn_by_first(first: FloatArray, gravity: FloatArray) -> FloatArray:
    """Return the shares of newly displaced where some were counted at the start: `first` people at each site."""
    known = first.sum() / (first.sum() + WEIGHT_OF_GRAVITY)
    return known * shares_of(first) + (1 - known) * gravity if known > 0 else gravity


def shares_of(weights: FloatArray) -> FloatArray:
    """Return weights scaled to sum to one; equal shares where all are nought."""
    total = weights.sum()
    return np.asarray(weights / total if total > 0 else np.full(len(weights), 1 / len(weights)), dtype=float)


class Expected(NamedTuple):
    """The expected count at each site, and the margin in whose units its quantiles are given."""

    counts: FloatArray
    margins: FloatArray


def counts_on(seen: Sequence[Series], day: float, total: float, gravity: FloatArray, carried: float) -> Expected:
    """Return what will be counted at each site on a day, where so many are there in all.

    Each site keeps its last count and a share `carried` of its last rise; what is then missing from the total comes by
    gravity, and what is too much goes from all in proportion. `seen` holds no count later than the day of the forecast.
    """
    last = np.array([0.0 if s.empty else s.last for s in seen])
    own = np.array([0.0 if s.empty else s.rise() * min(day - s.last_day, s.span) for s in seen])
    counts = np.maximum(last + carried * own, 0.0)
    missing = total - counts.sum()
    counts = np.maximum(counts + missing * (gravity if missing >= 0 else shares_of(counts)), 0.0)
    return Expected(counts, OF_COUNT * counts + OF_RISE * np.abs(counts - last) + OF_TOTAL * counts.sum())
