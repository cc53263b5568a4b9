import numpy as np
import pytest
from towns import picture, step, town

from sitroom.model import PlaceRef, Scenario, Unasked
from sitroom.outlook.capture import ask_captures
from sitroom.outlook.capture.asking import MOST_UNPRESSED
from sitroom.outlook.capture.ground import NEAREST_KM, describe, distances_km, nearest_km, pace
from sitroom.outlook.capture.odds import BREAKING, FARTHEST_KM, load_odds

NEVER = np.inf


def test_distances_are_great_circles():
    between = distances_km(np.array([35.13, 36.20]), np.array([36.76, 37.16]))
    assert between[0, 1] == pytest.approx(124.4, abs=0.5)  # Hama to Aleppo
    assert np.isinf(between[0, 0])


def test_nearer_more_held_and_fresher_are_each_seen():
    distance = np.array([[10.0, 20.0, 12.0]])
    held = np.array([True, True, False])
    ago = np.array([NEVER, NEVER, NEVER])
    near = nearest_km(distance, held)
    still = describe(near, distance, held, ago)
    assert near.tolist() == [10.0]
    assert (describe(near / 2, distance, held, ago) < still).tolist() == [[True, False, False]]
    assert (describe(near, distance, np.array([True, True, True]), ago) > still).tolist() == [[False, True, False]]
    assert (describe(near, distance, held, np.array([3.0, NEVER, NEVER])) > still).tolist() == [[False, False, True]]


def test_an_attacker_nearer_than_any_case_is_taken_to_be_at_the_least_distance():
    there = (np.array([[1.0]]), np.array([True]), np.array([NEVER]))
    assert (describe(np.array([0.5]), *there) == describe(np.array([NEAREST_KM]), *there)).all()


def test_pace_is_the_share_taken_lately():
    distance = np.array([[10.0, 10.0]])
    held = np.array([True, True])
    assert pace(distance, held, np.array([5.0, NEVER]))[0] == pytest.approx(0.5, abs=0.03)
    assert pace(distance, held, np.array([50.0, NEVER]))[0] == 0


def test_the_shipped_odds_go_the_right_way_and_say_where_they_are_from():
    odds = load_odds()
    assert [h.days for h in odds.horizons] == [7, 28, 91]
    assert "Ukraine" in odds.source
    assert odds.data_cutoff == "2025-08-31"
    for horizon in odds.horizons:
        distance, held, fresh = horizon.weights
        assert distance < 0 < min(held, fresh)
        assert 0 < horizon.breaking_slope < 1  # a breaking front is told apart less well, never better
        assert list(horizon.rates) == sorted(horizon.rates, reverse=True)


def test_a_longer_horizon_is_likelier_and_none_is_likelier_than_what_was_seen():
    odds = load_odds()
    draw = np.random.default_rng(2)
    features = np.column_stack([
        draw.uniform(np.log(3), np.log(30), 400), draw.uniform(-4, 2, 400), draw.uniform(-3.5, 1.5, 400),
    ])  # fmt: skip
    for speed in (0.0, 1.0):
        week, month, season = (h.chances(features, np.full(400, speed)) for h in odds.horizons)
        assert (week <= month + 1e-9).all()
        assert (month <= season + 1e-9).all()
        assert season.max() <= odds.horizons[2].most


def test_a_breaking_front_flattens_the_odds():
    horizon = load_odds().horizons[1]
    features = np.array([[np.log(5), 1.0, 1.0], [np.log(25), -3.0, -3.5]])
    slow = horizon.chances(features, np.array([0.0, 0.0]))
    fast = horizon.chances(features, np.array([1.0, 1.0]))
    assert fast[0] < slow[0]
    assert fast[1] > slow[1]


def asked(*rows):
    found = list(ask_captures(picture(*rows)))
    return [f for f in found if isinstance(f, Scenario)], [f for f in found if isinstance(f, Unasked)]


def threatened(name="Hama", km=0.0, **given):
    return town(name, km, **({"status": "threatened", "by": "rebels", "since": "2024-12-03"} | given))


def taken(name, km, since="2024-12-03"):
    return town(name, km, holder="rebels", since=since, history=(step("captured", "rebels", since),))


def test_a_threatened_town_is_asked_about_for_each_horizon():
    scenarios, unasked = asked(threatened(), town("Suran", 8.0, holder="rebels"))
    assert [s.horizon for s in scenarios] == ["2024-12-11", "2025-01-01", "2025-03-05"]
    assert not unasked
    week = scenarios[0]
    assert (week.kind, week.place, week.country) == ("capture", "Hama", "SY")
    about = dict(week.about)
    assert (about["holder"], about["by"], about["days"], about["near_km"]) == ("gov", "rebels", "7", "8.0")
    assert week.rests_on == ("control-Hama", "control-Suran")
    assert "one slow war" in week.method
    assert week.base_rate == pytest.approx(load_odds().horizons[0].rates[1], abs=1e-4)
    assert week.probability < scenarios[1].probability < scenarios[2].probability


def test_what_was_just_taken_nearby_makes_a_capture_likelier_and_widens_it():
    quiet, _ = asked(threatened(), town("Suran", 8.0, holder="rebels"))
    moving, unasked = asked(threatened(), taken("Suran", 8.0))
    assert moving[1].probability > quiet[1].probability
    assert "flattened" in moving[1].method
    assert "flattened" not in quiet[1].method
    assert dict(moving[1].about)["breaking"] == "yes"
    # A quarter ahead, the test of a breaking front was failed.
    assert [s.horizon for s in moving if s.place == "Hama"] == ["2024-12-11", "2025-01-01"]
    assert "91 days" in unasked[0].reason


def test_a_reported_distance_counts_where_no_nearer_town_is_known():
    said = (step("threatened", "rebels", distance_km=6.0),)
    near, _ = asked(threatened(history=said), town("Suran", 25.0, holder="rebels"))
    assert dict(near[0].about)["near_km"] == "6.0"
    old = (step("threatened", "rebels", on="2024-11-20", distance_km=6.0),)
    far, _ = asked(threatened(history=old), town("Suran", 25.0, holder="rebels"))
    assert dict(far[0].about)["near_km"] == "25.0"
    assert near[1].probability > far[1].probability


def test_the_ground_from_which_a_place_is_pressed_was_taken_when_that_began():
    said = (step("threatened", "rebels", distance_km=6.0),)
    map_row = town("Suran", 25.0, holder="rebels")
    new, _ = asked(threatened(history=said, since="2024-12-03"), map_row)
    old, _ = asked(threatened(history=said, since="2024-09-03"), map_row)
    assert new[1].probability > old[1].probability
    # It is one place of unknown size: that a front breaks is told by the map alone.
    assert dict(new[1].about)["breaking"] == "no"


def test_an_attacker_thrown_back_is_as_far_as_he_was_thrown():
    said = (
        step("threatened", "rebels", distance_km=6.0),
        step("threatened", "rebels", on="2024-12-04", distance_km=10.0),
    )
    found, _ = asked(threatened(history=said), town("Suran", 25.0, holder="rebels"))
    assert dict(found[0].about)["near_km"] == "10.0"


def test_a_town_near_the_front_is_asked_about_without_being_called_pressed():
    scenarios, unasked = asked(town("Salamiyah", 12.0), taken("Suran", 0.0), threatened("Hama", 5.0))
    assert {s.place for s in scenarios} == {"Hama", "Salamiyah"}
    assert {u.subject for u in unasked} == {"Hama"}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((threatened(), town("Suran", FARTHEST_KM + 1, holder="rebels")), "within 30 km"),
        ((threatened(holder=None),), "who holds it"),
        ((threatened(by=None), town("Suran", 8.0, holder="gov")), "who would take it"),
        ((threatened(place_ref=None), town("Suran", 8.0, holder="rebels")), "coordinates"),
        ((threatened(place_ref=PlaceRef(text="Hama", lat=0.0, lon=0.0, kind="province")),), "coordinates"),
        ((threatened(last_report="2024-11-01"), town("Suran", 8.0, holder="rebels")), "2024-11-01"),
    ],
)
def test_a_pressed_place_that_cannot_be_forecast_is_told_of(rows, reason):
    scenarios, unasked = asked(*rows)
    assert not scenarios
    assert [(u.kind, u.subject) for u in unasked] == [("capture", "Hama")]
    assert reason in unasked[0].reason


def test_a_picture_without_towns_is_asked_nothing():
    assert asked() == ([], [])
    scenarios, unasked = asked(town("Hama", 0.0, place_ref=None))
    assert not scenarios
    assert not unasked


def test_only_the_likeliest_of_many_towns_near_the_front_are_asked_about():
    rows = [town(f"T{i}", 10.0 + i) for i in range(12)]
    scenarios, _ = asked(*rows, taken("Suran", 0.0), threatened("Hama", 5.0))
    assert len({s.place for s in scenarios}) == MOST_UNPRESSED + 1


def test_the_order_of_rows_changes_nothing():
    rows = [threatened(), taken("Suran", 8.0), town("Salamiyah", -14.0), town("Homs", -40.0)]
    assert asked(*rows) == asked(*reversed(rows))


def test_the_threshold_of_a_breaking_front_is_where_the_slow_war_hardly_ever_was():
    assert BREAKING == 0.5
