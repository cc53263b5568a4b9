"""A control claim in the making."""

from __future__ import annotations

from typing import NamedTuple

from sitroom.claims.scene import Spot
from sitroom.claims.stance import Stance
from sitroom.model import ControlEvent


class Draft(NamedTuple):
    """A control claim before its doer is settled by the rest of the report."""

    event: ControlEvent
    place: Spot
    by: str | None
    source: str | None
    stance: Stance
    first: int
    last: int
    score: float
    distance_km: float | None = None
