"""How well deaths in a country are forecast, beside the forecast that is hardest to beat: its own last twelve months.

    python -m benchmarks.outlook_deaths FOLDER [--first YEAR --last YEAR]

FOLDER holds `country_month_deaths.csv`, or another file that `--file` names (UCDP's GED will do). The protocol is that
of the VIEWS 2023/24 prediction challenge (arXiv 2407.11045): for each year, everything to October of the year before is
seen, the trees are grown on that alone, and January to December (3 to 14 months ahead) are forecast with 1,000 samples
a country-month. CRPS, IGN (log score in 11 bins) and MIS (90 % interval) are means over country-months, the lower the
better; a month that the file does not hold yet is left out. Bounds of the gains: bootstrap over years and over
countries, 5 % and 95 %.

What is chosen by hand (how many trees, how much they are drawn out, the own year's share) was chosen on 2010-2017, with
`--first 2010 --last 2017`. The scored years are those after.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import msgspec
import numpy as np

from sitroom.outlook.deaths.counts import Counts, load_counts, month_number
from sitroom.outlook.deaths.pool import Pool, conflictology
from sitroom.outlook.sample_scores import FloatArray, crps, ignorance, interval, interval_score
from sitroom.outlook.train.deaths import grow

FIRST_YEAR, LAST_YEAR = 2018, 2025
ORIGIN_MONTH = 10
STEPS = range(3, 15)
RESAMPLES, SEED = 2000, 5
SCORES = ("CRPS", "IGN", "MIS", "CRPS of log1p")
# The least gain over the own last twelve months, and the coverage wanted.
BARS = {"CRPS": 0.06, "IGN": 0.20, "MIS": 0.12}
COVERAGE = (0.85, 0.95)


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """Scores of country-months: `ours` and `theirs` of shape (scores, country-months), and what the 90 % holds."""

    year: FloatArray
    country: FloatArray
    outcome: FloatArray
    ours: FloatArray
    theirs: FloatArray
    inside: FloatArray
    inside_theirs: FloatArray


def score(samples: FloatArray, outcomes: FloatArray) -> FloatArray:
    """Return the scores of country-months, in the order of `SCORES`."""
    logs = crps(np.log1p(samples), np.log1p(outcomes))
    return np.vstack([
        crps(samples, outcomes), ignorance(samples, outcomes), interval_score(samples, outcomes), logs,
    ])  # fmt: skip


def inside(samples: FloatArray, outcomes: FloatArray) -> FloatArray:
    """Return 1 where the 90 % interval holds the outcome, else 0."""
    low, high = interval(samples)
    return ((low <= outcomes) & (outcomes <= high)).astype(float)


def back_test(counts: Counts, year: int) -> list[Scored]:
    """Score one year's months from what was known in October before."""
    origin = month_number(year - 1, ORIGIN_MONTH)
    then = counts.until(origin)
    at = then.deaths.shape[1] - 1
    pool = Pool(then.deaths, at, grow(then, {}))
    everywhere = np.arange(len(counts.countries))
    naive = conflictology(then.deaths, at)
    found = []
    for steps in STEPS:
        if origin + steps > counts.last:
            break
        outcomes = counts.deaths[:, at + steps]
        samples = pool.draw(everywhere, steps)
        found.append(
            Scored(
                year=np.full(len(everywhere), float(year)),
                country=everywhere.astype(float),
                outcome=outcomes,
                ours=score(samples, outcomes),
                theirs=score(naive, outcomes),
                inside=inside(samples, outcomes),
                inside_theirs=inside(naive, outcomes),
            )
        )
    return found


def joined(parts: list[Scored]) -> Scored:
    """Return all country-months as one."""
    names = Scored.__struct_fields__
    return Scored(**{name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in names})


def gains(scored: Scored, groups: FloatArray) -> list[tuple[float, float, float]]:
    """Return for each score the share by which ours is lower, and its 5 % and 95 % over resamples of whole groups."""
    keys, member = np.unique(groups, return_inverse=True)
    sums = [np.array([np.bincount(member, row) for row in side]) for side in (scored.ours, scored.theirs)]
    draw = np.random.default_rng(SEED)
    chosen = draw.integers(0, len(keys), (RESAMPLES, len(keys)))
    resampled = 1 - sums[0][:, chosen].sum(axis=2) / sums[1][:, chosen].sum(axis=2)
    whole = 1 - scored.ours.sum(axis=1) / scored.theirs.sum(axis=1)
    low, high = np.quantile(resampled, 0.05, axis=1), np.quantile(resampled, 0.95, axis=1)
    return [(float(w), float(a), float(b)) for w, a, b in zip(whole, low, high, strict=True)]


def report(scored: Scored) -> bool:
    """Print the table; return whether every bar was reached."""
    positive = scored.outcome > 0
    print(f"{scored.outcome.size} country-months, {int(positive.sum())} with deaths")
    print(f"{'score':14} {'ours':>9} {'own year':>9} {'lower by':>9} {'over years':>16} {'over countries':>16}   bar")
    by_year, by_country = gains(scored, scored.year), gains(scored, scored.country)
    reached = True
    for i, name in enumerate(SCORES):
        gain = by_year[i][0]
        bar = BARS.get(name)
        spans = [f"{100 * low:5.1f} to {100 * high:5.1f} %" for _, low, high in (by_year[i], by_country[i])]
        means = f"{scored.ours[i].mean():9.4g} {scored.theirs[i].mean():9.4g} {100 * gain:7.1f} %"
        print(f"{name:14} {means} {spans[0]:>16} {spans[1]:>16}   {f'{100 * bar:.0f} %' if bar else ''}")
        reached &= bar is None or gain >= bar
    cover, theirs = scored.inside[positive].mean(), scored.inside_theirs[positive].mean()
    print(f"90 % interval holds {cover:.3f} of months with deaths (own year {theirs:.3f}); bar {COVERAGE}")
    for year in np.unique(scored.year):
        of_year = scored.year == year
        sums = 1 - scored.ours[:, of_year].sum(axis=1) / scored.theirs[:, of_year].sum(axis=1)
        each = "  ".join(f"{name} {100 * gain:6.1f} %" for name, gain in zip(SCORES, sums, strict=True))
        print(f"  {year:.0f}: lower by {each}  held {scored.inside[of_year & positive].mean():.2f}")
    return reached and COVERAGE[0] <= cover <= COVERAGE[1]


def main() -> None:
    """Run the back-test; exit 1 where a bar was missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--file", default="country_month_deaths.csv")
    parser.add_argument("--first", type=int, default=FIRST_YEAR)
    parser.add_argument("--last", type=int, default=LAST_YEAR)
    given = parser.parse_args()
    path = given.folder / given.file
    if not path.exists():
        print(f"skipped: no {path}")
        return
    counts = load_counts(path)
    started, cpu = time.perf_counter(), time.process_time()
    parts = [part for year in range(given.first, given.last + 1) for part in back_test(counts, year)]
    reached = report(joined(parts))
    print(f"{time.perf_counter() - started:.0f} s, {time.process_time() - cpu:.0f} s of CPU")
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
