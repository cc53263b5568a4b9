"""Fit a chooser: the weights that make the options that were right the likeliest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix


class Instance(NamedTuple):
    """One choice that was made: its options, and which of them are right (one at least)."""

    options: Sequence[Sequence[str]]
    right: frozenset[int]
    weight: float = 1.0


def fit(instances: Sequence[Instance], ridge: float, least: int = 1) -> dict[str, float]:
    """Return the weights that make the right options likeliest, held small by `ridge`.

    Features seen in fewer than `least` instances are left out.
    """
    counts: dict[str, int] = {}
    for instance in instances:
        for feature in {f for option in instance.options for f in option}:
            counts[feature] = counts.get(feature, 0) + 1
    index = {f: k for k, f in enumerate(sorted(f for f, n in counts.items() if n >= least))}
    if not index:
        return {}
    rows, cols, starts, right, weights = [], [], [], [], []
    row = 0
    for instance in instances:
        starts.append(row)
        weights.append(instance.weight)
        for k, option in enumerate(instance.options):
            for feature in option:
                if feature in index:
                    rows.append(row)
                    cols.append(index[feature])
            right.append(k in instance.right)
            row += 1
    matrix = csr_matrix((np.ones(len(rows)), (rows, cols)), shape=(row, len(index)))
    begins = np.array(starts)
    sizes = np.diff([*starts, row])
    group = np.repeat(np.arange(len(starts)), sizes)
    is_right = np.array(right)
    weight = np.array(weights)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ w
        scores = scores - np.maximum.reduceat(scores, begins)[group]
        powers = np.exp(scores)
        whole = np.add.reduceat(powers, begins)
        good = np.add.reduceat(np.where(is_right, powers, 0.0), begins)
        value = float((weight * (np.log(whole) - np.log(good))).sum() + 0.5 * ridge * (w @ w))
        slope = powers / whole[group] - np.where(is_right, powers, 0.0) / good[group]
        gradient = matrix.T @ (slope * weight[group]) + ridge * w
        return value, gradient

    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 120, "ftol": 1e-6})
    return {f: round(float(found.x[k]), 4) for f, k in index.items() if abs(found.x[k]) >= 0.005}
