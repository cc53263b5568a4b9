"""Read a number written in digits, by the grouping it shows and the habits of its language and document.

"1.200" is 1,200 in German by habit and in French by its grouping (no French decimal has a point); in English it
is 1,200 only where the document groups with points elsewhere, and otherwise stays ambiguous.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

LONGEST_DIGITS = 15  # digits; longer rows are account or card numbers, not counts
_SPACES = dict.fromkeys(map(ord, " \u00a0\u2009\u202f'٬"), None)
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_BY_POINT = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+,\d{1,2})(?![\d.,]?\d)")
_BY_COMMA = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:(?:,\d{3}){2,}|(?:,\d{3})+\.\d{1,2})(?![\d.,]?\d)")


class Digits(NamedTuple):
    """A number in digits. `kind` is count, decimal, or code where it is no number at all ("192.168.1.2")."""

    value: int | Fraction
    kind: str = "count"
    ambiguous: bool = False


_CODE = Digits(0, "code")


@lru_cache(maxsize=4)
def _grouping_shown(text: str) -> str:
    """Return the separators that a text shows to group thousands beyond doubt: "", ".", "," or both."""
    return ("." if _BY_POINT.search(text) else "") + ("," if _BY_COMMA.search(text) else "")


def read_digits(token: str, decimal: tuple[str, ...], document: str) -> Digits:
    """Return what a row of digits and separators says.

    `decimal` holds the language's decimal signs, `document` the whole text, which is asked only where a reading
    stays open. Example: "1 200,5" -> 2401/2; "12,34,567" -> 1234567.
    """
    bare = token.translate(_SPACES)
    if "٫" in bare:
        return _decimal(bare.replace(",", "").replace(".", "").replace("٫", "."), ".")
    if sum(c.isdigit() for c in bare) > LONGEST_DIGITS:
        return _CODE
    if bare.isdigit():
        return Digits(int(bare), "code" if len(bare) > 1 and bare[0] == "0" else "count")
    return _two_signs(bare) if "." in bare and "," in bare else _one_sign(token, bare, decimal, document)


def _one_sign(token: str, bare: str, decimal: tuple[str, ...], document: str) -> Digits:
    """Read a number with points or commas: a group of three may be thousands or decimals, all else is plain."""
    sign = "." if "." in bare else ","
    if bare.count(sign) > 1:
        grouped = _GROUPED.fullmatch(bare) or (sign == "," and _INDIAN.fullmatch(bare))
        return Digits(int(bare.replace(sign, ""))) if grouped else _CODE
    head, _, tail = bare.partition(sign)
    if len(tail) != 3 or len(head) > 3 or head[0] == "0" or token != bare:
        return _decimal(bare, sign)
    settled = sign not in decimal or sign in _grouping_shown(document)
    return Digits(int(head + tail), ambiguous=not settled)


def _two_signs(bare: str) -> Digits:
    """Read a number with points and commas: the last of them is the decimal sign, the other groups."""
    sign = "." if bare.rfind(".") > bare.rfind(",") else ","
    head, _, tail = bare.rpartition(sign)
    if sign in head or not (_GROUPED.fullmatch(head) or _INDIAN.fullmatch(head)):
        return _CODE
    return _decimal(head.replace(",", "").replace(".", "") + sign + tail, sign)


def _decimal(bare: str, sign: str) -> Digits:
    value = Fraction(bare.replace(sign, "."))
    return Digits(int(value) if value.denominator == 1 else value, "decimal")
