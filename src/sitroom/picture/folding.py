"""Events, appeals, place facts and warnings, each kept once however many reports carry it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from sitroom.model import AppealClaim, Claim, EventClaim, FigureClaim, PlaceFactClaim
from sitroom.picture.extent import place_key

C = TypeVar("C", bound=Claim)


def _once(claims: Iterable[C], key: Callable[[C], object]) -> tuple[C, ...]:
    """Return the first known claim of each key, in order of time."""
    kept: dict[object, C] = {}
    for claim in sorted(claims, key=lambda c: (c.known_at, c.id)):
        kept.setdefault(key(claim), claim)
    return tuple(kept.values())


def fold_events(claims: Iterable[EventClaim]) -> tuple[EventClaim, ...]:
    """Return each event once: what, where, by whom, on which day, planned or done."""
    return _once(claims, lambda c: (c.event, place_key(c.place), c.by, c.on, c.standing, c.background))


def fold_appeals(claims: Iterable[AppealClaim]) -> tuple[AppealClaim, ...]:
    """Return each appeal once: by whom, to whom, where, with what content. A renewed appeal keeps its first day."""
    return _once(claims, lambda c: (c.by, c.to, place_key(c.place), tuple(sorted(c.content))))


def fold_place_facts(claims: Iterable[PlaceFactClaim]) -> tuple[PlaceFactClaim, ...]:
    """Return each fact about a place once."""
    return _once(claims, lambda c: (place_key(c.place), c.fact, c.value))


def fold_warnings(claims: Iterable[FigureClaim]) -> tuple[FigureClaim, ...]:
    """Return each warned figure once: it is what somebody fears, and no count."""
    return _once(
        claims, lambda c: (c.measure, c.category, c.low, c.high, c.attributed_to.id if c.attributed_to else None)
    )
