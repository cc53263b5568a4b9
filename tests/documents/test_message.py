from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from sitroom.documents.formats import message
from sitroom.errors import Rejected
from sitroom.model import RawItem

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def read(data: bytes):
    return message.read(RawItem(origin="a.eml", media_type="message/rfc822", data=data, fetched_at=NOW))


def made(**headers) -> EmailMessage:
    built = EmailMessage()
    for name, value in (
        {"From": '"OCHA Syria" <desk@ocha.example.org>', "Subject": "Hama", "Date": "Wed, 04 Dec 2024 20:00:00 +0200"}
        | headers
    ).items():
        if value:
            built[name] = value
    return built


def test_subject_date_and_sender_are_title_date_and_outlet():
    built = made(Subject="Fwd: RE: Армия уходит")
    built.set_content("The army left.\nIt rained.\n")
    found = read(built.as_bytes())
    assert found.text == "The army left.\nIt rained.\n"
    assert found.title == "Армия уходит"
    assert found.dates == ("Wed, 04 Dec 2024 20:00:00 +0200",)
    assert found.source == "OCHA Syria"


def test_a_sender_without_a_name_is_its_domain():
    built = made(From="desk@ocha.example.org")
    built.set_content("The army left.")
    assert read(built.as_bytes()).source == "ocha.example.org"


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_every_transfer_encoding_is_undone(transfer):
    built = made()
    built.set_content("انسحب الجيش من حماة — 704 قتلى = 361 + 233 + 110\n", cte=transfer)
    assert read(built.as_bytes()).text == "انسحب الجيش من حماة — 704 قتلى = 361 + 233 + 110\n"


def test_a_message_in_html_alone_is_read_as_its_reader_sees_it():
    built = made()
    built.set_content(
        "<p>The army <b>left</b>.</p><p style='display:none'>9,000 dead</p><ul><li>One</li></ul>", subtype="html"
    )
    found = read(built.as_bytes())
    assert found.text == "The army left.\n\n• One"
    assert "text that the page hides was left out" in found.warnings


def test_plain_text_is_preferred_unless_it_is_empty():
    built = made()
    built.set_content("Plain.\n")
    built.add_alternative("<p>Rich.</p>", subtype="html")
    assert read(built.as_bytes()).text == "Plain.\n"
    built = made()
    built.set_content(" \n")
    built.add_alternative("<p>Rich.</p>", subtype="html")
    assert read(built.as_bytes()).text == "Rich."


def test_a_signature_is_cut_and_a_line_of_dashes_is_not():
    built = made()
    built.set_content("The army left.\n-- \nJane Doe\nDesk\n")
    assert read(built.as_bytes()).text == "The army left."
    long = "One.\n-- \n" + "The army left. " * 200
    built = made()
    built.set_content(long)
    assert "The army left." in read(built.as_bytes()).text


def test_what_a_forwarded_body_claims_of_its_source_is_text():
    built = made()
    built.set_content(
        "---------- Forwarded message ---------\nFrom: UN <un@example.org>\nDate: 1 Jan 2020\n\nThe army left.\n"
    )
    found = read(built.as_bytes())
    assert found.source == "OCHA Syria"
    assert found.dates == ("Wed, 04 Dec 2024 20:00:00 +0200",)


def test_long_names_in_parts_and_unknown_encodings_do_no_harm():
    data = b"From: =?utf-8?b?0YDRg9GB0YHQutCw0Y8g0YE=?=\n =?utf-8?b?0LvRg9C20LHQsA==?= <a@example.org>\nSubject: =?no-such?q?caf=C3=A9?=\nDate: never\n\nThe army left.\n"
    found = read(data)
    assert found.source == "русская служба"
    assert found.title == "café"
    assert found.dates == ("never",)


def test_a_broken_header_is_shown_as_it_was_sent():
    assert read(b"From: a@example.org\nSubject: =?utf-8?b?a?=\n\nThe army left.\n").title == "=?utf-8?b?a?="


def test_a_message_without_text_is_rejected():
    built = made()
    built.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="a.bin")
    with pytest.raises(Rejected, match="no text"):
        read(built.as_bytes())


def test_a_page_that_a_browser_saved_is_read_as_a_page():
    data = (
        b"From: <Saved by a browser>\nSnapshot-Content-Location: https://wire.example.org/hama\nSubject: Hama\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n'
        b"<html><head><title>Army leaves Hama</title></head><body><article><p>Insurgents walked into the centre of Hama on Thursday, =\nresidents said.</p></article></body></html>\n--b--\n"
    )
    found = read(data)
    assert found.url == "https://wire.example.org/hama"
    assert found.title == "Army leaves Hama"
    assert found.text == "Insurgents walked into the centre of Hama on Thursday, residents said."
