"""Running counts: one number of people on each day that somebody counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

# A rise is measured over the last month, or over what there is of it.
WINDOW_DAYS = 30
# A rise between two counts of following days is one day's news; it is spread over at least this many.
LEAST_DAYS = 2


class Series(NamedTuple):
    """Counts in persons on days, oldest first; days are numbers, one a day, from whatever day 0 the caller has."""

    days: FloatArray
    counts: FloatArray

    @classmethod
    def of(cls, points: Iterable[tuple[float, float]]) -> Series:
        """Return the series of (day, count) pairs in any order; of two on one day the later given stands."""
        by_day = sorted(dict(points).items())
        return cls(np.array([day for day, _ in by_day], dtype=float), np.array([n for _, n in by_day], dtype=float))

    def until(self, day: float) -> Series:
        """Return the counts up to a day, that day included; nothing later can be seen."""
        kept = int(np.searchsorted(self.days, day, side="right"))
        return Series(self.days[:kept], self.counts[:kept])

    def at(self, day: float) -> float:
        """Return the count of a day, between two counts in proportion, before the first and after the last as they."""
        return float(np.interp(day, self.days, self.counts))

    @property
    def empty(self) -> bool:
        """Whether nothing was counted."""
        return len(self.days) == 0

    @property
    def last_day(self) -> float:
        """The day of the last count."""
        return float(self.days[-1])

    @property
    def last(self) -> float:
        """The last count."""
        return float(self.counts[-1])

    @property
    def span(self) -> float:
        """Days from the first count to the last."""
        return float(self.days[-1] - self.days[0])

    def rise(self) -> float:
        """Return how many people a day were added in the last month of counts; under nought where they left."""
        if len(self.days) < 2:
            return 0.0
        start = max(self.last_day - WINDOW_DAYS, float(self.days[0]))
        return (self.last - self.at(start)) / max(self.last_day - start, LEAST_DAYS)
