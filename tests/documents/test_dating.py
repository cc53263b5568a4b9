from datetime import UTC, datetime, timedelta, timezone

import pytest

from sitroom.documents.dating import known_from, parse, settle
from sitroom.documents.draft import Draft
from sitroom.errors import Rejected
from sitroom.model import RawItem

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CHANGED = datetime(2025, 6, 1, 12, tzinfo=UTC)


def item(published="", origin="/reports/a.txt", modified_at=CHANGED):
    return RawItem(
        origin=origin,
        media_type="text/plain",
        data=b"x",
        fetched_at=NOW,
        modified_at=modified_at,
        declared={"published": published} if published else {},
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-12-04T18:00:00Z", "2024-12-04T18:00:00+00:00"),
        ("2024-12-04T18:00:00.123456Z", "2024-12-04T18:00:00+00:00"),
        ("2025-01-16T21:40:00-05:00", "2025-01-16T21:40:00-05:00"),
        ("2024-12-04 18:00 +0300", "2024-12-04T18:00:00+03:00"),
        ("2024-12-04T18:00:00+03", "2024-12-04T18:00:00+03:00"),
        ("2024-12-04 18:00:00 UTC", "2024-12-04T18:00:00+00:00"),
        ("Wed, 04 Dec 2024 20:00:00 +0200", "2024-12-04T20:00:00+02:00"),
        ("Wed, 4 Dec 2024 20:00:00 GMT", "2024-12-04T20:00:00+00:00"),
        ("1733335200", "2024-12-04T18:00:00+00:00"),
        ("1733335200000", "2024-12-04T18:00:00+00:00"),
    ],
)
def test_moments_keep_their_zone(written, expected):
    found = parse(written)
    assert found.published.isoformat() == expected
    assert not found.day_only


@pytest.mark.parametrize("written", ["2024-12-04", "20241204", "2024/12/04", " 2024-12-4 "])
def test_bare_days_are_midnight_and_known_at_their_end(written):
    found = parse(written)
    assert found.published == datetime(2024, 12, 4, tzinfo=UTC)
    assert found.day_only
    assert known_from(found) == datetime(2024, 12, 4, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "2024-13-45",
        "0000-00-00",
        "1970-01-01",
        "9999999999999999",
        "12/2024",
        "2024-12-04T25:00:00Z",
        "None",
        "18:00",
        "2024-12-04T18:00:00+99:00",
        "4" * 5_000,
    ],
)
def test_what_is_no_date_is_none(written):
    assert parse(written) is None


def test_what_is_known_is_known_from_its_moment_in_universal_time():
    assert known_from(parse("2025-01-16T21:40:00-05:00")) == datetime(2025, 1, 17, 2, 40, tzinfo=UTC)
    assert parse("2025-01-16T21:40:00-05:00").published.utcoffset() == timedelta(hours=-5)


def test_a_time_without_a_zone_is_taken_as_universal_and_told():
    found, warnings = settle(item("2024-12-04T18:00:00"), Draft(text="x"), "en", NOW)
    assert found.published == datetime(2024, 12, 4, 18, tzinfo=UTC)
    assert warnings == ("time without a zone, taken as UTC",)


@pytest.mark.parametrize(
    ("raw", "draft", "day", "by", "warning"),
    [
        (item("2024-12-04"), Draft(text="x", dates=("2024-11-01",)), "2024-12-04", "report", None),
        (item("soon"), Draft(text="x", dates=("2024-11-01",)), "2024-11-01", "report", None),
        (item("soon"), Draft(text="Published: 4 December 2024\n\nThe army left."), "2024-12-04", "text", "date not understood: 'soon'"),
        (item(), Draft(text="The army left.", bylines=("Posted 4 December 2024",)), "2024-12-04", "text", "dated by its text"),
        (item(origin="/r/wire-2024-12-04.txt"), Draft(text="The army left on 27 November 2024."), "2024-12-04", "file", "dated by the name of its file"),
        (item(origin="/r/20241204_hama.pdf"), Draft(text="x", carrier_dates=("2025-01-01",)), "2024-12-04", "file", "dated by the name of its file"),
        (item(), Draft(text="x", carrier_dates=("2025-01-01",)), "2025-01-01", "file", "dated by when its file was made"),
        (item(), Draft(text="GAZIANTEP, Turkey, Nov 27 - The army left."), "2024-11-27", "text", "dated by its text, the year by its file"),
        (item(), Draft(text="The army left."), "2025-06-01", "file", "no date in the report: dated by when its file was last changed"),
        (item(), Draft(text="x", carrier_dates=("2030-01-01",)), "2025-06-01", "file", "no date in the report: dated by when its file was last changed"),
    ],
)  # fmt: skip
def test_the_best_date_there_is_decides(raw, draft, day, by, warning):
    found, warnings = settle(raw, draft, "en", NOW)
    assert found.published.date().isoformat() == day
    assert found.by == by
    assert warnings == () if warning is None else warning in warnings


def test_a_bare_day_takes_its_hour_from_another_date_of_that_day():
    found, _ = settle(
        item("2024-12-04"), Draft(text="x", dates=("2024-12-05T01:00:00Z", "2024-12-04T20:00:00+02:00")), "en", NOW
    )
    assert found.published == datetime(2024, 12, 4, 20, tzinfo=timezone(timedelta(hours=2)))
    assert not found.day_only


def test_a_report_from_the_future_is_rejected_and_one_from_tomorrow_is_not():
    with pytest.raises(Rejected, match="dated in the future: 2026-01-03"):
        settle(item("2026-01-03"), Draft(text="x"), "en", NOW)
    assert settle(item("2026-01-01T23:00:00Z"), Draft(text="x"), "en", NOW)[0].published > NOW


def test_a_report_without_any_date_is_rejected_and_never_dated_by_the_clock():
    with pytest.raises(Rejected, match="has no date"):
        settle(item(modified_at=None), Draft(text="The army left."), "en", NOW)
