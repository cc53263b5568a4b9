"""The page says which questions it cannot answer, and why, in its own language."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sitroom.brief import render_html, render_markdown, render_text
from sitroom.brief.compose import compose
from sitroom.model import Edition, Unasked

sys.path.insert(0, str(Path(__file__).parent))
import pictures
from test_gate_odds import ASKED, DESK

UNASKED = (
    Unasked(kind="capture", subject="Homs", reason="no report says who holds it"),
    Unasked(kind="capture", subject="Salamiyah", reason="no report says who holds it"),
    Unasked(kind="deaths", subject="Syria", reason="no file of deaths by month was given"),
    Unasked(kind="ceasefire", subject=None, reason="a reason that has no words yet"),
)


def edition(lang):
    brief = compose(DESK.picture, scenarios=ASKED, unasked=UNASKED, lang=lang, **DESK.arguments())
    return Edition(brief=brief, picture=DESK.picture, scenarios=ASKED, documents=DESK.documents, claims=DESK.claims)


def test_questions_of_one_kind_and_reason_share_a_sentence():
    assert edition("en").brief.unanswered[:2] == (
        "The capture of Homs and Salamiyah: no report says who holds it.",
        "Deaths in Syria in the months to come: no file of deaths by month was given.",
    )


def test_a_reason_without_words_in_a_language_leaves_the_question():
    assert (
        edition("fr").brief.unanswered[0] == "La prise de Homs et Salamiyah\u00a0: aucun article ne dit qui le tient."
    )
    assert edition("fr").brief.unanswered[2] == "Le cessez-le-feu."


@pytest.mark.parametrize("render", [render_html, render_markdown, render_text])
def test_every_form_of_the_brief_says_so(render):
    assert "no file of deaths by month was given" in render(edition("en")).replace("\\", "")


def test_a_click_on_a_forecast_shows_how_it_is_settled():
    page = render_html(edition("en"))
    assert "How it will be settled" in page
    assert "two sources" in page
    assert pictures.NOON is not None
