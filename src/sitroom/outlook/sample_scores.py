"""Scores of forecasts given as samples, as the VIEWS 2023/24 prediction challenge defines them (arXiv 2407.11045).

All take `samples` of shape (forecasts, samples) in order of size and `outcomes` of shape (forecasts,), and return one
score a forecast, the lower the better.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

# The challenge's bins of deaths: none, 1-2, 3-5, 6-10 ... 501-1000, more.
BIN_EDGES = (0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
OUTSIDE = 0.1


def crps(samples: FloatArray, outcomes: FloatArray) -> FloatArray:
    """Return the continuous ranked probability score: E|X - y| - E|X - X'| / 2 over the samples.

    Gneiting & Raftery (2007), the estimator over all pairs of samples.
    """
    count = samples.shape[1]
    ranks = 2 * np.arange(1, count + 1) - count - 1
    score: FloatArray = np.abs(samples - outcomes[:, None]).mean(axis=1) - samples @ ranks / count**2
    return score


def ignorance(samples: FloatArray, outcomes: FloatArray) -> FloatArray:
    """Return -log2 of the share of samples in the outcome's bin, one sample added to each bin."""
    edges = np.array(BIN_EDGES)
    inside = np.searchsorted(edges, samples) == np.searchsorted(edges, outcomes)[:, None]
    share: FloatArray = (inside.sum(axis=1) + 1) / (samples.shape[1] + len(edges) + 1)
    return -np.log2(share)


def interval(samples: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the lower and upper end of the central 90 % of the samples."""
    return np.quantile(samples, OUTSIDE / 2, axis=1), np.quantile(samples, 1 - OUTSIDE / 2, axis=1)


def interval_score(samples: FloatArray, outcomes: FloatArray) -> FloatArray:
    """Return the width of the 90 % interval and, where it misses, twenty times by how much (MIS)."""
    low, high = interval(samples)
    missed = np.maximum(low - outcomes, 0) + np.maximum(outcomes - high, 0)
    return high - low + 2 / OUTSIDE * missed
