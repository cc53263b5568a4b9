"""What is asked about people displaced: a claimant's count 7 and 30 days on, and its rise if a place falls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import numpy as np

from sitroom.model import Control, Picture, PlaceRef, Scenario, Unasked
from sitroom.outlook.displacement.fall import MOST_INHABITANTS, rise_per_inhabitant, total_if_fallen
from sitroom.outlook.displacement.fitted import load_fitted
from sitroom.outlook.displacement.ground import toward
from sitroom.outlook.displacement.running import KIND, STALE_DAYS, Running, counts, running_counts
from sitroom.outlook.displacement.series import FloatArray
from sitroom.outlook.displacement.total import total_on, young
from sitroom.outlook.growth import next_round
from sitroom.outlook.scenario import ask

KIND_PASSES, KIND_IF = "total_displaced", "displaced"
HORIZONS = (7, 30)
# Whether a count passes the next round number is asked of the week to come.
PASSES_DAYS = 7
# A number so far off that hardly any count ever reached it makes no question.
LEAST_CHANCE = 0.05
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
LEARNED_PER_INHABITANT = (
    "how many more were counted per inhabitant of towns drawn into fighting in seven refugee crises (UNHCR counts), "
    "since no count has a rate to go on from"
)
LEARNED_IF = LEARNED + " in stretches in which towns were drawn into fighting; the town's size adds little"
RULE = (
    "the claimant's last count for the same place and period as of the day, or of at most {grace} days before; void "
    "where there is none"
)
RULE_PASSES = (
    "yes where a later report gives a count by this claimant above the threshold, as of the day or before; no where "
    "reports of the story go on past the day and none does; else void"
)
RULE_IF = (
    "where the place fell by {by}: the claimant's last count as of the day, or of at most {grace} days before, less "
    "the count when asked; void where it did not fall, or there is none"
)
RESOLVED_BY = "the claimant's own later counts"


def ask_displaced(picture: Picture) -> Iterator[Scenario | Unasked]:
    """Ask of each running count of displaced people, the largest first, where it stands 7 and 30 days on.

    And whether it passes the next round number within the week, by the same quantiles.

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
            passes = _ask_passes(found, picture)
            if (passes.probability or 0.0) >= LEAST_CHANCE:
                yield passes


def ask_if_falls(
    picture: Picture, captures: Iterable[Scenario], towns: Iterable[PlaceRef] = ()
) -> Iterator[Scenario | Unasked]:
    """Ask of the places likeliest to fall within a week how many more are displaced a month from now if they do.

    `captures` are the scenarios of places' capture: each answer is `given` one of them, whose chance it does not
    contain. `towns` are places people could go to beside those in the picture, of unknown holders.
    """
    week = (picture.as_of.date() + timedelta(days=FALL_DAYS)).isoformat()
    soon = [s for s in captures if s.probability is not None and s.horizon <= week]
    today = picture.as_of.date()
    fresh = [one for one in counts(picture) if (today - one.counted_on).days <= STALE_DAYS]
    # A count with a rate is better than a larger one without.
    counted = sorted(fresh, key=lambda one: one.why_no_rate(today) is not None)
    by_place = {row.place: row for row in picture.control}
    asked = 0
    for capture in sorted(soon, key=lambda s: (-(s.probability or 0.0), s.place or "", s.id)):
        if asked == MOST_FALLS:
            break
        row = by_place.get(capture.place or "")
        running = next((r for r in counted if _covers(r, row)), None)
        reason = _why_not(row, running)
        if row is None or running is None or reason is not None:
            yield Unasked(kind=KIND_IF, subject=capture.place, reason=reason or "it is not in the control table")
        else:
            asked += 1
            yield _ask_if(capture, row, running, picture, toward(row, picture, dict(capture.about).get("by"), towns))


def _covers(running: Running, row: Control | None) -> bool:
    """Whether a count is of an area that the place lies in: its country, or no place named."""
    place = running.figure.place_ref
    country = row.place_ref.country if row is not None and row.place_ref is not None else None
    return place is None or (place.kind == "country" and place.country == country)


def _why_not(row: Control | None, running: Running | None) -> str | None:
    if running is None:
        return f"nobody has counted the displaced of the country in the last {STALE_DAYS} days"
    people = row.place_ref.population if row is not None and row.place_ref is not None else None
    if people is None:
        return "how many people live there is not known"
    if people > MOST_INHABITANTS:
        return f"no place of more than {MOST_INHABITANTS:,} people fell in the crises learned from"
    return None


def _ask(running: Running, days: int, picture: Picture) -> Scenario:
    figure, fitted = running.figure, load_fitted()
    horizon = picture.as_of.date() + timedelta(days=days)
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
        quantiles=_shown(fitted.levels, _counts_on(running, horizon, days)),
        claimant=figure.claimant_id,
        about=_about(running, picture, days) | {"cases": str(_cases(running, days))},
        rests_on=(figure.id,),
    )


def _counts_on(running: Running, day: date, days: int) -> FloatArray:
    then = total_on(running.series, day.toordinal(), days, load_fitted())
    # Those who were displaced since a day stay so; a count of them does not fall.
    return np.maximum(then, running.series.last) if running.figure.stock_or_flow == "flow" else then


def _cases(running: Running, days: int) -> int:
    fitted = load_fitted()
    return (fitted.young_cases if young(running.series) else fitted.cases)[str(days)]


def _ask_passes(running: Running, picture: Picture) -> Scenario:
    figure, fitted = running.figure, load_fitted()
    horizon = picture.as_of.date() + timedelta(days=PASSES_DAYS)
    threshold = next_round(running.series.last)
    growth = threshold / running.series.last
    return ask(
        KIND_PASSES,
        predicate=f"{figure.claimant}'s count of people displaced exceeds {threshold}",
        place=figure.place,
        country=figure.place_ref.country if figure.place_ref is not None else None,
        horizon=horizon,
        rule=RULE_PASSES,
        resolved_by=RESOLVED_BY,
        method=LEARNED,
        issued_at=picture.as_of,
        data_cutoff=fitted.data_cutoff,
        probability=1 - float(np.interp(threshold, _counts_on(running, horizon, PASSES_DAYS), fitted.levels)),
        threshold=float(threshold),
        base=(
            1 - float(np.interp(growth, fitted.growth[str(PASSES_DAYS)], fitted.levels)),
            fitted.cases[str(PASSES_DAYS)],
            "counts of past refugee crises that grew as much in a week",
        ),
        claimant=figure.claimant_id,
        about=_about(running, picture, PASSES_DAYS),
        rests_on=(figure.id,),
    )


def _ask_if(capture: Scenario, row: Control, running: Running, picture: Picture, to: dict[str, str]) -> Scenario:
    figure, fitted = running.figure, load_fitted()
    people = (row.place_ref.population if row.place_ref is not None else None) or 0
    horizon = picture.as_of.date() + timedelta(days=AFTER_DAYS)
    has_rate = running.why_no_rate(picture.as_of.date()) is None
    if has_rate:
        then = total_if_fallen(running.series, horizon.toordinal(), AFTER_DAYS, people, fitted)
        rises = np.maximum(then - running.series.last, 0.0)
    else:
        rises = rise_per_inhabitant(AFTER_DAYS, people, fitted)
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
        method=LEARNED_IF if has_rate else LEARNED_PER_INHABITANT,
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


def _shown(levels: tuple[float, ...], people: FloatArray) -> tuple[tuple[float, float], ...]:
    return tuple((q, float(f"{np.interp(q, levels, people):.{DIGITS}g}")) for q in SHOWN)
