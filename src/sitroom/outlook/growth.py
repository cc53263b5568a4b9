"""Whether a claimant's running count will pass a round number within a week.

The count rises in the coming period by its last rise times a factor. How the factor is spread is taken from outbreaks
of fighting in UCDP's monthly deaths: next month's over this month's. Weekly arrivals in six refugee crises, which had
no part in the fit, spread about as much (docs/methods.md). No series of daily tolls was at hand to test it on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from importlib import resources

import msgspec
import numpy as np

from sitroom.model import Figure, Picture, Scenario
from sitroom.outlook.scenario import ask

HORIZON_DAYS = 7
# A rise is measured over the last week, or over what there is of it, but never within a single day.
WINDOW_DAYS, LEAST_DAYS = 7, 2
LEAST_POINTS = 3
# A count not renewed for this long is no longer kept; whoever kept it has stopped.
STALE_DAYS = 10
# Counts under this are incidents of their own, not series.
LEAST_COUNT = 20
# The factor was fitted on months and checked on weeks of another quantity: nothing nearer to certain than this is said.
LEAST, GREATEST = 0.03, 0.95
ROUND = (1, 2, 5)
METHOD = "last rise times a factor spread as in outbreaks of fighting (UCDP, by month); not tested on daily tolls"
# Counts of displaced people go on by a law of their own: `outlook/displacement`.
KIND_OF_MEASURE = {"killed": "toll", "injured": "toll_injured"}


class Growth(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `data/growth.json` holds: quantiles of the factor and of the growth, and where they come from."""

    source: str
    licence: str
    data_cutoff: str
    episodes: int
    periods: int
    levels: tuple[float, ...]
    ratio: tuple[float, ...]
    growth: tuple[float, ...]

    def exceeds(self, values: tuple[float, ...], wanted: float) -> float:
        """Return how often a quantity with these quantiles exceeds a value."""
        return float(1 - np.interp(wanted, values, self.levels, left=0.0, right=1.0))


@cache
def load_growth() -> Growth:
    """Return the table that ships with Sitroom."""
    data = resources.files("sitroom.outlook").joinpath("data", "growth.json").read_bytes()
    return msgspec.json.decode(data, type=Growth)


def next_round(count: float) -> int:
    """Return the next number of the series 1, 2, 5, 10, 20, 50... above a count. Example: 704 gives 1000."""
    scale = 1
    while True:
        for step in ROUND:
            if step * scale > count:
                return step * scale
        scale *= 10


def series_of(figure: Figure, replaced: Mapping[str, list[Figure]]) -> tuple[tuple[date, float], ...]:
    """Return the values that led to a figure, one a day, oldest first, with the nought before it began.

    Of several values of one day the highest stands. A value whose day is known only by month is left out.
    """
    found: dict[date, float] = {}
    waiting = [figure]
    while waiting:
        one = waiting.pop()
        waiting += replaced.get(one.id, [])
        day, value = _day(one.as_of), one.low if one.low is not None else one.high
        if day is not None and value is not None:
            found[day] = max(found.get(day, 0.0), float(value))
    start = _day(figure.since)
    if start is not None and found and start < min(found):
        found[start] = 0.0
    return tuple(sorted(found.items()))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text is not None and len(text) >= len("2024-12-04") else None


def rate(series: tuple[tuple[date, float], ...]) -> float | None:
    """Return the rise a day over the last week of a series; None where it cannot be told, or did not rise."""
    last, count = series[-1]
    before = [(day, value) for day, value in series[:-1] if (last - day).days >= LEAST_DAYS]
    if not before:
        return None
    # The oldest within the week, or the newest before it.
    within = [point for point in before if (last - point[0]).days <= WINDOW_DAYS]
    day, value = within[0] if within else before[-1]
    risen = (count - value) / (last - day).days
    return risen if risen > 0 else None


def ask_growth(picture: Picture) -> Iterator[Scenario]:
    """Ask of each running count whether it passes the next round number within a week."""
    replaced: dict[str, list[Figure]] = {}
    for figure in picture.figures:
        if figure.replaced_by is not None:
            replaced.setdefault(figure.replaced_by, []).append(figure)
    for figure in picture.figures:
        scenario = _ask(figure, replaced, picture)
        if scenario is not None:
            yield scenario


def _ask(figure: Figure, replaced: Mapping[str, list[Figure]], picture: Picture) -> Scenario | None:
    today = picture.as_of.date()
    counted = figure.current and figure.scope == "cumulative" and figure.standing == "asserted"
    whole = figure.part_of is None and figure.category == "people" and figure.side is None
    stock = figure.stock_or_flow == "stock"
    if not counted or not whole or stock or figure.background or figure.party or figure.claimant_id is None:
        return None
    if figure.measure not in KIND_OF_MEASURE or figure.unit != "persons":
        return None
    series = series_of(figure, replaced)
    if len(series) < LEAST_POINTS or series[-1][1] < LEAST_COUNT or (today - series[-1][0]).days > STALE_DAYS:
        return None
    a_day = rate(series)
    if a_day is None:
        return None
    table = load_growth()
    counted_on, count = series[-1]
    horizon = today + timedelta(days=HORIZON_DAYS)
    threshold = next_round(count)
    expected = a_day * (horizon - counted_on).days
    chance = table.exceeds(table.ratio, (threshold - count) / expected)
    base = table.exceeds(table.growth, threshold / count)
    about = {
        "measure": figure.measure, "category": figure.category, "claimant_id": figure.claimant_id,
        "since": figure.since or "", "count": str(int(count)), "counted_on": counted_on.isoformat(),
        "story_id": picture.story_id or "",
    }  # fmt: skip
    return ask(
        KIND_OF_MEASURE[figure.measure],
        predicate=f"{figure.claimant}'s count of people {figure.measure} exceeds {threshold}",
        place=figure.place,
        country=figure.place_ref.country if figure.place_ref is not None else None,
        horizon=horizon,
        rule=(
            "yes where a later report gives a count by this claimant above the threshold, as of the day or before; "
            "no where reports of the story go on past the day and none does; else void"
        ),
        resolved_by="the claimant's own later counts",
        method=METHOD,
        issued_at=picture.as_of,
        data_cutoff=table.data_cutoff,
        probability=min(max(chance, LEAST), GREATEST),
        threshold=float(threshold),
        base=(base, table.periods, "running counts of past wars that grew as much in one period"),
        claimant=figure.claimant_id,
        about=about,
        rests_on=(figure.id,),
    )
