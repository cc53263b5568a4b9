"""Hostile texts: nothing is raised, every span is in its text and reads back. More of them: benchmarks/fuzz.py."""

import pytest
from benchmarks import fuzz

TEXTS = 400
SEED = 20241204


def test_no_hostile_text_breaks_the_extractor():
    found = [f for f in fuzz.run(TEXTS, SEED) if f is not None and not f.what.startswith("slow")]
    assert found == []


@pytest.mark.parametrize("lang", fuzz.LANGUAGES)
@pytest.mark.parametrize("unit", ["12 killed, ", "1,", "zwei und ", "(", "مئة و", "captured Hama and ", "said that "])
def test_a_row_without_end_is_read_as_any_text(lang, unit):
    document = fuzz.document_of(lang, unit * 400)
    assert document is not None
    gazetteer, registry = fuzz.open_gazetteer(), fuzz.open_registry()
    assert [w for w in fuzz.wrong_with(document, gazetteer, registry) if not w.startswith("slow")] == []


def test_the_same_seed_makes_the_same_texts():
    assert list(fuzz.texts(20, 7)) == list(fuzz.texts(20, 7))
    assert list(fuzz.texts(20, 7)) != list(fuzz.texts(20, 8))


@pytest.mark.parametrize("text", ["The army is ² km from Hama.", "since ² December", "¼ killed, ③ hurt"])
def test_a_digit_that_is_no_number_stops_nothing(text):
    document = fuzz.document_of("en", text)
    assert document is not None
    wrong = fuzz.wrong_with(document, fuzz.open_gazetteer(), fuzz.open_registry())
    assert [w for w in wrong if not w.startswith("slow")] == []


def test_a_row_of_numbers_without_words_counts_nobody():
    document = fuzz.document_of("en", "Killed: " + "12 14 " * 200)
    assert document is not None
    assert fuzz.claims.extract(document, fuzz.open_gazetteer(), fuzz.open_registry()).claims == ()
