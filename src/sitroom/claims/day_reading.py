"""Read a day where a calendar word stands: a weekday, "yesterday", "two days ago", "in the past week"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sitroom.claims.day_dates import read_month
from sitroom.claims.day_found import Found, Reading, iso, month_of
from sitroom.claims.day_words import Entry, Role

LONGEST_AGO = 200  # years; "two million years ago" is no day
_LENGTHS = {"hours": 1, "days": 1, "weeks": 7, "months": 30, "years": 365}


def _relative(reading: Reading, first: int, last: int, entry: Entry) -> Found:
    day = reading.today + timedelta(days=entry.value)
    return Found(first, last, "night" if entry.role == "night" else "day", iso(day), day, named_by="word")


def _year_named(reading: Reading, first: int, last: int, entry: Entry) -> Found:
    """Return "this year", its start, or "last year"."""
    today = reading.today
    if entry.role == "last_year":
        return Found(first, last, "year", str(today.year - 1), date(today.year - 1, 1, 1), explicit=True)
    return _up_to_today(reading, first, last, date(today.year, 1, 1))


def _month_named(reading: Reading, first: int, last: int, entry: Entry) -> Found:
    """Return "this month" or "last month"."""
    day = reading.today.replace(day=1)
    if entry.role == "last_month":
        day = (day - timedelta(days=1)).replace(day=1)
    return Found(first, last, "month", month_of(day.year, day.month), day)


def _week_named(reading: Reading, first: int, last: int, entry: Entry) -> Found:
    """Return "this week" or "last week"; weeks begin on Monday."""
    monday = reading.today - timedelta(days=reading.today.weekday())
    if entry.role == "this_week":
        return _up_to_today(reading, first, last, monday)
    since, until = monday - timedelta(days=7), monday - timedelta(days=1)
    return Found(first, last, "period", None, since, since=iso(since), until=iso(until))


def _past_fixed(reading: Reading, first: int, last: int, entry: Entry) -> Found:
    return _up_to_today(reading, first, last, reading.today - timedelta(days=entry.value))


def _up_to_today(reading: Reading, first: int, last: int, since: date) -> Found:
    return Found(first, last, "period", None, since, since=iso(since), until=iso(reading.today))


def _counted(reading: Reading, first: int, last: int, entry: Entry) -> Found | None:
    """Return "two days ago" and "in the last three weeks"; what only measures time is None."""
    counted = _time_before(reading, first, last, entry)
    if counted is None or counted[0] * _LENGTHS[counted[1]] > LONGEST_AGO * 365:
        return None
    amount, unit, begin = counted
    ago = _between(reading, "ago", begin, last)
    if ago is not None and unit == "hours":
        return None
    if ago is not None:
        return _ago(reading, amount, unit, *ago)
    past = _between(reading, "past", begin, last)
    if past is None:
        return None
    back = -(-amount // 24) if unit == "hours" else amount * _LENGTHS[unit]
    return _up_to_today(reading, *past, reading.today - timedelta(days=back))


def _time_before(reading: Reading, first: int, last: int, entry: Entry) -> tuple[int, str, int] | None:
    """Return how many units of time are meant, of which unit, and where that begins."""
    role = entry.role
    if role.startswith("two_"):
        return 2, role.removeprefix("two_"), first
    counted = reading.number(first - 1) if first and reading.tokens.near(first - 1) else None
    if counted is not None:
        return counted[0], role, counted[1]
    # "the past week": one, without saying so
    return None if _between(reading, "past", first, last) is None else (1, role, first)


def _between(reading: Reading, what: str, begin: int, last: int) -> tuple[int, int] | None:
    """Return the stretch with the phrase of that kind before or after it, or None where there is none."""
    ahead, behind = reading.before(what, begin), reading.after(what, last)
    if ahead is None and behind is None:
        return None
    return begin if ahead is None else ahead, last if behind is None else behind


def _ago(reading: Reading, amount: int, unit: str, begin: int, last: int) -> Found:
    today = reading.today
    if unit in {"days", "weeks"}:
        day = today - timedelta(days=amount * _LENGTHS[unit])
        return Found(begin, last, "day", iso(day), day)
    if unit == "months":
        months = today.year * 12 + today.month - 1 - amount
        day = date(months // 12, months % 12 + 1, 1)
        return Found(begin, last, "month", month_of(day.year, day.month), day)
    day = date(today.year - amount, 1, 1)
    return Found(begin, last, "year", str(day.year), day, explicit=True)


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


def _strong_weekday(reading: Reading, first: int, last: int) -> bool:
    """Tell whether a word that may be a weekday is one here."""
    tokens, words = reading.tokens, reading.words
    if tokens.text[tokens.starts[first]].isupper():
        return True
    before = tokens.words[first - 1] if first else ""
    after = tokens.words[last + 1] if last + 1 < len(tokens) else ""
    return before in words.weekday_before or after in words.weekday_after


_READERS: dict[Role, Callable[[Reading, int, int, Entry], Found | None]] = {
    "weekday": _weekday,
    "relative": _relative,
    "night": _relative,
    "past": _past_fixed,
    "year_start": _year_named,
    "this_year": _year_named,
    "last_year": _year_named,
    "this_month": _month_named,
    "last_month": _month_named,
    "this_week": _week_named,
    "last_week": _week_named,
}


def read_entry(reading: Reading, first: int, last: int, entry: Entry, reach: int) -> Found | None:
    """Return the day that an entry of the calendar words makes of tokens `first` to `last`, or None.

    Words before token `reach` belong to the day before.
    """
    if entry.role == "month":
        return read_month(reading, first, last, entry, reach)
    return _READERS.get(entry.role, _counted)(reading, first, last, entry)
