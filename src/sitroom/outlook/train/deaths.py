"""Grow the trees of the deaths forecast from counts by country and month.

Every origin with five years of history gives each country twice, at steps ahead drawn at random; what lies after the
last month is never seen, so the same function grows the trees of each origin of the back-test.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sitroom.forest import Forest
from sitroom.outlook.deaths.counts import Counts
from sitroom.outlook.deaths.features import LEAST_HISTORY, MEAN_12, NAMES, describe, with_steps
from sitroom.outlook.deaths.hurdle import LEVELS, Hurdle
from sitroom.outlook.deaths.pool import FIRST_STEP, LAST_STEP

FloatArray = npt.NDArray[np.float64]

SEED = 7
STEPS_AN_ORIGIN = 2
TREES = 500
# Few leaves and many rows in each: wars are few, and a tree that knows them apart has learned names, not laws.
GROWTH: dict[str, Any] = {
    "learning_rate": 0.03, "num_leaves": 5, "lambda_l2": 10.0, "feature_fraction": 0.6, "bagging_fraction": 0.7,
    "bagging_freq": 1, "max_bin": 127, "verbose": -1, "num_threads": 1, "seed": SEED, "deterministic": True,
    "force_row_wise": True,
}  # fmt: skip
LEAST_ROWS_CHANCE, LEAST_ROWS_QUANTILE = 300, 150


def cases(deaths: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return features and later deaths of country-months, seen from every origin at steps drawn at random."""
    draw = np.random.default_rng(SEED)
    rows, later = [], []
    months = deaths.shape[1]
    for at in range(LEAST_HISTORY, months - 1):
        described = describe(deaths, at)
        possible = np.arange(FIRST_STEP, min(LAST_STEP, months - 1 - at) + 1)
        for steps in draw.choice(possible, size=min(STEPS_AN_ORIGIN, len(possible)), replace=False):
            rows.append(with_steps(described, int(steps)))
            later.append(deaths[:, at + steps])
    return np.vstack(rows), np.concatenate(later)


def grow(counts: Counts, origin: dict[str, str], trees: int = TREES) -> Hurdle:
    """Return the trees grown from all the counts given; the same counts give the same trees."""
    import lightgbm  # noqa: PLC0415  wanted only where trees are grown

    rows, later = cases(counts.deaths)

    def forest(inputs: FloatArray, target: FloatArray, weight: FloatArray | None = None, **settings: Any) -> Forest:
        data = lightgbm.Dataset(inputs, target, weight=weight, feature_name=list(NAMES))
        return Forest.of_dump(lightgbm.train(GROWTH | settings, data, trees).dump_model())

    fought = later > 0
    rise = np.log1p(later[fought]) - rows[fought, MEAN_12]
    return Hurdle(
        chance=forest(rows, fought.astype(float), objective="binary", min_data_in_leaf=LEAST_ROWS_CHANCE),
        quantiles=tuple(
            forest(rows[fought], rise, objective="quantile", alpha=q, min_data_in_leaf=LEAST_ROWS_QUANTILE)
            for q in LEVELS
        ),
        origin=origin | {"data_cutoff": counts.last_month},
    )
