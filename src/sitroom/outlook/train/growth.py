"""Fit how a running count goes on growing: the ratios of one period's rise to the one before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sitroom.outlook.deaths.counts import Counts

# An episode begins in a month with this many deaths, at least four times the worst of the half year before: low
# enough to give some hundred episodes, high enough that a rate can be spoken of at all.
ONSET_DEATHS, ONSET_FACTOR, QUIET_MONTHS = 50, 4, 6
EPISODE_MONTHS = 12
LEVELS = np.round(np.arange(0.01, 1.0, 0.01), 2)


def episodes(counts: Counts) -> list[npt.NDArray[np.float64]]:
    """Return the monthly deaths of each outbreak of fighting in a country, from its first month, up to a year."""
    found = []
    for row in counts.deaths:
        month = QUIET_MONTHS
        while month < len(row) - 1:
            quiet = row[month - QUIET_MONTHS : month].max()
            if row[month] >= ONSET_DEATHS and row[month] > ONSET_FACTOR * quiet:
                found.append(row[month : month + EPISODE_MONTHS].astype(float))
                month += EPISODE_MONTHS
            else:
                month += 1
    return found


def rises(found: list[npt.NDArray[np.float64]]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return, for each month after the second of an episode, its deaths over the month's before, and the growth.

    The growth is the running count after the month over that before it.
    """
    ratios, growths = [], []
    for months in found:
        for k in range(1, len(months) - 1):
            if months[k] > 0:
                ratios.append(months[k + 1] / months[k])
                growths.append(1 + months[k + 1] / months[: k + 1].sum())
    return np.array(ratios), np.array(growths)


def fit(counts: Counts, source: str, licence: str) -> dict[str, Any]:
    """Return the table that `growth` reads: quantiles of the ratio and of the growth, with where they come from."""
    found = episodes(counts)
    ratios, growths = rises(found)
    return {
        "source": source,
        "licence": licence,
        "data_cutoff": counts.last_month,
        "episodes": len(found),
        "periods": len(ratios),
        "levels": LEVELS.tolist(),
        "ratio": [float(f"{v:.4g}") for v in np.quantile(ratios, LEVELS)],
        "growth": [float(f"{v:.6g}") for v in np.quantile(growths, LEVELS)],
    }


def write(table: dict[str, Any], path: Path) -> None:
    """Write the table, the same bytes for the same counts."""
    import msgspec  # noqa: PLC0415  a script's last step

    path.write_bytes(msgspec.json.format(msgspec.json.encode(table, order="sorted"), indent=1) + b"\n")
