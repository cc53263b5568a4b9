"""A control claim in the making."""

from __future__ import annotations

from typing import NamedTuple

from sitroom.claims.phrases import Hit
from sitroom.claims.scene import Spot
from sitroom.claims.stance import Stance
from sitroom.model import ControlEvent


class Draft(NamedTuple):
    """A control claim that a phrase and a place may make, before it is weighed.

    `features` name what speaks for and against it, `cues` what tells how it stands. `places` is the list that is
    taken, lost or held as one, the place that the phrase is tied to among them. `chance` is filled in by weighing.
    """

    event: ControlEvent
    place: Spot
    places: tuple[Spot, ...]
    by: str | None
    source: str | None
    stance: Stance
    first: int
    last: int
    features: tuple[str, ...]
    cues: tuple[str, ...]
    hit: Hit
    chance: float = 0.0
    distance_km: float | None = None
