"""What a forecast of deaths sees: a country's own past months, and those of all countries together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

# Five years before a month are needed to describe it.
LEAST_HISTORY = 60
NAMES = (
    "last", "before_last", "third_last", "mean_3", "mean_6", "mean_12", "mean_24", "mean_60", "largest_12",
    "smallest_12", "active_6", "active_12", "active_60", "months_quiet", "spread_12", "slope_6", "slope_12",
    "all_countries_3", "all_countries_12", "steps",
)  # fmt: skip
MEAN_12 = NAMES.index("mean_12")
# Months counted as quiet at most: longer ago is long ago.
LONGEST_QUIET = 120


def describe(deaths: FloatArray, at: int) -> FloatArray:
    """Return the features of every country as seen at the end of a month, without `steps`.

    `deaths` is of shape (countries, months); `at` is the index of the last month seen. The result is of shape
    (countries, features - 1): counts as log1p, shares as they are. Raises ValueError where history is too short.
    """
    if at + 1 < LEAST_HISTORY:
        raise ValueError(f"{at + 1} months of history; {LEAST_HISTORY} are needed")
    seen = deaths[:, : at + 1]
    log = np.log1p(seen)
    year = log[:, -12:]
    ordinal6, ordinal12 = np.arange(6) - 2.5, np.arange(12) - 5.5
    whole = np.log1p(seen.sum(axis=0))
    columns = [
        log[:, -1], log[:, -2], log[:, -3],
        *(np.log1p(seen[:, -n:].mean(axis=1)) for n in (3, 6, 12, 24, 60)),
        year.max(axis=1), year.min(axis=1),
        *((seen[:, -n:] > 0).mean(axis=1) for n in (6, 12, 60)),
        np.log1p(_months_quiet(seen)),
        year.std(axis=1),
        log[:, -6:] @ ordinal6 / (ordinal6 @ ordinal6), year @ ordinal12 / (ordinal12 @ ordinal12),
        np.full(len(seen), whole[-3:].mean()), np.full(len(seen), whole[-12:].mean()),
    ]  # fmt: skip
    described: FloatArray = np.column_stack(columns)
    return described


def with_steps(described: FloatArray, steps: int) -> FloatArray:
    """Return features with how many months ahead is asked."""
    stepped: FloatArray = np.column_stack([described, np.full(len(described), float(steps))])
    return stepped


def _months_quiet(seen: FloatArray) -> FloatArray:
    recent = seen[:, ::-1][:, :LONGEST_QUIET] > 0
    first = recent.argmax(axis=1)
    months: FloatArray = np.where(recent.any(axis=1), first, recent.shape[1]).astype(float)
    return months
