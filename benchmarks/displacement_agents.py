"""Agents: people who follow the flow's rules one by one, to check the flow against; and Flee's, to the kilometre.

`by_legs` follows the very rules that `sitroom.outlook.displacement.flow` states, with chance where the flow has
expectation. `by_kilometres` follows the agent model Flee more closely: lengths are not cut into legs, and whether a
person passes through a town depends on how far he has come today and on the days before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sitroom.outlook.displacement.flow import (
    LEGS_A_DAY,
    NEARLY_FULL,
    SHORT_STINT,
    SOFTENING_KM,
    STRETCH,
    Graph,
    Rules,
    legs_of,
)
from sitroom.outlook.displacement.series import FloatArray

REACH_KM = 400.0


class Numbers(NamedTuple):
    """The rules' numbers of one run."""

    leave_war: float
    leave_town: float
    leave_site: float
    war_score: float
    power: float

    @classmethod
    def of(cls, rules: Rules) -> Numbers:
        """Return the numbers of the first run of an ensemble."""
        return cls(*(float(values[0]) for values in rules))


class Roads:
    """The roads of a graph, by where they start, and how people choose among them."""

    def __init__(self, graph: Graph, numbers: Numbers, draw: np.random.Generator) -> None:
        """Keep the graph; nothing is chosen yet."""
        self.graph, self.numbers, self.draw = graph, numbers, draw
        self.first = np.searchsorted(graph.start, np.arange(len(graph.site)))
        self.after = np.searchsorted(graph.start, np.arange(len(graph.site)), side="right")
        self.reached = np.zeros(0)

    def weigh(self, war: npt.NDArray[np.bool_], at: FloatArray) -> None:
        """Weigh all roads as they are on a day on which so many people are at each place."""
        graph = self.graph
        score = np.where(war[graph.end], self.numbers.war_score, 1.0)
        full = np.where(np.isfinite(graph.holds), at / (STRETCH * graph.holds), 0.0)
        room = np.clip((1 - full) / (1 - NEARLY_FULL), 0.0, 1.0)
        weight = score / (SOFTENING_KM + graph.km) ** self.numbers.power * room[graph.end]
        for first, after in zip(self.first, self.after, strict=True):
            total = weight[first:after].sum()
            weight[first:after] = weight[first:after] / total if total > 0 else 1 / max(after - first, 1)
        # One number line: the roads of place p share the stretch from p to p + 1.
        within = np.concatenate([np.cumsum(weight[a:b]) for a, b in zip(self.first, self.after, strict=True)])
        self.reached = graph.start + np.minimum(within, 1.0)

    def choose(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return the number of the road that each person takes who leaves these places."""
        found = np.searchsorted(self.reached, places + self.draw.random(len(places)), side="right")
        return np.minimum(found, self.after[places] - 1)


def chances(graph: Graph, numbers: Numbers, war: npt.NDArray[np.bool_]) -> FloatArray:
    """Return with which chance a person leaves each place on a day."""
    usual = np.where(war, numbers.leave_war, numbers.leave_town)
    usual = np.where(graph.site, numbers.leave_site, usual)
    return np.where(np.bincount(graph.start, minlength=len(graph.site)) > 0, usual, 0.0)


def by_legs(
    graph: Graph, rules: Rules, war: npt.NDArray[np.bool_], new: npt.NDArray[np.int64], seed: int = 1
) -> FloatArray:
    """Return the people at each place each evening, of shape (days, places); `new` are whole people by day."""
    draw = np.random.default_rng(seed)
    numbers = Numbers.of(rules)
    roads, legs = Roads(graph, numbers, draw), legs_of(graph.km)
    place = np.zeros(0, dtype=np.int64)
    left = np.zeros(0, dtype=np.int64)
    evenings = []
    for at_war, people in zip(war, new, strict=True):
        place = np.concatenate([place, np.repeat(np.arange(len(people)), people)])
        left = np.concatenate([left, np.zeros(int(people.sum()), dtype=np.int64)])
        roads.weigh(at_war, np.bincount(place[left == 0], minlength=len(people)).astype(float))
        usual = chances(graph, numbers, at_war)
        early = np.where(graph.site | at_war, usual, np.where(usual > 0, 1.0, 0.0))
        goers = np.flatnonzero((left == 0) & (draw.random(len(place)) < usual[place]))
        for walked in range(LEGS_A_DAY):
            road = roads.choose(place[goers])
            left[goers], place[goers] = legs[road], graph.end[road]
            walking = left > 0
            left[walking] -= 1
            arrived = np.flatnonzero(walking & (left == 0))
            on = early if walked + 1 < SHORT_STINT else usual
            goers = arrived[draw.random(len(arrived)) < on[place[arrived]]]
        evenings.append(np.bincount(place[left == 0], minlength=len(people)).astype(float))
    return np.stack(evenings)


def by_kilometres(
    graph: Graph, rules: Rules, war: npt.NDArray[np.bool_], new: npt.NDArray[np.int64], seed: int = 1
) -> FloatArray:
    """Return the same where people walk to the kilometre and pass through towns as Flee's do."""
    draw = np.random.default_rng(seed)
    numbers = Numbers.of(rules)
    roads = Roads(graph, numbers, draw)
    place = np.zeros(0, dtype=np.int64)
    left, lately = np.zeros(0), np.zeros(0)
    evenings = []
    for at_war, people in zip(war, new, strict=True):
        fresh = int(people.sum())
        place = np.concatenate([place, np.repeat(np.arange(len(people)), people)])
        left, lately = np.concatenate([left, np.zeros(fresh)]), np.concatenate([lately, np.zeros(fresh)])
        roads.weigh(at_war, np.bincount(place[left <= 0], minlength=len(people)).astype(float))
        usual = chances(graph, numbers, at_war)
        today = np.zeros(len(place))
        goers = np.flatnonzero((left <= 0) & (draw.random(len(place)) < usual[place]))
        walkers = np.flatnonzero(left > 0)
        while len(goers) or len(walkers):
            road = roads.choose(place[goers])
            left[goers], place[goers] = graph.km[road], graph.end[road]
            walkers = np.concatenate([walkers, goers])
            step = np.minimum(left[walkers], REACH_KM - today[walkers])
            left[walkers] -= step
            today[walkers] += step
            arrived = walkers[(left[walkers] <= 0) & (today[walkers] < REACH_KM)]
            short = (lately[arrived] + today[arrived] / REACH_KM) / 2 < 0.5
            town = ~graph.site[place[arrived]] & ~at_war[place[arrived]] & (usual[place[arrived]] > 0)
            chance = np.where(short & town, 1.0, usual[place[arrived]])
            goers = arrived[draw.random(len(arrived)) < chance]
            walkers = np.zeros(0, dtype=np.int64)
        lately = (lately + today / REACH_KM) / 2
        evenings.append(np.bincount(place[left <= 0], minlength=len(people)).astype(float))
    return np.stack(evenings)
