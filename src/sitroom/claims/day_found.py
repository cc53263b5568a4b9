"""What the readers of days share: the text being read, a day found in it, and plain date arithmetic."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from sitroom.claims.day_words import DayWords
from sitroom.claims.number_grammar import compose
from sitroom.claims.tokens import Tokens

Kind = Literal["day", "night", "month", "year", "since", "until", "period"]


class Found(NamedTuple):
    """A day before its surroundings are asked: tokens, first and last, and what it says."""

    first: int
    last: int
    kind: Kind
    on: str | None
    day: date | None = None
    since: str | None = None
    until: str | None = None
    explicit: bool = False
    named_by: Literal["date", "weekday", "word", "range", "other"] = "other"


class Reading:
    """One text being read: its tokens, its language and the day it appeared."""

    def __init__(self, tokens: Tokens, words: DayWords, today: date) -> None:
        self.tokens, self.words, self.today = tokens, words, today

    def before(self, what: str, at: int) -> int | None:
        """Return the first token of a phrase of that kind that ends right before token `at`, or None."""
        if at <= 0 or not self.tokens.near(at - 1):
            return None
        for phrase in self.words.before[what].get(self.tokens.words[at - 1], ()):
            if self.tokens.follows(at - len(phrase), phrase):
                return at - len(phrase)
        return None

    def after(self, what: str, last: int) -> int | None:
        """Return the last token of a phrase of that kind that begins right after token `last`, or None."""
        if last + 1 >= len(self.tokens) or not self.tokens.near(last):
            return None
        for phrase in self.words.after[what].get(self.tokens.words[last + 1], ()):
            if self.tokens.follows(last + 1, phrase):
                return last + len(phrase)
        return None

    def number(self, last: int) -> tuple[int, int] | None:
        """Return the number that ends at token `last` and its first token, or None."""
        tokens, find = self.tokens, self.words.numbers.find
        if last < 0:
            return None
        if tokens.numeric[last]:
            return (int(tokens.words[last]), last) if tokens.words[last].isdecimal() else None
        for first in (last - 2, last - 1, last):
            if first < 0:
                continue
            row = [find(tokens.words[k]) for k in range(first, last + 1)]
            lexemes = [x for x in row if x is not None]
            if len(lexemes) == len(row) and all(tokens.joined(k) for k in range(first, last)):
                made = compose(self.words.numbers.rules, lexemes)
                if made is not None and made.used == len(row) and isinstance(made.value, int) and not made.vague:
                    return made.value, first
        return None


def iso(day: date) -> str:
    """Return a day as YYYY-MM-DD."""
    return day.isoformat()


def month_of(year: int, month: int) -> str:
    """Return a month as YYYY-MM."""
    return f"{year:04d}-{month:02d}"


def date_of(year: int, month: int, day: int) -> date | None:
    """Return a date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def nearest(month: int, day: int, today: date) -> date | None:
    """Return the latest such date not after today; 29 February may lie up to eight years back."""
    for back in range(9):
        found = date_of(today.year - back, month, day)
        if found is not None and found <= today:
            return found
    return None
