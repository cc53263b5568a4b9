"""A country's own past: its deaths by month, as far as they were published at a picture's time."""

from __future__ import annotations

from sitroom.model import MonthlyDeaths, Picture, content_id
from sitroom.outlook.deaths.asking import PUBLISHED_AFTER
from sitroom.outlook.deaths.counts import Counts, month_name, month_number
from sitroom.terms.countries import name_among, names_of_countries


def history_of(picture: Picture, counts: Counts | None) -> MonthlyDeaths | None:
    """Return the deaths of the story's country by month; None where there are no counts of it."""
    story = next((s for s in picture.stories if s.id == picture.story_id), None)
    iso = story.countries[0] if story is not None and story.countries else None
    series = name_among(iso, counts.countries) if counts is not None and iso is not None else None
    if counts is None or iso is None or series is None:
        return None
    latest = picture.as_of.date() - PUBLISHED_AFTER
    then = counts.until(min(counts.last, month_number(latest.year, latest.month) - 1))
    deaths = tuple(int(value) for value in then.deaths[then.countries.index(series)])
    country, first = names_of_countries().get(iso, (iso,))[0], month_name(then.first)
    return MonthlyDeaths(id=content_id("deaths", country, first, deaths), country=country, first=first, deaths=deaths)
