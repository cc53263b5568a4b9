import gzip
from datetime import date, timedelta

import numpy as np
import pytest

from sitroom.errors import DataError
from sitroom.outlook.capture.ground import distances_km
from sitroom.outlook.deaths.counts import Counts
from sitroom.outlook.train import capture, deaths
from sitroom.outlook.train.logistic import fit


def test_logistic_finds_what_made_the_outcomes():
    draw = np.random.default_rng(4)
    rows = draw.normal(size=(20000, 2))
    chance = 1 / (1 + np.exp(-(-1.0 + 0.8 * rows[:, 0] - 0.3 * rows[:, 1])))
    found = fit(rows, (draw.random(20000) < chance).astype(float), ridge=1.0)
    assert found == pytest.approx([-1.0, 0.8, -0.3], abs=0.06)


def test_logistic_agrees_with_an_independent_implementation():
    linear = pytest.importorskip("sklearn.linear_model")
    draw = np.random.default_rng(5)
    rows = draw.normal(size=(500, 2))
    rows = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    outcomes = (draw.random(500) < 0.3).astype(float)
    theirs = linear.LogisticRegression(C=1 / 5.0, tol=1e-10).fit(rows, outcomes)
    assert fit(rows, outcomes, ridge=5.0) == pytest.approx([*theirs.intercept_, *theirs.coef_[0]], abs=1e-5)


def test_logistic_stands_columns_that_never_vary_and_outcomes_that_are_all_one():
    rows = np.column_stack([np.ones(50), np.arange(50.0)])
    assert np.isfinite(fit(rows, np.ones(50))).all()


@pytest.fixture
def front():
    """Ten towns on a line 10 km apart; the first side holds one at first, and takes the next each second week."""
    weeks = tuple(date(2024, 1, 7) + timedelta(weeks=w) for w in range(16))
    held = np.array([[town <= week // 2 for town in range(10)] for week in range(16)])
    return capture.Front(weeks=weeks, lat=np.arange(10) / 11.1195, lon=np.zeros(10), held=held)


def test_an_outcome_is_known_only_once_its_time_is_over(front):
    first, second = capture.outcomes(front, 4)
    assert first[0, :4].tolist() == [1, 1, 1, 0]
    assert np.isnan(first[12:]).all()
    assert not np.isnan(first[:12]).any()
    assert second[0, 5] == 1  # the other side holds it
    assert second[0, 0] == 0


def test_both_sides_are_seen_and_only_places_at_risk(front):
    cases = capture.whole_map(front)
    of_first = (cases.side == 0) & (cases.week == 4)
    assert cases.place[of_first].tolist() == [3, 4, 5]  # 10, 20 and 30 km from the last town held
    of_second = (cases.side == 1) & (cases.week == 4)
    assert cases.place[of_second].tolist() == [0, 1, 2]
    assert (np.exp(cases.features[:, 0]) <= capture.FARTHEST_KM + 1e-6).all()


def test_what_a_week_shows_does_not_depend_on_later_weeks(front):
    cut = capture.Front(weeks=front.weeks[:8], lat=front.lat, lon=front.lon, held=front.held[:8])
    whole, part = capture.whole_map(front), capture.whole_map(cut)
    early = whole.week < 8
    assert whole.place[early].tolist() == part.place.tolist()
    assert (whole.features[early] == part.features).all()


def test_reports_name_fewer_places_than_a_map_and_the_same_ones_each_time(front):
    once, again = capture.as_reported(front), capture.as_reported(front)
    assert len(once.place) < capture.DRAWS * len(capture.whole_map(front).place)
    assert (once.features == again.features).all()


def test_a_front_is_read_from_its_two_files(tmp_path):
    (tmp_path / "places.csv").write_text("id,name,lat,lon,pop\n7,A,48.0,38.0,500\n9,B,48.1,38.0,900\n")
    with gzip.open(tmp_path / "weekly_control.csv.gz", "wt") as file:
        file.write("week,7,9\n2024-01-07,1,0\n2024-01-14,1,1\n")
    front = capture.load_front(tmp_path)
    assert front.held.tolist() == [[True, False], [True, True]]
    assert front.weeks[-1] == date(2024, 1, 14)
    assert distances_km(front.lat, front.lon)[0, 1] == pytest.approx(11.1, abs=0.1)


def test_files_that_do_not_belong_together_are_refused(tmp_path):
    (tmp_path / "places.csv").write_text("id,name,lat,lon,pop\n7,A,48.0,38.0,500\n")
    with gzip.open(tmp_path / "weekly_control.csv.gz", "wt") as file:
        file.write("week,8\n2024-01-07,1\n")
    with pytest.raises(DataError, match=r"not those of places\.csv"):
        capture.load_front(tmp_path)
    with pytest.raises(DataError, match="cannot read a front"):
        capture.load_front(tmp_path / "none")


def test_growing_twice_gives_the_same_bytes():
    pytest.importorskip("lightgbm")
    draw = np.random.default_rng(7)
    level = np.exp(draw.normal(2, 1.5, size=(60, 1)))
    counts = Counts(
        countries=tuple(f"C{i}" for i in range(60)),
        first=2000 * 12,
        deaths=draw.poisson(level * draw.gamma(0.7, 1, size=(60, 80))).astype(float),
    )
    assert deaths.grow(counts, {"source": "s"}, 15).encode() == deaths.grow(counts, {"source": "s"}, 15).encode()
