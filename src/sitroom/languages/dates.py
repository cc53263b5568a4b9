"""The section `dates` of a language: how it writes days.

All words are lower-case. A `str` field holds words divided by spaces; a tuple holds phrases of one or more words,
divided as the tokenizer divides them: at spaces, hyphens and apostrophes ("aujourd hui").
"""

from __future__ import annotations

import msgspec

Phrases = tuple[str, ...]


class Dates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Months and weekdays in all their forms, relative days, and the small words around them.

    Months count from 1, weekdays from 0 (Monday).

    - `weak_months` are months that are also other words ("may", "mar"): they need a day or a year or one of
      `month_before` beside them, and a capital where `months_capital` is set.
    - `weak_weekdays` ("sun", "segunda", "среды") need a capital, or one of `weekday_before` or `weekday_after`.
    - `relative` and `nights` map an offset from the day of publication to phrases; a night takes its first date.
    - `night_into`: what names a night by the day it leads to ("in der Nacht zum", "в ночь на").
    - `last_*` and `next_*` stand beside a weekday, `ago_*` and `past_before` beside a number and a unit of time.
    - `fillers` may stand between "since" and a day ("since the", "since early").
    - `day_order`: "dmy" or "mdy" for 3/4/2025; "" where both are in use and only the numbers can tell.
    - `suffixes` may be written onto a weekday or month, with an apostrophe or without.
    """

    months: dict[int, str]
    weekdays: dict[int, str]
    month_phrases: dict[str, int] = {}
    weekday_phrases: dict[str, int] = {}
    weak_months: str = ""
    weak_weekdays: str = ""
    months_capital: bool = False
    month_before: str = ""
    weekday_before: str = ""
    weekday_after: str = ""
    month_links: str = ""
    day_after_month: bool = False
    day_order: str = "dmy"
    day_words: dict[int, str] = {}
    day_marks: str = ""
    day_alone: Phrases = ()
    suffixes: str = ""
    prefixes: str = ""
    relative: dict[int, Phrases] = {}
    nights: dict[int, Phrases] = {}
    night: str = ""
    night_into: Phrases = ()
    last_before: Phrases = ()
    last_after: Phrases = ()
    next_before: Phrases = ()
    next_after: Phrases = ()
    days: str = ""
    weeks: str = ""
    months_counted: str = ""
    years: str = ""
    hours: str = ""
    two_days: str = ""
    two_weeks: str = ""
    two_months: str = ""
    two_years: str = ""
    ago_before: Phrases = ()
    ago_after: Phrases = ()
    past_before: Phrases = ()
    past_after: Phrases = ()
    past_fixed: dict[int, Phrases] = {}
    since_before: Phrases = ()
    since_after: Phrases = ()
    until_before: Phrases = ()
    until_after: Phrases = ()
    fillers: str = ""
    year_start: Phrases = ()
    this_year: Phrases = ()
    last_year: Phrases = ()
    this_month: Phrases = ()
    last_month: Phrases = ()
    this_week: Phrases = ()
    last_week: Phrases = ()
    year_before: Phrases = ()
    year_after: str = ""
    range_words: str = ""
