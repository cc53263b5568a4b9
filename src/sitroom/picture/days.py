"""Days as reports give them, and how far they lie apart."""

from __future__ import annotations

from datetime import date

SINCE_SLACK_DAYS = 3
"""Two starts this near are one: "since July" and "since 3 July", a night attack under either date."""


def days_apart(a: str, b: str) -> int:
    """Return the days between two ISO days; a month stands for its whole length, and a year too."""
    if a.startswith(b) or b.startswith(a):
        return 0
    return abs((_first_day(a) - _first_day(b)).days)


def _first_day(text: str) -> date:
    return date.fromisoformat((text + "-01-01")[:10])
