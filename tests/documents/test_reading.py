import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitroom.documents import read
from sitroom.errors import Rejected
from sitroom.model import Document, RawItem, Span
from sitroom.sources import fetch

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "دخل المقاتلون مدينة حماة يوم الخميس.\r\n\r\nقال المرصد: 704 قتلى، بينهم 110 مدنيين.\n• نزح 115,000 شخص"
GOOD = {
    "id": "w-1",
    "source": "Wire",
    "url": "https://wire.example.org/1",
    "published": "2024-12-04T20:00:00+02:00",
    "title": "حماة",
    "text": TEXT,
}


def line(**changes) -> RawItem:
    row = {key: value for key, value in (GOOD | changes).items() if value is not None}
    text = row.pop("text")
    return RawItem(
        origin="reports.jsonl:1", media_type="application/x-ndjson", data=text.encode(), fetched_at=NOW, declared=row
    )


def item(media_type: str, data: bytes, **declared: str) -> RawItem:
    return RawItem(
        origin="in/a.bin",
        media_type=media_type,
        data=data,
        fetched_at=NOW,
        modified_at=datetime(2025, 6, 1, tzinfo=UTC),
        declared={"id": "a.bin", "folder": "in", **declared},
    )


def test_a_line_of_json_is_a_document_with_its_text_untouched():
    document = read(line(), NOW)
    assert document.text == TEXT
    assert (document.name, document.source, document.url, document.lang) == (
        "w-1",
        "Wire",
        "https://wire.example.org/1",
        "ar",
    )
    assert document.published.isoformat() == "2024-12-04T20:00:00+02:00"
    assert document.known_at == datetime(2024, 12, 4, 18, tzinfo=UTC)
    assert document.fetched_at == NOW
    assert (document.dated_by, document.day_only, document.warnings) == ("report", False, ())
    assert [document.quote(Span(document=document.id, start=s.start, end=s.end)) for s in document.sentences] == [
        "دخل المقاتلون مدينة حماة يوم الخميس.",
        "قال المرصد: 704 قتلى، بينهم 110 مدنيين.",
        "• نزح 115,000 شخص",
    ]
    assert [s.paragraph for s in document.sentences] == [0, 1, 1]


def test_the_same_report_has_the_same_id_wherever_and_whenever_it_is_read():
    later = datetime(2027, 1, 1, tzinfo=UTC)
    assert read(line(), NOW).id == read(line(id="other", url=None), later).id
    for changes in (
        {"source": "Daily"},
        {"title": "x"},
        {"text": TEXT + "."},
        {"published": "2024-12-04T20:00:01+02:00"},
    ):
        assert read(line(**changes), NOW).id != read(line(), NOW).id


def test_two_reports_under_one_id_are_both_kept():
    first, second = read(line(), NOW), read(line(text="The army left."), NOW)
    assert first.name == second.name
    assert first.id != second.id


def test_invisible_characters_are_gone_before_anything_is_counted():
    document = read(line(text="\u202e704\u202c kil\u200bled.\x00 It\u00ad rained."), NOW)
    assert document.text == "704 killed. It rained."
    assert [document.text[s.start : s.end] for s in document.sentences] == ["704 killed.", "It rained."]
    assert document.warnings == ("2 direction controls removed", "3 invisible characters removed")


def test_a_script_in_a_title_is_taken_out_and_told():
    document = read(line(title="<script>alert(1)</script>Hama <b>falls</b>"), NOW)
    assert document.title == "Hama falls"
    assert "tags removed from the title" in document.warnings


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u202e", "\x00"])
def test_a_report_without_text_is_rejected(text):
    with pytest.raises(Rejected, match="there is no text in it"):
        read(line(text=text), NOW)


def test_a_report_from_the_future_or_without_a_date_is_rejected():
    with pytest.raises(Rejected, match="dated in the future"):
        read(line(published="2026-02-01"), NOW)
    with pytest.raises(Rejected, match="has no date"):
        read(line(published=None), NOW)


def test_what_a_report_does_not_say_is_taken_from_its_address_or_folder():
    assert read(line(source=None), NOW).source == "wire.example.org"
    assert read(item("text/plain", b"The army left Hama on Thursday."), NOW).source == "in"
    assert read(line(source=None, url=None), NOW).source == "unnamed source"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Army leaves Hama\nMeridian Wire | 4 December 2024\n\nThe army left.", "Meridian Wire"),
        ("Army leaves Hama\n4 December 2024 · Agence Orient\n\nThe army left.", "Agence Orient"),
        ("Army leaves Hama\nBEIRUT, 4 December 2024\n\nThe army left.", "in"),
        ("Army leaves Hama\nFlash update no. 3 | 4 December 2024\n\nThe army left.", "in"),
        ("The army left, it is said | on 4 December 2024 in the morning.", "in"),
        ("Army leaves Hama\n\nThe army left.\n\nMinistry of Truth | 4 December 2024", "in"),
    ],
)
def test_a_byline_of_name_and_day_names_the_outlet(text, source):
    assert read(item("text/plain", text.encode()), NOW).source == source


def test_a_media_type_that_nobody_reads_is_rejected():
    with pytest.raises(Rejected, match="image/png is not read"):
        read(item("image/png", b"x"), NOW)


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "text/markdown", "text/html", "application/pdf", "message/rfc822", "application/rss+xml"],
)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 500,
        bytes(range(256)) * 20,
        b"\xff\xfe",
        b"%PDF-1.4\n%%EOF",
        b"<",
        b"<html>",
        b"From: x\n\n",
        b"\n" * 1000,
    ],
)
def test_noise_of_any_kind_is_rejected_with_a_reason(media_type, data):
    refused = None
    try:
        document = read(item(media_type, data), NOW)
    except Rejected as error:
        refused = error
    if refused is None:
        assert document.text.strip()
    else:
        assert refused.reason
        assert refused.where == "in/a.bin"


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["text/plain", "text/html", "message/rfc822", "application/rss+xml", "application/x-ndjson"]),
    st.text()
    | st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<table>",
                "<tr>",
                "<td>",
                "<!--",
                "-->",
                "<div style='display:none'>",
                "&#0;",
                "&amp;",
                "704 dead. ",
                "Date: ",
                "\n",
                "---\n",
                "title: x\n",
                "<script>",
                "]]>",
                "<ul><li>",
            ]
        ),
        max_size=40,
    ).map("".join),
)
def test_any_text_is_read_or_rejected_and_its_sentences_fit(media_type, text):
    try:
        document = read(item(media_type, text.encode("utf-8", "replace")), NOW)
    except Rejected:
        return
    assert isinstance(document, Document)
    covered = "".join(document.text[s.start : s.end] for s in document.sentences)
    assert "".join(covered.split()) == "".join(document.text.split())


def test_a_folder_of_every_kind_is_read_and_what_is_broken_is_told(tmp_path):
    (tmp_path / "wire").mkdir()
    text = "Insurgents walked into the centre of Hama on Thursday, residents said. The army conceded that it had left."
    (tmp_path / "wire" / "a.html").write_text(
        f"<html><head><meta property='article:published_time' content='2024-12-05T10:00:00Z'></head><body><article><h1>H</h1><p>{text}</p></article></body></html>"
    )
    (tmp_path / "wire" / "b-2024-12-05.txt").write_text(f"Army leaves Hama\n\n{text}")
    (tmp_path / "wire" / "c.eml").write_text(
        f"From: Wire <a@example.org>\nDate: Thu, 05 Dec 2024 10:00:00 +0000\nSubject: H\n\n{text}\n"
    )
    (tmp_path / "wire" / "d.xml").write_text(
        f"<rss version='2.0'><channel><title>Wire</title><item><title>H</title><pubDate>Thu, 05 Dec 2024 10:00:00 GMT</pubDate><description>{text}</description></item></channel></rss>"
    )
    (tmp_path / "e.jsonl").write_text(
        json.dumps({"text": text, "published": "2024-12-05", "title": "H", "source": "Wire"}) + "\n{broken\n"
    )
    (tmp_path / "f.pdf").write_bytes(b"%PDF-1.7\ncut")
    documents, rejected = [], []
    for found in fetch(str(tmp_path), NOW):
        try:
            documents.append(read(found, NOW)) if isinstance(found, RawItem) else rejected.append(found)
        except Rejected as error:
            rejected.append(error)
    assert [document.name for document in documents] == [
        "e.jsonl#1",
        "wire/a.html",
        "wire/b-2024-12-05.txt",
        "wire/c.eml",
        "wire/d.xml#1",
    ]
    assert {document.text.strip() for document in documents} == {text}
    assert {document.published.date().isoformat() for document in documents} == {"2024-12-05"}
    assert [document.source for document in documents] == ["Wire", "wire", "wire", "Wire", "Wire"]
    assert [error.reason.split(":")[0] for error in rejected] == ["the line is not JSON", "the PDF is cut off"]
