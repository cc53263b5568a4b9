"""Read dates: "27 November 2024", "Nov. 27", "27.11.2024", "March 2021", "27-29 November", "in 2016"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from sitroom.claims.day_found import Found, Reading, date_of, iso, month_of, nearest
from sitroom.claims.day_words import Entry
from sitroom.claims.tokens import Tokens

FIRST_YEAR, LAST_YEAR = 1900, 2100

_NUMERIC_DATE = re.compile(
    r"(?:(?P<iso>(\d{4})-(\d{2})-(\d{2}))"
    r"|(?P<local>(\d{1,2})([./-])(\d{1,2})\7(\d{4}|\d{2})))(?![\d/])"
)


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
    named = (gap == "'" and follows in words.suffixes) or (follows in words.year_after and tokens.near(i))
    if named:
        last = i + 1
    elif reading.before("year", i) is None:
        return None
    return Found(i, last, "year", f"{year:04d}", date(year, 1, 1), explicit=True)


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


def read_month(reading: Reading, first: int, last: int, entry: Entry, reach: int) -> Found | None:
    """Return a month with the day and year that stand beside it, or the month alone."""
    day, begin = _day_before(reading, first, reach) or (None, first)
    end = _month_end(reading, last, entry.value)
    if day is None and reading.words.data.day_after_month:
        day, end = _day_after(reading, end)
    year, end = _year_after(reading, end)
    if entry.weak and not _strong(reading, first, named=day is not None or year is not None):
        return None
    return _resolved(reading, _Written(begin, end, year, entry.value, day), reach)


class _Written(NamedTuple):
    """A date as written: its tokens, and year, month and day as far as they are told."""

    begin: int
    end: int
    year: int | None
    month: int
    day: int | None


def _resolved(reading: Reading, written: _Written, reach: int) -> Found | None:
    """Return the day or month that a date means, given when it was written."""
    begin, end, year, month, day = written
    today, explicit = reading.today, year is not None
    if day is None:
        last_year = today.year if (month, 1) <= (today.month, today.day) else today.year - 1
        year = last_year if year is None else year
        return Found(begin, end, "month", month_of(year, month), date(year, month, 1), explicit=explicit)
    resolved = nearest(month, day, today) if year is None else date_of(year, month, day)
    if resolved is None:
        return None
    period = _first_of_two(reading, begin, reach, resolved)
    if period is not None:
        since, begin = period
        return Found(begin, end, "period", None, since, since=iso(since), until=iso(resolved), named_by="range")
    into = reading.before("into", begin)
    if into is not None:
        resolved -= timedelta(days=1)
        return Found(into, end, "night", iso(resolved), resolved, explicit=explicit, named_by="date")
    return Found(begin, end, "day", iso(resolved), resolved, explicit=explicit, named_by="date")


def _month_end(reading: Reading, last: int, month: int) -> int:
    """Return the last token of a month with its other name ("تشرين الثاني/نوفمبر") and a case ending ("Kasım'da")."""
    tokens = reading.tokens
    if last + 1 < len(tokens) and tokens.gap(last).strip() in {"/", "(", "-"}:
        last = _same_month(reading, last + 1, month) or last
    if last + 1 < len(tokens) and tokens.gap(last) == "'" and tokens.words[last + 1] in reading.words.suffixes:
        last += 1
    return last


def _day_after(reading: Reading, end: int) -> tuple[int | None, int]:
    """Return the day that stands after a month, and the last token with it: "Nov. 27", "November 27th"."""
    tokens, i = reading.tokens, end + 1
    if i >= len(tokens) or not tokens.numeric[i] or tokens.gap(end) not in {" ", ". ", "\u00a0"}:
        return None, end
    day = _day_number(reading, i)
    if day is None:
        return None, end
    marked = i + 1 < len(tokens) and tokens.gap(i) == "" and tokens.words[i + 1] in reading.words.day_marks
    return day, i + 1 if marked else i


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
