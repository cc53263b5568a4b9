"""A siege and a ceasefire hold the longer, the longer they held; attention is asked about where there were weeks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import isclose

import msgspec
import pytest
from tests.outlook.towns import AS_OF, picture, step, town

from sitroom.model import Document, EventClaim, Scenario, Span, Story, Unasked
from sitroom.outlook.attention import LEAST_PAIRS, ask_attention, pairs_of
from sitroom.outlook.holds import ask_holds, chance_to_hold, range_of_chance


def ceasefire(event="ceasefire", on="2024-12-01", by="gov", against="hts", **fields):
    row = {
        "id": f"{event}-{on}-{by}-{against}", "document": "d", "known_at": AS_OF, "event": event, "by": by,
        "against": against, "on": on, "spans": (Span(document="d", start=0, end=1),), "confidence": 0.9,
    }  # fmt: skip
    return EventClaim(**(row | fields))


def asked(*rows, events=()):
    found = list(ask_holds(msgspec.structs.replace(picture(*rows), events=events)))
    return [f for f in found if isinstance(f, Scenario)], [f for f in found if isinstance(f, Unasked)]


def test_what_has_lasted_long_is_expected_to_last():
    assert isclose(chance_to_hold(6, 7), 0.5)
    assert chance_to_hold(60, 7) > chance_to_hold(6, 7) > chance_to_hold(0, 7) > chance_to_hold(0, 28)
    low, high = range_of_chance(6, 7)
    assert 0 < low < 0.5 < high < 1


def test_a_siege_is_asked_about_for_a_week_and_four():
    besieged = town(
        "Sheikh Maqsoud", 5.0, status="besieged", by="sdf", history=(step("besieged", "sdf", "2024-11-28"),)
    )
    scenarios, unasked = asked(besieged, town("Hama", 9.0))
    assert not unasked
    assert [(s.kind, s.horizon, s.probability) for s in scenarios] == [
        ("siege", "2024-12-11", 0.5),
        ("siege", "2025-01-01", 0.2),
    ]
    assert all(s.base_n is None for s in scenarios)
    assert [u.kind for u in asked(town("Hama", 5.0, status="besieged"))[1]] == ["siege"]


def test_a_ceasefire_needs_two_parties_and_no_attack_since():
    scenarios, _ = asked(events=(ceasefire(),))
    assert [s.probability for s in scenarios] == [chance_to_hold(3, 7) // 0.0001 / 10000, 0.125]
    assert not asked(events=(ceasefire(), ceasefire("shelling", "2024-12-03", "hts", "gov")))[0]
    assert asked(events=(ceasefire(), ceasefire("shelling", "2024-11-30", "hts", "gov")))[0]
    assert asked(events=(ceasefire(), ceasefire("shelling", "2024-12-03", "sdf", "sna")))[0]
    assert [u.kind for u in asked(events=(ceasefire(against=None),))[1]] == ["ceasefire"]
    assert not asked(events=(ceasefire(standing="planned"),))[0]


def document(number, days_ago, source="Wire"):
    at = AS_OF - timedelta(days=days_ago)
    return Document(
        id=f"d{number}", name=f"r{number}", source=source, url=None, title="", lang="en", published=at, fetched_at=at,
        known_at=at, text="",
    )  # fmt: skip


def told(documents):
    story = Story(
        id="story-1", title="", countries=(), first_day="2024-01-01", last_day="2024-12-04",
        documents=tuple(d.id for d in documents),
    )  # fmt: skip
    return msgspec.structs.replace(picture(), stories=(story,))


def test_a_store_that_saw_few_weeks_gives_no_forecast_and_says_so():
    documents = [document(n, n) for n in range(20)]
    (only,) = ask_attention(told(documents), documents)
    assert isinstance(only, Unasked)
    assert str(LEAST_PAIRS) in only.reason


def test_reports_outlets_and_languages_are_asked_about_apart():
    documents = [document(n, n * 0.9, f"Outlet {n % 4}") for n in range(200)]
    scenarios = list(ask_attention(told(documents), documents))
    assert [dict(s.about)["what"] for s in scenarios] == ["reports", "outlets", "languages"]
    assert [s.threshold for s in scenarios] == [8.0, 4.0, 1.0]
    assert scenarios[2].probability < 0.05


def test_a_week_is_never_cut_short():
    documents = [document(n, n) for n in range(21)]
    assert [pair.before for pair in pairs_of(documents, AS_OF)] == [7, 7]


@pytest.mark.parametrize("moment", [datetime(2024, 12, 5, tzinfo=UTC)])
def test_later_reports_are_not_seen(moment):
    documents = [document(n, n * 0.9) for n in range(200)]
    late = document(999, (AS_OF - moment).total_seconds() / 86400)
    assert list(ask_attention(told(documents), documents)) == list(ask_attention(told(documents), [*documents, late]))
