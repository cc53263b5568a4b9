"""What is asked about people displaced, and what is not, with the reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from sitroom.model import Control, Figure, Picture, PlaceRef, Scenario, Unasked
from sitroom.outlook.displacement import ask_displaced, ask_if_falls
from sitroom.outlook.displacement.ground import toward
from sitroom.outlook.scenario import ask

NOW = datetime(2030, 5, 20, 18, tzinfo=UTC)
COUNTRY = PlaceRef(text="Arland", name="Arland", geonameid=1, country="XX", kind="country")


def count(number, day, people, *, current=False, claimant="ocha", **changed):
    told = {
        "id": f"figure-{claimant}-{number}", "measure": "displaced", "category": "people", "side": None,
        "place": "Arland", "place_ref": COUNTRY, "scope": "cumulative", "since": "2030-05-01",
        "stock_or_flow": "flow", "claimant": claimant.upper(), "claimant_id": claimant, "as_of": day, "low": people,
        "high": people, "wording": "exact", "current": current,
        "replaced_by": None if current else f"figure-{claimant}-{number + 1}", "docs": ("d",), "rests_on": ("c",),
    }  # fmt: skip
    return Figure(**told | changed)


SERIES = (
    count(1, "2030-05-04", 20_000),
    count(2, "2030-05-12", 60_000),
    count(3, "2030-05-18", 110_000, current=True),
)


def town(name, number, lat, lon, people=50_000, country="XX"):
    return PlaceRef(
        text=name, name=name, geonameid=number, lat=lat, lon=lon, country=country, population=people, kind="settlement"
    )


def row(place, status="threatened", holder="gov", by="rebels"):
    return Control(
        id=f"control-{place.name}", place=place.name, place_ref=place, status=status, holder=holder, by=by,
        since="2030-05-10", basis="confirmed", last_report="2030-05-19", docs=("d",), rests_on=("c",),
    )  # fmt: skip


ALFA = town("Alfa", 10, 10.0, 20.0, 300_000)
TOWNS = (
    town("Bravo", 11, 10.3, 20.2),
    town("Carmel", 12, 10.0, 20.9, 400_000),
    town("Dorado", 13, 9.2, 20.1),
    town("Estero", 14, 10.9, 20.6),
)


def picture(figures=SERIES, control=(), as_of=NOW):
    return Picture(story="s", story_id="story-1", as_of=as_of, figures=tuple(figures), control=tuple(control))


def capture(place="Alfa", days=7, chance=0.4):
    return ask(
        "capture", predicate=f"{place} is taken", place=place, country="XX", horizon=NOW.date() + timedelta(days=days),
        rule="r", resolved_by="reports", method="m", issued_at=NOW, data_cutoff="2025", probability=chance,
        about={"by": "rebels"},
    )  # fmt: skip


def scenarios(found):
    return [one for one in found if isinstance(one, Scenario)]


def reasons(found):
    return [one.reason for one in found if isinstance(one, Unasked)]


def test_a_running_count_is_asked_about_a_week_and_a_month_on():
    week, month, _passes = scenarios(ask_displaced(picture()))
    assert (week.horizon, month.horizon) == ("2030-05-27", "2030-06-19")
    assert [level for level, _ in week.quantiles] == [0.1, 0.5, 0.9]
    low, middle, high = (value for _, value in month.quantiles)
    assert 110_000 <= low < middle < high
    assert middle > dict(week.quantiles)[0.5]
    assert week.claimant == "ocha"
    assert week.rests_on == ("figure-ocha-3",)
    about = dict(week.about)
    assert (about["count"], about["counted_on"], about["since"], about["days"]) == (
        "110000", "2030-05-18", "2030-05-01", "7",
    )  # fmt: skip
    assert "void" in week.resolution_rule


def test_whether_it_passes_the_next_round_number_agrees_with_the_quantiles():
    figures = [*SERIES[:2], count(3, "2030-05-18", 150_000, current=True)]
    week, _month, passes = scenarios(ask_displaced(picture(figures)))
    assert (passes.kind, passes.threshold, passes.horizon) == ("total_displaced", 200_000.0, week.horizon)
    assert dict(week.quantiles)[0.5] < 200_000 < dict(week.quantiles)[0.9]
    assert 0.1 < passes.probability < 0.5
    assert 0 < passes.base_rate < passes.probability
    assert passes.base_n > 1000


def test_quantiles_are_rounded_to_what_can_be_known():
    for scenario in scenarios(ask_displaced(picture()))[:2]:
        assert scenario.quantiles
        for _, value in scenario.quantiles:
            assert value == float(f"{value:.2g}")


def test_a_count_of_those_displaced_since_a_day_does_not_fall_but_one_of_those_displaced_now_may():
    now = [msgspec.structs.replace(f, stock_or_flow="stock") for f in SERIES]
    flow, stock = (dict(scenarios(ask_displaced(picture(f)))[0].quantiles)[0.1] for f in (SERIES, now))
    assert flow >= 110_000
    assert stock <= flow


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ([count(3, "2030-05-18", 110_000, current=True, since=None)], "no two counts"),
        (
            [count(1, "2030-05-02", 20_000), count(2, "2030-05-05", 90_000, current=True)],
            "not renewed since 2030-05-05",
        ),
    ],
    ids=["one count", "stale"],
)
def test_what_cannot_be_asked_is_told_with_the_reason(figures, reason):
    found = list(ask_displaced(picture(figures)))
    assert not scenarios(found)
    assert reason in reasons(found)[0]


@pytest.mark.parametrize(
    "changed",
    [
        {"scope": "incident"}, {"standing": "warned"}, {"party": True}, {"claimant_id": None}, {"unit": "households"},
        {"part_of": "figure-x"}, {"category": "children"}, {"background": True}, {"measure": "killed"},
    ],
    ids=lambda c: next(iter(c)),
)  # fmt: skip
def test_what_is_no_running_count_of_displaced_people_is_passed_over(changed):
    assert not list(ask_displaced(picture([*SERIES[:2], count(3, "2030-05-18", 110_000, current=True, **changed)])))


def test_one_count_since_a_day_has_a_rate_from_that_day():
    alone = scenarios(ask_displaced(picture([count(3, "2030-05-18", 110_000, current=True)])))
    assert dict(alone[0].quantiles)[0.9] > 110_000


def test_small_counts_are_nobodys_question():
    figures = [count(1, "2030-05-04", 40), count(2, "2030-05-18", 90, current=True)]
    assert not list(ask_displaced(picture(figures)))


def test_a_count_dated_tomorrow_by_another_time_zone_is_of_today():
    figures = [count(1, "2030-05-12", 60_000), count(2, "2030-05-21", 110_000, current=True)]
    assert dict(scenarios(ask_displaced(picture(figures)))[0].about)["counted_on"] == "2030-05-20"


def test_if_a_place_falls_more_are_displaced_and_the_chance_of_the_fall_is_kept_apart():
    condition = capture()
    (effect,) = scenarios(ask_if_falls(picture(control=[row(ALFA)]), [condition], TOWNS))
    assert effect.given == condition.id
    assert effect.probability is None
    assert (effect.place, effect.horizon) == ("Alfa", "2030-06-19")
    low, middle, high = (value for _, value in effect.quantiles)
    assert 0 <= low < middle < high
    assert effect.rests_on == ("control-Alfa", "figure-ocha-3")
    unlikely = capture(chance=0.02)
    (same,) = scenarios(ask_if_falls(picture(control=[row(ALFA)]), [unlikely], TOWNS))
    assert same.quantiles == effect.quantiles


def test_where_no_count_has_a_rate_a_falls_effect_is_told_from_its_people_alone():
    once = [count(3, "2030-05-18", 48_500, current=True, since=None)]
    (effect,) = scenarios(ask_if_falls(picture(once, [row(ALFA)]), [capture()], TOWNS))
    (half,) = scenarios(ask_if_falls(picture(once, [row(town("Alfa", 10, 10.0, 20.0, 150_000))]), [capture()], TOWNS))
    assert "per inhabitant" in effect.method
    assert dict(effect.about)["count"] == "48500"
    assert dict(effect.quantiles)[0.9] == pytest.approx(2 * dict(half.quantiles)[0.9], rel=0.06)
    assert 0 < dict(effect.quantiles)[0.5] < 300_000


def test_a_count_with_a_rate_goes_before_a_larger_one_without():
    larger = count(3, "2030-05-18", 900_000, current=True, claimant="un", since=None)
    (effect,) = scenarios(ask_if_falls(picture([*SERIES, larger], [row(ALFA)]), [capture()], TOWNS))
    assert effect.claimant == "ocha"


def test_only_the_likeliest_falls_within_a_week_are_asked_about():
    places = [town(name, n, 10 + n / 10, 20.0) for n, name in enumerate(["A", "B", "C", "D", "E"], start=30)]
    captures = [capture(p.name, chance=0.1 * n) for n, p in enumerate(places, start=1)] + [capture("A", days=28)]
    asked = scenarios(ask_if_falls(picture(control=[row(p) for p in places]), captures, TOWNS))
    assert [s.place for s in asked] == ["E", "D", "C"]


def test_a_likely_fall_that_cannot_be_answered_for_takes_no_other_place():
    unknown, known = town("U", 40, 10.1, 20.0, None), town("K", 41, 10.2, 20.0)
    found = list(
        ask_if_falls(picture(control=[row(unknown), row(known)]), [capture("U", chance=0.9), capture("K")], TOWNS)
    )
    assert [s.place for s in scenarios(found)] == ["K"]
    assert len(reasons(found)) == 1


@pytest.mark.parametrize(
    ("place", "figures", "reason"),
    [
        (ALFA, [], "nobody has counted the displaced"),
        (town("Alfa", 10, 10.0, 20.0, None), SERIES, "how many people live there"),
        (town("Alfa", 10, 10.0, 20.0, 4_000_000), SERIES, "no place of more than 1,000,000"),
    ],
    ids=["no count", "no population", "too large"],
)
def test_a_fall_whose_effect_cannot_be_told_is_told_of(place, figures, reason):
    found = list(ask_if_falls(picture(figures, [row(place)]), [capture()], TOWNS))
    assert not scenarios(found)
    assert reason in reasons(found)[0]


def test_a_count_of_one_town_says_nothing_of_another():
    elsewhere = town("Zulu", 99, 15.0, 25.0)
    figures = [count(n, d, p, current=n == 2, place="Zulu", place_ref=elsewhere) for n, d, p in
               ((1, "2030-05-04", 20_000), (2, "2030-05-18", 90_000))]  # fmt: skip
    assert not scenarios(ask_if_falls(picture(figures, [row(ALFA)]), [capture()], TOWNS))


def test_people_go_to_towns_near_and_not_to_those_of_whoever_takes_the_place():
    calm = toward(row(ALFA), picture(control=[row(ALFA)]), "rebels", TOWNS)
    taken = row(TOWNS[0], status="controlled", holder="rebels", by=None)
    fought = toward(row(ALFA), picture(control=[row(ALFA), taken]), "rebels", TOWNS)
    assert calm["to_1"] == "Bravo"
    assert "Bravo" not in [fought[k] for k in fought if not k.endswith("share")]
    share, low, high = (float(x) for x in calm["to_1_share"].split())
    assert 0 < low < share < high < 1


def test_people_do_not_go_to_where_the_taker_s_guns_reach():
    beside = row(town("Village", 50, 10.3, 20.3, 900), status="controlled", holder="rebels", by=None)
    shelled = toward(row(ALFA), picture(control=[row(ALFA), beside]), "rebels", TOWNS)
    unharmed = toward(row(ALFA), picture(control=[row(ALFA), beside]), "others", TOWNS)
    assert "Bravo" not in shelled.values()
    assert unharmed["to_1"] == "Bravo"


def test_too_few_towns_are_no_choice():
    assert toward(row(ALFA), picture(control=[row(ALFA)]), "rebels", TOWNS[:2]) == {}
    abroad = [town(t.name, t.geonameid, t.lat, t.lon, country="YY") for t in TOWNS]
    assert toward(row(ALFA), picture(control=[row(ALFA)]), "rebels", abroad) == {}


def test_the_same_picture_gives_the_same_scenarios_whatever_the_order():
    one = [s.id for s in scenarios(ask_displaced(picture(SERIES)))]
    other = [s.id for s in scenarios(ask_displaced(picture(SERIES[::-1])))]
    assert one == other
    assert date.fromisoformat(scenarios(ask_displaced(picture()))[0].horizon) > NOW.date()
