"""How well people displaced are forecast, by the protocols of docs/methods.md.

    python -m benchmarks.outlook_displacement FOLDER [totals|sums|sites|start|falls|flow] [--corrected]

FOLDER holds past displacements in the layout of FabFlee's validation sets, one folder a conflict. Each conflict is
forecast by numbers fitted on the conflicts of all other countries. Scores are means over conflicts, each weighing the
same; intervals (90 %) are from 2,000 draws of countries with replacement, so that two conflicts of one country count as
one. --corrected first rescales earlier counts where a site was registered anew (`registration_corrections.csv`), which
looks into the future: published scores of Flee are on such counts, ours by default are not.

ARD, the averaged relative difference, is Flee's: people at the wrong site over people, 0 to 2.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.displacement_agents import by_kilometres, by_legs
from benchmarks.displacement_scores import collect, crps, load, table
from sitroom.outlook.displacement.fall import rise_per_inhabitant, total_if_fallen
from sitroom.outlook.displacement.fitted import Fitted
from sitroom.outlook.displacement.flow import Graph, default_rules, run
from sitroom.outlook.displacement.series import FloatArray, Series
from sitroom.outlook.displacement.sites import Sites, counts_on, drawn_by_first, pull, shares_of
from sitroom.outlook.displacement.total import total_on, young
from sitroom.outlook.train.displacement import HORIZONS, LEVELS, SiteCase, falls, fit, misses, site_cases, total_cases
from sitroom.outlook.train.sweep import Conflict

SEED = 1
MEDIAN, LOW, HIGH = LEVELS.index(0.5), LEVELS.index(0.1), LEVELS.index(0.9)
FIRST_MONTH = 30
# The ensemble of the bar: so many runs over so many places and days.
RUNS, PLACES, DAYS = 200, 60, 300
# So many agents stand for all people: fewer, and chance alone parts two runs by more than the rules do.
AGENTS = 40_000
GAP_DAYS = 400


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks asked for; return 0, or 1 where the data are missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("what", nargs="*", help=f"any of {', '.join(BENCHMARKS)}; all where none is named")
    parser.add_argument("--corrected", action="store_true", help="rescale counts before a new registration")
    given = parser.parse_args(arguments)
    if set(given.what) - set(BENCHMARKS):
        parser.error(f"there is no benchmark of that name, only {', '.join(BENCHMARKS)}")
    conflicts = load(given.folder, corrected=given.corrected)
    if len({c.country for c in conflicts}) < 2:
        print(f"skipped: {given.folder} does not hold the conflicts of two countries")
        return 1
    print(f"{len(conflicts)} conflicts: {', '.join(c.name for c in conflicts)}")
    fitted = {
        country: fit([c for c in conflicts if c.country != country]) for country in {c.country for c in conflicts}
    }
    for name in given.what or BENCHMARKS:
        BENCHMARKS[name](conflicts, fitted)
    return 0


def totals(conflicts: Sequence[Conflict], fitted: Mapping[str, Fitted]) -> None:
    """Score totals 7 and 30 days ahead, at every count of the total whose past had a rate."""
    for horizon in HORIZONS:

        def score(conflict: Conflict, which: Callable[[Series], bool], horizon: int = horizon) -> dict[str, float]:
            rows = []
            for case in (c for c in total_cases(conflict, horizon) if which(c.seen)):
                found = total_on(case.seen, case.day, horizon, fitted[conflict.country])
                rows.append(
                    (
                        abs(case.seen.last - case.people) / case.people,
                        abs(found[MEDIAN] - case.people) / case.people,
                        crps(found, case.people) / case.people,
                        float(found[LOW] <= case.people <= found[HIGH]),
                    )
                )
            names = (
                "ARD of the last count (its CRPS too)",
                "ARD of the median",
                "CRPS / total",
                "80 % interval covers",
            )
            return dict(zip(names, np.mean(rows, axis=0).tolist(), strict=True)) if rows else {}

        rivals = dict.fromkeys(("ARD of the median", "CRPS / total"), "ARD of the last count (its CRPS too)")
        for name, which in (("", _any), (", counts of no more than two months", young)):
            scores, countries = collect(conflicts, partial(score, which=which))
            table(f"totals, {horizon} days ahead{name}", scores, countries, rivals)


def sums(conflicts: Sequence[Conflict], fitted: Mapping[str, Fitted]) -> None:
    """Score the sum of the sites' last counts 30 days ahead, on days on which one was counted."""

    def score(conflict: Conflict) -> dict[str, float]:
        mine, rows = fitted[conflict.country], []
        days = np.unique(np.concatenate([s.days for s in conflict.counted.values()]))
        parts = [[s.until(day) for s in conflict.counted.values()] for day in days]
        whole = Series(days, np.array([sum(0.0 if s.empty else s.last for s in part) for part in parts]))
        for day in days[(days > FIRST_MONTH) & (days < conflict.length)]:
            seen, people = whole.until(day - FIRST_MONTH), float(conflict.together(day).sum())
            if not seen.empty and seen.last > 0 and seen.span > 1 and people > 0:
                found = total_on(seen, day, FIRST_MONTH, mine)
                rows.append((abs(seen.last - people) / people, abs(found[MEDIAN] - people) / people))
        return dict(zip(("last counts", "median"), np.mean(rows, axis=0).tolist(), strict=True)) if rows else {}

    scores, countries = collect(conflicts, score)
    table("totals as the sum of sites, 30 days ahead, ARD", scores, countries, {"median": "last counts"})


def _any(_seen: Series) -> bool:
    return True


def sites(conflicts: Sequence[Conflict], fitted: Mapping[str, Fitted]) -> None:
    """Score counts at sites 30 days ahead: at real counts, pooled; on days with one; and on all days, as Flee's are."""

    def score(conflict: Conflict) -> dict[str, float]:
        carried = fitted[conflict.country].carried
        methods = {"last counts": _last, "last shares of the known total": _shares, "own trends, no total": _alone}
        found = {}
        for name, days in (("real counts, pooled", False), ("days with a count", False), ("all days", True)):
            cases = [c for c in site_cases(conflict, every_day=days) if c.counts.sum() > 0]
            if not any(c.counts[c.counted].sum() > 0 for c in cases) and not days:
                return {}
            guesses = {method: [guess(case, carried) for case in cases] for method, guess in methods.items()}
            guesses["own trends and gravity, total given"] = [_ours(case, carried) for case in cases]
            for method, counts in guesses.items():
                wrong = [np.abs(g - c.counts) for g, c in zip(counts, cases, strict=True)]
                if name == "real counts, pooled":
                    made = sum(c.counts[c.counted].sum() for c in cases)
                    value = sum(w[c.counted].sum() for w, c in zip(wrong, cases, strict=True)) / made
                else:
                    value = np.mean([w.sum() / c.counts.sum() for w, c in zip(wrong, cases, strict=True)])
                found[f"{name}: {method}"] = float(value)
        return found

    scores, countries = collect(conflicts, score)
    for name in ("real counts, pooled", "days with a count", "all days"):
        part = {m.removeprefix(f"{name}: "): s for m, s in scores.items() if m.startswith(f"{name}: ")}
        table(f"sites, 30 days ahead, ARD, {name}", part, countries, dict.fromkeys(part, "last counts"))

    def covered(conflict: Conflict) -> dict[str, float]:
        mine = fitted[conflict.country]
        missed = np.array(misses(conflict, mine.carried))
        return {"covers": float(((missed >= mine.site[LOW]) & (missed <= mine.site[HIGH])).mean())}

    scores, countries = collect(conflicts, covered)
    table("sites, 30 days ahead, 80 % interval at real counts", scores, countries)


def _last(case: SiteCase, _carried: float) -> FloatArray:
    return np.array([0.0 if s.empty else s.last for s in case.seen])


def _shares(case: SiteCase, carried: float) -> FloatArray:
    return shares_of(_last(case, carried)) * case.counts.sum()


def _ours(case: SiteCase, carried: float) -> FloatArray:
    total = float(case.counts.sum())
    return counts_on(case.seen, case.day, total, case.gravity, carried).counts


def _alone(case: SiteCase, carried: float) -> FloatArray:
    own = [0.0 if s.empty else s.rise() * min(case.day - s.last_day, s.span) for s in case.seen]
    return np.maximum(_last(case, carried) + carried * np.array(own), 0.0)


def start(conflicts: Sequence[Conflict], _fitted: Mapping[str, Fitted]) -> None:
    """Score a cold start: what was counted on day 0 and each day's total are known, and no other count is, ever.

    Open sites are those to which neither border nor way is closed on the day.
    """

    def score(conflict: Conflict) -> dict[str, float]:
        equal = np.full(len(conflict.sites), 1 / len(conflict.sites))
        methods: dict[str, Callable[[float], FloatArray]] = {
            "equal shares": lambda _day: equal,
            "nearest site by 1/distance": lambda day: shares_of(1 / (conflict.seen_on(day).near + 50)),
            "equal shares of open sites": lambda day: shares_of(conflict.open_on(day).astype(float)),
            "gravity, all sites": lambda day: pull(conflict.seen_on(day)),
            "gravity, open sites": lambda day: _pull_open(conflict, day),
            "gravity, open sites, and the shares of day 0": lambda day: shares_of(
                drawn_by_first(conflict.first, _pull_open(conflict, day)) * conflict.open_on(day)
            ),
        }
        paths = {name: _path(conflict, method) for name, method in methods.items()}
        paths["flow by Flee's rules, nothing held back"] = _walked(conflict)
        truth = np.stack([conflict.together(day) for day in range(conflict.length)])
        people = truth.sum(axis=1)
        later = (np.arange(conflict.length) > FIRST_MONTH) & (people > 0)
        early = (np.arange(conflict.length) <= FIRST_MONTH) & (np.arange(conflict.length) > 0) & (people > 0)
        found = {}
        for name, path in paths.items():
            wrong = np.abs(path - truth).sum(axis=1) / np.maximum(people, 1)
            found[f"after: {name}"], found[f"first: {name}"] = float(wrong[later].mean()), float(wrong[early].mean())
        return found

    scores, countries = collect(conflicts, score)
    for key, title in (("after: ", "days after 30, as Flee's scores"), ("first: ", "days 1 to 30")):
        part = {m.removeprefix(key): s for m, s in scores.items() if m.startswith(key)}
        table(f"cold start, ARD, {title}", part, countries, dict.fromkeys(part, "equal shares"))


def _pull_open(conflict: Conflict, day: float) -> FloatArray:
    seen, is_open = conflict.seen_on(day), conflict.open_on(day)
    shares = np.zeros(len(is_open))
    shares[is_open] = pull(Sites(seen.near[is_open], seen.country[is_open]))
    return shares


def _path(conflict: Conflict, share: Callable[[float], FloatArray]) -> FloatArray:
    at = conflict.together(0.0)
    days = [at]
    for day in range(1, conflict.length):
        more = conflict.together(day).sum() - conflict.together(day - 1).sum()
        at = at + more * (share(day) if more > 0 else shares_of(at))
        days.append(at)
    return np.stack(days)


def walked_in(conflict: Conflict, days: int) -> tuple[Graph, np.ndarray, FloatArray, list[int]]:
    """Return the graph of a conflict, who is at war by day, the new people by day and place, and the counted sites."""
    number = {p.name: i for i, p in enumerate(conflict.places)}
    site = np.array([p.kind == "camp" or p.name in conflict.counted for p in conflict.places])
    roads = [(number[r.start], number[r.end], r.km) for r in conflict.roads if {r.start, r.end} <= set(number)]
    since = np.array([np.inf if p.at_war_from is None else p.at_war_from for p in conflict.places])
    war = since[None, :] <= np.maximum(np.arange(days), since.min())[:, None]
    people = war * np.array([p.people or 1.0 for p in conflict.places])
    totals_by_day = np.array([conflict.together(day).sum() for day in range(days)])
    arriving = np.maximum(np.diff(totals_by_day, prepend=totals_by_day[0]), 0.0)
    new = arriving[:, None] * people / people.sum(axis=1, keepdims=True)
    return Graph.of(roads, site), war, new, [number[name] for name in conflict.counted]


def _walked(conflict: Conflict) -> FloatArray:
    graph, war, new, counted = walked_in(conflict, conflict.length)
    at = run(graph, default_rules(), war, new)[:, counted, 0]
    first = conflict.together(0.0)
    more = np.array([conflict.together(day).sum() for day in range(conflict.length)]) - first.sum()
    arrived = at.sum(axis=1, keepdims=True)
    share = np.where(arrived > 0, at / np.maximum(arrived, 1e-9), 1 / at.shape[1])
    return np.maximum(first + more[:, None] * share, 0.0)


def falls_(conflicts: Sequence[Conflict], fitted: Mapping[str, Fitted]) -> None:
    """Score totals where towns were drawn into fighting: as they go on anyway, and given that."""
    for horizon in HORIZONS:

        def score(conflict: Conflict, horizon: int = horizon) -> dict[str, float]:
            mine, rows = fitted[conflict.country], []
            for fall in falls(conflict, horizon):
                anyway = total_on(fall.seen, fall.day, horizon, mine)
                given = total_if_fallen(fall.seen, fall.day, horizon, fall.inhabitants, mine)
                alone = fall.seen.last + rise_per_inhabitant(horizon, fall.inhabitants, mine)
                rows.append(
                    [
                        (
                            abs(found[MEDIAN] - fall.people) / fall.people,
                            crps(found, fall.people) / fall.people,
                            float(found[LOW] <= fall.people <= found[HIGH]),
                        )
                        for found in (anyway, given, alone)
                    ]
                )
            if not rows:
                return {}
            names = ("ARD", "CRPS / total", "80 % covers")
            means = np.mean(rows, axis=0)
            return {
                f"{name}, {way}": float(means[w, n])
                for n, name in enumerate(names)
                for w, way in enumerate(("anyway", "given the fall", "from its people alone"))
            }

        scores, countries = collect(conflicts, score)
        rivals = {m: f"{m.split(',')[0]}, anyway" for m in scores if "covers" not in m}
        table(f"totals where towns fell, {horizon} days ahead", scores, countries, rivals)


def flow(conflicts: Sequence[Conflict], _fitted: Mapping[str, Fitted]) -> None:
    """Time the ensemble, and measure how far its sites' shares are from those of people who follow the rules."""
    draw = np.random.default_rng(SEED)
    points = draw.uniform(0, 1000, (PLACES, 2))
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    roads = [(i, int(j), float(apart[i, j])) for i in range(PLACES) for j in np.argsort(apart[i])[1:4]]
    site = np.arange(PLACES) < PLACES // 6
    since = np.where(site, DAYS, draw.integers(0, 2 * DAYS // 3, PLACES))
    war = since[None, :] <= np.arange(DAYS)[:, None]
    rules = default_rules(RUNS)._replace(
        power=draw.uniform(0.5, 1, RUNS),
        war_score=draw.uniform(0.1, 0.5, RUNS),
        leave_town=draw.uniform(0.3, 0.7, RUNS),
    )
    for name, holds in (("no limits", None), ("sites that fill up", np.where(site, 1e5, np.inf))):
        began = time.process_time()
        at = run(Graph.of(roads, site, holds), rules, war, np.where(war, 1000.0, 0.0))
        print(
            f"\nensemble, {name}: {RUNS} runs, {PLACES} places, {len(roads)} roads, {DAYS} days, "
            f"{at[-1].sum(axis=0).mean():,.0f} people a run: {time.process_time() - began:.1f} CPU s"
        )

    def score(conflict: Conflict) -> dict[str, float]:
        days = min(conflict.length, GAP_DAYS)
        graph, war, new, counted = walked_in(conflict, days)
        so_far = np.floor(np.cumsum(new, axis=0) * AGENTS / new.sum())
        people = np.diff(so_far, axis=0, prepend=0).astype(np.int64)
        began = time.process_time()
        ours = run(graph, default_rules(), war, people.astype(float))[:, counted, 0]
        cost = time.process_time() - began
        apart = {}
        for name, agents in (("its own rules", by_legs), ("Flee's, to the kilometre", by_kilometres)):
            theirs = agents(graph, default_rules(), war, people)[:, counted]
            apart[f"placement gap to agents by {name}"] = float(
                np.mean(
                    [
                        np.abs(shares_of(a) - shares_of(b)).sum()
                        for a, b in zip(ours[FIRST_MONTH + 1 :], theirs[FIRST_MONTH + 1 :], strict=True)
                    ]
                )
            )
        return apart | {"CPU s of one run": cost}

    scores, countries = collect(conflicts, score)
    table(f"flow against {AGENTS:,} agents", scores, countries)


BENCHMARKS: dict[str, Callable[[Sequence[Conflict], Mapping[str, Fitted]], None]] = {
    "totals": totals,
    "sums": sums,
    "sites": sites,
    "start": start,
    "falls": falls_,
    "flow": flow,
}

if __name__ == "__main__":
    sys.exit(main())
