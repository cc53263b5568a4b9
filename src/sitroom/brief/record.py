"""The record: how the last month counted stands in the country's own history of deaths."""

from __future__ import annotations

from collections.abc import Iterator

from sitroom.brief import numerals
from sitroom.brief.desk import Desk, Sentence
from sitroom.model import MonthlyDeaths

# "The deadliest since last spring" says little; since a year ago or longer, something.
LEAST_MONTHS = 12
# Under so many a month's rank is chance.
LEAST_DEATHS = 25


def write_record(desk: Desk, history: MonthlyDeaths | None) -> Iterator[Sentence]:
    """Write since when the last month counted was the deadliest, with both counts; nothing where it was not."""
    if history is None or len(history.deaths) <= LEAST_MONTHS or history.deaths[-1] < LEAST_DEATHS:
        return
    last = len(history.deaths) - 1
    worse = next((at for at in range(last - 1, -1, -1) if history.deaths[at] >= history.deaths[last]), None)
    if worse is None or last - worse < LEAST_MONTHS:
        return
    text = desk.words.say(
        "record",
        country=desk.words.place_name(history.country),
        n=numerals.number(desk.words, history.deaths[last]),
        month=desk.day(history.month(last)),
        before=numerals.number(desk.words, history.deaths[worse]),
        since=desk.day(history.month(worse)),
    )
    yield desk.sentence(5.8, "matters.record", text, [history.id])
