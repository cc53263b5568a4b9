"""The vocabulary of reconciling: whom to prefer, whom not to take for somebody, how a timeline row reads."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from sitroom.compiled import read_yaml


class TimelineTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights (0 to 1) by kind of row, and the words that rows are made from, in English."""

    weights: dict[str, float]
    measures: dict[str, str]
    categories: dict[str, tuple[str, str]]
    qualifiers: dict[str, str]
    control: dict[str, str]
    events: dict[str, str]
    sentences: dict[str, str]


class Reconciling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What data/reconciling.yaml holds; the file says what each list is for."""

    preferred_kinds: tuple[tuple[str, ...], ...]
    generic_state: frozenset[str]
    generic_armed: frozenset[str]
    state_kinds: frozenset[str]
    single_kinds: frozenset[str]
    wide_places: frozenset[str]
    overlapping_categories: frozenset[str]
    timeline: TimelineTerms

    @property
    def generic_actors(self) -> frozenset[str]:
        """Keys that name no one in particular."""
        return self.generic_state | self.generic_armed

    def tier(self, kind: str | None) -> int:
        """Return how far down the order of preference a kind of claimant stands; unknown kinds come last."""
        for number, kinds in enumerate(self.preferred_kinds):
            if kind in kinds:
                return number
        return len(self.preferred_kinds)


@cache
def reconciling() -> Reconciling:
    """Return the vocabulary that ships with Sitroom, read once.

    Raises:
        msgspec.ValidationError: the file is not of its shape.
    """
    return read_yaml(resources.files("sitroom.terms").joinpath("data", "reconciling.yaml"), Reconciling, __file__)
