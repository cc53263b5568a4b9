"""The scores are proper: nobody does better by saying what he does not believe."""

from __future__ import annotations

from datetime import date
from math import isclose

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.outlook.test_resolution import AS_OF, question

from sitroom.model import Resolution
from sitroom.outlook.scores import brier, covers, log_score, quantile_crps, score
from sitroom.scorecard import Pair

LATER = date(2025, 1, 1)
chances = st.floats(0.01, 0.99)


def expected(rule, said, truth):
    return truth * rule(said, 1.0) + (1 - truth) * rule(said, 0.0)


@given(chances, chances)
def test_brier_and_log_score_are_proper(said, truth):
    for rule in (brier, log_score):
        assert expected(rule, truth, truth) <= expected(rule, said, truth) + 1e-12


@given(st.lists(st.floats(0, 1000), min_size=9, max_size=9), st.floats(-50, 50))
def test_the_quantile_score_is_proper(outcomes, off):
    """Over the outcomes themselves, their own median and quantiles do best."""
    ordered = sorted(outcomes)
    true = ((0.25, ordered[2]), (0.5, ordered[4]), (0.75, ordered[6]))
    said = tuple((level, value + off) for level, value in true)
    assert sum(quantile_crps(true, o) for o in outcomes) <= sum(quantile_crps(said, o) for o in outcomes) + 1e-9


def test_the_quantile_score_of_one_value_is_its_error():
    assert isclose(quantile_crps(((0.5, 10.0),), 14.0), 4.0)
    assert covers(((0.1, 5.0), (0.9, 9.0)), 9.0)
    assert not covers(((0.1, 5.0), (0.9, 9.0)), 9.5)


def pair(outcome, probability=0.4, void=None, quantiles=(), kind="toll", **about):
    made = question(kind, quantiles=quantiles, n=str(outcome), p=str(probability), **about)
    if not quantiles:
        made = msgspec.structs.replace(made, probability=probability, base_rate=0.5, base_n=10)
    resolution = Resolution(
        id=f"r-{made.id}", scenario=made.id, outcome=outcome, void_reason=void, resolved_at=AS_OF, known_at=AS_OF
    )
    return Pair(scenario=made, resolution=resolution)


def test_a_card_counts_and_scores():
    ranged = pair(7.0, quantiles=((0.1, 5.0), (0.9, 9.0)), kind="displaced_range", count="4")
    open_one = Pair(scenario=question("siege"))
    card = score([pair(1.0, 0.8), pair(0.0, 0.8), pair(None, 0.3, void="no count"), ranged, open_one], LATER)
    rows = {row.kind: row for row in card.rows}
    toll = rows["toll"]
    assert (toll.asked, toll.resolved, toll.void, toll.void_rate) == (3, 2, 1, round(1 / 3, 4))
    assert isclose(toll.brier, (0.04 + 0.64) / 2)
    assert isclose(toll.skill, round(1 - 0.34 / 0.25, 4))
    assert rows["siege"].open == 1
    assert (rows["displaced_range"].coverage, rows["displaced_range"].coverage_stated) == (1.0, 0.8)
    assert rows["displaced_range"].range_skill == round(1 - 0.4 / 3, 4)
    assert [(w.word, w.n, w.seen) for w in card.words] == [("very_likely", 2, 0.5)]
    assert card.voids == (("no count", 1),)


def test_what_came_about_before_its_day_is_scored_on_its_day():
    """Else a card would hold what happened soon, and not yet what will not have happened."""
    early = score([pair(1.0)], AS_OF.date())
    assert (early.rows[-1].early, early.rows[-1].resolved, early.rows[-1].brier) == (1, 0, None)
    assert not early.words
    assert score([pair(1.0)], LATER).rows[-1].resolved == 1


def test_a_condition_that_did_not_come_about_is_no_void():
    row = score([pair(None, 0.3, void="its condition did not come about")], LATER).rows[-1]
    assert (row.unmet, row.void, row.void_rate) == (1, 0, None)


@given(st.lists(st.tuples(st.sampled_from([0.0, 1.0]), chances), min_size=1, max_size=8), st.randoms())
def test_the_order_of_questions_is_nothing(rows, shuffler):
    pairs = [pair(o, c) for o, c in rows]
    card = score(pairs, LATER)
    shuffler.shuffle(pairs)
    assert score(pairs, LATER) == card
