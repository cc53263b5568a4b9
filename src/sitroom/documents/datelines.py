"""Dates that stand in the text of a report: "Published: 4 December 2024", a byline, a dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache

from sitroom.documents.vocabulary import day_first, month_words, vocabulary
from sitroom.model import Record

# Bylines and datelines stand within this much of the head of a report, and a label at its foot within this much.
_HEAD = 1_200
_FOOT = 400
# A line that only dates a report is short; a longer one tells of something that happened on a day.
_LONGEST_BYLINE = 110
_LONGEST_DATELINE = 90
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?:(?P<y>(?:19|20)\d\d)[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})|(?P<a>\d{1,2})(?P<s>[-./])(?P<b>\d{1,2})(?P=s)(?P<z>(?:19|20)\d\d))(?!\d)"
)
_CLOCK = re.compile(
    r"\D{0,12}?\b(?P<h>[01]?\d|2[0-3])\s?[:.hч]\s?(?P<mi>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\b\.?)?"
    r"\s*\(?(?P<zone>(?:GMT|UTC)?[+-]\d{1,2}(?::?\d\d)?|GMT|UTC|Z\b)?",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s?[-–—]{1,2}\s|\.-\s?|\)\s?[-–—:.]?\s?")


_PARTS = re.compile(r"\s*[|·•]\s*")
# "Wednesday, 4 December 2024 at 18:30 GMT" and an outlet's name in full need no more.
_LONGEST_DAY = 45
_MOST_WORDS = 8


class WrittenDate(Record, frozen=True, kw_only=True):
    """A day found in a text, with the ISO form that `dating.parse` reads; `guessed_year` where none was written."""

    iso: str
    guessed_year: bool = False


def find(text: str, lang: str, latest: datetime) -> Iterator[WrittenDate]:
    """Yield the days on which a text may say it was published: by label, by byline, by dateline.

    A date within a sentence is no such day: "the truce of 5 March 2020" dates nothing but the truce. A dateline
    without a year ("GAZIANTEP, Turkey, Nov 27 -") is taken for the last such day before `latest`.
    """
    head = text[:_HEAD].translate(_ARABIC_DIGITS)
    foot = text[_HEAD:][-_FOOT:].translate(_ARABIC_DIGITS)
    words = vocabulary(lang)
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    for line in [*lines, *foot.splitlines()]:
        label = line.casefold().lstrip("*_#• ([")
        if any(label.startswith(start) for start in words.date_labels):
            yield from _written(line[: 2 * _LONGEST_BYLINE], lang)
    for line in lines[:8]:
        if len(line) <= _LONGEST_BYLINE and not line.endswith((".", "!", "?", "؟")):
            yield from _written(line, lang)
    for line in lines[:4]:
        dash = _DASH.search(line[:_LONGEST_DATELINE])
        if dash:
            yield from _written(line[: dash.end()], lang)
            yield from _without_year(line[: dash.end()], lang, latest)


def outlet(text: str, lang: str) -> str:
    """Return the name in a byline of a name and a day, "Meridian Wire | 4 December 2024"; empty where there is none.

    Only bars and dots part a name from a day for sure: before a comma or a dash stands as often the place.
    """
    for line in [line.strip() for line in text[:_HEAD].splitlines() if line.strip()][:2]:
        if line.endswith((".", "!", "?", "؟")):
            return ""
        parts = [part.strip() for part in _PARTS.split(line)]
        if len(line) > _LONGEST_BYLINE or len(parts) < 2 or not any(_is_day(part, lang) for part in parts):
            continue
        names = [part for part in parts if part and not any(sign.isdigit() for sign in part) and not part[0].islower()]
        if names and len(names[0].split()) <= _MOST_WORDS:
            return names[0]
    return ""


def _is_day(part: str, lang: str) -> bool:
    return len(part) <= _LONGEST_DAY and next(_written(part.translate(_ARABIC_DIGITS), lang), None) is not None


def _written(line: str, lang: str) -> Iterator[WrittenDate]:
    for match in _NUMERIC.finditer(line):
        day = _numeric(match, european=day_first(lang))
        if day:
            yield WrittenDate(iso=_with_clock(day, line[match.end() :]))
    for match in _named(lang).finditer(line):
        year = match["y1"] or match["y2"] or match["y3"]
        if year:
            month, number = _parts(match, lang)
            day = _day(int(year), month, number)
            if day:
                yield WrittenDate(iso=_with_clock(day, line[match.end() :]))


def _without_year(line: str, lang: str, latest: datetime) -> Iterator[WrittenDate]:
    for match in _named(lang).finditer(line):
        if match["y1"] or match["y2"] or match["y3"]:
            continue
        month, number = _parts(match, lang)
        for year in (latest.year, latest.year - 1):
            day = _day(year, month, number)
            if day and datetime(day.year, day.month, day.day, tzinfo=UTC) <= latest:
                yield WrittenDate(iso=day.isoformat(), guessed_year=True)
                break


def _numeric(match: re.Match[str], *, european: bool) -> date | None:
    if match["y"]:
        return _day(int(match["y"]), int(match["m"]), int(match["d"]))
    first, second, year = int(match["a"]), int(match["b"]), int(match["z"])
    if match["s"] == "." or european or first > 12:
        return _day(year, second, first)
    # "05/06/2024" in a language that writes both ways says nothing that could be relied on.
    return _day(year, first, second) if second > 12 else (_day(year, first, second) if first == second else None)


def _with_clock(day: date, rest: str) -> str:
    clock = _CLOCK.match(rest[:40])
    if clock is None or not clock["zone"]:
        return day.isoformat()
    hour = int(clock["h"])
    half = (clock["half"] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = re.sub(r"(?i)gmt|utc", "", clock["zone"])
    sign = re.match(r"([+-])(\d{1,2}):?(\d\d)?$", zone)
    offset = f"{sign[1]}{int(sign[2]):02}:{sign[3] or '00'}" if sign else "+00:00"
    return f"{day.isoformat()}T{hour:02}:{clock['mi']}:00{offset}"


@cache
def _named(lang: str) -> re.Pattern[str]:
    """Make the pattern of a day with the month in words, in the languages of the report and in English."""
    words = sorted((re.escape(word) for word in month_words(lang)), key=len, reverse=True)
    # A month that is written twice, in two calendars' names: "27 تشرين الثاني/نوفمبر 2024".
    month = rf"(?:{'|'.join(words)})(?!\w)\.?(?:\s?/\s?\w+)?"
    link = r"(?:\s+(?:de|del|of|d[’'])\s*|\s*,?\s+|\.\s*)"
    pattern = (
        rf"(?<!\d)(?P<d1>[0-3]?\d)(?:st|nd|rd|th|er|º|°|\.)?{link}(?P<m1>{month})(?:{link}(?P<y1>(?:19|20)\d\d))?"
        rf"|(?<!\w)(?P<m2>{month})\s+(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|[:.]\d)(?:\s*,?\s+(?P<y2>(?:19|20)\d\d))?"
        rf"|(?P<y3>(?:19|20)\d\d)\s+(?P<m3>{month})\s+(?P<d3>[0-3]?\d)(?!\d)"
    )
    return re.compile(pattern, re.IGNORECASE)


def _parts(match: re.Match[str], lang: str) -> tuple[int, int]:
    written = (match["m1"] or match["m2"] or match["m3"]).split("/")[0].strip(" .").lower()
    return month_words(lang)[written], int(match["d1"] or match["d2"] or match["d3"])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
