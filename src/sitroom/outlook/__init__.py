"""What may come next: scenarios with probabilities and deadlines, their resolution and their scores."""

from __future__ import annotations

from datetime import datetime

from sitroom.model import Picture, Scenario

__all__ = ["forecast"]


def forecast(picture: Picture, now: datetime) -> tuple[Scenario, ...]:
    """Return the questions about a picture that will have an answer, forecast as of the picture's time.

    A picture that allows no such question has no scenario.
    """
    del picture, now
    return ()
