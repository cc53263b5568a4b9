"""What is asked about deaths: how many in the months to come, and whether the next is the worst of a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec
import numpy as np
import numpy.typing as npt

from sitroom.model import Picture, Scenario, Unasked
from sitroom.outlook.deaths.counts import Counts, last_day, month_name, month_number
from sitroom.outlook.deaths.features import LEAST_HISTORY
from sitroom.outlook.deaths.hurdle import load_hurdle
from sitroom.outlook.deaths.pool import LAST_STEP, Pool
from sitroom.outlook.scenario import ask
from sitroom.terms.countries import name_among, names_of_countries

FloatArray = npt.NDArray[np.float64]

# UCDP's candidate events of a month appear about the twentieth of the next; a forecast of an old day may not see more.
PUBLISHED_AFTER = timedelta(days=20)
LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
# The months after the current one for which a range is asked, and the levels it is given at.
MONTHS_AHEAD, SHOWN = (1, 3, 6, 12), (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
# The trees see the deaths of all countries together, and were grown on all that UCDP counts.
LEAST_COUNTRIES = 60
# A country whose worst month of twelve is below this has no war whose worsening could be told from noise.
LEAST_WORST = 5
METHOD = "pool of boosted trees and the country's own last twelve months"
RESOLVED_BY = "the count of organised violence for that month in the data file"


class DeathsAhead(msgspec.Struct, frozen=True, kw_only=True):
    """A forecast of the months after `seen`: `samples` is of shape (months, 1000), in persons, the next month first."""

    country: str
    seen: str
    samples: FloatArray

    def quantiles(self, month: int) -> tuple[tuple[float, float], ...]:
        """Return levels and deaths of the month so many steps after `seen`, from 1."""
        return tuple((q, float(np.quantile(self.samples[month - 1], q))) for q in LEVELS)


def deaths_ahead(counts: Counts, country: str, months: int = 12) -> DeathsAhead:
    """Forecast deaths in a country, by the name the counts use, in the months after the last counted.

    Raises KeyError where the counts do not know the country, ValueError where they are too short or too many months
    are asked for.
    """
    if country not in counts.countries:
        raise KeyError(country)
    row = np.array([counts.countries.index(country)])
    pool = Pool(counts.deaths, counts.deaths.shape[1] - 1, load_hurdle())
    samples = np.vstack([pool.draw(row, step) for step in range(1, months + 1)])
    return DeathsAhead(country=country, seen=counts.last_month, samples=samples)


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose deaths are asked about: the counts that could be seen, and the country by code, name and series."""

    picture: Picture
    then: Counts
    pool: Pool
    iso: str
    name: str
    series: str

    def samples(self, month: int) -> FloatArray:
        row = np.array([self.then.countries.index(self.series)])
        drawn: FloatArray = self.pool.draw(row, month - self.then.last)[0]
        return drawn

    def about(self, what: str, month: int) -> dict[str, str]:
        seen = self.then.last_month
        return {"what": what, "iso": self.iso, "series": self.series, "month": month_name(month), "seen": seen}


def ask_deaths(picture: Picture, counts: Counts | None) -> Iterator[Scenario | Unasked]:
    """Ask of the story's country how many die in the months to come, and whether the next is the worst of a year.

    Nothing is asked, and why is said, where there are no counts, they do not know the country, or they are too short or
    too old for the steps that were tested.
    """
    story = next((s for s in picture.stories if s.id == picture.story_id), None)
    iso = story.countries[0] if story is not None and story.countries else None
    if iso is None:
        return
    name = names_of_countries().get(iso, (iso,))[0]
    this_month = month_number(picture.as_of.year, picture.as_of.month)
    if counts is None:
        yield Unasked(kind="deaths", subject=name, reason="no file of deaths by month was given")
        return
    seen = min(counts.last, _last_published(picture.as_of.date()))
    series = name_among(iso, counts.countries)
    reason = _why_not(counts, seen, this_month + 1 - seen)
    if series is None or reason is not None:
        reason = reason or "the file of deaths does not know the country"
        yield Unasked(kind="deaths", subject=name, reason=reason)
        return
    then = counts.until(seen)
    pool = Pool(then.deaths, then.deaths.shape[1] - 1, load_hurdle())
    asked = _Asked(picture=picture, then=then, pool=pool, iso=iso, name=name, series=series)
    worse = _worse(asked, this_month + 1)
    if worse is not None:
        yield worse
    for months in MONTHS_AHEAD:
        if this_month + months - seen <= LAST_STEP:
            yield _range(asked, this_month + months)


def _why_not(counts: Counts, seen: int, steps: int) -> str | None:
    """Return why nothing can be forecast from counts up to a month, so many steps ahead; None where it can."""
    if len(counts.countries) < LEAST_COUNTRIES:
        return f"the file of deaths holds {len(counts.countries)} countries, and the forecast looks at the whole world"
    if seen - counts.first + 1 < LEAST_HISTORY:
        return f"{LEAST_HISTORY} months of counts are needed, and the file has fewer before that day"
    if steps > LAST_STEP:
        return f"the file of deaths ends in {month_name(seen)}, and nothing was tested over {LAST_STEP} months ahead"
    return None


def _range(asked: _Asked, month: int) -> Scenario:
    samples = asked.samples(month)
    return ask(
        "deaths_range",
        predicate=f"deaths by organised violence in {asked.name} in {month_name(month)}",
        place=asked.name,
        country=asked.iso,
        horizon=last_day(month),
        rule="the count for the month in the data file, once it holds the month",
        resolved_by=RESOLVED_BY,
        method=METHOD,
        issued_at=asked.picture.as_of,
        data_cutoff=last_day(asked.then.last).isoformat(),
        quantiles=tuple((q, float(round(np.quantile(samples, q)))) for q in SHOWN),
        about=asked.about("deaths_range", month),
    )


def _worse(asked: _Asked, month: int) -> Scenario | None:
    then = asked.then
    worst = float(then.deaths[then.countries.index(asked.series), -12:].max())
    if worst < LEAST_WORST:
        return None
    rate, cases = worse_than_before(then, month - then.last)
    return ask(
        "deaths",
        predicate=f"deaths by organised violence in {asked.name} in {month_name(month)} exceed {worst:.0f}",
        place=asked.name,
        country=asked.iso,
        horizon=last_day(month),
        rule="yes where the data file counts more deaths for the month than the threshold, else no, once it holds it",
        resolved_by=RESOLVED_BY,
        method=METHOD,
        issued_at=asked.picture.as_of,
        data_cutoff=last_day(then.last).isoformat(),
        probability=float((asked.samples(month) > worst).mean()),
        threshold=worst,
        base=(rate, cases, "months as far ahead that were worse than the worst of twelve, in countries at war"),
        about=asked.about("deaths", month),
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
