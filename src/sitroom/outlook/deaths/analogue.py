"""What became of the country-months most like this one: their later deaths over their own level, times the level here.

A ratio bootstrap over nearest neighbours, after the analogues of meteorology (Lorenz 1969) and the nearest-shape
forecasts of conflict research. Nothing is fitted: the neighbours come from the counts given, up to the month seen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sitroom.outlook.deaths.features import LEAST_HISTORY, MEAN_12, NAMES, describe

FloatArray = npt.NDArray[np.float64]

NEIGHBOURS = 300
# What likeness is of, and how much each counts. Set once by judgement, in units of one standard deviation.
LIKENESS = {
    "last": 1.0, "mean_3": 1.0, "mean_12": 1.5, "mean_60": 0.5, "active_12": 1.0, "slope_6": 0.5,
    "months_quiet": 0.5, "largest_12": 0.5,
}  # fmt: skip
# No analogue multiplies a level by more than this (e^8): one outbreak from nothing is not the measure of all wars.
LARGEST_LOG_RATIO = 8.0
_COLUMNS = [NAMES.index(name) for name in LIKENESS]
_WEIGHTS = np.array(list(LIKENESS.values()))


class Analogues:
    """The country-months before a month, ready to be compared."""

    def __init__(self, deaths: FloatArray, at: int) -> None:
        """Describe every month with enough history before index `at`, and the month itself."""
        self._deaths = deaths
        self._months = np.arange(LEAST_HISTORY, at)
        described = np.stack([describe(deaths, month) for month in self._months])
        likeness = described[:, :, _COLUMNS]
        scale = likeness.reshape(-1, len(_COLUMNS)).std(axis=0)
        self._scale = np.where(scale > 0, scale, 1.0)
        self._past = likeness / self._scale * _WEIGHTS
        self._levels = described[:, :, MEAN_12]
        here = describe(deaths, at)
        self._here = here[:, _COLUMNS] / self._scale * _WEIGHTS
        self._level_here = here[:, MEAN_12]
        self._at = at

    def draw(self, countries: npt.NDArray[np.intp], steps: int, draws: int) -> FloatArray:
        """Return evenly spaced draws of deaths so many months ahead, of shape (countries, draws)."""
        known = self._months[self._months + steps <= self._at]
        past = self._past[: len(known)].reshape(-1, len(_COLUMNS))
        levels = self._levels[: len(known)].reshape(-1)
        later = self._deaths[:, known + steps].T.reshape(-1)
        out = np.zeros((len(countries), draws))
        for row, country in enumerate(countries):
            distance = ((past - self._here[country]) ** 2).sum(axis=1)
            count = min(NEIGHBOURS, len(distance))
            # A stable order, so that equally near months are taken alike on every machine.
            nearest = np.argsort(distance, kind="stable")[:count]
            ratio = np.minimum(np.log1p(later[nearest]) - levels[nearest], LARGEST_LOG_RATIO)
            value = np.maximum(1.0, np.round(np.expm1(ratio + self._level_here[country])))
            value = np.sort(np.where(later[nearest] > 0, value, 0.0))
            out[row] = value[((np.arange(draws) + 0.5) / draws * count).astype(int)]
        return out
