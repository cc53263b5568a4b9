"""What a word may mean inside a number, and what a language allows between such words."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

NUMERAL, SCALE, DIGITS, HALF, PLUS_HALF, AND, OF, ARTICLE, ONE, MANY, VAGUE, TEN_ENDING, FIXED = range(13)


class Lexeme(NamedTuple):
    """What a word may mean inside a number.

    `value` is its value or factor. `high` bounds a vague quantity. `alone` is what a bare plural stands for at
    least. `anded` tells that an "and" is written as one with it; `skip` is how many letters of the word come
    before the number itself.
    """

    kind: int
    value: int | Fraction
    high: int | None = None
    alone: int | None = None
    anded: bool = False
    skip: int = 0
    length: int = 1


class Rules(NamedTuple):
    """What a language allows between the words of a number.

    `joins` pairs what may stand before an "and" with the values that may follow a ten there (none: all).
    """

    joins: tuple[tuple[frozenset[str], frozenset[int]], ...] = ()
    vigesimal: frozenset[int] = frozenset()
    unit_before_ten: bool = False
    ten_takes_units: bool = False
    plural_multiplies: bool = False


class Made(NamedTuple):
    """A number composed from the first `used` lexemes.

    `vague` tells that only `value` as a lower bound is known; `round` that a collective blurs it; `article` that
    it is nothing but an article; `high` bounds a vague quantity.
    """

    value: int | Fraction
    used: int
    vague: bool = False
    round: bool = False
    article: bool = False
    high: int | None = None
    collective: bool = False


def plain(value: int | Fraction) -> int | Fraction:
    """Return a whole fraction as an integer."""
    return int(value) if value.denominator == 1 else value
