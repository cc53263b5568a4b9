"""Reading past displacements for the benchmarks, and tables of scores with intervals over countries."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec
import numpy as np

from sitroom.errors import DataError
from sitroom.outlook.displacement.series import FloatArray, Series
from sitroom.outlook.train.displacement import LEVELS
from sitroom.outlook.train.sweep import POOR, Conflict, conflict_folders, load_conflict

DRAWS, SEED = 2000, 1
Scores = dict[str, dict[str, float]]


def load(folder: Path, *, corrected: bool) -> tuple[Conflict, ...]:
    """Return the conflicts of a folder; those that cannot be read are told of and left out."""
    if not folder.is_dir():
        return ()
    found = []
    for path in conflict_folders(folder):
        try:
            conflict = load_conflict(path)
            found.append(registered_anew(conflict, path) if corrected else conflict)
        except DataError as error:
            print(f"left out {path.name}: {error}", file=sys.stderr)
    return tuple(found)


def registered_anew(conflict: Conflict, folder: Path) -> Conflict:
    """Return a conflict with counts before each new registration scaled to meet it, as Flee's scores have them."""
    counted = dict(conflict.counted)
    path = folder / "input_csv" / "registration_corrections.csv"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for name, day, *_ in (line.split(",") for line in lines if line and not line.startswith("#")):
        series = counted.get(name)
        at = (date.fromisoformat(day.strip()) - conflict.start).days
        found = np.flatnonzero(series.days == at) if series is not None else np.zeros(0)
        if series is not None and len(found) and found[0] > 0 and series.counts[found[0] - 1] > 0:
            counts = series.counts.copy()
            counts[: found[0]] *= counts[found[0]] / counts[found[0] - 1]
            counted[name] = Series(series.days, counts)
    return msgspec.structs.replace(conflict, counted=counted)


def table(title: str, scores: Scores, countries: Mapping[str, str], rivals: Mapping[str, str] | None = None) -> None:
    """Print a row a method: its mean with an interval, its gain over its rival with one, its score by conflict."""
    if not scores:
        print(f"\n{title}: no conflict has a case")
        return
    conflicts = list(next(iter(scores.values())))
    named = sorted({countries[c] for c in conflicts})
    groups = [[c for c in conflicts if countries[c] == country] for country in named]
    draw = np.random.default_rng(SEED)
    picks = [[c for i in draw.integers(0, len(groups), len(groups)) for c in groups[i]] for _ in range(DRAWS)]
    means = {m: np.array([np.mean([by[c] for c in pick]) for pick in picks]) for m, by in scores.items()}
    print(f"\n{title}")
    print(f"{'':52s} {'mean (90 %)':22s} {'over rival (90 %)':24s} {'good series':11s} by conflict")
    for method, by_conflict in scores.items():
        mean = float(np.mean(list(by_conflict.values())))
        low, high = np.quantile(means[method], [0.05, 0.95])
        rival = (rivals or {}).get(method, method)
        gain = ""
        if rival != method:
            over = mean / float(np.mean(list(scores[rival].values()))) - 1
            least, most = np.quantile(means[method] / np.maximum(means[rival], 1e-9) - 1, [0.05, 0.95])
            gain = f"{over:+7.1%} ({least:+.0%} to {most:+.0%})"
        good = float(np.mean([v for c, v in by_conflict.items() if c not in POOR] or [np.nan]))
        each = " ".join(f"{v:.3f}" for v in by_conflict.values())
        print(f"{method:52s} {mean:.4f} ({low:.3f}-{high:.3f})  {gain:24s} {good:10.4f}  {each}")


def collect(
    conflicts: Iterable[Conflict], score: Callable[[Conflict], Mapping[str, float]]
) -> tuple[Scores, dict[str, str]]:
    """Return scores by method and conflict, and the country of each conflict that has any."""
    scores: Scores = {}
    countries = {}
    for conflict in conflicts:
        for method, value in score(conflict).items():
            scores.setdefault(method, {})[conflict.name] = value
            countries[conflict.name] = conflict.country
    return scores, countries


def crps(quantiles: FloatArray, value: float) -> float:
    """Return the continuous ranked probability score of quantiles at LEVELS: twice the mean pinball loss over them."""
    levels = np.array(LEVELS)
    miss = value - quantiles
    loss = np.maximum(levels * miss, (levels - 1) * miss)
    return float(2 * np.trapezoid(loss, levels) / (levels[-1] - levels[0]))
