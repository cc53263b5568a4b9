"""How far a place reaches: whether two figures are about the same ground."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sitroom.model import PlaceRef
from sitroom.terms.reconciling import reconciling

if TYPE_CHECKING:
    from sitroom.picture.statements import Statement

MAIN_PLACE_SHARE = 0.4
"""The share of placed totals that makes one town the ground of the whole story: the siege of a city has a single one,
an offensive across provinces has none."""


LEAST_CONSONANTS = 4
"""A name with fewer is told by all its letters: Hama and Homs are not one town."""

_VOWELS = re.compile(r"[aeiouyаеёиоуыэюяіїє\W\d_]+")
_DOUBLED = re.compile(r"(.)\1+")


def place_key(place: PlaceRef | None) -> str | None:
    """Return what tells a place from others: its id where resolved, else the consonants of its name.

    So Maarshahour, Maarshahur and Maar Shahur are one village that no gazetteer knows. A wide place has a key of its
    own: Idlib the town is not Idlib the province.
    """
    if place is None:
        return None
    if place.geonameid is not None:
        return str(place.geonameid)
    decomposed = unicodedata.normalize("NFKD", place.name or place.text).casefold()
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    skeleton = _DOUBLED.sub(r"\1", _VOWELS.sub("", plain))
    name = skeleton if len(skeleton) >= LEAST_CONSONANTS else plain
    return f"{name}|{'wide' if is_wide(place) else 'town'}"


class Extent:
    """The ground of a story. A total without a place is about all of it."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        """Find the place that most totals name."""
        totals = [s for s in statements if s.scope == "cumulative" and s.part_of is None and not s.background]
        counts = Counter(s.place for s in totals if s.place is not None)
        best = min(counts.items(), key=lambda item: (-item[1], item[0]), default=(None, 0))
        self._main = best[0] if best[1] >= max(2, MAIN_PLACE_SHARE * len(totals)) else None

    def wide(self, s: Statement) -> bool:
        """Return whether a statement is about the story's whole ground, or much of it."""
        return s.place is None or s.place == self._main or is_wide(s.place_ref)


def is_wide(place: PlaceRef | None) -> bool:
    """Return whether a place is larger than a town and its surroundings."""
    return place is not None and place.kind in reconciling().wide_places


def holds(a: PlaceRef | None, b: PlaceRef | None) -> bool:
    """Return whether one of two places lies in the other, as far as their provinces and countries tell."""
    if a is None or b is None or a.country is None or a.country != b.country:
        return False
    return _within(a, b) or _within(b, a)


def _within(inner: PlaceRef, outer: PlaceRef) -> bool:
    if outer.kind == "country":
        return True
    outer_name = outer.name or outer.text
    if outer.kind == "province":
        return inner.admin1 is not None and inner.admin1 in (outer_name, outer.admin1)
    # A quarter lies in the town whose name its province or words repeat; more the reference does not tell.
    return inner.kind in ("district", "site", "camp") and outer.kind == "settlement" and inner.admin1 == outer.admin1
