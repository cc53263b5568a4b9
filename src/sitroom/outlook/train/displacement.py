"""Fit what is learned about people displaced: a handful of numbers, each conflict weighing the same.

The same functions fit on all conflicts for the package, and on all but one country's in the back-test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sitroom.outlook.displacement.fall import MOST_INHABITANTS, expected_rise_if_fallen
from sitroom.outlook.displacement.fitted import Fitted
from sitroom.outlook.displacement.series import FloatArray, Series
from sitroom.outlook.displacement.sites import counts_on, drawn_by_first, pull
from sitroom.outlook.displacement.total import expected_rise, young
from sitroom.outlook.train.sweep import AT_WAR, Conflict, last_day

LEVELS = (0.025, 0.05, *(round(0.1 * k, 1) for k in range(1, 10)), 0.95, 0.975)
HORIZONS = (7, 30)
SITE_HORIZON = 30
# A rate needs two counts with some days between them.
LEAST_SPAN = 2
# What was tried for the numbers that are fitted; the least is taken where two are as good.
LATELY = (0.3, 0.5, 0.7, 1.0)
CARRIED = tuple(round(0.1 * k, 1) for k in range(9))
# A place without inhabitants in the data, or with next to none, tells nothing of how many of its people left.
LEAST_INHABITANTS = 1000
SOURCE = "FabFlee validation sets (djgroen/FabFlee, counts from UNHCR's operational portals)"
LICENCE = "BSD-3-Clause"
DIGITS = 4


class TotalCase(NamedTuple):
    """A total seen some days before a day on which it was counted: what was seen, that day, and the count."""

    seen: Series
    day: float
    people: float


class SiteCase(NamedTuple):
    """Sites seen some days before a day on which at least one was counted.

    `counts` are those of the day, in proportion between counts; `counted` marks what was counted on that very day.
    """

    seen: tuple[Series, ...]
    day: float
    counts: FloatArray
    counted: np.ndarray[tuple[int], np.dtype[np.bool_]]
    gravity: FloatArray


def total_cases(conflict: Conflict, horizon: int) -> Iterator[TotalCase]:
    """Yield every count of the total within the period whose past, so many days before, has a rate."""
    for day, count in zip(*conflict.total, strict=True):
        seen = conflict.total.until(day - horizon)
        known = len(seen.days) > 1 and seen.span >= LEAST_SPAN and seen.last > 0
        if known and count > 0 and 0 <= day < conflict.length:
            yield TotalCase(seen, float(day), float(count))


def site_cases(conflict: Conflict, horizon: int = SITE_HORIZON, *, every_day: bool = False) -> Iterator[SiteCase]:
    """Yield every day of the period after the first month on which a site was counted, seen from so long before.

    With `every_day`, those between two counts too.
    """
    counted = np.unique(np.concatenate([s.days for s in conflict.counted.values()]))
    all_days = np.arange(conflict.length, dtype=float) if every_day else counted
    for day in all_days[(all_days > horizon) & (all_days < conflict.length)]:
        yield SiteCase(
            seen=tuple(s.until(day - horizon) for s in conflict.counted.values()),
            day=float(day),
            counts=conflict.together(day),
            counted=np.array([bool((s.days == day).any()) for s in conflict.counted.values()]),
            gravity=drawn_by_first(conflict.first, pull(conflict.seen_on(day - horizon))),
        )


class Fall(NamedTuple):
    """A stretch of days in which places were drawn into fighting: their inhabitants, the total before, and after."""

    inhabitants: float
    seen: Series
    day: float
    people: float


def falls(conflict: Conflict, horizon: int) -> Iterator[Fall]:
    """Yield the stretches of so many days, one after the other, in which towns were drawn into fighting.

    Stretches in which a whole province was are left out: nothing of its size falls in a day.
    """
    at_war = [p for p in conflict.places if p.kind == AT_WAR and p.at_war_from is not None]
    for start in range(LEAST_SPAN, conflict.length - horizon, horizon):
        end = start + horizon
        people = [p.people or 0.0 for p in at_war if p.at_war_from is not None and start <= p.at_war_from < end]
        seen = conflict.total.until(start)
        known = len(seen.days) > 1 and seen.span >= LEAST_SPAN and seen.last > 0 and conflict.total.last_day >= end
        if known and sum(people) >= LEAST_INHABITANTS and max(people) <= MOST_INHABITANTS:
            yield Fall(sum(people), seen, float(end), conflict.total.at(end))


def fit(conflicts: Sequence[Conflict], source: str = SOURCE, licence: str = LICENCE) -> Fitted:
    """Return the numbers fitted on conflicts; the same conflicts give the same numbers."""
    carried = fit_carried(conflicts)
    ahead = {h: [list(total_cases(c, h)) for c in conflicts] for h in HORIZONS}
    fallen = {h: [list(falls(c, h)) for c in conflicts] for h in HORIZONS}
    lately = fit_lately(ahead)
    early = {h: [[c for c in found if young(c.seen)] for found in ahead[h]] for h in HORIZONS}
    return Fitted(
        source=source,
        licence=licence,
        data_cutoff=last_day(tuple(conflicts)).isoformat(),
        conflicts=tuple(c.name for c in conflicts),
        levels=LEVELS,
        total={str(h): quantiles([rises(found, lately) for found in ahead[h]]) for h in HORIZONS},
        young={str(h): quantiles([rises(found, lately) for found in early[h]]) for h in HORIZONS},
        young_cases={str(h): sum(len(found) for found in early[h]) for h in HORIZONS},
        growth={str(h): quantiles([[c.people / c.seen.last for c in found] for found in ahead[h]]) for h in HORIZONS},
        cases={str(h): sum(len(found) for found in ahead[h]) for h in HORIZONS},
        lately=lately,
        carried=carried,
        site=quantiles([misses(c, carried) for c in conflicts]),
        fall={str(h): quantiles([rises_after(found, lately) for found in fallen[h]]) for h in HORIZONS},
        per_inhabitant={str(h): quantiles([per_inhabitant(found) for found in fallen[h]]) for h in HORIZONS},
        falls={str(h): sum(len(found) for found in fallen[h]) for h in HORIZONS},
    )


def rises(cases: Sequence[TotalCase], lately: float) -> list[float]:
    """Return the rises of totals, in units of what was expected."""
    return [(c.people - c.seen.last) / expected_rise(c.seen, c.day, lately) for c in cases]


def rises_after(found: Sequence[Fall], lately: float) -> list[float]:
    """Return the rises of totals in stretches in which towns were drawn into fighting, in units of the expected."""
    return [(f.people - f.seen.last) / expected_rise_if_fallen(f.seen, f.day, f.inhabitants, lately) for f in found]


def per_inhabitant(found: Sequence[Fall]) -> list[float]:
    """Return the rises of totals in stretches in which towns were drawn into fighting, per inhabitant of those."""
    return [max(f.people - f.seen.last, 0.0) / f.inhabitants for f in found]


def fit_lately(ahead: Mapping[int, Sequence[Sequence[TotalCase]]]) -> float:
    """Return the weight of the last month with which quantiles of the totals were best, over both horizons."""

    def score(lately: float) -> float:
        return sum(
            spread_score(
                [rises(found, lately) for found in cases],
                [[expected_rise(c.seen, c.day, lately) / c.people for c in found] for found in cases],
            )
            for cases in ahead.values()
        )

    return min(LATELY, key=score)


def spread_score(rises_by_conflict: Sequence[Sequence[float]], units: Sequence[Sequence[float]]) -> float:
    """Return the mean pinball loss over LEVELS of the rises' own quantiles, each loss in its unit, conflicts alike."""
    table, levels = np.array(quantiles(rises_by_conflict)), np.array(LEVELS)
    losses = []
    for found, unit in zip(rises_by_conflict, units, strict=True):
        if found:
            miss = np.array(found)[:, None] - table
            losses.append(float((np.maximum(levels * miss, (levels - 1) * miss).mean(axis=1) * np.array(unit)).mean()))
    return float(np.mean(losses))


def misses(conflict: Conflict, carried: float) -> list[float]:
    """Return by how much the counts at sites missed their expectation, in units of its margin."""
    found: list[float] = []
    for case in site_cases(conflict):
        expected = counts_on(case.seen, case.day, float(case.counts.sum()), case.gravity, carried)
        known = case.counted & (expected.margins > 0)
        found += ((case.counts - expected.counts) / np.where(known, expected.margins, 1.0))[known].tolist()
    return found


def fit_carried(conflicts: Sequence[Conflict]) -> float:
    """Return the share of a site's last rise that goes on, with which the sites' counts were missed least."""
    cases = [tuple(site_cases(c)) for c in conflicts]
    scores = [float(np.mean([missed(of_one, carried) for of_one in cases])) for carried in CARRIED]
    return CARRIED[int(np.argmin(scores))]


def missed(cases: Sequence[SiteCase], carried: float) -> float:
    """Return people at the wrong site over people, over the counts made on the day, the total given."""
    wrong = people = 0.0
    for case in cases:
        expected = counts_on(case.seen, case.day, float(case.counts.sum()), case.gravity, carried)
        wrong += float(np.abs(expected.counts - case.counts)[case.counted].sum())
        people += float(case.counts[case.counted].sum())
    return wrong / people if people else 0.0


def quantiles(by_conflict: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return quantiles at LEVELS of values of several conflicts, each of which weighs the same."""
    found = [np.array(values, dtype=float) for values in by_conflict if len(values)]
    values = np.concatenate(found)
    weights = np.concatenate([np.full(len(v), 1 / len(v)) for v in found])
    order = np.argsort(values, kind="stable")
    reached = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
    return tuple(float(f"{q:.{DIGITS}g}") for q in np.interp(LEVELS, reached, values[order]))
