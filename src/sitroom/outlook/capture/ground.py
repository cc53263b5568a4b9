"""What a forecast of a capture sees: how near the attacker is, how much around is his, and what he took lately.

Three numbers of one moment's map, and of what changed hands before it. They need a list of places and who holds each,
not a drawn front, so that a picture made of reports gives them as well as a map does.
"""

from __future__ import annotations

from math import pi

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

EARTH_KM = 6371.0
# What is this far weighs 1/e of what is at hand; a capture this long ago likewise. Chosen on 2022 and 2023.
REACH_KM, MEMORY_DAYS = 15.0, 42.0
# Ground taken within four weeks is what the attacker's pace is judged by.
LATELY_DAYS = 28
# No two places of the fit are nearer to each other than about this; an attacker nearer by is taken to be this near.
NEAREST_KM = 3.0
# A place alone with its attacker is not all his, and an empty neighbourhood is not all the defender's.
_PRIOR_HELD, _PRIOR_FREE, _PRIOR_TAKEN = 0.05, 1.05, 0.03
NAMES = ("log_distance_km", "log_held_to_free_around", "log_taken_lately_around")


def distances_km(lat: FloatArray, lon: FloatArray) -> FloatArray:
    """Return great-circle distances between all places, of shape (places, places); infinite from a place to itself."""
    phi, lam = lat * pi / 180, lon * pi / 180
    chord = (
        np.sin((phi[:, None] - phi) / 2) ** 2
        + np.cos(phi[:, None]) * np.cos(phi) * np.sin((lam[:, None] - lam) / 2) ** 2
    )
    between: FloatArray = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    np.fill_diagonal(between, np.inf)
    return between


def nearest_km(distance: FloatArray, held: BoolArray) -> FloatArray:
    """Return how far the nearest place of the attacker is from each target; infinite where he has none."""
    if not held.any():
        return np.full(len(distance), np.inf)
    nearest: FloatArray = distance[:, held].min(axis=1)
    return nearest


def describe(near: FloatArray, distance: FloatArray, held: BoolArray, taken_days_ago: FloatArray) -> FloatArray:
    """Return the features of targets, of shape (targets, 3), in the order of `NAMES`.

    `near` is the attacker's distance to each target in km; `distance`, of shape (targets, places), how far each place
    is; `held` which places are the attacker's, and `taken_days_ago` since when: infinite where he took it before
    anybody counted, or never.
    """
    weight = np.exp(-distance / REACH_KM)
    fresh = np.where(held, np.exp(-taken_days_ago / MEMORY_DAYS), 0.0)
    return np.column_stack(
        [
            np.log(np.maximum(near, NEAREST_KM)),
            np.log((weight @ held + _PRIOR_HELD) / (weight @ ~held + _PRIOR_FREE)),
            np.log(weight @ fresh + _PRIOR_TAKEN),
        ]
    )


def pace(distance: FloatArray, held: BoolArray, taken_days_ago: FloatArray) -> FloatArray:
    """Return what share of the attacker's ground around each target he took in the last four weeks, 0 to 1."""
    weight = np.exp(-distance / REACH_KM)
    lately: FloatArray = weight @ (held & (taken_days_ago <= LATELY_DAYS))
    share: FloatArray = lately / (weight @ held + _PRIOR_HELD)
    return share
