"""Scenarios are resolved by later reports only, when their day has come, and whatever the order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.outlook.towns import AS_OF, picture, step, town

from sitroom.model import Figure
from sitroom.outlook.deaths import Counts
from sitroom.outlook.evidence import Evidence, Report
from sitroom.outlook.resolution import NO_CONDITION, NO_COUNT, NO_REPORTS, newest, resolve
from sitroom.outlook.scenario import ask

DAY = timedelta(days=1)
WEEK_ON = (AS_OF + 7 * DAY).date()


def question(kind="toll", horizon=WEEK_ON, given=None, quantiles=(), **about):
    claimant = {"claimant_id": "sohr"} if kind != "warned" else {}
    return ask(
        kind,
        predicate="it comes about",
        place="Hama" if kind in {"capture", "siege"} else None,
        country="SY",
        horizon=horizon,
        rule="a rule",
        resolved_by="later reports",
        method="none",
        issued_at=AS_OF,
        data_cutoff="2024-12-04",
        probability=None if quantiles else 0.4,
        quantiles=quantiles,
        threshold=1000.0,
        given=given,
        about={"story_id": "story-1", "measure": "killed", "category": "people", "since": "2024-11-27"}
        | claimant
        | about,
    )


def count(low, as_of, claim="new", **fields):
    row = {
        "id": f"figure-{low}-{as_of}-{claim}", "measure": "killed", "category": "people", "side": None, "place": None,
        "scope": "cumulative", "since": "2024-11-27", "claimant": "SOHR", "claimant_id": "sohr", "as_of": as_of,
        "low": low, "high": low, "wording": "exact", "current": True, "docs": ("r",), "rests_on": (claim,),
    }  # fmt: skip
    return Figure(**(row | fields))


def evidence(*figures, rows=(), reports=(), known=None, **given):
    drawn = msgspec.structs.replace(picture(*rows), figures=figures)
    return Evidence(
        pictures={"story-1": drawn},
        reports={"story-1": tuple(reports)},
        known={"new": AS_OF + DAY, "old": AS_OF - DAY} | (known or {}),
        **given,
    )


def report(days, **fields):
    return Report(id=f"document-{days}", source="Wire", lang="en", known_at=AS_OF + days * DAY, **fields)


def outcome(scenario, found, days, *others):
    made = {r.scenario: r for r in resolve((scenario, *others), found, AS_OF + days * DAY)}
    return made.get(scenario.id)


def test_a_count_above_the_threshold_settles_a_toll_at_once():
    assert outcome(question(), evidence(count(1020, "2024-12-06")), 2).outcome == 1
    assert outcome(question(), evidence(count(1020, "2024-12-06")), 2).rests_on == ("new",)


@pytest.mark.parametrize(
    "figure",
    [
        count(1020, "2024-12-06", "old"),
        count(1020, "2024-12-12"),
        count(1000, "2024-12-06"),
        count(1020, "2024-12-06", claimant_id="snhr"),
        count(1020, "2024-12-06", since="2011-03-15"),
        count(1020, "2024-12-06", measure="injured"),
        count(1020, "2024-12-06", standing="denied"),
    ],
    ids=[
        "known before",
        "after the day",
        "not above",
        "another claimant",
        "another start",
        "another measure",
        "denied",
    ],
)
def test_what_is_no_later_count_of_the_same_settles_nothing(figure):
    assert outcome(question(), evidence(figure), 2) is None
    assert outcome(question(), evidence(figure, reports=[report(9)]), 10).outcome == 0


def test_no_is_said_only_when_reports_go_on_past_the_day_and_late_ones_are_in():
    assert outcome(question(), evidence(reports=[report(3)]), 10) is None
    assert outcome(question(), evidence(reports=[report(8)]), 8) is None
    assert outcome(question(), evidence(reports=[report(8)]), 10).outcome == 0
    assert outcome(question(), evidence(reports=[report(8)]), 10).rests_on == ("document-8",)
    void = outcome(question(), evidence(reports=[report(3)]), 25)
    assert (void.outcome, void.void_reason) == (None, NO_REPORTS)


def test_a_range_is_settled_by_the_last_count_near_its_day():
    asked = question("displaced_range", quantiles=((0.1, 5.0), (0.9, 9.0)), grace_days="3")
    counted = evidence(count(7, "2024-12-06"), count(8, "2024-12-09"), count(9, "2024-12-10"), count(20, "2024-12-12"))
    assert outcome(asked, counted, 7) is None
    assert outcome(asked, counted, 10).outcome == 9
    assert outcome(asked, evidence(count(7, "2024-12-06")), 10) is None
    assert outcome(asked, evidence(count(7, "2024-12-06")), 30).void_reason == NO_COUNT


@pytest.mark.parametrize(
    ("event", "by", "on", "standing", "claim", "expected"),
    [
        ("captured", "hts", "2024-12-05", "asserted", "new", 1),
        ("lost", "gov", "2024-12-05", "asserted", "new", 1),
        ("captured", "gov", "2024-12-05", "asserted", "new", None),
        ("captured", "hts", "2024-12-05", "claimed", "new", None),
        ("captured", "hts", "2024-12-05", "denied", "new", None),
        ("captured", "hts", "2024-12-03", "asserted", "new", None),
        ("captured", "hts", "2024-12-05", "asserted", "old", None),
        ("captured", "hts", "2024-12-12", "asserted", "new", None),
    ],
)
def test_a_capture_needs_the_word_of_the_loser_or_of_a_third_party(event, by, on, standing, claim, expected):
    row = town("Hama", 5.0, history=(step(event, by, on, standing=standing, rests_on=(claim,)),))
    made = outcome(question("capture", holder="gov"), evidence(rows=[row]), 2)
    assert (made and made.outcome) == expected


def test_a_siege_holds_until_the_place_is_taken_or_given_up():
    besieged = town("Hama", 5.0, status="besieged", history=(step("besieged", "hts", "2024-12-05", rests_on=("new",)),))
    fallen = town("Hama", 5.0, history=(step("captured", "hts", "2024-12-05", rests_on=("new",)),))
    assert outcome(question("siege"), evidence(rows=[besieged], reports=[report(8)]), 10).outcome == 1
    assert outcome(question("siege"), evidence(rows=[fallen]), 2).outcome == 0


def test_what_follows_from_a_fall_is_settled_only_where_the_place_fell():
    fall = question("capture", holder="gov")
    effect = question("displaced", given=fall.id, quantiles=((0.1, 5.0), (0.9, 90.0)), grace_days="3", count="700")
    row = town("Hama", 5.0, history=(step("captured", "hts", "2024-12-05", rests_on=("new",)),))
    counted = evidence(count(740, "2024-12-10"), rows=[row], reports=[report(8)])
    assert outcome(effect, counted, 10, fall).outcome == 40
    assert (
        outcome(effect, evidence(count(740, "2024-12-10"), reports=[report(8)]), 10, fall).void_reason == NO_CONDITION
    )
    assert outcome(effect, counted, 10) is None


def test_deaths_are_settled_by_the_file_once_it_holds_the_month():
    counts = Counts(countries=("Syria",), first=2024 * 12 + 11, deaths=np.array([[954.0, 1200.0]]))
    asked = question("deaths", datetime(2025, 1, 31, tzinfo=UTC).date(), series="Syria", month="2025-01")
    assert outcome(asked, evidence(deaths=counts), 20) is None
    assert outcome(asked, evidence(deaths=counts), 70).outcome == 1
    assert outcome(asked, evidence(deaths=counts.until(2024 * 12 + 11)), 70) is None


def test_attention_is_counted_over_the_week_after():
    asked = msgspec.structs.replace(question("coverage", what="reports"), threshold=2.0)
    week = [report(1), report(3), report(6)]
    assert outcome(asked, evidence(reports=week[:2], last_report=AS_OF + 9 * DAY), 9).outcome == 0
    assert outcome(asked, evidence(reports=week[:2], last_report=AS_OF + 6 * DAY), 9) is None
    assert outcome(asked, evidence(reports=week), 6).outcome == 1
    outlets = msgspec.structs.replace(question("coverage_outlets", what="outlets"), threshold=2.0)
    assert outcome(outlets, evidence(reports=week, last_report=AS_OF + 9 * DAY), 9).outcome == 0


def test_a_warning_comes_true_by_anybodys_count_but_a_partys():
    warned = question("warned")
    assert outcome(warned, evidence(count(1000, "2024-12-06", claimant_id="snhr")), 2).outcome == 1
    assert outcome(warned, evidence(count(1000, "2024-12-06", party=True)), 2) is None


figures = st.lists(
    st.builds(
        count,
        st.integers(900, 1100),
        st.dates(AS_OF.date() - 3 * DAY, AS_OF.date() + 12 * DAY).map(str),
        st.sampled_from(["new", "old"]),
    ),
    max_size=6,
    unique_by=lambda f: f.id,
)


@given(figures, st.integers(0, 30), st.randoms(use_true_random=False))
def test_order_is_nothing_and_nothing_is_settled_before_its_day_unless_it_happened(found, days, shuffler):
    asked = [question(), question("displaced_range", quantiles=((0.1, 5.0), (0.9, 9.0)), grace_days="3")]
    reports = [report(2), report(9)]
    now = AS_OF + days * DAY
    made = resolve(asked, evidence(*found, reports=reports), now)
    for rows in (found, asked, reports):
        shuffler.shuffle(rows)
    assert resolve(asked, evidence(*found, reports=reports), now) == made
    for resolution in made:
        early = now.date() <= WEEK_ON
        assert not early or (resolution.outcome == 1 and resolution.scenario == question().id)
        assert "old" not in resolution.rests_on


@given(figures, st.integers(0, 20))
def test_what_is_settled_stays_and_resolving_again_adds_nothing(found, days):
    first = resolve([question()], evidence(*found, reports=[report(9)]), AS_OF + days * DAY)
    again = resolve([question()], evidence(*found, reports=[report(9)]), AS_OF + days * DAY, first)
    assert again == ()
    later = resolve([question()], evidence(reports=[report(9)]), AS_OF + 40 * DAY, first)
    settled = [r for r in first if r.outcome is not None]
    assert not settled or not later
    assert newest((*later, *first)) == newest((*first, *later))
