"""The flow: people are neither made nor lost, and it is the mean of agents who follow the same rules."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.displacement_agents import by_kilometres, by_legs

from sitroom.outlook.displacement.flow import Graph, default_rules, legs_of, run

# A place at war, two towns, two sites; the far site is a long way off.
ROADS = [(0, 1, 60.0), (0, 2, 130.0), (1, 2, 90.0), (1, 3, 210.0), (2, 4, 450.0), (3, 4, 700.0)]
SITE = np.array([False, False, False, True, True])
DAYS = 60
WAR = np.tile(np.array([True, False, False, False, False]), (DAYS, 1))


def people(a_day):
    new = np.zeros((DAYS, 5), dtype=np.int64)
    new[:30, 0] = a_day
    return new


def shares(at):
    sites = at[20:, SITE]
    return sites / sites.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(("km", "legs"), [(5.0, 1), (60.0, 1), (80.0, 2), (400.0, 8), (1010.0, 20)])
def test_a_road_takes_whole_legs_and_at_least_one(km, legs):
    assert legs_of(np.array([km]))[0] == legs


def test_nobody_is_made_and_nobody_is_lost():
    at = run(Graph.of(ROADS, SITE), default_rules(), WAR, people(100).astype(float))
    assert (at >= 0).all()
    assert (at.sum(axis=1)[:, 0] <= np.cumsum(people(100).sum(axis=1)) + 1e-6).all()
    # Thirty days after the last set out, all but a few have come to a place.
    assert at[-1].sum() == pytest.approx(3000, rel=0.02)


def test_people_leave_a_war_and_stay_at_sites():
    at = run(Graph.of(ROADS, SITE), default_rules(), WAR, people(100).astype(float))[-1, :, 0]
    assert at[0] < 0.01 * at.sum()
    assert at[SITE].sum() > 0.8 * at.sum()


def test_a_place_without_roads_keeps_its_people():
    site = np.array([False, True, False])
    new = np.zeros((10, 3))
    new[0, 2] = 50.0
    at = run(Graph.of([(0, 1, 100.0)], site), default_rules(), np.zeros((10, 3), dtype=bool), new)
    assert at[-1, 2, 0] == 50.0


def test_who_is_on_the_road_at_night_arrives_days_later():
    site = np.array([False, True])
    new = np.zeros((4, 2))
    new[0, 0] = 10.0
    war = np.array([[True, False]] * 4)
    at = run(Graph.of([(0, 1, 1000.0)], site), default_rules(), war, new)[:, 1, 0]
    assert at[1] == 0.0
    assert at[2] == pytest.approx(10.0, rel=0.01)


def test_runs_of_an_ensemble_do_not_touch_each_other():
    graph, new = Graph.of(ROADS, SITE), people(100).astype(float)
    both = default_rules(2)._replace(power=np.array([0.25, 2.0]))
    alone = [default_rules()._replace(power=np.array([p])) for p in (0.25, 2.0)]
    together = run(graph, both, WAR, new)
    for number, rules in enumerate(alone):
        assert together[:, :, number] == pytest.approx(run(graph, rules, WAR, new)[:, :, 0])
    assert together[-1, 3, 1] != pytest.approx(together[-1, 3, 0], rel=0.05)


def test_a_full_site_takes_no_more_while_another_has_room():
    open_end = run(Graph.of(ROADS, SITE), default_rules(), WAR, people(100).astype(float))
    holds = np.array([np.inf, np.inf, np.inf, 200.0, np.inf])
    limited = run(Graph.of(ROADS, SITE, holds), default_rules(), WAR, people(100).astype(float))
    assert open_end[-1, 3, 0] > 1000
    assert limited[-1, 3, 0] < 500


def test_war_at_the_far_end_of_a_road_turns_people_away():
    fought = WAR.copy()
    fought[:, 1] = True
    calm = run(Graph.of(ROADS, SITE), default_rules(), WAR, people(100).astype(float))
    war = run(Graph.of(ROADS, SITE), default_rules(), fought, people(100).astype(float))
    assert war[-1, 4, 0] > calm[-1, 4, 0]


@pytest.mark.parametrize("limit", [np.inf, 4000.0])
def test_the_flow_is_the_mean_of_its_agents(limit):
    graph = Graph.of(ROADS, SITE, np.array([np.inf, np.inf, np.inf, limit, np.inf]))
    new = people(500)
    flow = run(graph, default_rules(), WAR, new.astype(float))[:, :, 0]
    agents = by_legs(graph, default_rules(), WAR, new, seed=3)
    assert np.abs(shares(flow) - shares(agents)).sum(axis=1).mean() < 0.02
    assert flow[-1] == pytest.approx(agents[-1], abs=0.02 * new.sum())


def test_agents_who_walk_to_the_kilometre_end_where_the_flow_does():
    graph, new = Graph.of(ROADS, SITE), people(500)
    flow = run(graph, default_rules(), WAR, new.astype(float))[:, :, 0]
    agents = by_kilometres(graph, default_rules(), WAR, new, seed=3)
    assert np.abs(shares(flow) - shares(agents)).sum(axis=1).mean() < 0.05
