"""The running counts of displaced people in a picture: one claimant's, of one place, since a day or renewed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from sitroom.model import Figure, Picture, Unasked
from sitroom.outlook.displacement.series import Series
from sitroom.outlook.growth import series_of

KIND = "displaced_range"
# A rate needs two counts some days apart; the nought of the day since when people are counted is one.
LEAST_COUNTS, LEAST_SPAN_DAYS = 2, 2
# Whoever has not renewed a count for this long has stopped counting.
STALE_DAYS = 10
# The smallest and the largest totals from which anything was learned.
LEAST_PEOPLE, MOST_PEOPLE = 1_000, 25_000_000


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """A running count: its newest figure, and the series that led to it, in ordinal days."""

    figure: Figure
    series: Series

    @property
    def counted_on(self) -> date:
        """The day of the newest count."""
        return date.fromordinal(int(self.series.last_day))

    @property
    def subject(self) -> str:
        """Whose count it is, and of where."""
        where = f" ({self.figure.place})" if self.figure.place else ""
        return f"people displaced, {self.figure.claimant}'s count{where}"

    def why_no_rate(self, today: date) -> str | None:
        """Return why nothing can be said of how the count goes on; None where it can."""
        if len(self.series.days) < LEAST_COUNTS or self.series.span < LEAST_SPAN_DAYS:
            return "there are no two counts of it two days apart, and so no rate"
        if (today - self.counted_on).days > STALE_DAYS:
            return f"it was not renewed since {self.counted_on.isoformat()}"
        if not LEAST_PEOPLE <= self.series.last <= MOST_PEOPLE:
            return "no count as small or as large was tested"
        return None


def counts(picture: Picture) -> list[Running]:
    """Return every claimant's count of displaced people, with or without a rate, the largest first.

    Counts that never reached LEAST_PEOPLE are of an incident, and nobody asks how they go on.
    """
    replaced: dict[str, list[Figure]] = {}
    for figure in picture.figures:
        if figure.replaced_by is not None:
            replaced.setdefault(figure.replaced_by, []).append(figure)
    today = picture.as_of.date()
    found = []
    for figure in picture.figures:
        if _counts_displaced(figure):
            # A count dated by a writer a time zone ahead is of today.
            points = {min(day, today): people for day, people in series_of(figure, replaced)}
            if points and max(points.values()) >= LEAST_PEOPLE:
                series = Series.of((float(day.toordinal()), people) for day, people in points.items())
                found.append(Running(figure=figure, series=series))
    return sorted(found, key=lambda one: (-one.series.last, one.figure.id))


def running_counts(picture: Picture) -> Iterator[Running | Unasked]:
    """Yield the counts that have a rate, the largest first, and of the others why they have none."""
    for one in counts(picture):
        reason = one.why_no_rate(picture.as_of.date())
        yield one if reason is None else Unasked(kind=KIND, subject=one.subject, reason=reason)


def _counts_displaced(figure: Figure) -> bool:
    told = figure.standing == "asserted" and not figure.background and not figure.party
    whole = figure.part_of is None and figure.side is None and figure.category == "people"
    running = figure.current and figure.scope == "cumulative" and figure.unit == "persons"
    return figure.measure == "displaced" and told and whole and running and figure.claimant_id is not None
