"""Fit the chance that a place changes hands, on weekly maps of one front.

Both sides' captures are learned from: each week is seen once as the one attacker sees it and once as the other. The
maps know thousands of places and a picture made of reports knows a few, so what ships is fitted on maps of which most
places were forgotten, those near the front and those just taken least often.
"""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from sitroom.errors import DataError
from sitroom.outlook.capture.ground import MEMORY_DAYS, describe, distances_km, nearest_km, pace
from sitroom.outlook.capture.odds import BIN_EDGES, BREAKING, FARTHEST_KM
from sitroom.outlook.train.logistic import fit

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

WEEK_DAYS = 7
HORIZONS = (1, 4, 13)
# The first weeks of a map have no past: what was taken before them is not known.
FIRST_WEEK = int(MEMORY_DAYS // WEEK_DAYS)
# Half as much weight after two years: the front of 2022 moved by other laws than that of today.
HALF_LIFE_WEEKS = 104
# What share of places a story's reports name, drawn anew each week; near the front and just taken, thrice that.
KNOWN_SHARE, NAMED_OFTENER, FRONT_KM = (0.05, 0.3), 3.0, 8.0
DRAWS, SEED = 4, 11
# A chance is only given where this many cases were seen at it or above.
LEAST_CASES_ABOVE = 50
# Slopes of the breaking front are of few offensives: they are drawn to flat as if by this many cases.
BREAKING_RIDGE = 25.0


class Front(msgspec.Struct, frozen=True, kw_only=True):
    """Weekly control: `held` of shape (weeks, places), true where the first side holds a place."""

    weeks: tuple[date, ...]
    lat: FloatArray
    lon: FloatArray
    held: BoolArray


class Cases(msgspec.Struct, frozen=True, kw_only=True):
    """Places at risk: what was seen of each, in which week (index), which place, and which side attacked (0 or 1)."""

    features: FloatArray
    pace: FloatArray
    week: IntArray
    place: IntArray
    side: IntArray


def load_front(folder: Path) -> Front:
    """Read `places.csv` (id, lat, lon) and `weekly_control.csv.gz` (week, then a column a place: 1 or 0).

    Raises DataError where a file is missing or the two do not name the same places in the same order.
    """
    try:
        with (folder / "places.csv").open(encoding="utf-8", newline="") as lines:
            places = list(csv.DictReader(lines))
        with gzip.open(folder / "weekly_control.csv.gz", "rt", encoding="utf-8", newline="") as lines:
            header, *rows = list(csv.reader(lines))
        if header[1:] != [place["id"] for place in places]:
            raise DataError(f"{folder}: the places of weekly_control.csv.gz are not those of places.csv")
        return Front(
            weeks=tuple(date.fromisoformat(row[0]) for row in rows),
            lat=np.array([float(place["lat"]) for place in places]),
            lon=np.array([float(place["lon"]) for place in places]),
            held=np.array([[value == "1" for value in row[1:]] for row in rows]),
        )
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"cannot read a front from {folder}: {error}") from error


def outcomes(front: Front, weeks: int) -> tuple[FloatArray, FloatArray]:
    """Return for each side whether it took each place within so many weeks of each; NaN where that is not known yet."""
    both = []
    for held in (front.held, ~front.held):
        taken = np.full(held.shape, np.nan)
        for week in range(len(held) - weeks):
            taken[week] = held[week + 1 : week + weeks + 1].any(axis=0)
        both.append(taken)
    return both[0], both[1]


def whole_map(front: Front) -> Cases:
    """Return every place at risk in every week, seen with the whole map."""
    return _join([_seen(front, side, None) for side in (0, 1)])


def as_reported(front: Front, draws: int = DRAWS, seed: int = SEED) -> Cases:
    """Return places at risk seen with the few places that reports would name, several draws of them a week."""
    return _join(
        [_seen(front, side, np.random.default_rng([seed, draw, side])) for draw in range(draws) for side in (0, 1)]
    )


def _join(parts: list[Cases]) -> Cases:
    return Cases(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in Cases.__struct_fields__})


def _seen(front: Front, side: int, draw: np.random.Generator | None) -> Cases:
    mine = front.held if side == 0 else ~front.held
    distance = distances_km(front.lat, front.lon)
    ago = np.full(mine.shape[1], np.inf)
    found = []
    for week, held in enumerate(mine):
        ago = ago + WEEK_DAYS
        if week:
            ago[held & ~mine[week - 1]] = 0.0
        known = np.ones(len(held), bool) if draw is None else _named(distance, held, ago, draw)
        free = np.flatnonzero(known & ~held)
        places = np.flatnonzero(known)
        near = nearest_km(distance[np.ix_(free, places)], held[places])
        free, near = free[near <= FARTHEST_KM], near[near <= FARTHEST_KM]
        between = distance[np.ix_(free, places)]
        there = (between, held[places], ago[places])
        found.append(
            Cases(
                features=describe(near, *there),
                pace=pace(*there),
                week=np.full(len(free), week),
                place=free,
                side=np.full(len(free), side),
            )
        )
    return _join(found)


def _named(distance: FloatArray, held: BoolArray, ago: FloatArray, draw: np.random.Generator) -> BoolArray:
    share = draw.uniform(*KNOWN_SHARE)
    facing = np.where(held[:, None] != held, distance, np.inf).min(axis=1) <= FRONT_KM
    oftener = facing | (held & (ago < 4 * WEEK_DAYS))
    chance = np.where(oftener, np.minimum(share * NAMED_OFTENER, 1.0), share)
    return draw.random(len(held)) < chance


def outcome_of(cases: Cases, taken: tuple[FloatArray, FloatArray]) -> FloatArray:
    """Return the outcome of each case: 1, 0, or NaN."""
    return np.where(cases.side == 0, taken[0][cases.week, cases.place], taken[1][cases.week, cases.place])


def fit_odds(cases: Cases, outcome: FloatArray, until_week: int, since_week: int = FIRST_WEEK) -> FloatArray:
    """Return intercept and weights fitted on the cases of some weeks (indices), the newer weighing more."""
    used = ~np.isnan(outcome) & (cases.week <= until_week) & (cases.week >= since_week)
    weights = 0.5 ** ((until_week - cases.week[used]) / HALF_LIFE_WEEKS)
    return fit(cases.features[used], outcome[used], weights)


def fit_breaking(cases: Cases, outcome: FloatArray, log_odds: FloatArray, until_week: int) -> FloatArray:
    """Return intercept and slope over the slow front's log odds, where the front was breaking."""
    used = ~np.isnan(outcome) & (cases.week <= until_week) & (cases.week >= FIRST_WEEK) & (cases.pace > BREAKING)
    return fit(log_odds[used, None], outcome[used], ridge=BREAKING_RIDGE)


def fit_all(front: Front, source: str, licence: str) -> dict[str, Any]:
    """Return what `data/capture.json` holds, the same digits for the same maps."""
    cases = as_reported(front)
    return {
        "source": source,
        "licence": licence,
        "data_cutoff": front.weeks[-1].isoformat(),
        "places": len(front.lat),
        "weeks": len(front.weeks),
        "horizons": [_horizon(front, cases, weeks) for weeks in HORIZONS],
    }


def _horizon(front: Front, cases: Cases, weeks: int) -> dict[str, Any]:
    outcome = outcome_of(cases, outcomes(front, weeks))
    last = len(front.weeks) - 1 - weeks
    found = fit_odds(cases, outcome, last)
    log_odds = found[0] + cases.features @ found[1:]
    breaking = fit_breaking(cases, outcome, log_odds, last)
    chance = np.sort(1 / (1 + np.exp(-log_odds)))
    near = np.exp(cases.features[:, 0])
    known = ~np.isnan(outcome)
    bins = [known & (np.searchsorted(BIN_EDGES, near) == at) for at in range(len(BIN_EDGES) + 1)]
    return {
        "days": weeks * WEEK_DAYS,
        "intercept": _digits(found[0]),
        "weights": [_digits(weight) for weight in found[1:]],
        "breaking_intercept": _digits(breaking[0]),
        "breaking_slope": _digits(breaking[1]),
        "most": _digits(chance[-LEAST_CASES_ABOVE]),
        "rates": [_digits(outcome[one].mean()) for one in bins],
        # Each place-week was drawn several times; it is one case.
        "cases": [len(np.unique(np.column_stack([cases.week, cases.place, cases.side])[one], axis=0)) for one in bins],
    }


def _digits(value: float) -> float:
    return float(f"{value:.5g}")
