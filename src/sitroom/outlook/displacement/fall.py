"""How many will have been displaced if a place falls: the running count, given that a town was drawn into fighting.

In past crises a month in which towns were drawn into fighting brought few more people than the same crisis brought
anyway: the counts were made abroad, days and weeks later. So the size of the place enters with little weight, and the
gain from it was no larger than chance (docs/methods.md).
"""

from __future__ import annotations

import numpy as np

from sitroom.outlook.displacement.fitted import Fitted
from sitroom.outlook.displacement.series import FloatArray, Series
from sitroom.outlook.displacement.total import expected_rise, young

# An assumption, not a fit: chosen on the other conflicts it was anything from 1 to 10 in a hundred, and lost to 0. At 3
# it neither gains nor loses (docs/methods.md), and a city's fall is expected to drive out more than a village's.
LEAVE = 0.03
# Larger places at hand are provinces, and none of them fell in a day.
MOST_INHABITANTS = 1_000_000


def expected_rise_if_fallen(seen: Series, day: float, inhabitants: float, lately: float) -> float:
    """Return by how many people a count may rise until a day if a place of so many falls: the yardstick again."""
    return expected_rise(seen, day, lately) + LEAVE * inhabitants


def total_if_fallen(seen: Series, day: float, horizon: int, inhabitants: float, fitted: Fitted) -> FloatArray:
    """Return the quantiles of the count on a day, at `fitted.levels`, given that a place of so many people falls.

    A young count keeps its own wide spread: too few towns fell in the first weeks of a crisis to tell another. Raises
    KeyError where the horizon was not learned.
    """
    rises = np.array((fitted.young if young(seen) else fitted.fall)[str(horizon)])
    return np.maximum(seen.last + rises * expected_rise_if_fallen(seen, day, inhabitants, fitted.lately), 0.0)


def rise_per_inhabitant(horizon: int, inhabitants: float, fitted: Fitted) -> FloatArray:
    """Return the quantiles of how many more are displaced after a place falls, from its people alone, in persons.

    For where no count has a rate. Raises KeyError where the horizon was not learned.
    """
    return np.maximum(np.array(fitted.per_inhabitant[str(horizon)]) * inhabitants, 0.0)
