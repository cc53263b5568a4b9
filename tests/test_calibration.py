"""The expected error of confidence, on cases that can be counted by hand."""

from __future__ import annotations

import pytest
from evals.calibration import expected_error, judged


def figure(low: int, **more: object) -> dict[str, object]:
    """Return a figure of people killed."""
    return {"kind": "figure", "measure": "killed", "low": low, "high": low, "wording": "exact", **more}


def test_what_was_said_with_more_confidence_than_it_earned() -> None:
    assert expected_error([(0.9, True)] * 8 + [(0.9, False)] * 2) == pytest.approx(0.1)


def test_errors_of_two_bins_do_not_cancel() -> None:
    pairs = [(0.95, False)] * 5 + [(0.55, True)] * 5
    assert expected_error(pairs) == pytest.approx((0.95 * 5 + 0.45 * 5) / 10)


def test_nothing_has_no_error() -> None:
    assert expected_error([]) == 0.0


def test_an_optional_figure_is_neither_right_nor_wrong() -> None:
    gold = [figure(12), figure(532, optional=True)]
    printed = [figure(12, confidence=0.9), figure(532, confidence=0.7), figure(7, confidence=0.6)]
    assert judged(gold, printed) == [(0.9, True), (0.6, False)]
