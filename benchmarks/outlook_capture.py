"""How well the capture of a place is forecast, beside the rate among places as far from the front.

    python -m benchmarks.outlook_capture FOLDER

FOLDER holds `places.csv` and `weekly_control.csv.gz`. Places not held by the attacker and within 30 km of one that is
are forecast each week from January 2024, 1, 4 and 13 weeks ahead. The odds are fitted again every 13 weeks on the
outcomes known by then. The rival is the rate, in the last 52 weeks whose outcomes are known, among places in the same
bin of distance; the flat rival is that of all places. Bounds of the skill: bootstrap over towns, 5 % and 95 %.
Calibration error: mean distance of forecast and frequency over ten bins of chance, weighted by how many are in each.

Three tables: with the whole map; with the few places that reports would name, which is what ships; and 2022, when the
front broke twice, once forecast by what was learned after it, and once its autumn by what was learned before it.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import msgspec
import numpy as np

from sitroom.outlook.capture.odds import BREAKING
from sitroom.outlook.train.capture import (
    FIRST_WEEK,
    HORIZONS,
    Cases,
    FloatArray,
    Front,
    IntArray,
    as_reported,
    fit_breaking,
    fit_odds,
    load_front,
    outcome_of,
    outcomes,
    whole_map,
)
from sitroom.terms.likelihood import likelihood_bands

FIRST_TESTED = date(2024, 1, 1)
REFIT_WEEKS, RIVAL_WEEKS = 13, 52
RIVAL_EDGES_KM = (3.0, 5.0, 7.5, 10.0, 15.0, 20.0)
RESAMPLES, SEED = 2000, 5
# Skill over the distance bins, skill over the flat rate, calibration error: by weeks ahead.
BARS = {4: (0.11, 0.20, 0.003), 13: (0.13, 0.26, 0.010)}
AFTER_BREAKING, AUTUMN = date(2023, 1, 1), date(2022, 9, 1)


class Tested(msgspec.Struct, frozen=True, kw_only=True):
    """Forecasts and what became of them."""

    chance: FloatArray
    by_bin: FloatArray
    flat: FloatArray
    outcome: FloatArray
    place: IntArray


def index_of(front: Front, day: date) -> int:
    """Return the first week on or after a day."""
    return next(i for i, week in enumerate(front.weeks) if week >= day)


def chances(found: FloatArray, cases: Cases) -> FloatArray:
    """Return the chance of each case by fitted intercept and weights."""
    chance: FloatArray = 1 / (1 + np.exp(-(found[0] + cases.features @ found[1:])))
    return chance


def back_test(front: Front, cases: Cases, weeks: int) -> Tested:
    """Forecast the first side's captures week by week, from January 2024."""
    outcome = outcome_of(cases, outcomes(front, weeks))
    first, last = index_of(front, FIRST_TESTED), len(front.weeks) - 1 - weeks
    chance = np.full(len(outcome), np.nan)
    by_bin, flat = chance.copy(), chance.copy()
    bins = np.searchsorted(RIVAL_EDGES_KM, np.exp(cases.features[:, 0]))
    for week in range(first, last + 1):
        if (week - first) % REFIT_WEEKS == 0:
            found = fit_odds(cases, outcome, week - weeks)
        now = (cases.week == week) & (cases.side == 0)
        known = (cases.side == 0) & (cases.week <= week - weeks) & (cases.week > week - weeks - RIVAL_WEEKS)
        flat[now] = outcome[known].mean()
        for one in np.unique(bins[now]):
            alike = outcome[known & (bins == one)]
            by_bin[now & (bins == one)] = alike.mean() if len(alike) else outcome[known].mean()
        chance[now] = chances(found, cases)[now]
    kept = ~np.isnan(chance)
    return Tested(
        chance=chance[kept], by_bin=by_bin[kept], flat=flat[kept], outcome=outcome[kept], place=cases.place[kept]
    )


def skill(chance: FloatArray, rival: FloatArray, outcome: FloatArray) -> float:
    """Return the Brier skill: 1 - our mean square error over the rival's."""
    return float(1 - ((chance - outcome) ** 2).sum() / ((rival - outcome) ** 2).sum())


def bounds(tested: Tested, rival: FloatArray) -> tuple[float, float]:
    """Return the 5 % and 95 % of the skill over resamples of whole towns."""
    _, town = np.unique(tested.place, return_inverse=True)
    ours = np.bincount(town, (tested.chance - tested.outcome) ** 2)
    theirs = np.bincount(town, (rival - tested.outcome) ** 2)
    chosen = np.random.default_rng(SEED).integers(0, len(ours), (RESAMPLES, len(ours)))
    low, high = np.quantile(1 - ours[chosen].sum(axis=1) / theirs[chosen].sum(axis=1), [0.05, 0.95])
    return float(low), float(high)


def calibration_error(chance: FloatArray, outcome: FloatArray) -> float:
    """Return the mean distance between forecast and frequency over ten bins of chance."""
    at = np.minimum((chance * 10).astype(int), 9)
    off = [abs((chance[at == b] - outcome[at == b]).sum()) for b in range(10)]
    return float(sum(off) / len(chance))


def show_reliability(chance: FloatArray, outcome: FloatArray) -> None:
    """Print, for each likelihood word, how often it was said, the mean chance, and how often it came true."""
    below = 0.0
    for band in likelihood_bands():
        said = (chance >= below) & (chance < band.below)
        if said.any():
            mean, came = chance[said].mean(), outcome[said].mean()
            print(f"      {band.word:20} {said.sum():6} forecasts, mean {mean:.3f}, came true {came:.3f}")
        below = band.below


def show(name: str, front: Front, cases: Cases) -> bool:
    """Print a table of the back-test; return whether every bar was reached."""
    print(name)
    reached = True
    for weeks in HORIZONS:
        tested = back_test(front, cases, weeks)
        over_bin, over_flat = (skill(tested.chance, r, tested.outcome) for r in (tested.by_bin, tested.flat))
        error = calibration_error(tested.chance, tested.outcome)
        spans = [bounds(tested, rival) for rival in (tested.by_bin, tested.flat)]
        bar = BARS.get(weeks)
        captured = int(tested.outcome.sum())
        towns = len(np.unique(tested.place[tested.outcome > 0]))
        print(
            f"  {weeks:2} weeks: {len(tested.chance)} forecasts, {captured} came true ({towns} towns); Brier"
            f" {((tested.chance - tested.outcome) ** 2).mean():.5f}; skill over bins {over_bin:.3f}"
            f" ({spans[0][0]:.3f} to {spans[0][1]:.3f}), over flat {over_flat:.3f} ({spans[1][0]:.3f} to"
            f" {spans[1][1]:.3f}); calibration error {error:.4f}; bars {bar}"
        )
        show_reliability(tested.chance, tested.outcome)
        if bar is not None:
            reached &= over_bin >= bar[0] and over_flat >= bar[1] and error < bar[2]
    return reached


def show_2022(front: Front, cases: Cases) -> None:
    """Print how forecasts of 2022 fared: by what was learned after it, and its autumn by its spring and summer."""
    print("2022, as reported, both sides' captures")
    after, autumn = index_of(front, AFTER_BREAKING), index_of(front, AUTUMN)
    for weeks in HORIZONS:
        outcome = outcome_of(cases, outcomes(front, weeks))
        end = len(front.weeks) - 1 - weeks
        slow = chances(fit_odds(cases, outcome, end, since_week=after), cases)
        early = fit_odds(cases, outcome, autumn - weeks)
        log_odds = early[0] + cases.features @ early[1:]
        flat = fit_breaking(cases, outcome, log_odds, autumn - weeks)
        breaking, fall = cases.pace > BREAKING, cases.week >= autumn
        year = (cases.week >= FIRST_WEEK) & (cases.week < after)
        widened = 1 / (1 + np.exp(-np.where(breaking, flat[0] + flat[1] * log_odds, log_odds)))
        tests = (
            ("all of it, learned 2023-25", year, slow),
            ("  breaking only", year & breaking, slow),
            ("autumn, learned before it", year & fall, chances(early, cases)),
            ("  breaking only", year & fall & breaking, chances(early, cases)),
            ("  breaking only, flattened", year & fall & breaking, widened),
        )
        for name, chosen, chance in tests:
            rate = outcome[chosen].mean()
            over = skill(chance[chosen], np.full(chosen.sum(), rate), outcome[chosen])
            said = f"said {chance[chosen].mean():.3f}, came true {rate:.3f}, skill over the rate itself {over:6.3f}"
            print(f"  {weeks:2} weeks, {name:28} {chosen.sum():6} forecasts: {said}")


def main() -> None:
    """Run the back-test; exit 1 where a bar was missed with the whole map."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    if not (given.folder / "weekly_control.csv.gz").exists():
        print(f"skipped: no weekly_control.csv.gz in {given.folder}")
        return
    front = load_front(given.folder)
    reached = show("with the whole map", front, whole_map(front))
    named = as_reported(front)
    show("as reported", front, named)
    show_2022(front, named)
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
