"""Amounts and days in words: 704, 115,000, 1.1 million; "more than 115,000"; "4 December"."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from sitroom.brief.words import Words
from sitroom.model import Wording

_MILLION = 1_000_000
_ROUND_MILLION = 100_000
_MONTH_LENGTH = len("2024-11")


def number(words: Words, value: int, *, spelled: bool = False) -> str:
    """Print a whole number; round millions as "1.1 million"; `spelled`: small numbers as words."""
    small = words.writer.small_numbers
    if spelled and 0 <= value < len(small):
        return small[value]
    if value >= _MILLION and value % _ROUND_MILLION == 0:
        millions = Decimal(value) / _MILLION
        form = words.choose(words.writer.million, millions)
        return form.replace("{n}", str(format_decimal(millions, locale=words.locale)))
    return str(format_decimal(value, locale=words.locale))


def amount(
    words: Words,
    low: int | None,
    high: int | None,
    wording: Wording,
    *,
    strict: bool = False,
    alone: bool = False,
) -> str:
    """Print an interval by its wording.

    A vague amount prints the source's kind of word ("hundreds"), never a number that the source did not give.
    `strict`: the sources themselves wrote "more than", not "at least". `alone`: no noun follows, so that a vague
    amount stands by itself ("dozens", not "dozens of").
    """
    forms = words.writer.wordings
    if wording == "vague" and low is not None:
        vague = words.writer.vague_alone if alone else words.writer.vague
        return vague[max((step for step in vague if step <= low), default=0)]
    if low is None and high is None:
        return words.writer.vague_alone[0] if alone else words.writer.vague[0]
    if low is None or wording == "at_most":
        return _put(words, forms["at_most"], high if high is not None else low)
    if high is None:
        return _put(words, forms["more_than" if strict else "at_least"], low)
    if high != low:
        return forms["range"].replace("{low}", number(words, low)).replace("{high}", number(words, high))
    return _put(words, forms.get(wording, "{n}"), low)


def _put(words: Words, form: str, value: int | None) -> str:
    assert value is not None  # noqa: S101 -- the callers have ruled None out; mypy cannot see it through the swap
    return form.replace("{n}", number(words, value))


def day(words: Words, iso: str, year: int, *, weekday: bool = False) -> str:
    """Print an ISO day or month without its article: "4 December", with the year where it is not `year`."""
    patterns = words.writer.dates
    if len(iso) == _MONTH_LENGTH:
        return words.tidy(format_date(date_of(iso), patterns["month"], locale=words.locale))
    value = date.fromisoformat(iso[:10])
    name = "day_year" if value.year != year else "weekday" if weekday else "day"
    return words.tidy(format_date(value, patterns[name], locale=words.locale))


def moment(words: Words, value: datetime) -> str:
    """Print a moment: "4 December 2024, 18:00 UTC"."""
    return f"{format_date(value.date(), words.writer.dates['day_year'], locale=words.locale)}, {value:%H:%M} UTC"


def date_of(iso: str) -> date:
    """Return the date of an ISO day or moment; of a month, its first day."""
    return date.fromisoformat(iso[:10] if len(iso) > _MONTH_LENGTH else f"{iso}-01")


def days_between(earlier: str, later: str) -> int:
    """Count the days from one ISO day to another; a month counts from its first day."""
    return (date_of(later) - date_of(earlier)).days
