"""Phrases with gaps."""

from __future__ import annotations

import pytest

from sitroom.claims.phrases import GAP, Hit, PhraseBook, compile_book, plain
from sitroom.errors import DataError


def _find(phrase: str, text: str, segments: list[int] | None = None, clitics: tuple[str, ...] = ()) -> list[Hit]:
    words = text.split()
    return PhraseBook(compile_book({"x": [phrase]}, clitics)).find(words, segments or [0] * len(words))


def test_alternatives_stems_and_gaps() -> None:
    assert _find("took|gained .. control of", "they took full control of it") == [Hit(1, 5, "x", weak=False)]
    assert _find("captur*", "The Capturing") == [Hit(1, 2, "x", weak=False)]
    assert _find("*offensive", "Grossoffensive") == [Hit(0, 1, "x", weak=False)]


def test_a_gap_ends_at_a_break_and_at_its_length() -> None:
    assert _find("took .. control", "took all control", [0, 0, 1]) == []
    assert _find("took .. control", "took " + "x " * GAP + "control") != []
    assert _find("took .. control", "took " + "x " * (GAP + 1) + "control") == []


def test_words_of_several_parts_are_rows_of_words() -> None:
    assert _find("cessez-le-feu|treve", "un cessez le feu") == [Hit(1, 4, "x", weak=False)]


def test_a_weak_phrase_and_leading_particles() -> None:
    assert _find("~took", "took") == [Hit(0, 1, "x", weak=True)]
    assert _find("سيطر*", "وسيطرت", clitics=("و",)) == [Hit(0, 1, "x", weak=False)]


@pytest.mark.parametrize(("word", "folded"), [("Zurück", "zuruck"), ("İDLİB", "idlib"), ("أُخرى", "اخري"), ("ё", "е")])
def test_words_are_compared_without_marks(word: str, folded: str) -> None:
    assert plain(word) == folded


@pytest.mark.parametrize("phrase", [".. control", "took |"])
def test_a_phrase_without_a_first_word_is_refused(phrase: str) -> None:
    with pytest.raises(DataError):
        compile_book({"x": [phrase]})
