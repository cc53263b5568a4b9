"""Which questions are asked of a picture, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sitroom.model import Document, MonthlyDeaths, Picture, PlaceRef, Scenario, Unasked
from sitroom.outlook.attention import ask_attention
from sitroom.outlook.capture import ask_captures
from sitroom.outlook.deaths import Counts, ask_deaths
from sitroom.outlook.deaths.history import history_of
from sitroom.outlook.displacement import ask_displaced, ask_if_falls
from sitroom.outlook.growth import ask_growth
from sitroom.outlook.holds import ask_holds
from sitroom.outlook.warned import ask_warned


class Considered(msgspec.Struct, frozen=True, kw_only=True):
    """The questions that were asked of a picture, and those that could not be, with the reasons."""

    scenarios: tuple[Scenario, ...]
    unasked: tuple[Unasked, ...]
    history: MonthlyDeaths | None = None


def consider(
    picture: Picture,
    documents: Iterable[Document] = (),
    deaths: Counts | None = None,
    towns: Iterable[PlaceRef] = (),
) -> Considered:
    """Return the questions about a picture that will have an answer, forecast as of the picture's time, and the others.

    A scenario is issued at the time that the picture is as of and sees nothing later, so that a brief of an old day is
    forecast as it would have been on that day. What the data at hand cannot settle is not asked; why is said where a
    reader would look for it. `deaths` are the user's counts by country and month, `towns` those around the places that
    are pressed, to which their people could go.
    """
    captures = tuple(ask_captures(picture))
    found = (
        *captures,
        *ask_if_falls(picture, [one for one in captures if isinstance(one, Scenario)], tuple(towns)),
        *ask_displaced(picture),
        *ask_growth(picture),
        *ask_deaths(picture, deaths),
        *ask_holds(picture),
        *ask_attention(picture, documents),
        *ask_warned(picture),
    )
    return Considered(
        scenarios=tuple(one for one in found if isinstance(one, Scenario)),
        unasked=tuple(one for one in found if isinstance(one, Unasked)),
        history=history_of(picture, deaths),
    )


def forecast(
    picture: Picture,
    documents: Iterable[Document] = (),
    deaths: Counts | None = None,
    towns: Iterable[PlaceRef] = (),
) -> tuple[Scenario, ...]:
    """Return the scenarios of `consider`."""
    return consider(picture, documents, deaths, towns).scenarios
