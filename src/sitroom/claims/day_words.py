"""The calendar vocabulary of a language, compiled: what a word or phrase may mean for a day."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from sitroom.claims.number_words import NumberWords, number_words
from sitroom.claims.tokens import Tokens
from sitroom.languages import Language

Role = Literal[
    "month",
    "weekday",
    "relative",
    "night",
    "year_start",
    "this_year",
    "last_year",
    "this_month",
    "last_month",
    "this_week",
    "last_week",
    "past",
    "days",
    "weeks",
    "months",
    "years",
    "hours",
    "two_days",
    "two_weeks",
    "two_months",
    "two_years",
]
Phrase = tuple[str, ...]


class Entry(NamedTuple):
    """What a phrase means: its words after the first, its role, and the role's value (a month, an offset ...)."""

    rest: Phrase
    role: Role
    value: int = 0
    weak: bool = False


class DayWords:
    """The calendar words of one language, ready for look-up."""

    def __init__(self, language: Language) -> None:
        """Compile the section `dates` of a language."""
        d, self.numbers = language.dates, number_words(language)
        self.data = d
        self.inner_apostrophe = language.numbers.inner_apostrophe
        self._fold = NumberWords.folded.__get__(self.numbers)
        self.entries: dict[str, list[Entry]] = {}
        self.suffixes = self.set(d.suffixes)
        weak_months, weak_weekdays = self.set(d.weak_months), self.set(d.weak_weekdays)
        self._prefixes = ("", *sorted(self.set(d.prefixes)))
        self._endings = ("", *sorted(self.suffixes))
        for value, forms in d.months.items():
            for form in self.set(forms):
                self._inflected(form, "month", value, weak=form in weak_months)
        for value, forms in d.weekdays.items():
            for form in self.set(forms):
                self._inflected(form, "weekday", value, weak=form in weak_weekdays)
        self._phrases("month", d.month_phrases.items())
        self._phrases("weekday", d.weekday_phrases.items())
        for offset, phrases in d.relative.items():
            self._phrases("relative", ((p, offset) for p in phrases))
        for offset, phrases in d.nights.items():
            self._phrases("night", ((p, offset) for p in phrases))
        for span, phrases in d.past_fixed.items():
            self._phrases("past", ((p, span) for p in phrases))
        fixed: tuple[tuple[Role, Phrase], ...] = (
            ("year_start", d.year_start),
            ("this_year", d.this_year),
            ("last_year", d.last_year),
            ("this_month", d.this_month),
            ("last_month", d.last_month),
            ("this_week", d.this_week),
            ("last_week", d.last_week),
            ("days", tuple(d.days.split())),
            ("weeks", tuple(d.weeks.split())),
            ("months", tuple(d.months_counted.split())),
            ("years", tuple(d.years.split())),
            ("hours", tuple(d.hours.split())),
            ("two_days", tuple(d.two_days.split())),
            ("two_weeks", tuple(d.two_weeks.split())),
            ("two_months", tuple(d.two_months.split())),
            ("two_years", tuple(d.two_years.split())),
        )
        for role, phrases in fixed:
            self._phrases(role, ((p, 0) for p in phrases))
        self._longer = self._by_second()
        self.beginnings = self.entries.keys() | self._longer.keys()
        self.day_words = {w: value for value, forms in d.day_words.items() for w in self.set(forms)}
        self.links, self.fillers, self.night = self.set(d.month_links), self.set(d.fillers), self.set(d.night)
        self.day_marks, self.month_before = self.set(d.day_marks), self.set(d.month_before)
        self.weekday_before, self.weekday_after = self.set(d.weekday_before), self.set(d.weekday_after)
        self.range_words, self.year_after = self.set(d.range_words), self.set(d.year_after)
        self.before = {
            "since": self.endings(d.since_before),
            "until": self.endings(d.until_before),
            "last": self.endings(d.last_before),
            "next": self.endings(d.next_before),
            "ago": self.endings(d.ago_before),
            "past": self.endings(d.past_before),
            "into": self.endings(d.night_into),
            "year": self.endings(d.year_before),
            "alone": self.endings(d.day_alone),
        }
        self.after = {
            "since": self.starts(d.since_after),
            "until": self.starts(d.until_after),
            "last": self.starts(d.last_after),
            "next": self.starts(d.next_after),
            "ago": self.starts(d.ago_after),
            "past": self.starts(d.past_after),
        }

    def at(self, tokens: Tokens, i: int) -> list[Entry]:
        """Return what the words from token i on may mean, longest phrase first."""
        word = tokens.words[i]
        found = self.entries.get(word, [])
        longer = self._longer.get(word)
        if longer is not None and i + 1 < len(tokens):
            phrases = longer.get(tokens.words[i + 1], ())
            found = [e for e in phrases if tokens.near(i) and tokens.follows(i + 1, e.rest)] + found
        return found

    def set(self, words: str) -> frozenset[str]:
        """Return words divided by spaces, folded."""
        return frozenset(self._fold(w) for w in words.split())

    def phrase(self, phrase: str) -> Phrase:
        """Return the folded words of a phrase."""
        return tuple(self._fold(w) for w in phrase.split())

    def endings(self, phrases: Iterable[str]) -> dict[str, list[Phrase]]:
        """File phrases by their last word, longest first: they are looked for before a token."""
        return self._filed(phrases, -1)

    def starts(self, phrases: Iterable[str]) -> dict[str, list[Phrase]]:
        """File phrases by their first word, longest first: they are looked for after a token."""
        return self._filed(phrases, 0)

    def _filed(self, phrases: Iterable[str], at: int) -> dict[str, list[Phrase]]:
        filed: dict[str, list[Phrase]] = {}
        for text in phrases:
            phrase = self.phrase(text)
            filed.setdefault(phrase[at], []).append(phrase)
        for entries in filed.values():
            entries.sort(key=len, reverse=True)
        return filed

    def _inflected(self, form: str, role: Role, value: int, *, weak: bool) -> None:
        for prefix in self._prefixes:
            for ending in self._endings:
                self._put(prefix + form + ending, Entry((), role, value, weak=weak and not prefix + ending))

    def _put(self, word: str, entry: Entry) -> None:
        entries = self.entries.setdefault(word, [])
        if all(e.rest != entry.rest for e in entries):
            entries.append(entry)

    def _by_second(self) -> dict[str, dict[str, list[Entry]]]:
        """Take the phrases out of the entries, and file them by their first two words, longest first."""
        longer: dict[str, dict[str, list[Entry]]] = {}
        for word, entries in list(self.entries.items()):
            for entry in sorted((e for e in entries if e.rest), key=lambda e: -len(e.rest)):
                longer.setdefault(word, {}).setdefault(entry.rest[0], []).append(entry)
            self.entries[word] = [e for e in entries if not e.rest]
            if not self.entries[word]:
                del self.entries[word]
        return longer

    def _phrases(self, role: Role, phrases: Iterable[tuple[str, int]]) -> None:
        for text, value in phrases:
            first, *rest = self.phrase(text)
            for prefix in self._prefixes if role in {"month", "weekday"} else ("",):
                self._put(prefix + first, Entry(tuple(rest), role, value))


@lru_cache(maxsize=64)
def _compiled(language: Language) -> DayWords:
    return DayWords(language)


def day_words(language: Language) -> DayWords:
    """Return the compiled calendar words of a language, the same object every time."""
    return _compiled(language)
