"""From what is seen to a chance: a logistic function a horizon, flattened where the front is breaking."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec
import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

# Farther than this from any place of the attacker nothing was tested.
FARTHEST_KM = 30.0
# Inner edges of the bins of distance whose rates are the base rates, in km.
BIN_EDGES = (5.0, 10.0, 15.0, 20.0)
# Where more than half of the attacker's ground around was taken within four weeks, the front is breaking: in the slow
# war of 2023-25 fewer than one place-week in a hundred was like this.
BREAKING = 0.5


class Horizon(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was fitted for one horizon: log odds = intercept + weights x features.

    Where the front is breaking, log odds = breaking_intercept + breaking_slope x those. `most` is the highest chance
    that enough cases were seen at. `rates` and `cases` are of the bins of distance, the nearest first.
    """

    days: int
    intercept: float
    weights: tuple[float, ...]
    breaking_intercept: float
    breaking_slope: float
    most: float
    rates: tuple[float, ...]
    cases: tuple[int, ...]

    def log_odds(self, features: FloatArray) -> FloatArray:
        """Return the log odds of a slow front, one a row of features."""
        odds: FloatArray = self.intercept + features @ np.array(self.weights)
        return odds

    def chances(self, features: FloatArray, pace: FloatArray) -> FloatArray:
        """Return the chance of a capture for each row of features, capped where no case was ever seen."""
        slow = self.log_odds(features)
        odds = np.where(pace > BREAKING, self.breaking_intercept + self.breaking_slope * slow, slow)
        return np.minimum(1 / (1 + np.exp(-odds)), self.most)

    def base(self, near_km: float) -> tuple[float, int]:
        """Return the rate of captures among places as far from the attacker, and of how many place-weeks it is."""
        at = int(np.searchsorted(BIN_EDGES, near_km))
        return self.rates[at], self.cases[at]


class Odds(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `data/capture.json` holds."""

    source: str
    licence: str
    data_cutoff: str
    places: int
    weeks: int
    horizons: tuple[Horizon, ...]


@cache
def load_odds() -> Odds:
    """Return the table that ships with Sitroom."""
    data = resources.files("sitroom.outlook").joinpath("data", "capture.json").read_bytes()
    return msgspec.json.decode(data, type=Odds)
