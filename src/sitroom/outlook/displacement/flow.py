"""Where people would go over a graph of places, day by day: the mean of what single people following rules would do.

The rules, of one person on one day, are in outline those of the agent model Flee (Groen 2016; Suleimenova et al. 2017):

1. Whoever is at a place leaves it that day with a chance by its kind: at war, a town, a site for the displaced.
2. Who leaves picks a road by weight: the far end's score, less where there is war, over (50 + km) to a power.
3. A day has eight legs of 50 km; a road takes whole legs. Who arrives with legs left goes on at once: surely from a
   place at war, or from a town after less than half a day's way; else with the place's chance.
4. Who is on the road when the day ends walks on the next day.

People do not act on each other, but for sites that fill up. So the expected number of people at each place is not
simulated but computed: one vector a run instead of a person at a time, and all runs of an ensemble at once. Shares are
not validated for people displaced within their country: no data at hand count them by place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sitroom.outlook.displacement.series import FloatArray

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

LEG_KM, LEGS_A_DAY = 50.0, 8
SHORT_STINT = LEGS_A_DAY // 2
SOFTENING_KM = 50.0
# A site is nearly full from nine tenths of what it holds; it takes a quarter more than it is said to hold.
NEARLY_FULL, STRETCH = 0.9, 1.25


class Rules(NamedTuple):
    """The rules' numbers, each of shape (runs,): Flee's defaults are given by `default_rules`."""

    leave_war: FloatArray
    leave_town: FloatArray
    leave_site: FloatArray
    war_score: FloatArray
    power: FloatArray


class Graph(NamedTuple):
    """Places and the roads between them, each road in both directions, sorted by where it starts.

    `start` and `end` are numbers of places, `km` lengths. `site` marks sites for the displaced, `holds` how many each
    place takes, infinite where that is not known.
    """

    start: IntArray
    end: IntArray
    km: FloatArray
    site: BoolArray
    holds: FloatArray

    @classmethod
    def of(cls, roads: Sequence[tuple[int, int, float]], site: BoolArray, holds: FloatArray | None = None) -> Graph:
        """Return the graph of roads (place, place, km), which may be walked both ways."""
        both = sorted({(a, b, km) for a, b, km in roads} | {(b, a, km) for a, b, km in roads})
        start, end, km = (np.array(column) for column in zip(*both, strict=True))
        without_limit = np.full(len(site), np.inf) if holds is None else holds
        return cls(start.astype(np.int64), end.astype(np.int64), km.astype(float), site, without_limit)


def default_rules(runs: int = 1) -> Rules:
    """Return Flee's default numbers for so many runs."""
    return Rules(*(np.full(runs, value) for value in (1.0, 0.5, 0.001, 0.25, 0.75)))


def legs_of(km: FloatArray) -> IntArray:
    """Return how many legs roads take: at least one."""
    return np.maximum(np.rint(km / LEG_KM), 1).astype(np.int64)


class Flow:
    """An ensemble of runs over one graph, a day at a time.

    `at` is of shape (places, runs): how many people are at each place now. People on the road are at none.
    """

    def __init__(self, graph: Graph, rules: Rules) -> None:
        """Begin with nobody anywhere."""
        places, runs = len(graph.site), len(rules.power)
        self.graph, self.rules = graph, rules
        self.at = np.zeros((places, runs))
        legs = legs_of(graph.km)
        self._ring = np.zeros((int(legs.max()) + 1, places, runs))
        self._now = 0
        # Roads of as many legs to the same place arrive together: they are summed before they are put on the ring.
        self._order = np.lexsort((graph.end, legs))
        key = legs[self._order] * places + graph.end[self._order]
        self._first = np.flatnonzero(np.diff(key, prepend=-1))
        self._legs, self._ends = legs[self._order][self._first], graph.end[self._order][self._first]
        self._starts = graph.start[self._order]
        self._war: BoolArray | None = None
        self._share = np.zeros((len(legs), runs))
        self._limited = bool(np.isfinite(graph.holds).any())
        # Nobody leaves a place without a road.
        self._roads = np.bincount(graph.start, minlength=places)

    def day(self, war: BoolArray, new: FloatArray) -> FloatArray:
        """Let a day pass; `war` marks places at war, `new` adds people, of shape (places,) or (places, runs).

        Returns the people at each place in the evening, of shape (places, runs).
        """
        self.at += new if new.ndim == 2 else new[:, None]
        if self._limited or self._war is None or not np.array_equal(war, self._war):
            self._war = war.copy()
            self._share = self._shares(war)[self._order]
        rules, site = self.rules, self.graph.site[:, None]
        usual = np.where(site, rules.leave_site, np.where(war[:, None], rules.leave_war, rules.leave_town))
        usual[self._roads == 0] = 0.0
        early = np.where(site | war[:, None], usual, 1.0)
        leaving = self.at * usual
        self.at = self.at - leaving
        self._set_out(leaving)
        for walked in range(1, LEGS_A_DAY + 1):
            self._now = (self._now + 1) % len(self._ring)
            arrived = self._ring[self._now]
            if walked < LEGS_A_DAY:
                on = arrived * (early if walked < SHORT_STINT else usual)
                self.at += arrived - on
                arrived[:] = 0.0
                self._set_out(on)
            else:
                self.at += arrived
                arrived[:] = 0.0
        return self.at.copy()

    def _set_out(self, leaving: FloatArray) -> None:
        walking = np.add.reduceat(leaving[self._starts] * self._share, self._first, axis=0)
        self._ring[(self._now + self._legs) % len(self._ring), self._ends] += walking

    def _shares(self, war: BoolArray) -> FloatArray:
        graph, rules = self.graph, self.rules
        score = np.where(war[graph.end][:, None], rules.war_score, 1.0)
        weight = score / (SOFTENING_KM + graph.km[:, None]) ** rules.power
        if self._limited:
            weight = weight * self._room()[graph.end]
        total = np.zeros_like(self.at)
        np.add.at(total, graph.start, weight)
        roads = self._roads[graph.start][:, None]
        everywhere_full = total[graph.start] <= 0
        return np.where(everywhere_full, 1 / roads, weight / np.where(everywhere_full, 1.0, total[graph.start]))

    def _room(self) -> FloatArray:
        holds = STRETCH * self.graph.holds[:, None]
        full = np.where(np.isfinite(holds), self.at / holds, 0.0)
        return np.clip((1 - full) / (1 - NEARLY_FULL), 0.0, 1.0)


def run(graph: Graph, rules: Rules, war: BoolArray, new: FloatArray) -> FloatArray:
    """Return the people at each place each evening, of shape (days, places, runs).

    `war` is of shape (days, places), `new` of shape (days, places) or (days, places, runs).
    """
    flow = Flow(graph, rules)
    return np.stack([flow.day(at_war, people) for at_war, people in zip(war, new, strict=True)])
