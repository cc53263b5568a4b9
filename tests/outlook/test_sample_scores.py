import numpy as np
import pytest

from sitroom.outlook.sample_scores import crps, ignorance, interval_score


@pytest.fixture
def forecasts():
    draw = np.random.default_rng(3)
    samples = np.sort(draw.negative_binomial(2, 0.05, (40, 300)).astype(float), axis=1)
    return samples, draw.negative_binomial(2, 0.05, 40).astype(float)


def test_crps_agrees_with_an_independent_implementation(forecasts):
    scoringrules = pytest.importorskip("scoringrules")
    samples, outcomes = forecasts
    assert crps(samples, outcomes) == pytest.approx(scoringrules.crps_ensemble(outcomes, samples, estimator="nrg"))


def test_interval_score_agrees_with_an_independent_implementation(forecasts):
    scoringrules = pytest.importorskip("scoringrules")
    samples, outcomes = forecasts
    low, high = np.quantile(samples, 0.05, axis=1), np.quantile(samples, 0.95, axis=1)
    assert interval_score(samples, outcomes) == pytest.approx(scoringrules.interval_score(outcomes, low, high, 0.1))


def test_ignorance_counts_the_samples_in_the_outcomes_bin_and_one_more():
    samples = np.array([[0.0, 0.0, 1.0, 2.0, 7.0]])
    # Two of five are in the bin of 1 and 2; with one in each of eleven bins, three of sixteen.
    assert ignorance(samples, np.array([2.0])) == pytest.approx(-np.log2(3 / 16))
    assert ignorance(samples, np.array([5000.0])) == pytest.approx(-np.log2(1 / 16))
