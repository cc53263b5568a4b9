"""The languages as data: every file fits its Struct, and what it says can be found in a text."""

import unicodedata
from datetime import UTC, datetime

import msgspec
import pytest
from babel import Locale

from sitroom.claims.days import find_days
from sitroom.claims.number_words import number_words
from sitroom.claims.tokens import Tokens
from sitroom.languages import Dates, UnknownLanguageError, available, load
from sitroom.languages.numbers import Bounds, Numbers

BRIEFED = {"en", "fr", "it", "es", "pt", "de", "ar", "tr", "ru", "uk"}
PUBLISHED = datetime(2024, 12, 4, 12, tzinfo=UTC)


def test_the_ten_languages_and_two_that_need_no_code_are_there():
    assert set(available()) >= BRIEFED | {"nl", "fa"}


def test_a_language_is_loaded_once_and_by_its_base_code():
    assert load("pt-BR") is load("pt")
    assert load("EN") is load("en")
    assert load("fr").numbers is load("fr").numbers


def test_an_unknown_language_and_an_unknown_section_are_named():
    with pytest.raises(UnknownLanguageError, match="xx"):
        load("xx")
    with pytest.raises(UnknownLanguageError, match="nonsense"):
        load("en").section("nonsense", Dates)


def test_a_misspelt_key_is_an_error():
    with pytest.raises(msgspec.ValidationError, match="grouppings"):
        msgspec.yaml.decode(b"grouping: []\ndecimal: []\nnumerals: {}\nscales: {}\ngrouppings: []", type=Numbers)


def phrases_of(section: msgspec.Struct):
    """Every phrase of a section that is looked for in the words of a text."""
    for field in section.__struct_fields__:
        value = getattr(section, field)
        if isinstance(value, Bounds):
            yield from (p.removeprefix("*") for p in (*value.before, *value.after, *value.noun_after))
        elif (
            isinstance(value, tuple) and all(isinstance(v, str) for v in value) and field not in {"grouping", "decimal"}
        ):
            yield from value
        elif isinstance(value, dict):
            for key, entry in value.items():
                yield from entry if isinstance(entry, tuple) else ()
                if isinstance(key, str) and field.endswith("_phrases"):
                    yield key


@pytest.mark.parametrize("code", available())
def test_phrases_are_written_as_the_tokenizer_divides_them(code):
    """A phrase with an apostrophe or hyphen inside would never be found."""
    language = load(code)
    words = number_words(language)
    for section in (language.numbers, language.dates):
        for phrase in phrases_of(section):
            folded = words.folded(phrase.rstrip("*"))
            tokens = Tokens(folded, folded, inner_apostrophe=language.numbers.inner_apostrophe)
            assert tokens.words == folded.split(), (code, phrase)


@pytest.mark.parametrize("code", available())
def test_every_month_of_the_calendar_is_known(code):
    months = Locale.parse(code).months["format"]["wide"]
    for number, name in months.items():
        text = f"x 15 {unicodedata.normalize('NFC', name)} 2023 x"
        days = find_days(text, load(code), PUBLISHED)
        assert [d.on for d in days] == [f"2023-{number:02d}-15"], (code, name)


@pytest.mark.parametrize("code", available())
def test_every_weekday_of_the_calendar_is_known(code):
    weekdays = Locale.parse(code).days["format"]["wide"]
    for number, name in weekdays.items():
        found = find_days(f"x {name} x", load(code), PUBLISHED)
        assert [datetime.fromisoformat(d.on).weekday() for d in found if d.on] == [number], (code, name)
        assert all("2024-11-28" <= d.on <= "2024-12-04" for d in found)
