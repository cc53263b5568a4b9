"""Logistic regression with a ridge, by Newton's method: a page of numpy that gives the same digits everywhere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

STEPS, ENOUGH = 60, 1e-9


def fit(rows: FloatArray, outcomes: FloatArray, weights: FloatArray | None = None, ridge: float = 5.0) -> FloatArray:
    """Return the intercept, then a weight a column, of the log odds that an outcome is 1.

    `rows` is of shape (cases, columns). The ridge draws the weights, per standard deviation of a column, to 0 as if by
    so many cases; the intercept is free.
    """
    each = np.ones(len(rows)) if weights is None else weights
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    inputs = np.column_stack([np.ones(len(rows)), (rows - mean) / spread])
    penalty = np.full(inputs.shape[1], ridge)
    penalty[0] = 0.0

    def loss(at: FloatArray) -> float:
        odds = inputs @ at
        return float((each * (np.logaddexp(0.0, odds) - outcomes * odds)).sum() + (penalty * at**2).sum() / 2)

    found = np.zeros(inputs.shape[1])
    rate = float(np.clip((each * outcomes).sum() / each.sum(), 1e-6, 1 - 1e-6))
    found[0] = np.log(rate / (1 - rate))
    least = loss(found)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ found, -30, 30)))
        slope = inputs.T @ (each * (chance - outcomes)) + penalty * found
        curve = (inputs * (each * chance * (1 - chance))[:, None]).T @ inputs + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        while loss(found - step) > least and np.abs(step).max() > ENOUGH:
            step = step / 2
        found = found - step
        before, least = least, loss(found)
        if before - least < ENOUGH:
            break
    slopes = found[1:] / spread
    return np.concatenate([[found[0] - slopes @ mean], slopes])
