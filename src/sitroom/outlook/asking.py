"""Which questions are asked of a picture, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from sitroom.model import Document, Picture, Scenario
from sitroom.outlook.attention import ask_attention
from sitroom.outlook.deaths import Counts
from sitroom.outlook.growth import ask_growth
from sitroom.outlook.warned import ask_warned


def forecast(
    picture: Picture,
    documents: Iterable[Document] = (),
    deaths: Counts | None = None,  # noqa: ARG001  the questions about them are not asked yet
) -> tuple[Scenario, ...]:
    """Return the questions about a picture that will have an answer, forecast as of the picture's time.

    A scenario is issued at the time that the picture is as of and sees nothing later, so that a brief of an old day is
    forecast as it would have been on that day. What the data at hand cannot settle is not asked.
    """
    return (*ask_growth(picture), *ask_attention(picture, documents), *ask_warned(picture))
