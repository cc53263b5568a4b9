"""How many people will have been displaced in all, from one claimant's running count so far.

The count rises by so many times its expected rise: the weighted geometric mean of two naive guesses, that the last
month's rise goes on and that the average rise since the beginning does. How many times, is a table of quantiles from
past crises, one for the first two months of a count and one for all. The weight is the only other number fitted.
"""

from __future__ import annotations

import numpy as np

from sitroom.outlook.displacement.fitted import Fitted
from sitroom.outlook.displacement.series import LEAST_DAYS, FloatArray, Series

# Even a count that stands still is corrected by a few hundredths when it is renewed.
STANDSTILL = 0.02
# Twice the days over which a rise is measured: before that, one table for all covered half of what it should.
YOUNG_DAYS = 60


def expected_rise(seen: Series, day: float, lately: float) -> float:
    """Return by how many people a count may rise until a day: the yardstick of all its quantiles, above nought.

    `seen` holds at least one count, and none later than the day of the forecast; `lately` is the weight of the last
    month, 0 to 1.
    """
    ahead = day - seen.last_day
    going_on = max(seen.rise(), 0.0) * ahead
    always = seen.last * ahead / max(seen.span, LEAST_DAYS)
    return float(going_on**lately * always ** (1 - lately)) + STANDSTILL * seen.last


def young(seen: Series) -> bool:
    """Return whether a count has been kept for so short a time that its rise tells little yet."""
    return seen.span <= YOUNG_DAYS


def total_on(seen: Series, day: float, horizon: int, fitted: Fitted) -> FloatArray:
    """Return the quantiles of the count on a day, at `fitted.levels`, in persons.

    `horizon` is the number of days ahead that was learned, 7 or 30. Raises KeyError for another.
    """
    rises = np.array((fitted.young if young(seen) else fitted.total)[str(horizon)])
    return np.maximum(seen.last + rises * expected_rise(seen, day, fitted.lately), 0.0)
