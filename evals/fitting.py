"""Fit a chooser: the weights that make the options that were right the likeliest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from sitroom.claims.choice import Model


class Instance(NamedTuple):
    """One choice that was made: its options, and which of them are right (one at least).

    A feature is a name, or a name with a value of its own.
    """

    options: Sequence[Sequence[str | tuple[str, float]]]
    right: frozenset[int]
    weight: float = 1.0


class Choices:
    """Many choices as one sparse matrix, so that chooser after chooser can be fitted to parts of them."""

    def __init__(self, instances: Sequence[Instance], least: int = 1) -> None:
        """Lay the choices out; features seen in fewer than `least` of them are left out."""
        valued = [[[(f, 1.0) if isinstance(f, str) else f for f in option] for option in i.options] for i in instances]
        counts: dict[str, int] = {}
        for options in valued:
            for feature in {f for option in options for f, _ in option}:
                counts[feature] = counts.get(feature, 0) + 1
        self.names = sorted(f for f, n in counts.items() if n >= least)
        index = {f: k for k, f in enumerate(self.names)}
        rows, cols, values = [], [], []
        row = 0
        for options in valued:
            for option in options:
                found = [(index[f], v) for f, v in option if f in index]
                rows += [row] * len(found)
                cols += [k for k, _ in found]
                values += [v for _, v in found]
                row += 1
        right = [k in i.right for i in instances for k in range(len(i.options))]
        sizes = [len(i.options) for i in instances]
        self.matrix = csr_matrix((values, (rows, cols)), shape=(row, len(self.names)))
        self.right, self.sizes = np.array(right), np.array(sizes, dtype=int)
        self.weight = np.array([i.weight for i in instances])

    def fit(self, ridge: float, chosen: Sequence[bool] | None = None) -> dict[str, float]:
        """Return the weights that make the right options likeliest, held small by `ridge`, for some of the choices."""
        if not self.names or not len(self.sizes):
            return {}
        keep = np.ones(len(self.sizes), dtype=bool) if chosen is None else np.array(chosen, dtype=bool)
        if not keep.any():
            return {}
        lines = np.repeat(keep, self.sizes)
        matrix, is_right = self.matrix[lines], self.right[lines]
        sizes, weight = self.sizes[keep], self.weight[keep]
        begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        group = np.repeat(np.arange(len(sizes)), sizes)
        across = matrix.T.tocsr()

        def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
            scores = matrix @ w
            scores = scores - np.maximum.reduceat(scores, begins)[group]
            powers = np.exp(scores)
            whole = np.add.reduceat(powers, begins)
            good = np.add.reduceat(np.where(is_right, powers, 0.0), begins)
            value = float((weight * (np.log(whole) - np.log(good))).sum() + 0.5 * ridge * (w @ w))
            slope = powers / whole[group] - np.where(is_right, powers, 0.0) / good[group]
            return value, across @ (slope * weight[group]) + ridge * w

        start = np.zeros(len(self.names))
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 120, "ftol": 1e-6})
        return {f: round(float(v), 4) for f, v in zip(self.names, found.x, strict=True) if abs(v) >= 0.005}


def fit(instances: Sequence[Instance], ridge: float, least: int = 1) -> dict[str, float]:
    """Return the weights that make the right options of all choices likeliest, held small by `ridge`."""
    return Choices(instances, least).fit(ridge)


def write_weights(model: Model, path: Path, documents: int) -> None:
    """Write the weights of a linear model where the package reads them, the same bytes for the same model."""
    weights = {k: dict(sorted(v.items())) for k, v in model.weights.items()}
    text = json.dumps({"weights": weights, "calibration": {}}, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    print(f"{documents} documents, {sum(map(len, weights.values()))} weights, {len(text) // 1024} KB")
