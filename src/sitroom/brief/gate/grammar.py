"""The gate's words of one language, compiled once."""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Iterable

import msgspec

from sitroom.compiled import read_yaml
from sitroom.errors import DataError


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's gate.yaml, as it stands in the file."""

    months: list[str]
    weekdays: list[str]
    day_joins: list[str]
    day_ordinal: str
    number_words: dict[str, int]
    scales: dict[str, int]
    vague: dict[str, int]
    ordinals: dict[str, int]
    times: dict[str, int]
    decimal: str
    group: str
    qualifiers: dict[str, str]
    range_joins: list[str]
    units: dict[str, str]
    per_day: list[str]
    people: dict[str, str]
    measures: dict[str, str]
    negators: list[str]
    denials: list[str]
    modals: list[str]
    warnings: list[str]
    own_account: list[str]
    by: list[str]
    clause_ends: list[str]
    actions: dict[str, list[str]]
    events: dict[str, list[str]]
    planned: list[str]
    begun: list[str]
    falls: list[str]
    past: list[str]
    likelihood: dict[str, str]
    confidence: list[str]
    cases: list[str]
    outcomes: dict[str, list[str]]
    only_within: dict[str, str]
    place_forms: list[tuple[str, str]]
    plain: list[str]


class Grammar:
    """The compiled expressions of one language. Every alternative is literal, so none can backtrack far."""

    def __init__(self, words: Words) -> None:
        """Compile the words."""
        self.words = words
        self.months = {name.casefold(): n for n, name in enumerate(words.months, start=1)}
        month, ordinal = any_of(words.months), words.day_ordinal
        joins = any_of(words.day_joins)
        self.date = re.compile(
            rf"(?:(?P<day0>\d{{1,2}}){ordinal} (?:{joins}) )?(?:(?P<day>\d{{1,2}}){ordinal} )?\b(?P<month>{month})\b"
            rf"(?: (?P<year>\d{{4}}))?|(?P<iso>\d{{4}}-\d\d-\d\d)",
            re.IGNORECASE,
        )
        group, decimal = re.escape(words.group), re.escape(words.decimal)
        self.number = re.compile(
            rf"(?<![\w])(?P<digits>\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{decimal}(?P<fraction>\d+))?"
            rf"(?: (?P<scale>{any_of(words.scales)})\b)?(?P<percent>[ \u00a0\u202f]?%)?"
        )
        self.number_word = re.compile(rf"\b(?P<word>{any_of(words.number_words)})\b", re.IGNORECASE)
        self.vague = re.compile(rf"\b(?P<word>{any_of(words.vague)})\b", re.IGNORECASE)
        self.qualifier = re.compile(rf"\b(?P<word>{any_of(words.qualifiers)}) $", re.IGNORECASE)
        self.people = re.compile(rf"\b(?P<word>{any_of(words.people)})\b", re.IGNORECASE)
        self.unit = re.compile(rf"^[ -]?(?P<word>{any_of(words.units)})(?!\w)", re.IGNORECASE)
        self.per_day = re.compile(rf"^ (?:{any_of(words.per_day)})\b", re.IGNORECASE)
        self.measure = re.compile(rf"\b(?P<word>{any_of(words.measures)})\b", re.IGNORECASE)
        self.times = re.compile(rf"\b(?P<word>{any_of(words.times)})\b", re.IGNORECASE)
        self.action = {
            kind: re.compile(rf"\b(?:{any_of(forms)})\b", re.IGNORECASE) for kind, forms in words.actions.items()
        }
        self.event = {
            kind: re.compile(rf"\b(?:{any_of(forms)})\b", re.IGNORECASE) for kind, forms in words.events.items()
        }
        self.likelihood = re.compile(rf"\b(?:{any_of(words.likelihood)})\b", re.IGNORECASE)
        self.cases = re.compile(rf"^(?:{any_of(words.cases)})(?=\d)")
        self.clause_end = re.compile(any_of(words.clause_ends))
        self.by = re.compile(rf"^ (?:{any_of(words.by)})\b", re.IGNORECASE)
        self._place_forms = [(re.compile(form), recorded) for form, recorded in words.place_forms]
        known: set[str] = set()
        for entries in (
            words.months, words.weekdays, words.number_words, words.scales, words.vague, words.ordinals, words.times,
            words.qualifiers, words.range_joins, words.units, words.per_day, words.people, words.measures,
            words.negators, words.denials, words.modals, words.warnings, words.own_account, words.by, words.day_joins,
            words.clause_ends, *words.actions.values(), *words.events.values(), words.planned, words.begun,
            words.falls, words.past, words.likelihood, words.cases, *words.outcomes.values(),
            words.only_within, words.only_within.values(), words.plain,
        ):  # fmt: skip
            known.update(word for entry in entries for word in WORD.findall(entry.casefold()))
        self.vocabulary = frozenset(known)

    def as_recorded(self, text: str) -> str:
        """Return a line with its places called as the records call them: "le nord de Shan" is "northern Shan"."""
        for form, recorded in self._place_forms:
            text = form.sub(recorded, text)
        return text

    def has(self, entries: Iterable[str], text: str) -> bool:
        """Say whether any of these words stands in a text."""
        return re.search(rf"\b(?:{any_of(entries)})\b", text, re.IGNORECASE) is not None


WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


def any_of(entries: Iterable[str]) -> str:
    """Return an expression for any of these words, the longest first."""
    return "|".join(re.escape(entry) for entry in sorted(entries, key=lambda e: (-len(e), e)))


@functools.cache
def load_grammar(lang: str) -> Grammar:
    """Load the gate's grammar of a language; raise `DataError` where it has none."""
    path = importlib.resources.files("sitroom.languages").joinpath(f"data/{lang}/gate.yaml")
    if not path.is_file():
        raise DataError(f"a brief in {lang!r} could not be checked: there are no words for the gate")
    try:
        return Grammar(read_yaml(path, Words, __file__))
    except msgspec.ValidationError as error:
        raise DataError(f"{lang}/gate.yaml: {error}") from error
