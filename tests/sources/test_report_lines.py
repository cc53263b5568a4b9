import json
from datetime import UTC, datetime

import pytest

from sitroom.errors import Rejected
from sitroom.sources import fetch
from sitroom.sources.limits import MAX_LINE_BYTES

NOW = datetime(2026, 1, 1, tzinfo=UTC)
GOOD = {
    "id": "w-1",
    "lang": "en",
    "source": "Wire",
    "published": "2024-12-04",
    "title": "Hama",
    "text": "The army left.",
}


def lines(tmp_path, *rows: str | bytes, name: str = "reports.jsonl"):
    path = tmp_path / name
    path.write_bytes(b"\n".join(row if isinstance(row, bytes) else row.encode() for row in rows))
    return list(fetch(str(path), NOW))


def test_a_line_becomes_its_text_and_what_it_declares(tmp_path):
    (item,) = lines(tmp_path, json.dumps(GOOD | {"claims": [], "extra": {"a": 1}}))
    assert item.data == b"The army left."
    assert item.declared == {key: GOOD[key] for key in ("id", "lang", "source", "published", "title")}
    assert item.origin.endswith("reports.jsonl:1")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ('{"id": "x", "text": "cut o', "the line is not JSON"),
        (b'{"text": "\xff\xfe"}', "the line is not valid UTF-8"),
        ("[1, 2]", "this is an array"),
        ("704", "this is a number"),
        ('"text"', "this is a string"),
        ("null", "this is null"),
        ("true", "this is true or false"),
        ('{"id": "x", "text": null}', "the report has no text"),
        ('{"id": "x"}', "the report has no text"),
        ('{"id": "x", "text": ["a"]}', "the report has an array where its text should be"),
        ('{"text": "\\ud800"}', "the line is not JSON"),
        ("[" * 100_000, "the line is not JSON"),
        ('{"a":' * 50_000, "the line is not JSON"),
        ('{"text": "' + "x" * (MAX_LINE_BYTES * 2) + '"}', "the line is longer than 5,000,000 bytes"),
    ],
)
def test_a_broken_line_is_rejected_with_its_number_and_the_rest_go_on(tmp_path, broken, reason):
    first, second, third = lines(tmp_path, json.dumps(GOOD), broken, json.dumps(GOOD | {"id": "w-3"}))
    assert isinstance(second, Rejected)
    assert reason in second.reason
    assert second.where.endswith("reports.jsonl:2")
    assert (first.declared["id"], third.declared["id"]) == ("w-1", "w-3")


def test_blank_lines_carriage_returns_and_a_byte_order_mark_do_no_harm(tmp_path):
    found = lines(tmp_path, b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r", "", "  ", json.dumps(GOOD))
    assert [item.data for item in found] == [b"The army left."] * 2


def test_a_report_without_an_id_is_named_by_its_place(tmp_path):
    (item,) = lines(tmp_path, '{"text": "The army left."}')
    assert item.declared["id"] == "reports.jsonl#1"


def test_numbers_are_taken_for_text_where_text_belongs(tmp_path):
    (item,) = lines(tmp_path, '{"id": 7, "published": 1733335200, "source": null, "text": "The army left."}')
    assert item.declared == {"id": "7", "published": "1733335200"}


def test_a_json_file_may_hold_one_report_or_an_array(tmp_path):
    one = lines(tmp_path, json.dumps(GOOD, indent=1), name="one.json")
    many = lines(tmp_path, json.dumps([GOOD, 3, GOOD | {"id": "w-2"}], indent=1), name="many.json")
    assert [item.declared["id"] for item in one] == ["w-1"]
    assert [isinstance(item, Rejected) for item in many] == [False, True, False]


@pytest.mark.parametrize("content", ["{broken", "[" * 100_000])
def test_a_json_file_that_is_none_is_rejected_whole(tmp_path, content):
    (error,) = lines(tmp_path, content, name="bad.json")
    assert "not JSON" in error.reason
