"""What sources themselves forecast: kept as theirs, with their name, and settled like ours.

A source that warns gives a number and seldom a probability. None is made up for it: a warning has an outcome, and the
share of a claimant's warnings that came true is its score.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sitroom.model import FigureClaim, Picture, Scenario
from sitroom.outlook.scenario import ask

# Where a source gives no day ("if it goes on"), it is held to a season; the rule says that the day is not theirs.
OWN_HORIZON = timedelta(days=91)
METHOD = "the source's own words"


def ask_warned(picture: Picture) -> Iterator[Scenario]:
    """Keep each number that a named source warns of as that source's forecast, the same number only once."""
    seen = set()
    for claim in sorted(picture.warnings, key=lambda c: (c.known_at, c.id)):
        said = claim.attributed_to
        wanted = claim.low if claim.low is not None else claim.high
        place = (claim.place.name or claim.place.text) if claim.place is not None else None
        key = (claim.measure, wanted, place, said.id or said.text if said is not None else None)
        if said is None or wanted is None or claim.background or key in seen:
            continue
        seen.add(key)
        scenario = _keep(claim, said.id or said.text, float(wanted), place, picture)
        if scenario is not None:
            yield scenario


def _keep(claim: FigureClaim, claimant: str, wanted: float, place: str | None, picture: Picture) -> Scenario | None:
    stated = _day(claim.on)
    asked = claim.known_at.date()
    theirs = stated is not None and stated > asked
    horizon = stated if stated is not None and theirs else asked + OWN_HORIZON
    if horizon < picture.as_of.date():
        return None
    whose = "the day is the source's" if theirs else "the source gave no day, so it is held to a season"
    return ask(
        "warned",
        predicate=f"{wanted:.0f} {claim.category} or more {claim.measure}, as {claimant} warned",
        place=place,
        country=claim.place.country if claim.place is not None else None,
        horizon=horizon,
        rule=(
            "yes where a count of the same measure in the same place, made after the warning and as of the day or "
            f"before, reaches the number; no where reports go on past the day and none does; else void; {whose}"
        ),
        resolved_by="later counts by any claimant who is no party",
        method=METHOD,
        issued_at=claim.known_at,
        data_cutoff=asked.isoformat(),
        threshold=wanted,
        claimant=claimant,
        about={
            "measure": claim.measure, "category": claim.category, "unit": claim.unit,
            "story_id": picture.story_id or "", "horizon_is_theirs": "yes" if theirs else "no",
        },
        rests_on=(claim.id,),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None and len(text) == len("2024-12-04") else None
