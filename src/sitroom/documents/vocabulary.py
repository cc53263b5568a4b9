"""What a language brings for reading: where full stops end nothing, how dates are labelled and months called."""

from __future__ import annotations

from functools import cache

import msgspec

from sitroom.languages import Language

# Bylines in English stand over reports in every language.
_EVERYWHERE = "en"


class _Reading(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The section `reading` of a language, as written."""

    never: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    starters: tuple[str, ...] = ()
    ordinal_dot: bool = False
    date_labels: tuple[str, ...] = ()


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """A language's lists as sets. Abbreviations stand in small letters without their last full stop.

    `never` ends a sentence nowhere, `number` not before a digit, `unit` only behind a figure, `open` only before
    one of `starters`. `ordinal_dot`: "27." is written for "27th". `date_labels` open a line that dates a report.
    """

    never: frozenset[str]
    number: frozenset[str]
    unit: frozenset[str]
    open: frozenset[str]
    starters: frozenset[str]
    ordinal_dot: bool
    date_labels: tuple[str, ...]


@cache
def vocabulary(lang: str) -> Vocabulary:
    """Return the words of a language; for one that has no such section, those of no language."""
    own = _section(lang)
    return Vocabulary(
        never=frozenset(own.never) - frozenset(own.open),
        number=frozenset(own.number),
        unit=frozenset(own.unit),
        open=frozenset(own.open),
        starters=frozenset(own.starters),
        ordinal_dot=own.ordinal_dot,
        date_labels=tuple(label.casefold() for label in (*own.date_labels, *_section(_EVERYWHERE).date_labels)),
    )


@cache
def month_words(lang: str) -> dict[str, int]:
    """Return the names of the months in a language and in English, in small letters, with their numbers."""
    found: dict[str, int] = {}
    for code in (lang, _EVERYWHERE):
        language = Language(code)
        if not language.has("dates"):
            continue
        for number, words in language.dates.months.items():
            for word in words.split():
                found.setdefault(word.rstrip("."), number)
        for phrase, number in language.dates.month_phrases.items():
            found.setdefault(phrase, number)
    return found


@cache
def day_first(lang: str) -> bool:
    """Tell whether 3/4/2025 is the third of April in a language; not so where both readings are in use."""
    language = Language(lang)
    return language.has("dates") and language.dates.day_order == "dmy"


def _section(lang: str) -> _Reading:
    language = Language(lang)
    return language.section("reading", _Reading) if language.has("reading") else _Reading()
