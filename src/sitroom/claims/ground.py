"""All that a report says of ground in one reading: control, events, appeals, and what places are."""

from __future__ import annotations

from sitroom.claims.appeals import appeals_of
from sitroom.claims.control import control_of
from sitroom.claims.events import events_of
from sitroom.claims.mentions import Mentions
from sitroom.claims.place_facts import facts_of
from sitroom.claims.scene import scene_of
from sitroom.model import AppealClaim, ControlClaim, EventClaim, PlaceFactClaim

GroundClaim = ControlClaim | EventClaim | AppealClaim | PlaceFactClaim


def ground_claims(m: Mentions) -> list[GroundClaim]:
    """Return the control, event, appeal and place-fact claims of a report, in this order.

    The scene is made once for all four; each also has a function of its own (`control_claims` and so on).
    """
    scene = scene_of(m)
    return [*control_of(scene), *events_of(scene), *appeals_of(scene), *facts_of(scene)]
