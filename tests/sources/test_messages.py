from datetime import UTC, datetime
from email.message import EmailMessage

from sitroom.errors import Rejected
from sitroom.sources import fetch

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def message() -> EmailMessage:
    made = EmailMessage()
    made["From"] = "OCHA <desk@example.org>"
    made["Date"] = "Wed, 04 Dec 2024 18:00:00 +0200"
    made["Subject"] = "Flash update"
    made.set_content("See attached.")
    return made


def test_attachments_are_reports_of_their_own_and_pictures_are_none(tmp_path):
    made = message()
    made.add_attachment(
        b"<html><body><p>The army left.</p></body></html>", maintype="text", subtype="html", filename="a.html"
    )
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    made.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="../../data.zip")
    inner = message()
    inner.replace_header("Subject", "Forwarded")
    made.add_attachment(inner)
    path = tmp_path / "mail.eml"
    path.write_bytes(made.as_bytes())
    own, page, archive, forwarded = fetch(str(path), NOW)
    assert own.media_type == "message/rfc822"
    assert own.declared["id"] == "mail.eml"
    assert page.media_type == "text/html"
    assert page.declared["id"] == "mail.eml#1-a.html"
    assert page.modified_at == datetime(2024, 12, 4, 16, 0, tzinfo=UTC)
    assert isinstance(archive, Rejected)
    assert archive.where.endswith("mail.eml#2-data.zip")
    assert forwarded.media_type == "message/rfc822"
    assert b"Forwarded" in forwarded.data
