"""Properties of finding: exact offsets, order, no overlap, and no crash on any text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sitroom.actors import open_registry
from sitroom.actors.data_files import LANGUAGES
from sitroom.actors.words import fold

REGISTRY = open_registry()
PIECES = st.sampled_from(
    ["HTS", "the army", "Syria's", "وزارة الصحة", "السورية", "повстанцы", "Міноборони", "Росії", "l'armée", "malienne",
     "ministère", "de la Santé", "U.N.", "'", "’s", "\n\n", " ", ". ", ", ", "и", "و", "\u200f", "HTŞ'nin", "İ", "ß", "🙂",
     "ُ", "-", "forces", "Russian"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=25).map(" ".join), st.sampled_from([*LANGUAGES, "xx"]))
def test_mentions_read_back_their_words_in_order(text, lang):
    mentions = REGISTRY.find(text, lang)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.text == mention.text.strip() != ""
        assert mention.candidates
    for left, right in pairwise(mentions):
        assert left.end <= right.start


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join), st.sampled_from(LANGUAGES))
def test_finding_twice_gives_the_same(text, lang):
    assert REGISTRY.find(text, lang) == REGISTRY.find(text, lang)


@given(st.text(max_size=40))
def test_folding_is_done_once(word):
    assert fold(fold(word)) == fold(word)


def test_a_name_does_not_reach_over_a_full_stop():
    texts = [m.text for m in REGISTRY.find("He saw the army. Syrian forces came.", "en")]
    assert texts == ["army", "Syrian forces"]


def test_a_name_does_not_reach_over_a_paragraph():
    assert not any("Red" in m.text and "Cross" in m.text for m in REGISTRY.find("All is Red\n\nCross now", "en"))


def test_a_name_reaches_over_a_line_break_and_a_hyphen():
    assert [m.candidates for m in REGISTRY.find("Tahrir\nal-Sham", "en")] == [("hts",)]


def test_marks_and_elongation_do_not_hide_arabic_names():
    text = "قالت حركـة حمـاس إنّ المُسلَّحين"
    assert [m.candidates[0] for m in REGISTRY.find(text, "ar")] == ["hamas", "militants"]
