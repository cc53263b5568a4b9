"""What is asked about places: whether each that is pressed, or near the front, is taken within 7, 28 and 91 days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import msgspec
import numpy as np
import numpy.typing as npt

from sitroom.model import Control, Picture, Scenario, Unasked
from sitroom.outlook.capture.ground import (
    NEAREST_KM,
    describe,
    distances_km,
    nearest_km,
    pace,
)
from sitroom.outlook.capture.odds import BREAKING, FARTHEST_KM, Horizon, Odds, load_odds
from sitroom.outlook.scenario import ask

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

KIND = "capture"
PRESSED = ("threatened", "contested", "besieged")
# Of places that no report calls pressed, this many are asked about, the likeliest to fall first.
MOST_UNPRESSED = 5
# A place of which nothing was reported for longer is not known well enough, nor is a distance told earlier.
STALE_DAYS, DISTANCE_STALE_DAYS = 14, 7
# In the autumn of 2022, when the front broke, forecasts farther ahead were worse than the rate alone.
FARTHEST_BREAKING_DAYS = 28
LEARNED = (
    "learned on one slow war (the front in Ukraine, 2022-25), from how near the attacker is, what he holds around and "
    "what he took lately"
)
WIDENED = "; flattened, since ground is changing hands faster than it did there after 2022"
RULE = (
    "yes where reports have the place in other hands than its holder's by the day, by the word of the loser or a third "
    "party; no where reports of the story go on past the day and none has; else void"
)


class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A place at risk: its row, its nearest enemy and what the odds need."""

    row: Control
    near: float
    by: str | None
    features: FloatArray
    pace: float
    rests_on: tuple[str, ...]


class _Towns(msgspec.Struct, frozen=True, kw_only=True):
    """The towns whose holder and coordinates are known: by id where each stands, how far apart, when last taken."""

    rows: tuple[Control, ...]
    at: Mapping[str, int]
    distance: FloatArray
    ago: FloatArray


def ask_captures(picture: Picture) -> Iterator[Scenario | Unasked]:
    """Ask of each place pressed, and of the likeliest near the front, whether its holder loses it within each horizon.

    A pressed place that cannot be forecast is told of, with the reason.
    """
    towns = _towns(picture)
    seen: list[_Seen] = []
    for row in picture.control:
        found = _look(row, towns, picture)
        if isinstance(found, _Seen):
            seen.append(found)
        elif row.status in PRESSED:
            yield Unasked(kind=KIND, subject=row.place, reason=found)
    odds = load_odds()
    months = odds.horizons[1]
    likeliest = sorted(seen, key=lambda s: (-_chance(months, s), s.row.place, s.row.id))
    unpressed = {s.row.id for s in [s for s in likeliest if s.row.status not in PRESSED][:MOST_UNPRESSED]}
    for one in likeliest:
        if one.row.status in PRESSED or one.row.id in unpressed:
            yield from _ask_each(one, picture, odds)


def _ask_each(seen: _Seen, picture: Picture, odds: Odds) -> Iterator[Scenario | Unasked]:
    for horizon in odds.horizons:
        if seen.pace <= BREAKING or horizon.days <= FARTHEST_BREAKING_DAYS:
            yield _ask(seen, horizon, picture, odds.data_cutoff)
        elif seen.row.status in PRESSED:
            reason = f"while a front breaks, forecasts {horizon.days} days ahead were worse than the mere rate"
            yield Unasked(kind=KIND, subject=seen.row.place, reason=reason)


def _look(row: Control, towns: _Towns, picture: Picture) -> _Seen | str:
    """Return a place as the odds need it, or why it cannot be asked about."""
    today = picture.as_of.date()
    if row.holder is None:
        return "no report says who holds it"
    enemies = _enemies(row, picture)
    if not enemies:
        return "no report says who would take it"
    if row.id not in towns.at:
        return "it is no town whose coordinates are known"
    if (today - date.fromisoformat(row.last_report)).days > STALE_DAYS:
        return f"the last report of it is of {row.last_report}"
    held = np.array([other.holder in enemies for other in towns.rows])
    distance, ago = towns.distance[[towns.at[row.id]]], towns.ago
    by_map = float(nearest_km(distance, held)[0])
    nearest = towns.rows[int(np.where(held, distance[0], np.inf).argmin())] if by_map <= FARTHEST_KM else None
    told = _reported_km(row, enemies, today)
    near = min(by_map, told)
    if near > FARTHEST_KM:
        return f"its attacker is not known to be within {FARTHEST_KM:.0f} km, and nothing farther was tested"
    speed = float(pace(distance, held, ago)[0])
    if told < by_map:
        # The ground from which he presses is his too since he presses, though no report names a place there.
        since = (today - date.fromisoformat(row.since)).days if row.since is not None else np.inf
        distance, held, ago = np.append(distance, [[told]], axis=1), np.append(held, [True]), np.append(ago, since)
    return _Seen(
        row=row,
        near=near,
        by=row.by or (nearest.holder if nearest is not None else None),
        features=describe(np.array([near]), distance, held, ago),
        pace=speed,
        rests_on=(row.id,) if nearest is None else (row.id, nearest.id),
    )


def _towns(picture: Picture) -> _Towns:
    found = [
        (row, row.place_ref.lat, row.place_ref.lon)
        for row in picture.control
        if row.holder is not None
        and row.place_ref is not None
        and row.place_ref.kind == "settlement"
        and row.place_ref.lat is not None
        and row.place_ref.lon is not None
    ]
    today = picture.as_of.date()
    return _Towns(
        rows=tuple(row for row, _, _ in found),
        at={row.id: at for at, (row, _, _) in enumerate(found)},
        distance=distances_km(np.array([lat for _, lat, _ in found]), np.array([lon for _, _, lon in found])),
        ago=np.array([_days_since(row, today) for row, _, _ in found]),
    )


def _enemies(row: Control, picture: Picture) -> frozenset[str]:
    """Return who presses the holder of a place, or has taken a place from him, anywhere in the picture.

    Whoever takes it, the holder has lost it: the attackers count as one.
    """
    found = set()
    for other in picture.control:
        if other.holder == row.holder:
            found.add(other.by)
        elif any(s.event == "lost" and s.by == row.holder and s.standing == "asserted" for s in other.history):
            found.add(other.holder)
            found |= {s.by for s in other.history if s.event == "captured" and s.standing == "asserted"}
    return frozenset(one for one in found if one is not None and one != row.holder)


def _reported_km(row: Control, enemies: frozenset[str], today: date) -> float:
    """Return how near reports of the last week say that the enemy is; infinite where none does.

    Fighting in a place is as near as can be told. Of several distances the newest counts: an attacker who was thrown
    back is as far as he was thrown.
    """
    if row.status == "contested":
        return NEAREST_KM
    told = [
        step.distance_km
        for step in row.history
        if step.distance_km is not None
        and step.by in enemies
        and step.standing in {"asserted", "claimed"}
        and (today - date.fromisoformat(step.on)).days <= DISTANCE_STALE_DAYS
    ]
    return told[-1] if told else np.inf


def _days_since(row: Control, today: date) -> float:
    """Return how long ago a place changed hands; infinite where nobody reported it."""
    changed = any(step.event in {"captured", "lost"} for step in row.history)
    if not changed or row.since is None or row.status != "controlled":
        return float("inf")
    return float(max((today - date.fromisoformat(row.since)).days, 0))


def _chance(horizon: Horizon, seen: _Seen) -> float:
    return float(horizon.chances(seen.features, np.array([seen.pace]))[0])


def _ask(seen: _Seen, horizon: Horizon, picture: Picture, cutoff: str) -> Scenario:
    row, reference = seen.row, seen.row.place_ref
    rate, cases = horizon.base(seen.near)
    breaking = seen.pace > BREAKING
    return ask(
        KIND,
        predicate=f"{row.place} is taken from {row.holder} within {horizon.days} days",
        place=row.place,
        country=reference.country if reference is not None else None,
        horizon=picture.as_of.date() + timedelta(days=horizon.days),
        rule=RULE,
        resolved_by="later reports of who holds the place",
        method=LEARNED + (WIDENED if breaking else ""),
        issued_at=picture.as_of,
        data_cutoff=cutoff,
        probability=_chance(horizon, seen),
        base=(rate, cases, "places as near to the front there, in as many days"),
        about={
            "what": KIND,
            "days": str(horizon.days),
            "geonameid": str(reference.geonameid) if reference is not None else "",
            "control": row.id,
            "holder": row.holder or "",
            "by": seen.by or "",
            "status": row.status,
            "near_km": f"{seen.near:.1f}",
            "breaking": "yes" if breaking else "no",
            "story_id": picture.story_id or "",
        },
        rests_on=seen.rests_on,
    )
