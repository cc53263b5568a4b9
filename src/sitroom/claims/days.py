"""Find the days of a text and resolve them against its publication.

    find_days(text, language, published, start=0, end=None) -> list[DayMention]

Example, published on Tuesday 3 December 2024: "on Monday" -> 2024-12-02; "since 27 November" -> since 2024-11-27;
"overnight into Tuesday" -> night, 2024-12-02; "in March 2021" -> 2021-03, past.

A weekday is the nearest such day not after publication, a date without a year the nearest not after it; "next"
and "coming" look ahead. A night takes its first date. The day of publication is the writer's own (its offset from
UTC is kept). What leaves two readings ("3/4/2025" where both orders are in use) is not returned.

Linear in the length of the text: one pass over the words, and a bounded look around each.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from sitroom.claims.day_words import DayWords, Entry, day_words
from sitroom.claims.number_grammar import compose
from sitroom.claims.tokens import Tokens
from sitroom.languages import Language
from sitroom.model import day_of

__all__ = ["DayMention", "find_days"]

Kind = Literal["day", "night", "month", "year", "since", "until", "period"]

PAST_AFTER = 183  # days before publication; a day named that long after it belongs to another time
FILLER_REACH = 4  # words between "since" and the day: "since the early hours of"
_LENGTHS = {"days": 1, "weeks": 7, "months": 30, "years": 365}
LONGEST_APPOSITION = 14  # characters between two names of one day: " on the night of "
NIGHT_REACH = 4  # words around two weekdays in which "night" makes one night of them
FIRST_YEAR, LAST_YEAR = 1900, 2100

_NUMERIC_DATE = re.compile(
    r"(?:(?P<iso>(\d{4})-(\d{2})-(\d{2}))|(?P<local>(\d{1,2})([./-])(\d{1,2})\7(\d{4}|\d{2})))(?![\d/])"
)


class DayMention(NamedTuple):
    """A day or a period in a text, resolved.

    `on` is the day meant (ISO; YYYY-MM where only the month is told; None for years and periods). Of kind "since",
    `since` is the start (the first day of a month or year that stands alone); of "until", `until` is the end; a "period" has what
    is known of both ("between 27 and 29 November", "in the past week"). `past` tells that it lies in an earlier
    year or half a year and more before publication, and is not the start of a running count.
    """

    start: int
    end: int
    on: str | None
    since: str | None = None
    until: str | None = None
    past: bool = False
    kind: Kind = "day"


class _Found(NamedTuple):
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


class _Reading:
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


def find_days(
    text: str, language: Language, published: datetime, start: int = 0, end: int | None = None
) -> list[DayMention]:
    """Return the days and periods that a text names, in the order they stand, without overlap.

    Offsets are code points of the whole text. Example (French, published 2024-12-03): "depuis le 27 novembre" ->
    since 2024-11-27.
    """
    words = day_words(language)
    tokens = words.numbers.tokens(text, start, end)
    reading = _Reading(tokens, words, day_of(published))
    found: list[_Found] = []
    reach = 0
    beginnings, numeric = words.beginnings, tokens.numeric
    for i in [i for i, word in enumerate(tokens.words) if numeric[i] or word in beginnings]:
        if i < reach:
            continue
        item: _Found | None = None
        if numeric[i]:
            item = _numeric_date(reading, i) or _year(reading, i)
        else:
            for entry in words.at(tokens, i):
                item = _read(reading, i, i + len(entry.rest), entry, reach)
                if item is not None:
                    break
        if item is not None:
            found.append(item)
            reach = item.last + 1
    return [_mention(reading, item, start) for item in _merged(reading, found)]


def _iso(day: date) -> str:
    return day.isoformat()


def _month_of(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def _date(year: int, month: int, day: int) -> date | None:
    """Return a date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def _nearest(month: int, day: int, today: date) -> date | None:
    """Return the latest such date not after today; 29 February may lie up to eight years back."""
    for back in range(9):
        found = _date(today.year - back, month, day)
        if found is not None and found <= today:
            return found
    return None


def _numeric_date(reading: _Reading, i: int) -> _Found | None:
    """Return the date written in digits alone that begins at token i, or None."""
    tokens, order = reading.tokens, reading.words.data.day_order
    start, end = tokens.starts[i], tokens.ends[i]
    if tokens.folded[end : end + 1] not in {"-", "/"} and tokens.words[i].count(".") != 2:
        return None
    m = _NUMERIC_DATE.match(tokens.folded, start)
    if m is None or (start and tokens.folded[start - 1] in "/-.,"):
        return None
    if m["iso"]:
        day = _date(int(m[2]), int(m[3]), int(m[4]))
    else:
        a, b, year = int(m[6]), int(m[8]), int(m[9])
        year += 2000 if year < 100 else 0
        if order == "" and a <= 12 and b <= 12 and a != b and m[7] == "/":
            return None
        month_first = order == "mdy" or (order == "" and b > 12)
        day = _date(year, a, b) if month_first else _date(year, b, a)
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    last = i
    while last + 1 < len(tokens) and tokens.starts[last + 1] < m.end():
        last += 1
    return _Found(i, last, "day", _iso(day), day, explicit=True, named_by="date")


def _four_digits(tokens: Tokens, i: int) -> int | None:
    if 0 <= i < len(tokens) and tokens.numeric[i] and len(tokens.words[i]) == 4 and tokens.words[i].isdigit():
        year = int(tokens.words[i])
        if FIRST_YEAR <= year <= LAST_YEAR:
            return year
    return None


def _year(reading: _Reading, i: int) -> _Found | None:
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
    return _Found(i, last, "year", f"{year:04d}", date(year, 1, 1), explicit=True)


def _read(reading: _Reading, first: int, last: int, entry: Entry, reach: int) -> _Found | None:  # noqa: C901, PLR0911
    """Return the day that an entry of the calendar words makes of tokens `first` to `last`, or None."""
    role, today = entry.role, reading.today
    if role == "month":
        return _dated(reading, first, last, entry, reach)
    if role == "weekday":
        return _weekday(reading, first, last, entry)
    if role == "relative":
        day = today + timedelta(days=entry.value)
        return _Found(first, last, "day", _iso(day), day, named_by="word")
    if role == "night":
        day = today + timedelta(days=entry.value)
        return _Found(first, last, "night", _iso(day), day, named_by="word")
    if role == "past":
        day = today - timedelta(days=entry.value)
        return _Found(first, last, "period", None, day, since=_iso(day), until=_iso(today))
    if role in {"year_start", "this_year"}:
        day = date(today.year, 1, 1)
        return _Found(first, last, "period", None, day, since=_iso(day), until=_iso(today))
    if role == "last_year":
        return _Found(first, last, "year", str(today.year - 1), date(today.year - 1, 1, 1), explicit=True)
    if role in {"this_month", "last_month"}:
        day = today.replace(day=1)
        day = day if role == "this_month" else (day - timedelta(days=1)).replace(day=1)
        return _Found(first, last, "month", _month_of(day.year, day.month), day)
    if role in {"this_week", "last_week"}:
        day = today - timedelta(days=today.weekday() + (0 if role == "this_week" else 7))
        until = today if role == "this_week" else day + timedelta(days=6)
        return _Found(first, last, "period", None, day, since=_iso(day), until=_iso(until))
    return _counted(reading, first, last, entry)


def _counted(reading: _Reading, first: int, last: int, entry: Entry) -> _Found | None:
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
    if back > 200 * 365:
        return None
    ago_start, ago_end = reading.before("ago", begin), reading.after("ago", last)
    day = today - timedelta(days=back)
    if ago_start is not None or ago_end is not None:
        begin, last = (begin if ago_start is None else ago_start), (last if ago_end is None else ago_end)
        if unit in {"days", "weeks"}:
            return _Found(begin, last, "day", _iso(day), day)
        if unit == "months":
            months = today.year * 12 + today.month - 1 - amount
            day = date(months // 12, months % 12 + 1, 1)
            return _Found(begin, last, "month", _month_of(day.year, day.month), day)
        return _Found(begin, last, "year", str(today.year - amount), date(today.year - amount, 1, 1), explicit=True)
    past_start, past_end = reading.before("past", begin), reading.after("past", last)
    if past_start is None and past_end is None:
        return None
    begin, last = (begin if past_start is None else past_start), (last if past_end is None else past_end)
    return _Found(begin, last, "period", None, day, since=_iso(day), until=_iso(today))


def _weekday(reading: _Reading, first: int, last: int, entry: Entry) -> _Found | None:
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
        return _Found(into, last, "night", _iso(day), day, named_by="weekday")
    if last + 1 < len(tokens) and tokens.near(last) and tokens.words[last + 1] in words.night:
        return _Found(begin, last + 1, "night", _iso(day), day, named_by="weekday")
    evening = _night_before(reading, begin)
    if evening is not None:
        return _Found(evening, last, "night", _iso(day), day, named_by="weekday")
    return _Found(begin, last, "day", _iso(day), day, named_by="weekday")


def _night_before(reading: _Reading, first: int) -> int | None:
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


def _day_number(reading: _Reading, i: int) -> int | None:
    """Return the day of a month that token i is, or None: "27", "first", "1er"."""
    tokens = reading.tokens
    if not 0 <= i < len(tokens):
        return None
    if tokens.numeric[i]:
        word = tokens.words[i]
        return int(word) if len(word) <= 2 and 1 <= int(word) <= 31 else None
    return reading.words.day_words.get(tokens.words[i])


def _day_before(reading: _Reading, first: int, reach: int) -> tuple[int, int] | None:
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


def _dated(reading: _Reading, first: int, last: int, entry: Entry, reach: int) -> _Found | None:
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
        return _Found(begin, end, "month", on, date(year, entry.value, 1), explicit=explicit)
    resolved = _nearest(entry.value, day, today) if year is None else _date(year, entry.value, day)
    if resolved is None:
        return None
    period = _first_of_two(reading, begin, reach, resolved)
    if period is not None:
        return _Found(
            period[1], end, "period", None, period[0], since=_iso(period[0]), until=_iso(resolved), named_by="range"
        )
    into = reading.before("into", begin)
    if into is not None:
        resolved -= timedelta(days=1)
        return _Found(into, end, "night", _iso(resolved), resolved, explicit=year is not None, named_by="date")
    return _Found(begin, end, "day", _iso(resolved), resolved, explicit=year is not None, named_by="date")


def _first_of_two(reading: _Reading, begin: int, reach: int, until: date) -> tuple[date, int] | None:
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


def _same_month(reading: _Reading, at: int, month: int) -> int | None:
    for entry in reading.words.at(reading.tokens, at):
        if entry.role == "month" and entry.value == month:
            return at + len(entry.rest)
    return None


def _strong(reading: _Reading, first: int, *, named: bool) -> bool:
    """Tell whether a word that may be a month is one here: it has company, and a capital where months have one."""
    tokens, words = reading.tokens, reading.words
    if words.data.months_capital and not tokens.text[tokens.starts[first]].isupper():
        return False
    return named or (first > 0 and tokens.words[first - 1] in words.month_before)


def _strong_weekday(reading: _Reading, first: int, last: int) -> bool:
    """Tell whether a word that may be a weekday is one here."""
    tokens, words = reading.tokens, reading.words
    if tokens.text[tokens.starts[first]].isupper():
        return True
    before = tokens.words[first - 1] if first else ""
    after = tokens.words[last + 1] if last + 1 < len(tokens) else ""
    return before in words.weekday_before or after in words.weekday_after


def _year_after(reading: _Reading, end: int) -> tuple[int | None, int]:
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


def _merged(reading: _Reading, found: list[_Found]) -> list[_Found]:
    """Make one of two mentions of the same day, and one night of two days."""
    tokens = reading.tokens
    out: list[_Found] = []
    for item in found:
        previous = out[-1] if out else None
        if previous is not None and item.first - previous.last <= NIGHT_REACH and _one_night(reading, previous, item):
            out[-1] = previous._replace(last=item.last, kind="night", explicit=item.explicit)
            continue
        gap = tokens.folded[tokens.ends[previous.last] : tokens.starts[item.first]] if previous is not None else ""
        if previous is not None and _apposed(reading, previous, item, gap):
            # The more exact name wins: a date over a weekday, a weekday over "overnight".
            keep = previous if previous.named_by == "date" or item.named_by == "word" else item
            kind: Kind = "night" if "night" in {previous.kind, item.kind} else keep.kind
            out[-1] = keep._replace(first=previous.first, last=item.last, kind=kind)
            continue
        out.append(item)
    return out


def _apposed(reading: _Reading, a: _Found, b: _Found, gap: str) -> bool:
    """Tell whether two mentions name one day: "Wednesday, 27 November", "أمس الثلاثاء", "overnight on Monday"."""
    pair = {a.named_by, b.named_by}
    if a.day is None or b.day is None or len(gap) > LONGEST_APPOSITION or not pair <= {"date", "weekday", "word"}:
        return False
    if len(pair) == 1 or any(c in gap for c in ";:.\n") or not {a.kind, b.kind} <= {"day", "night"}:
        return False
    between = reading.tokens.words[a.last + 1 : b.first]
    small = reading.words.fillers | reading.words.day_marks | reading.words.night | reading.words.links
    if any(w not in small for w in between):
        return False
    if "," in gap or "،" in gap:
        return a.day.weekday() == b.day.weekday() and a.kind == b.kind
    if "night" in {a.kind, b.kind} and "word" in pair:
        return True
    return a.day.weekday() == b.day.weekday()


def _one_night(reading: _Reading, a: _Found, b: _Found) -> bool:
    """Tell whether two following days are one night: "dans la nuit de mardi à mercredi", "ليل الثلاثاء الأربعاء"."""
    if a.day is None or b.day is None or a.kind not in {"day", "night"} or b.kind != "day":
        return False
    if (b.day - a.day).days % 7 != 1:
        return False
    words = reading.tokens.words[max(0, a.first - NIGHT_REACH) : b.last + 3]
    return a.kind == "night" or not reading.words.night.isdisjoint(words)


def _mention(reading: _Reading, item: _Found, offset: int) -> DayMention:
    """Ask what stands around a day: "since", "until", or nothing."""
    tokens = reading.tokens
    first, last, kind = item.first, item.last, item.kind
    on, since, until = item.on, item.since, item.until
    begin = first
    for _ in range(FILLER_REACH):
        if begin > 0 and tokens.near(begin - 1) and tokens.words[begin - 1] in reading.words.fillers:
            begin -= 1
        else:
            break
    bounds = (("since", "since"), ("until", "until"))
    for what, name in bounds:
        if item.named_by == "range":
            break
        ahead = reading.before(what, first)
        if ahead is None:
            ahead = reading.before(what, begin)
        behind = reading.after(what, last) if ahead is None else None
        if ahead is None and behind is None:
            continue
        first, last = (first if ahead is None else ahead), (last if behind is None else behind)
        start = item.since or item.on
        if name == "since":
            kind, on, since, until = "since", None, _first_day(start), None
        else:
            kind, on, since, until = "until", None, None, item.until or _ahead(reading, item)
        break
    if kind == "year":
        on = None
    past = kind in {"day", "night", "month", "year", "period"} and item.day is not None and _past(reading, item)
    return DayMention(tokens.starts[first] + offset, tokens.ends[last] + offset, on, since, until, past=past, kind=kind)


def _ahead(reading: _Reading, item: _Found) -> str | None:
    """Return the end that "until" names: a date without a year may lie ahead, where the last one is long gone."""
    if item.named_by == "date" and not item.explicit and item.day is not None:
        coming = _date(item.day.year + 1, item.day.month, item.day.day)
        if coming is not None and (reading.today - item.day).days > PAST_AFTER:
            return _iso(coming)
    return item.on


def _first_day(when: str | None) -> str | None:
    """Return the first day of a year or month, and a day as it is: a running count starts on a day."""
    return when and when + "-01-01"[len(when) - 4 :]


def _past(reading: _Reading, item: _Found) -> bool:
    if item.day is None:
        return False
    if item.kind == "year":
        return item.day.year < reading.today.year
    if item.kind == "period" and item.until is not None and item.until >= _iso(reading.today):
        return False
    return (reading.today - item.day).days > PAST_AFTER
