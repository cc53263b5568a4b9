"""The running counts of displaced people in a picture: one claimant's, of one place, renewed at least once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from sitroom.model import Figure, Picture, Unasked
from sitroom.outlook.displacement.series import Series
from sitroom.outlook.growth import series_of

KIND = "displaced_range"
# A series is at least two counts that somebody made; the nought before they began is not one.
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


def running_counts(picture: Picture) -> Iterator[Running | Unasked]:
    """Yield the running counts of a picture, the largest first; a count that cannot be used, with the reason."""
    replaced: dict[str, list[Figure]] = {}
    for figure in picture.figures:
        if figure.replaced_by is not None:
            replaced.setdefault(figure.replaced_by, []).append(figure)
    found = []
    for figure in picture.figures:
        if _counts_displaced(figure):
            one = _series(figure, replaced, picture.as_of.date())
            if one is not None:
                found.append(one)
    yield from sorted(found, key=_largest_first)


def _largest_first(one: Running | Unasked) -> tuple[float, str]:
    return (-one.series.last, one.figure.id) if isinstance(one, Running) else (0.0, one.subject or "")


def _counts_displaced(figure: Figure) -> bool:
    told = figure.standing == "asserted" and not figure.background and not figure.party
    whole = figure.part_of is None and figure.side is None and figure.category == "people"
    running = figure.current and figure.scope == "cumulative" and figure.unit == "persons"
    return figure.measure == "displaced" and told and whole and running and figure.claimant_id is not None


def _series(figure: Figure, replaced: Mapping[str, list[Figure]], today: date) -> Running | Unasked | None:
    """Return the series of a figure, or why it is none; None where it is so small that nobody asks."""
    # A count dated by a writer a time zone ahead is of today.
    points = {min(day, today): people for day, people in series_of(figure, replaced)}
    if not points or max(points.values()) < LEAST_PEOPLE:
        return None
    series = Series.of((float(day.toordinal()), people) for day, people in points.items())
    subject = f"people displaced, {figure.claimant}'s count" + (f" ({figure.place})" if figure.place else "")
    if sum(people > 0 for people in points.values()) < LEAST_COUNTS or series.span < LEAST_SPAN_DAYS:
        return Unasked(kind=KIND, subject=subject, reason="it was counted once, so that there is no rate")
    if today.toordinal() - series.last_day > STALE_DAYS:
        return Unasked(kind=KIND, subject=subject, reason=f"it was not renewed since {max(points).isoformat()}")
    if not LEAST_PEOPLE <= series.last <= MOST_PEOPLE:
        return Unasked(kind=KIND, subject=subject, reason="no count as small or as large was tested")
    return Running(figure=figure, series=series)
