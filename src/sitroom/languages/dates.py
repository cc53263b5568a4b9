"""The section `dates` of a language: how it writes days.

All words are lower-case; a `str` field holds words divided by spaces, a tuple holds phrases.
"""

from __future__ import annotations

import msgspec


class Dates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Months and weekdays in all their forms, relative days, and the small words around them."""

    months: dict[int, str] = {}
    month_phrases: dict[str, int] = {}
