"""Whether a siege or a ceasefire still holds in a week and in a month: from nothing but how long it has held.

No data of sieges or ceasefires by the day were at hand, so there is a stated prior and no fit: the hazard of ending is
constant and unknown, with a prior of one ending in one day. After t days without an end, the chance of h days more is
(1 + t) / (1 + t + h): what has lasted long is expected to last (Gott, Nature 363, 1993, 315, derives the same from
being asked about at no special moment). There is no base rate beside it, for there are no cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import exp, log

from sitroom.model import Control, EventClaim, Picture, Scenario, Unasked
from sitroom.outlook.scenario import ask

HORIZONS = (7, 28)
PRIOR_DAYS = 1.0
# A siege of which nothing was reported for longer may have ended unseen.
STALE_DAYS = 14
# What one party does to the other when a ceasefire no longer holds.
ATTACKS = frozenset({"offensive", "counter_offensive", "airstrike", "shelling", "drone_or_missile"})
METHOD = (
    "(1 + t) / (1 + t + h) for h days more after t days (a constant unknown hazard with a prior of one end in one day; "
    "Gott 1993); no data, no fit, never tested"
)
RULE_SIEGE = (
    "no where later reports have the place taken, or given up by its holder or by who besieges it, by the day; yes "
    "where reports of the story go on past the day and none has; else void"
)
RULE_CEASEFIRE = (
    "no where later reports date an offensive, air strike, drone or missile strike or shelling by one party on the "
    "other by the day; yes where reports of the story go on past the day and none does; else void"
)
CUTOFF = "none"


def chance_to_hold(lasted: float, days: float) -> float:
    """Return the chance that what has lasted so many days lasts so many more."""
    return (PRIOR_DAYS + lasted) / (PRIOR_DAYS + lasted + days)


def range_of_chance(lasted: float, days: float, level: float = 0.8) -> tuple[float, float]:
    """Return within what that chance lies, as far as the hazard is known after so many days."""
    tail = (1 - level) / 2
    hazards = (-log(tail) / (PRIOR_DAYS + lasted), -log(1 - tail) / (PRIOR_DAYS + lasted))
    return exp(-hazards[0] * days), exp(-hazards[1] * days)


def ask_holds(picture: Picture) -> Iterator[Scenario | Unasked]:
    """Ask of each siege and each ceasefire whether it still holds in a week and in four."""
    for row in picture.control:
        if row.status == "besieged":
            yield from _ask_siege(row, picture)
    yield from _ask_ceasefires(picture)


def _ask_siege(row: Control, picture: Picture) -> Iterator[Scenario | Unasked]:
    today = picture.as_of.date()
    begun = next((step.on for step in row.history if step.event == "besieged"), row.since)
    if begun is None or len(begun) < len("2024-12-04"):
        yield Unasked(kind="siege", subject=row.place, reason="no report says since when it is besieged")
        return
    if (today - date.fromisoformat(row.last_report[:10])).days > STALE_DAYS:
        yield Unasked(kind="siege", subject=row.place, reason=f"the last report of it is of {row.last_report}")
        return
    lasted = max((today - date.fromisoformat(begun[:10])).days, 0)
    reference = row.place_ref
    about = {
        "geonameid": str(reference.geonameid) if reference is not None else "", "holder": row.holder or "",
        "by": row.by or "", "begun": begun, "story_id": picture.story_id or "",
    }  # fmt: skip
    for days in HORIZONS:
        yield ask(
            "siege",
            predicate=f"the siege of {row.place} still holds in {days} days",
            place=row.place,
            country=reference.country if reference is not None else None,
            horizon=today + timedelta(days=days),
            rule=RULE_SIEGE,
            resolved_by="later reports of who holds the place",
            method=METHOD,
            issued_at=picture.as_of,
            data_cutoff=CUTOFF,
            probability=chance_to_hold(lasted, days),
            about=about | _known(lasted, days),
            rests_on=(row.id,),
        )


def _ask_ceasefires(picture: Picture) -> Iterator[Scenario | Unasked]:
    today = picture.as_of.date()
    asked: set[object] = set()
    for event in sorted(picture.events, key=lambda e: (e.on or "", e.id), reverse=True):
        begun = event.on
        if event.event != "ceasefire" or event.standing != "asserted" or event.background:
            continue
        where = (event.place.name or event.place.text) if event.place is not None else None
        if event.by is None or event.against is None:
            key = where or "the story"
            if key not in asked:
                asked.add(key)
                yield Unasked(kind="ceasefire", subject=where, reason="no report says between whom it is")
            continue
        parties = frozenset((event.by, event.against))
        if (
            begun is None
            or len(begun) < len("2024-12-04")
            or begun > today.isoformat()
            or str(sorted(parties)) in asked
        ):
            continue
        asked.add(str(sorted(parties)))
        if any(_breaks(other, parties, begun) for other in picture.events):
            continue
        yield from _ask_ceasefire(event, (today - date.fromisoformat(begun)).days, where, picture)


def _breaks(event: EventClaim, parties: frozenset[str], begun: str) -> bool:
    told = event.event in ATTACKS and event.standing == "asserted" and not event.background
    return told and (event.on or "") > begun and event.by in parties and event.against in parties | {None}


def _ask_ceasefire(event: EventClaim, lasted: int, where: str | None, picture: Picture) -> Iterator[Scenario]:
    for days in HORIZONS:
        yield ask(
            "ceasefire",
            predicate=f"the ceasefire between {event.by} and {event.against} still holds in {days} days",
            place=where,
            country=event.place.country if event.place is not None else None,
            horizon=picture.as_of.date() + timedelta(days=days),
            rule=RULE_CEASEFIRE,
            resolved_by="later reports of attacks",
            method=METHOD,
            issued_at=picture.as_of,
            data_cutoff=CUTOFF,
            probability=chance_to_hold(lasted, days),
            about={
                "by": event.by or "", "against": event.against or "", "begun": event.on or "",
                "story_id": picture.story_id or "",
            } | _known(lasted, days),
            rests_on=(event.id,),
        )  # fmt: skip


def _known(lasted: float, days: int) -> dict[str, str]:
    low, high = range_of_chance(lasted, days)
    return {"days": str(days), "lasted_days": f"{lasted:.0f}", "chance_80": f"{low:.2f} {high:.2f}"}
