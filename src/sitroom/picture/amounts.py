"""Amounts as intervals: when two of them can both be true, and which number stands for one."""

from __future__ import annotations

import math

from sitroom.model import Wording

ABOUT = 0.1
"""How far "about" may stray, as a share. Set so that "about 60" and 58 agree and "about 280,000" and 178,000 do not."""

Bounds = tuple[float, float]


def point(low: int | None, high: int | None) -> int:
    """Return the number that stands for an amount: the one printed, and of a range the lower one."""
    if low is not None:
        return low
    return high if high is not None else 0


def bounds(low: int | None, high: int | None, wording: Wording, *, rounding: bool = False) -> Bounds:
    """Return the interval that an amount allows; with `rounding`, a round number allows what rounds to it.

    "More than 115,000" is (115000, inf); "dozens" is (24, inf); "about 500" is (450, 550); 704 is (704, 704).
    """
    floor = float(low) if low is not None else 0.0
    ceiling = float(high) if high is not None else math.inf
    if wording == "about":
        return floor * (1 - ABOUT), ceiling * (1 + ABOUT)
    if rounding and low is not None and low == high:
        slack = _rounded_by(low)
        return floor - slack, ceiling + slack
    return floor, ceiling


def _rounded_by(number: int) -> float:
    # 700 may stand for 704 and 19,800 for 19,840. A number of one or two digits is a count, not a rounding.
    if number < 100 or number % 10:
        return 0.0
    power = 10
    while number % (power * 10) == 0:
        power *= 10
    return power / 2 if number // power < 1000 else 0.0


def meet(a: Bounds, b: Bounds) -> bool:
    """Return whether two intervals share a value, so that both claims may be true."""
    return a[0] <= b[1] and b[0] <= a[1]


def same_number(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> bool:
    """Return whether two amounts print the same number, whatever the wording: 48,500 and "more than 48,500"."""
    return a == b or (point(*a) == point(*b) and _single(a) and _single(b))


def _single(amount: tuple[int | None, int | None]) -> bool:
    return amount[0] is None or amount[1] is None or amount[0] == amount[1]


def slip(a: int, b: int) -> bool:
    """Return whether one number may be a slip of the pen for the other: neighbours swapped, or one digit off.

    268 and 267, 24 and 42, 12,206 and 12,026 are; 110 and 149 are not. Numbers of one digit never are.
    """
    x, y = str(a), str(b)
    if x == y or len(x) != len(y) or len(x) < 2:
        return False
    off = [i for i in range(len(x)) if x[i] != y[i]]
    if len(off) == 1:
        return len(x) >= 3
    return len(off) == 2 and off[1] == off[0] + 1 and x[off[0]] == y[off[1]] and x[off[1]] == y[off[0]]
