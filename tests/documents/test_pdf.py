from contextlib import suppress
from datetime import UTC, datetime

import pytest
from fpdf import FPDF

from sitroom.documents.formats import pdf
from sitroom.errors import Rejected
from sitroom.model import RawItem

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PARAGRAPHS = (
    "Insurgents walked into the centre of Hama on Thursday after three days of fighting on its northern approaches, and the army conceded that it had pulled out its units.",
    "The fighting had by Thursday cost 826 lives, among them 111 civilians, according to a monitor with sources on the ground, which had counted 704 the day before.",
)


def made(pages=1, title="", running=False, text=PARAGRAPHS) -> FPDF:
    document = FPDF()
    document.set_creation_date(datetime(2024, 12, 5, 10, tzinfo=UTC))
    if title:
        document.set_title(title)
    for number in range(pages):
        document.add_page()
        document.set_font("helvetica", size=9)
        if running:
            document.multi_cell(0, 6, f"Flash Update No. 3 | {number + 1}", new_x="LMARGIN", new_y="NEXT")
        if number == 0:
            document.set_font_size(18)
            document.multi_cell(0, 9, "Army leaves Hama after three days", new_x="LMARGIN", new_y="NEXT")
        document.set_font_size(11)
        for part in (turned(part, number) for part in text):
            document.multi_cell(0, 6, part, new_x="LMARGIN", new_y="NEXT", align="L")
            document.ln(3)
    return document


def turned(text: str, places: int) -> str:
    words = text.split()
    return " ".join(words[places:] + words[:places])


def read(data: bytes):
    return pdf.read(RawItem(origin="a.pdf", media_type="application/pdf", data=data, fetched_at=NOW))


def test_wrapped_lines_are_joined_and_the_largest_words_are_the_title():
    found = read(bytes(made().output()))
    assert found.text == "\n\n".join(PARAGRAPHS)
    assert found.title == "Army leaves Hama after three days"
    assert found.carrier_dates == ("2024-12-05T10:00:00+00:00",)


def test_a_title_that_the_file_tells_is_believed_unless_a_program_made_it():
    assert read(bytes(made(title="Hama falls").output())).title == "Hama falls"
    assert read(bytes(made(title="Microsoft Word - final2.docx").output())).title == "Army leaves Hama after three days"


def test_running_heads_are_dropped():
    found = read(bytes(made(pages=4, running=True).output()))
    assert "Flash Update" not in found.text
    for number in range(4):
        assert all(turned(part, number) in found.text for part in PARAGRAPHS)


def lines(*texts: str) -> list[pdf._Line]:
    return [pdf._Line(text=text, size=11) for text in texts]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (lines("The insur-", "gents left."), "The insurgents left."),
        (
            lines(*["They fled from the town on Monday."] * 40, "It was the Britain-", "based monitor."),
            "It was the Britain-based monitor.",
        ),
        (lines("The army left the town.", "•", "One", "• Two"), "The army left the town.\n\n• One\n\n• Two"),
        (
            lines("A very long line that fills the whole of the column", "Hama fell."),
            "A very long line that fills the whole of the column Hama fell.",
        ),
        (
            lines("Short.", "A very long line that fills the whole of the column."),
            "Short.\n\nA very long line that fills the whole of the column.",
        ),
        ([pdf._Line(text="HIGHLIGHTS", size=14), pdf._Line(text="they left", size=11)], "HIGHLIGHTS\n\nthey left"),
    ],
)
def test_lines_are_joined_where_a_paragraph_goes_on(found, expected):
    assert pdf._paragraphs(found).endswith(expected)


def test_letters_drawn_as_one_shape_are_read_as_letters():
    assert pdf._SHAPES.sub(lambda match: "fi" if match[0] == "ﬁ" else "", "ﬁghting") == "fighting"


def test_a_pdf_that_is_cut_off_is_rejected():
    data = bytes(made().output())
    with pytest.raises(Rejected, match="the PDF is cut off"):
        read(data[: len(data) // 2])


def test_an_encrypted_pdf_is_rejected_and_one_that_anybody_may_open_is_read():
    locked = made()
    locked.set_encryption(owner_password="o", user_password="u")  # noqa: S106
    with pytest.raises(Rejected, match="the PDF is encrypted"):
        read(bytes(locked.output()))
    unlocked = made()
    unlocked.set_encryption(owner_password="o")  # noqa: S106
    assert read(bytes(unlocked.output())).text == "\n\n".join(PARAGRAPHS)


def test_a_pdf_without_text_or_without_end_or_without_sense_is_rejected(monkeypatch):
    with pytest.raises(Rejected, match="holds no text"):
        read(blank())
    with pytest.raises(Rejected, match="the PDF is broken"):
        read(b"%PDF-1.7\n" + b"\x00junk" * 100 + b"\n%%EOF")
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(Rejected, match="the PDF has 3 pages"):
        read(bytes(made(pages=3).output()))
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 100)
    with pytest.raises(Rejected, match="more than 100 characters"):
        read(bytes(made().output()))


def blank() -> bytes:
    document = FPDF()
    document.add_page()
    return bytes(document.output())


@pytest.mark.parametrize("at", range(0, 1200, 97))
def test_a_damaged_pdf_is_read_or_rejected_and_never_more(at):
    data = bytearray(made().output())
    data[at : at + 40] = b"\xff" * 40
    with suppress(Rejected):
        read(bytes(data))
