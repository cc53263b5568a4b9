"""Read a day where a calendar word or a row of digits stands: a weekday, a date, a month, "two days ago"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from sitroom.claims.day_words import DayWords, Entry
from sitroom.claims.number_grammar import compose
from sitroom.claims.tokens import Tokens

Kind = Literal["day", "night", "month", "year", "since", "until", "period"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_AGO = 200  # years; "two million years ago" is no day
_LENGTHS = {"days": 1, "weeks": 7, "months": 30, "years": 365}

_NUMERIC_DATE = re.compile(
    r"(?:(?P<iso>(\d{4})-(\d{2})-(\d{2}))"
    r"|(?P<local>(\d{1,2})([./-])(\d{1,2})\7(\d{4}|\d{2})))(?![\d/])"
)


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
            return (int(tokens.words[last]), last) if tokens.words[last].isdigit() else None
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
    return day.isoformat()


def _month_of(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def date_of(year: int, month: int, day: int) -> date | None:
    """Return a date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def _nearest(month: int, day: int, today: date) -> date | None:
    """Return the latest such date not after today; 29 February may lie up to eight years back."""
    for back in range(9):
        found = date_of(today.year - back, month, day)
        if found is not None and found <= today:
            return found
    return None


def numeric_date(reading: Reading, i: int) -> Found | None:
    """Return the date written in digits alone that begins at token i, or None."""
    tokens, order = reading.tokens, reading.words.data.day_order
    start, end = tokens.starts[i], tokens.ends[i]
    if tokens.folded[end : end + 1] not in {"-", "/"} and tokens.words[i].count(".") != 2:
        return None
    m = _NUMERIC_DATE.match(tokens.folded, start)
    if m is None or (start and tokens.folded[start - 1] in "/-.,"):
        return None
    if m["iso"]:
        day = date_of(int(m[2]), int(m[3]), int(m[4]))
    else:
        a, b, year = int(m[6]), int(m[8]), int(m[9])
        year += 2000 if year < 100 else 0
        if order == "" and a <= 12 and b <= 12 and a != b and m[7] == "/":
            return None
        month_first = order == "mdy" or (order == "" and b > 12)
        day = date_of(year, a, b) if month_first else date_of(year, b, a)
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    last = i
    while last + 1 < len(tokens) and tokens.starts[last + 1] < m.end():
        last += 1
    return Found(i, last, "day", iso(day), day, explicit=True, named_by="date")


def _four_digits(tokens: Tokens, i: int) -> int | None:
    if 0 <= i < len(tokens) and tokens.numeric[i] and len(tokens.words[i]) == 4 and tokens.words[i].isdigit():
        year = int(tokens.words[i])
        if FIRST_YEAR <= year <= LAST_YEAR:
            return year
    return None


def year_at(reading: Reading, i: int) -> Found | None:
    """Return the year that token i is, where the words around it say so."""
    tokens, words = reading.tokens, reading.words
    year = _four_digits(tokens, i)
    if year is None:
        return None
    last = i
    follows = tokens.words[i + 1] if i + 1 < len(tokens) else ""
    gap = tokens.gap(i) if follows else ""
    named = False
    if gap == "'" and follows in words.suffixes:
        last, named = i + 1, True
    elif follows in words.year_after and tokens.near(i):
        last, named = i + 1, True
    if not named and reading.before("year", i) is None:
        return None
    return Found(i, last, "year", f"{year:04d}", date(year, 1, 1), explicit=True)


def read_entry(reading: Reading, first: int, last: int, entry: Entry, reach: int) -> Found | None:  # noqa: C901, PLR0911
    """Return the day that an entry of the calendar words makes of tokens `first` to `last`, or None."""
    role, today = entry.role, reading.today
    if role == "month":
        return _dated(reading, first, last, entry, reach)
    if role == "weekday":
        return _weekday(reading, first, last, entry)
    if role == "relative":
        day = today + timedelta(days=entry.value)
        return Found(first, last, "day", iso(day), day, named_by="word")
    if role == "night":
        day = today + timedelta(days=entry.value)
        return Found(first, last, "night", iso(day), day, named_by="word")
    if role == "past":
        day = today - timedelta(days=entry.value)
        return Found(first, last, "period", None, day, since=iso(day), until=iso(today))
    if role in {"year_start", "this_year"}:
        day = date(today.year, 1, 1)
        return Found(first, last, "period", None, day, since=iso(day), until=iso(today))
    if role == "last_year":
        return Found(first, last, "year", str(today.year - 1), date(today.year - 1, 1, 1), explicit=True)
    if role in {"this_month", "last_month"}:
        day = today.replace(day=1)
        day = day if role == "this_month" else (day - timedelta(days=1)).replace(day=1)
        return Found(first, last, "month", _month_of(day.year, day.month), day)
    if role in {"this_week", "last_week"}:
        day = today - timedelta(days=today.weekday() + (0 if role == "this_week" else 7))
        until = today if role == "this_week" else day + timedelta(days=6)
        return Found(first, last, "period", None, day, since=iso(day), until=iso(until))
    return _counted(reading, first, last, entry)


def _counted(reading: Reading, first: int, last: int, entry: Entry) -> Found | None:
    """Return "two days ago" and "in the last three weeks"; what only measures time is None."""
    unit, today = entry.role, reading.today
    if unit.startswith("two_"):
        unit, amount, begin = unit[4:], 2, first
    else:
        counted = reading.number(first - 1) if first and reading.tokens.near(first - 1) else None
        if counted is None:
            # "the past week": one, without saying so
            ahead = reading.before("past", first)
            behind = reading.after("past", last) if ahead is None else None
            if ahead is None and behind is None:
                return None
            amount, begin = 1, first
        else:
            amount, begin = counted
    if unit == "hours":
        amount, unit = (amount + 23) // 24, "days"
        if reading.before("ago", begin) is not None or reading.after("ago", last) is not None:
            return None
    back = amount * _LENGTHS[unit]
    if back > LONGEST_AGO * 365:
        return None
    ago_start, ago_end = reading.before("ago", begin), reading.after("ago", last)
    day = today - timedelta(days=back)
    if ago_start is not None or ago_end is not None:
        begin, last = (begin if ago_start is None else ago_start), (last if ago_end is None else ago_end)
        if unit in {"days", "weeks"}:
            return Found(begin, last, "day", iso(day), day)
        if unit == "months":
            months = today.year * 12 + today.month - 1 - amount
            day = date(months // 12, months % 12 + 1, 1)
            return Found(begin, last, "month", _month_of(day.year, day.month), day)
        return Found(begin, last, "year", str(today.year - amount), date(today.year - amount, 1, 1), explicit=True)
    past_start, past_end = reading.before("past", begin), reading.after("past", last)
    if past_start is None and past_end is None:
        return None
    begin, last = (begin if past_start is None else past_start), (last if past_end is None else past_end)
    return Found(begin, last, "period", None, day, since=iso(day), until=iso(today))


def _weekday(reading: Reading, first: int, last: int, entry: Entry) -> Found | None:
    tokens, words, today = reading.tokens, reading.words, reading.today
    if entry.weak and not _strong_weekday(reading, first, last):
        return None
    back = (today.weekday() - entry.value) % 7
    begin = first
    ahead, behind = reading.before("last", first), reading.after("last", last)
    if ahead is not None or behind is not None:
        back = back or 7
    else:
        ahead, behind = reading.before("next", first), reading.after("next", last)
        if ahead is not None or behind is not None:
            back = back - 7
    begin, last = (begin if ahead is None else ahead), (last if behind is None else behind)
    day = today - timedelta(days=back)
    into = reading.before("into", begin)
    if into is not None:
        day -= timedelta(days=1)
        return Found(into, last, "night", iso(day), day, named_by="weekday")
    if last + 1 < len(tokens) and tokens.near(last) and tokens.words[last + 1] in words.night:
        return Found(begin, last + 1, "night", iso(day), day, named_by="weekday")
    evening = _night_before(reading, begin)
    if evening is not None:
        return Found(evening, last, "night", iso(day), day, named_by="weekday")
    return Found(begin, last, "day", iso(day), day, named_by="weekday")


def _night_before(reading: Reading, first: int) -> int | None:
    """Return the token of a night that stands before a weekday: "na noite de segunda-feira", "ليل الثلاثاء"."""
    words, i = reading.words, first - 1
    for _ in range(2):
        if i < 0 or not reading.tokens.near(i):
            return None
        if reading.tokens.words[i] in words.night:
            return i
        if reading.tokens.words[i] not in words.links | words.fillers:
            return None
        i -= 1
    return None


def _day_number(reading: Reading, i: int) -> int | None:
    """Return the day of a month that token i is, or None: "27", "first", "1er"."""
    tokens = reading.tokens
    if not 0 <= i < len(tokens):
        return None
    if tokens.numeric[i]:
        word = tokens.words[i]
        return int(word) if len(word) <= 2 and 1 <= int(word) <= 31 else None
    return reading.words.day_words.get(tokens.words[i])


def _day_before(reading: Reading, first: int, reach: int) -> tuple[int, int] | None:
    """Return the day of the month that stands before a month, and its token: "27 November", "27 de noviembre"."""
    tokens, words = reading.tokens, reading.words
    i = first - 1
    for _ in range(2):
        marked = tokens.gap(i) == "" and tokens.words[i + 1] in words.day_marks if i >= reach else False
        if i < reach or not (marked or tokens.near(i) or tokens.gap(i) in {". ", ".", ".\u00a0", "º ", "ª "}):
            return None
        if tokens.words[i] in words.links or tokens.words[i] in words.day_marks:
            i -= 1
            continue
        break
    if i < reach or (tokens.gap(i) == "" and tokens.words[i + 1] not in words.day_marks):
        return None
    day = _day_number(reading, i)
    if day is None:
        return None
    tens = _day_number(reading, i - 1) if i > reach and tokens.near(i - 1) and not tokens.numeric[i] else None
    if tens is not None and day in {20, 30} and tens < 10:
        return day + tens, i - 1  # "the seventh and twentieth"
    if day < 10 and i > reach and tokens.near(i - 1) and not tokens.numeric[i]:
        lexeme = words.numbers.find(tokens.words[i - 1])
        if lexeme is not None and lexeme.value in {20, 30}:
            return day + int(lexeme.value), i - 1  # "twenty-seventh"
    return day, i


def _dated(reading: Reading, first: int, last: int, entry: Entry, reach: int) -> Found | None:
    """Return a month with the day and year that stand beside it, or the month alone."""
    tokens, words, today = reading.tokens, reading.words, reading.today
    begin, end = first, last
    dayed = _day_before(reading, first, reach)
    day = None
    if dayed is not None:
        day, begin = dayed
    # Two names of one month: "تشرين الثاني/نوفمبر"
    if end + 1 < len(tokens) and tokens.gap(end).strip() in {"/", "(", "-"}:
        end = _same_month(reading, end + 1, entry.value) or end
    if end + 1 < len(tokens) and tokens.gap(end) == "'" and tokens.words[end + 1] in words.suffixes:
        end += 1
    if day is None and words.data.day_after_month and end + 1 < len(tokens):
        number = _day_number(reading, end + 1) if tokens.gap(end) in {" ", ". ", "\u00a0"} else None
        if number is not None and tokens.numeric[end + 1]:
            day, end = number, end + 1
            if end + 1 < len(tokens) and tokens.gap(end) == "" and tokens.words[end + 1] in words.day_marks:
                end += 1
    year, end = _year_after(reading, end)
    if entry.weak and not _strong(reading, first, named=day is not None or year is not None):
        return None
    if day is None:
        if year is None:
            year = today.year if (entry.value, 1) <= (today.month, today.day) else today.year - 1
            explicit = False
        else:
            explicit = True
        on = _month_of(year, entry.value)
        return Found(begin, end, "month", on, date(year, entry.value, 1), explicit=explicit)
    resolved = _nearest(entry.value, day, today) if year is None else date_of(year, entry.value, day)
    if resolved is None:
        return None
    period = _first_of_two(reading, begin, reach, resolved)
    if period is not None:
        return Found(
            period[1], end, "period", None, period[0], since=iso(period[0]), until=iso(resolved), named_by="range"
        )
    into = reading.before("into", begin)
    if into is not None:
        resolved -= timedelta(days=1)
        return Found(into, end, "night", iso(resolved), resolved, explicit=year is not None, named_by="date")
    return Found(begin, end, "day", iso(resolved), resolved, explicit=year is not None, named_by="date")


def _first_of_two(reading: Reading, begin: int, reach: int, until: date) -> tuple[date, int] | None:
    """Return the first day of "27-29 November" or "between 27 and 29 November", and its token."""
    tokens, i = reading.tokens, begin - 1
    if i < reach:
        return None
    gap = tokens.gap(i)
    if gap.strip() not in {"", "-", "–", "—"} or len(gap) > 3:
        return None
    if gap.isspace() or gap == "":
        if tokens.words[i] not in reading.words.range_words:
            return None
        i -= 1
        while i >= reach and tokens.words[i] in reading.words.day_marks | reading.words.links:
            i -= 1
    day = _day_number(reading, i) if i >= reach else None
    if day is None or day >= until.day:
        return None
    return until.replace(day=day), i


def _same_month(reading: Reading, at: int, month: int) -> int | None:
    for entry in reading.words.at(reading.tokens, at):
        if entry.role == "month" and entry.value == month:
            return at + len(entry.rest)
    return None


def _strong(reading: Reading, first: int, *, named: bool) -> bool:
    """Tell whether a word that may be a month is one here: it has company, and a capital where months have one."""
    tokens, words = reading.tokens, reading.words
    if words.data.months_capital and not tokens.text[tokens.starts[first]].isupper():
        return False
    return named or (first > 0 and tokens.words[first - 1] in words.month_before)


def _strong_weekday(reading: Reading, first: int, last: int) -> bool:
    """Tell whether a word that may be a weekday is one here."""
    tokens, words = reading.tokens, reading.words
    if tokens.text[tokens.starts[first]].isupper():
        return True
    before = tokens.words[first - 1] if first else ""
    after = tokens.words[last + 1] if last + 1 < len(tokens) else ""
    return before in words.weekday_before or after in words.weekday_after


def _year_after(reading: Reading, end: int) -> tuple[int | None, int]:
    """Return the year that stands after a month or a day, and the last token with it."""
    tokens, words = reading.tokens, reading.words
    i = end + 1
    if i < len(tokens) and tokens.words[i] in words.links and tokens.near(end):
        i += 1
    if i >= len(tokens) or tokens.gap(i - 1) not in {" ", ", ", "\u00a0", ",", ". ", " ("}:
        return None, end
    year = _four_digits(tokens, i)
    if year is None:
        return None, end
    end = i
    if i + 1 < len(tokens):
        gap, word = tokens.gap(i), tokens.words[i + 1]
        if (gap == "'" and word in words.suffixes) or (word in words.year_after and tokens.near(i)):
            end = i + 1
    return year, end
