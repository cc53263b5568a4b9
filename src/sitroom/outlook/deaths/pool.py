"""The pooled forecast: half of the samples from trees, half from between the trees and the country's own last year.

"Between" is the average of their quantiles (Vincent 1912), which keeps the ends of an interval nearer than drawing from
one or the other does (a linear pool, Stone 1961). Half and half was chosen on the eight yearly origins before those
that are scored (docs/methods.md).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sitroom.outlook.deaths.features import describe, with_steps
from sitroom.outlook.deaths.hurdle import Hurdle

FloatArray = npt.NDArray[np.float64]

DRAWS = 1000
# The steps for which the trees were grown; no other is forecast.
FIRST_STEP, LAST_STEP = 1, 14
OWN_MONTHS = 12


def conflictology(deaths: FloatArray, at: int, draws: int = DRAWS) -> FloatArray:
    """Return a country's own last twelve months as its forecast, of shape (countries, draws).

    The benchmark of the VIEWS 2023/24 prediction challenge (Hegre et al. 2024, arXiv 2407.11045), for any step ahead.
    """
    year = np.sort(deaths[:, at - OWN_MONTHS + 1 : at + 1], axis=1)
    return year[:, ((np.arange(draws) + 0.5) / draws * OWN_MONTHS).astype(int)]


class Pool:
    """A forecaster of every country's deaths, as seen at the end of one month."""

    def __init__(self, deaths: FloatArray, at: int, hurdle: Hurdle) -> None:
        """See `deaths`, of shape (countries, months), up to index `at`."""
        self._deaths, self._at = deaths, at
        self._hurdle = hurdle
        self._described = describe(deaths, at)

    def draw(self, countries: npt.NDArray[np.intp], steps: int) -> FloatArray:
        """Return 1,000 samples of each country's deaths so many months ahead, in order of size.

        Raises ValueError for a step that the trees were not grown for.
        """
        if not FIRST_STEP <= steps <= LAST_STEP:
            raise ValueError(f"{steps} months ahead; {FIRST_STEP} to {LAST_STEP} can be forecast")
        half = DRAWS // 2
        trees = self._hurdle.draw(with_steps(self._described[countries], steps), half)
        own = conflictology(self._deaths[countries], self._at, half)
        return np.sort(np.concatenate([trees, np.round((trees + own) / 2)], axis=1), axis=1)
