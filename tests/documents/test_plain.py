from datetime import UTC, datetime

import pytest

from sitroom.documents.formats import plain
from sitroom.model import RawItem

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def read(text: str):
    return plain.read(RawItem(origin="a.txt", media_type="text/plain", data=text.encode(), fetched_at=NOW))


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Army leaves Hama\n\nThe army left.\n", "Army leaves Hama", "The army left.\n"),
        (
            "Army leaves Hama\nWire | 4 December 2024\n\nThe army left.",
            "Army leaves Hama",
            "Wire | 4 December 2024\n\nThe army left.",
        ),
        ("# Army leaves Hama #\nThe army left.", "Army leaves Hama", "The army left."),
        ("The army left. It rained.\n\nNobody spoke.", "", "The army left. It rained.\n\nNobody spoke."),
        ("The army left.", "", "The army left."),
        ("Hama", "", "Hama"),
        ("• 704 killed\n• 115,000 displaced\n• 3 roads cut", "", "• 704 killed\n• 115,000 displaced\n• 3 roads cut"),
        ("x" * 200 + "\n\nThe army left.", "", "x" * 200 + "\n\nThe army left."),
        ("\ufeff\n\nArmy leaves Hama\r\n\r\nThe army left.", "Army leaves Hama", "The army left."),
    ],
)
def test_a_first_line_that_stands_alone_is_the_title(text, title, body):
    found = read(text)
    assert (found.title, found.text) == (title, body)


@pytest.mark.parametrize(
    "text",
    [
        '---\ntitle: "The \\"truce\\""\nsource: Wire\ndate: 2024-12-04\nlang: en\ntags:\n  - a\n---\n\nThe army left.\n',
        'Title: The "truce"\nSource: Wire\nDate: 2024-12-04\nLang: en\n\nThe army left.\n',
    ],
)
def test_fields_at_the_top_describe_the_report(text):
    found = read(text)
    assert (found.title, found.source, found.dates, found.lang) == ('The "truce"', "Wire", ("2024-12-04",), "en")
    assert found.text.strip() == "The army left."


@pytest.mark.parametrize(
    "text",
    [
        "The army left.\n\nSource: Ministry of Truth\nDate: 2020-01-01\n\nIt rained.",
        "Source: Ministry of Truth\nThe army left and nobody knew where it had gone.",
        "Source: Ministry of Truth\n\nThe army left.",
        "---\nSource: Ministry of Truth",
    ],
)
def test_forged_fields_further_down_or_single_are_text(text):
    found = read(text)
    assert found.source == ""
    assert found.dates == ()
    assert "Ministry of Truth" in found.title + found.text
