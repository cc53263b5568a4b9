"""What is asked about deaths: how many next month, and whether it is worse than the worst of the last twelve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec
import numpy as np

from sitroom.model import Picture, Scenario
from sitroom.outlook.deaths.counts import Counts, last_day, month_name, month_number
from sitroom.outlook.deaths.features import LEAST_HISTORY
from sitroom.outlook.deaths.hurdle import load_hurdle
from sitroom.outlook.deaths.pool import LAST_STEP, Pool
from sitroom.outlook.scenario import ask
from sitroom.terms.countries import name_among, names_of_countries

# UCDP's candidate events of a month appear about the twentieth of the next; a forecast of an old day may not see more.
PUBLISHED_AFTER = timedelta(days=20)
LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
SHOWN = (0.1, 0.5, 0.9)
# A country whose worst month of twelve is below this has no war whose worsening could be told from noise.
LEAST_WORST = 5
METHOD = "pool of boosted trees, analogous country-months and the country's own last year"
RESOLVED_BY = "the count of organised violence for that month in the user's data file"


class DeathsAhead(msgspec.Struct, frozen=True, kw_only=True):
    """A forecast of the months after `seen`: `draws` is of shape (months, 1000), in persons, first month first."""

    country: str
    seen: str
    draws: tuple[tuple[float, ...], ...]

    def quantiles(self, month: int) -> tuple[tuple[float, float], ...]:
        """Return levels and deaths of the month so many steps ahead, from 1."""
        return tuple((q, float(np.quantile(self.draws[month - 1], q))) for q in LEVELS)


def deaths_ahead(counts: Counts, country: str, months: int = 12) -> DeathsAhead:
    """Forecast deaths in a country, by the name the counts use, in the months after the last counted.

    Raises KeyError where the counts do not know the country, ValueError where they are too short.
    """
    if country not in counts.countries:
        raise KeyError(country)
    row = np.array([counts.countries.index(country)])
    pool = Pool(counts.deaths, counts.deaths.shape[1] - 1, load_hurdle())
    draws = tuple(tuple(pool.draw(row, step)[0].tolist()) for step in range(1, months + 1))
    return DeathsAhead(country=country, seen=counts.last_month, draws=draws)


def ask_deaths(picture: Picture, counts: Counts) -> Iterator[Scenario]:
    """Ask of the story's country how many die next month, and whether more than in the worst month of twelve.

    Nothing is asked where the counts do not know the country, are too short, or are too old for the trees' steps.
    """
    story = next((s for s in picture.stories if s.id == picture.story_id), None)
    iso = story.countries[0] if story is not None and story.countries else None
    country = name_among(iso, counts.countries) if iso is not None else None
    seen = min(counts.last, _last_published(picture.as_of.date()))
    asked = month_number(picture.as_of.year, picture.as_of.month) + 1
    steps = asked - seen
    if iso is None or country is None or seen - counts.first + 1 < LEAST_HISTORY or steps > LAST_STEP:
        return
    then = counts.until(seen)
    row = then.countries.index(country)
    worst = float(then.deaths[row, -12:].max())
    draws = Pool(then.deaths, then.deaths.shape[1] - 1, load_hurdle()).draw(np.array([row]), steps)[0]
    name = names_of_countries()[iso][0]
    common = {"iso": iso, "series": country, "month": month_name(asked), "seen": month_name(seen)}
    yield ask(
        "deaths_range",
        predicate=f"deaths by organised violence in {country} in {month_name(asked)}",
        place=name,
        country=iso,
        horizon=last_day(asked),
        rule="the count for the month in the data file, once it holds the month",
        resolved_by=RESOLVED_BY,
        method=METHOD,
        issued_at=picture.as_of,
        data_cutoff=last_day(seen).isoformat(),
        quantiles=tuple((q, float(round(np.quantile(draws, q)))) for q in SHOWN),
        about=common,
    )
    if worst < LEAST_WORST:
        return
    rate, cases = worse_than_before(then, steps)
    yield ask(
        "deaths",
        predicate=f"deaths by organised violence in {country} in {month_name(asked)} exceed {worst:.0f}",
        place=name,
        country=iso,
        horizon=last_day(asked),
        rule="yes where the data file counts more deaths for the month than the threshold, else no, once it holds it",
        resolved_by=RESOLVED_BY,
        method=METHOD,
        issued_at=picture.as_of,
        data_cutoff=last_day(seen).isoformat(),
        probability=float((draws > worst).mean()),
        threshold=worst,
        base=(rate, cases, "months that were worse than the worst of the twelve before, in all countries at war"),
        about=common,
    )


def worse_than_before(counts: Counts, steps: int) -> tuple[float, int]:
    """Return how often a month so many steps ahead was worse than a country's worst of twelve, and of how many."""
    worse = cases = 0
    for at in range(11, counts.deaths.shape[1] - steps):
        worst = counts.deaths[:, at - 11 : at + 1].max(axis=1)
        at_war = worst >= LEAST_WORST
        worse += int((counts.deaths[at_war, at + steps] > worst[at_war]).sum())
        cases += int(at_war.sum())
    return worse / max(cases, 1), cases


def _last_published(today: date) -> int:
    latest = today - PUBLISHED_AFTER
    return month_number(latest.year, latest.month) - 1
