"""What is asked about people displaced: a claimant's count 7 and 30 days on, and its rise if a place falls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import numpy as np

from sitroom.model import Control, Picture, PlaceRef, Scenario, Unasked
from sitroom.outlook.displacement.fall import MOST_INHABITANTS, total_if_fallen
from sitroom.outlook.displacement.fitted import load_fitted
from sitroom.outlook.displacement.ground import toward
from sitroom.outlook.displacement.running import KIND, Running, running_counts
from sitroom.outlook.displacement.series import FloatArray
from sitroom.outlook.displacement.total import total_on
from sitroom.outlook.scenario import ask

KIND_IF = "displaced"
HORIZONS = (7, 30)
# A fall is asked about within the week, what follows from it within the month.
FALL_DAYS, AFTER_DAYS = 7, 30
SHOWN = (0.1, 0.5, 0.9)
# A count may be this many days old on the day asked about.
GRACE_DAYS = {7: 3, 30: 7}
MOST_COUNTS, MOST_FALLS = 3, 3
DIGITS = 2
LEARNED = (
    "the last month's rise and the rise since the beginning, times factors from nine refugee crises (UNHCR counts)"
)
LEARNED_IF = LEARNED + " in stretches in which towns were drawn into fighting; the town's size adds little"
RULE = (
    "the claimant's last count for the same place and period as of the day, or of at most {grace} days before; void "
    "where there is none"
)
RULE_IF = (
    "where the place fell by {by}: the claimant's last count as of the day, or of at most {grace} days before, less "
    "the count when asked; void where it did not fall, or there is none"
)
RESOLVED_BY = "the claimant's own later counts"


def ask_displaced(picture: Picture) -> Iterator[Scenario | Unasked]:
    """Ask of each running count of displaced people, the largest first, where it stands 7 and 30 days on.

    A count without a past, or outside what was tested, is told of with the reason.
    """
    asked = 0
    for found in running_counts(picture):
        if isinstance(found, Unasked):
            yield found
        elif asked < MOST_COUNTS:
            asked += 1
            for days in HORIZONS:
                yield _ask(found, days, picture)


def ask_if_falls(
    picture: Picture, captures: Iterable[Scenario], towns: Iterable[PlaceRef] = ()
) -> Iterator[Scenario | Unasked]:
    """Ask of the places likeliest to fall within a week how many more are displaced a month from now if they do.

    `captures` are the scenarios of places' capture: each answer is `given` one of them, whose chance it does not
    contain. `towns` are places people could go to beside those in the picture, of unknown holders.
    """
    week = (picture.as_of.date() + timedelta(days=FALL_DAYS)).isoformat()
    soon = [s for s in captures if s.probability is not None and s.horizon <= week]
    likeliest = sorted(soon, key=lambda s: (-(s.probability or 0.0), s.place or "", s.id))[:MOST_FALLS]
    counted = [r for r in running_counts(picture) if isinstance(r, Running)]
    by_place = {row.place: row for row in picture.control}
    for capture in likeliest:
        row = by_place.get(capture.place or "")
        running = next((r for r in counted if _covers(r, row)), None)
        reason = _why_not(row, running)
        if row is None or running is None or reason is not None:
            yield Unasked(kind=KIND_IF, subject=capture.place or "", reason=reason or "it is not in the control table")
        else:
            yield _ask_if(capture, row, running, picture, toward(row, picture, dict(capture.about).get("by"), towns))


def _covers(running: Running, row: Control | None) -> bool:
    """Whether a count is of an area that the place lies in: its country, or no place named."""
    place = running.figure.place_ref
    country = row.place_ref.country if row is not None and row.place_ref is not None else None
    return place is None or (place.kind == "country" and place.country == country)


def _why_not(row: Control | None, running: Running | None) -> str | None:
    if running is None:
        return "no claimant keeps a running count of displaced people for the country"
    people = row.place_ref.population if row is not None and row.place_ref is not None else None
    if people is None:
        return "how many people live there is not known"
    if people > MOST_INHABITANTS:
        return f"no place of more than {MOST_INHABITANTS:,} people fell in the crises learned from"
    return None


def _ask(running: Running, days: int, picture: Picture) -> Scenario:
    figure, fitted = running.figure, load_fitted()
    horizon = picture.as_of.date() + timedelta(days=days)
    counts = total_on(running.series, horizon.toordinal(), days, fitted)
    if figure.stock_or_flow == "flow":
        # Those who were displaced since a day stay so; a count of them does not fall.
        counts = np.maximum(counts, running.series.last)
    return ask(
        KIND,
        predicate=f"{figure.claimant}'s count of people displaced {days} days from now",
        place=figure.place,
        country=figure.place_ref.country if figure.place_ref is not None else None,
        horizon=horizon,
        rule=RULE.format(grace=GRACE_DAYS[days]),
        resolved_by=RESOLVED_BY,
        method=LEARNED,
        issued_at=picture.as_of,
        data_cutoff=fitted.data_cutoff,
        quantiles=_shown(fitted.levels, counts),
        claimant=figure.claimant_id,
        about=_about(running, picture, days) | {"cases": str(fitted.cases[str(days)])},
        rests_on=(figure.id,),
    )


def _ask_if(capture: Scenario, row: Control, running: Running, picture: Picture, to: dict[str, str]) -> Scenario:
    figure, fitted = running.figure, load_fitted()
    people = (row.place_ref.population if row.place_ref is not None else None) or 0
    horizon = picture.as_of.date() + timedelta(days=AFTER_DAYS)
    counts = total_if_fallen(running.series, horizon.toordinal(), AFTER_DAYS, people, fitted)
    rises = np.maximum(counts - running.series.last, 0.0)
    about = _about(running, picture, AFTER_DAYS) | {
        "inhabitants": str(people), "cases": str(fitted.falls[str(AFTER_DAYS)]), "control": row.id,
    }  # fmt: skip
    return ask(
        KIND_IF,
        predicate=f"{figure.claimant}'s count of people displaced rises by, in {AFTER_DAYS} days, if {row.place} falls",
        place=row.place,
        country=row.place_ref.country if row.place_ref is not None else None,
        horizon=horizon,
        rule=RULE_IF.format(by=capture.horizon, grace=GRACE_DAYS[AFTER_DAYS]),
        resolved_by=RESOLVED_BY,
        method=LEARNED_IF,
        issued_at=picture.as_of,
        data_cutoff=fitted.data_cutoff,
        quantiles=_shown(fitted.levels, rises),
        claimant=figure.claimant_id,
        given=capture.id,
        about=about | to,
        rests_on=(row.id, figure.id),
    )


def _about(running: Running, picture: Picture, days: int) -> dict[str, str]:
    figure = running.figure
    return {
        "measure": figure.measure, "category": figure.category, "claimant_id": figure.claimant_id or "",
        "since": figure.since or "", "count": f"{running.series.last:.0f}",
        "counted_on": running.counted_on.isoformat(),
        "counted_in": figure.place or "", "stock_or_flow": figure.stock_or_flow or "", "days": str(days),
        "grace_days": str(GRACE_DAYS[days]), "story_id": picture.story_id or "",
    }  # fmt: skip


def _shown(levels: tuple[float, ...], counts: FloatArray) -> tuple[tuple[float, float], ...]:
    return tuple((q, float(f"{np.interp(q, levels, counts):.{DIGITS}g}")) for q in SHOWN)
