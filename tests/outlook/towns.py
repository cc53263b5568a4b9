"""Small pictures for the outlook's tests: towns on a line, so that distances can be reckoned in the head."""

from __future__ import annotations

from datetime import UTC, datetime

from sitroom.model import Control, ControlStep, Picture, PlaceRef, Story

AS_OF = datetime(2024, 12, 4, 18, tzinfo=UTC)
KM_A_DEGREE = 111.195


def town(name: str, km: float, **given: object) -> Control:
    """Return a town so many km north of the origin; its row says what is given, else that `gov` holds it."""
    fields: dict[str, object] = {
        "id": f"control-{name}",
        "place": name,
        "place_ref": PlaceRef(
            text=name, name=name, geonameid=sum(map(ord, name)), lat=km / KM_A_DEGREE, lon=0.0, country="SY"
        ),
        "status": "controlled",
        "holder": "gov",
        "since": None,
        "basis": "confirmed",
        "last_report": "2024-12-04",
        "docs": ("r1",),
        "rests_on": (f"claim-{name}",),
    }
    return Control(**(fields | given))


def step(event: str, by: str, on: str = "2024-12-03", **given: object) -> ControlStep:
    fields: dict[str, object] = {"on": on, "event": event, "by": by, "standing": "asserted", "claimant": None}
    return ControlStep(**(fields | {"docs": ("r1",), "rests_on": ("claim-1",)} | given))


def picture(*rows: Control, as_of: datetime = AS_OF, country: str = "SY") -> Picture:
    story = Story(
        id="story-1", title="", countries=(country,), first_day="2024-11-27", last_day="2024-12-04", documents=()
    )
    return Picture(story="", story_id="story-1", as_of=as_of, stories=(story,), control=rows)
