"""What the gazetteer hands out: places, mentions of places, and the context in which mentions are resolved."""

from __future__ import annotations

import msgspec


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the gazetteer. `id` is a GeoNames id, or negative for what only the supplement knows.

    `seat_of` says of what the place is the administrative seat, in English. `noted` marks places that the
    supplement lists: those that the news of conflicts and disasters names.
    """

    id: int
    name: str
    country: str | None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    kind: str = "settlement"
    population: int | None = None
    seat_of: str | None = None
    noted: bool = False


class PlaceMention(msgspec.Struct, frozen=True, kw_only=True):
    """A place as a text names it: `text[start:end]` is `text`, in code points.

    `text` holds direction and type words ("northern Aleppo", "Hama province"); `name` is the bare name at
    `name_start` to `name_end`. `modifier` is the direction as written, `kind` what the type word says it is, or
    what it must be because nothing else bears the name.
    `exact` is false where the spelling was matched by its consonants only.
    """

    text: str
    start: int
    end: int
    name: str
    name_start: int
    name_end: int
    modifier: str | None = None
    kind: str | None = None
    exact: bool = True
    candidates: tuple[Place, ...] = ()


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a document before its places are: countries (ISO 3166 alpha-2) it is likely about."""

    countries: tuple[str, ...] = ()
