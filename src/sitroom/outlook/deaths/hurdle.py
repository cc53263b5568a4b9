"""Whether anybody is killed in a month, and how many where somebody is: trees for the chance and for nine quantiles.

The quantiles are of log1p(deaths) less log1p of the country's mean of twelve months, so that a war larger than any in
the fit is still forecast about its own size. LightGBM (Ke et al. 2017) grows the trees; here they are only evaluated.
"""

from __future__ import annotations

import io
from functools import cache
from importlib import resources
from typing import Any, cast

import msgspec
import numpy as np
import numpy.typing as npt

from sitroom.forest import Forest
from sitroom.outlook.deaths.features import MEAN_12

FloatArray = npt.NDArray[np.float64]

LEVELS = (0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98)
# Trees of few leaves shrink quantiles towards the median; they are drawn out again by as much as the eight yearly
# origins before those that are scored asked for.
SPREAD = 1.1
# Beyond the outer quantiles the draws go on for this share of the last gap, so that a tail is neither cut nor endless.
BELOW, ABOVE = 0.25, 0.35


class Hurdle(msgspec.Struct, frozen=True, kw_only=True):
    """The fitted trees: `chance` in log odds, one forest a level in `quantiles`, and where they come from."""

    chance: Forest
    quantiles: tuple[Forest, ...]
    origin: dict[str, str]

    def draw(self, rows: FloatArray, draws: int) -> FloatArray:
        """Return evenly spaced draws, from the least to the greatest, of shape (rows, draws), in persons."""
        chance = 1 / (1 + np.exp(-self.chance.predict(rows)))
        heights = np.sort(np.column_stack([forest.predict(rows) for forest in self.quantiles]), axis=1)
        middle = heights[:, [LEVELS.index(0.5)]]
        heights = middle + SPREAD * (heights - middle) + rows[:, [MEAN_12]]
        first = heights[:, [0]] - BELOW * (heights[:, [1]] - heights[:, [0]])
        last = heights[:, [-1]] + ABOVE * (heights[:, [-1]] - heights[:, [-2]])
        heights = np.column_stack([first, heights, last])
        levels = np.array([0.0, *LEVELS, 1.0])
        share = (np.arange(draws) + 0.5) / draws
        out = np.zeros((len(rows), draws))
        for i, p in enumerate(chance):
            above = (share - (1 - p)) / p
            log = np.interp(above, levels, heights[i])
            out[i] = np.where(above > 0, np.maximum(1.0, np.round(np.expm1(np.maximum(log, 0.0)))), 0.0)
        return out

    def encode(self) -> bytes:
        """Return the file that ships: compressed arrays, the same bytes for the same trees."""
        held = self.chance.arrays("chance") | {"origin": np.array(msgspec.json.encode(self.origin, order="sorted"))}
        for level, forest in zip(LEVELS, self.quantiles, strict=True):
            held |= forest.arrays(f"q{level}")
        file = io.BytesIO()
        np.savez_compressed(file, **cast("dict[str, Any]", held))
        return file.getvalue()

    @classmethod
    def decode(cls, data: bytes) -> Hurdle:
        """Return the model of a file that `encode` made."""
        with np.load(io.BytesIO(data)) as held:
            arrays = dict(held)
        return cls(
            chance=Forest.of_arrays("chance", arrays),
            quantiles=tuple(Forest.of_arrays(f"q{level}", arrays) for level in LEVELS),
            origin=msgspec.json.decode(bytes(arrays["origin"].item()), type=dict[str, str]),
        )


@cache
def load_hurdle() -> Hurdle:
    """Return the model that ships with Sitroom."""
    return Hurdle.decode(resources.files("sitroom.outlook").joinpath("data", "deaths.npz").read_bytes())
