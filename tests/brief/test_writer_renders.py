"""A brief on paper, in a pipe, on a terminal and as JSON: complete, the same each time, and safe to print."""

from __future__ import annotations

import re

import msgspec
import pictures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitroom.brief.compose import compose
from sitroom.brief.render_json import render_json
from sitroom.brief.render_markdown import render_markdown
from sitroom.brief.render_text import render_text
from sitroom.brief.safe_text import markdown, printable
from sitroom.brief.tables import CELL
from sitroom.model import Brief, Edition, Refusal

HOSTILE = "Free\x1b[31m news\u202e](http://x.example) <script>|*a*\u200b\nSource: x"


def edition(**changes):
    desk = pictures.expected("hama-2024", "expected.json", pictures.hama_around())
    documents = tuple(msgspec.structs.replace(d, **changes) for d in desk.documents)
    arguments = desk.arguments() | {"documents": documents}
    brief = compose(desk.picture, scenarios=(), **arguments)
    return Edition(brief=brief, picture=desk.picture, scenarios=(), documents=documents, claims=desk.claims,
                   rejected=(("broken.pdf", "truncated"),))  # fmt: skip


HAMA = edition()


def test_markdown_has_every_part_in_order_and_quotes_the_reports():
    page = render_markdown(HAMA)
    headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert headings == [
        "Key figures", "What happened", "Why it matters", "What may come next", "Who holds what", "Timeline",
        "Ledger of figures", "Disagreements", "Left out, and why", "Sources",
    ]  # fmt: skip
    assert page.startswith("# HTS-led fighters take Hama; Syrian army acknowledges withdrawal[^1]\n")
    assert "As of 5 December 2024, 20:00 UTC · 22 reports, 12 outlets, 5 languages" in page
    assert "“361 rebels”" in page
    assert "broken.pdf: truncated" in page


def test_every_footnote_is_defined_once_and_used():
    page = render_markdown(HAMA)
    defined = re.findall(r"^\[\^(\d+)\]:", page, re.MULTILINE)
    used = re.findall(r"\[\^(\d+)\](?!:)", page)
    assert defined == [str(n + 1) for n in range(len(defined))]
    assert set(used) == set(defined)


def test_table_rows_keep_their_columns():
    page = render_markdown(edition(title="a | b · c", source="x | y"))
    for table in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(widths) == 1, table[:300]


def test_rows_of_tables_have_one_cell_a_header():
    words = 6
    for part in HAMA.brief.parts:
        if part.name in {"control", "ledger"}:
            assert {len(line.text.split(CELL)) for line in part.lines} == {words}


def test_json_reads_back_as_the_same_edition():
    text = render_json(HAMA)
    assert msgspec.json.decode(text, type=Edition) == HAMA
    assert text == render_json(edition())


def test_text_in_a_pipe_is_plain_and_unwrapped():
    text = render_text(HAMA, terminal=False)
    assert "\x1b" not in text
    assert "╭" not in text
    assert any(len(line) > 200 for line in text.splitlines())


@pytest.mark.parametrize("width", [40, 80, 110])
def test_text_on_a_terminal_fits_it(width):
    text = render_text(HAMA, terminal=True, width=width)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert "╭" in plain
    latin = [line for line in plain.splitlines() if line.isascii()]
    assert max(len(line) for line in latin) <= width


def test_strangers_words_cannot_turn_into_markup_or_control_codes():
    hostile = edition(title=HOSTILE, source=HOSTILE)
    page = render_markdown(hostile)
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "<script>" not in page
    assert not re.search(r"(?<!\\)\]\(", page)
    assert "http://" not in page
    text = render_text(hostile, terminal=False)
    assert "\x1b" not in text
    assert "\u202e" not in text


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_printable_text_is_one_line_without_unseen_characters(text):
    shown = printable(text)
    assert len(shown.splitlines()) <= 1
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]", shown)


@given(st.text(alphabet="ab<>[]()*_`|\\#~ "))
@settings(max_examples=200, deadline=None)
def test_markdown_escapes_every_active_character(text):
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|#~]", markdown(text))


def test_an_empty_brief_says_so_in_every_form():
    picture = pictures.picture()
    brief = compose(picture, **pictures.bare(picture))
    empty = Edition(brief=brief, picture=picture, scenarios=(), documents=(), claims=())
    for text in (render_markdown(empty), render_text(empty, terminal=False), render_text(empty, terminal=True)):
        assert "Nothing in these reports could be used as a fact." in text
        assert "0 reports" in text


def test_withheld_sentences_are_counted():
    refused = msgspec.structs.replace(HAMA.brief, refused=(Refusal(text="x", rule="r", reasons=("y",)),))
    assert isinstance(refused, Brief)
    page = render_markdown(msgspec.structs.replace(HAMA, brief=refused))
    assert "One sentence was withheld because it could not be shown to follow from its sources." in page
