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

from datetime import datetime
from typing import NamedTuple

from sitroom.claims.day_dates import numeric_date, year_at
from sitroom.claims.day_found import Found, Kind, Reading, date_of, iso
from sitroom.claims.day_reading import read_entry
from sitroom.claims.day_words import day_words
from sitroom.languages import Language
from sitroom.model import day_of

__all__ = ["DayMention", "find_days"]


PAST_AFTER = 183  # days before publication; a day named that long after it belongs to another time
FILLER_REACH = 4  # words between "since" and the day: "since the early hours of"
LONGEST_APPOSITION = 14  # characters between two names of one day: " on the night of "
NIGHT_REACH = 4  # words around two days in which "night" makes one night of them


class DayMention(NamedTuple):
    """A day or a period in a text, resolved.

    `on` is the day meant (ISO; YYYY-MM where only the month is told; None for years and periods). Of kind "since",
    `since` is the start (the first day of a month or year that stands alone); of "until", `until` is the end; a
    "period" has both ("between 27 and 29 November", "in the past week"). `past` tells that it lies in an earlier
    year or half a year and more before publication, and is not the start of a running count.
    """

    start: int
    end: int
    on: str | None
    since: str | None = None
    until: str | None = None
    past: bool = False
    kind: Kind = "day"


def find_days(
    text: str, language: Language, published: datetime, start: int = 0, end: int | None = None
) -> list[DayMention]:
    """Return the days and periods that a text names, in the order they stand, without overlap.

    Offsets are code points of the whole text. Example (French, published 2024-12-03): "depuis le 27 novembre" ->
    since 2024-11-27.
    """
    words = day_words(language)
    tokens = words.numbers.tokens(text, start, end)
    reading = Reading(tokens, words, day_of(published))
    found: list[Found] = []
    reach = 0
    beginnings, numeric = words.beginnings, tokens.numeric
    for i in [i for i, word in enumerate(tokens.words) if numeric[i] or word in beginnings]:
        if i < reach:
            continue
        item: Found | None = None
        if numeric[i]:
            item = numeric_date(reading, i) or year_at(reading, i)
        else:
            for entry in words.at(tokens, i):
                item = read_entry(reading, i, i + len(entry.rest), entry, reach)
                if item is not None:
                    break
        if item is not None:
            found.append(item)
            reach = item.last + 1
    return _apart([_mention(reading, item, start) for item in _merged(reading, found)])


def _apart(mentions: list[DayMention]) -> list[DayMention]:
    """Return mentions without one that begins inside the one before: in "Thursday last Friday" "last" is of one day."""
    out: list[DayMention] = []
    for mention in mentions:
        if not out or mention.start >= out[-1].end:
            out.append(mention)
    return out


def _merged(reading: Reading, found: list[Found]) -> list[Found]:
    """Make one of two mentions of the same day, and one night of two days."""
    tokens = reading.tokens
    out: list[Found] = []
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


def _apposed(reading: Reading, a: Found, b: Found, gap: str) -> bool:
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


def _one_night(reading: Reading, a: Found, b: Found) -> bool:
    """Tell whether two following days are one night: "dans la nuit de mardi à mercredi", "ليل الثلاثاء الأربعاء"."""
    if a.day is None or b.day is None or a.kind not in {"day", "night"} or b.kind != "day":
        return False
    if (b.day - a.day).days % 7 != 1:
        return False
    words = reading.tokens.words[max(0, a.first - NIGHT_REACH) : b.last + 3]
    return a.kind == "night" or not reading.words.night.isdisjoint(words)


def _mention(reading: Reading, item: Found, offset: int) -> DayMention:
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


def _ahead(reading: Reading, item: Found) -> str | None:
    """Return the end that "until" names: a date without a year may lie ahead, where the last one is long gone."""
    if item.named_by == "date" and not item.explicit and item.day is not None:
        coming = date_of(item.day.year + 1, item.day.month, item.day.day)
        if coming is not None and (reading.today - item.day).days > PAST_AFTER:
            return iso(coming)
    return item.on


def _first_day(when: str | None) -> str | None:
    """Return the first day of a year or month, and a day as it is: a running count starts on a day."""
    return when and when + "-01-01"[len(when) - 4 :]


def _past(reading: Reading, item: Found) -> bool:
    if item.day is None:
        return False
    if item.kind == "year":
        return item.day.year < reading.today.year
    if item.kind == "period" and item.until is not None and item.until >= iso(reading.today):
        return False
    return (reading.today - item.day).days > PAST_AFTER
