"""What a report is about, in a form that is the same in every language: places, actors, numbers, and its words."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import blake2b

import msgspec

from sitroom.model import AnyClaim, ControlClaim, Document, FigureClaim, PlaceRef
from sitroom.stories.bags import BUCKETS, Bag

LEAST_NUMBER = 20
"""Numbers under this stand in every report: days, hours, counts of one attack."""

_WORD = re.compile(r"[^\W\d_]{3,}")
# A capital inside a sentence: what begins a sentence or a line tells nothing. German writes every noun so; rarity
# takes care of that.
_NAME = re.compile(r"(?<![.!?:«»\"“„\n•]\s)(?<![.!?:«»\"“„\n•])\b[^\W\d_a-zß-öø-ÿа-яёіїєґ][^\W\d_]{2,}")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?![\d%])")
_YEARS = range(1900, 2101)


class Features(msgspec.Struct, frozen=True, kw_only=True):
    """The features of one report.

    `places` gives for each place key how many claims are about it. `words` are those of text and title; `title` are the
    buckets of the title's words, and `names` the words with a capital, which are the same in many languages. `silent`
    is a report that claims no figure and no control of a place.
    """

    document: str
    moment: datetime
    lang: str
    source: str
    places: Mapping[str, int]
    provinces: frozenset[str]
    countries: Mapping[str, int]
    actors: frozenset[str]
    numbers: frozenset[int]
    words: Bag
    title: array[int]
    names: Bag
    silent: bool

    @property
    def rooted(self) -> bool:
        """Whether the report's claims name places smaller than a country."""
        return bool(self.places)


def features_of(document: Document, claims: Iterable[AnyClaim]) -> Features:
    """Return the features of a report and its claims."""
    claims = tuple(claims)
    told = [c for c in claims if not c.background]
    places: Counter[str] = Counter()
    provinces: set[str] = set()
    countries: Counter[str] = Counter()
    for claim in told:
        for place in _places(claim):
            if place.country is not None:
                countries[place.country] += 1
            if place.kind != "country":
                places[_place_key(place)] += 1
            if place.admin1 is not None or place.kind == "province":
                provinces.add(f"{place.country}:{place.admin1 or place.name}")
    words = Counter(_bucket(w) for w in _words(document.text))
    title = {_bucket(w) for w in _words(document.title)}
    words.update(title)
    return Features(
        document=document.id,
        moment=document.known_at,
        lang=document.lang,
        source=document.source,
        places=dict(places),
        provinces=frozenset(provinces),
        countries=dict(countries),
        actors=frozenset(a for c in told for a in _actors(c)),
        numbers=frozenset(n for n in _all_numbers(told, digits_of(document)) if n >= LEAST_NUMBER and n not in _YEARS),
        words=Bag(words),
        title=array("I", sorted(title)),
        names=Bag(_names(document)),
        silent=not any(isinstance(c, FigureClaim | ControlClaim) for c in claims),
    )


def signature_of(claims: Iterable[AnyClaim]) -> tuple[tuple[object, ...], ...]:
    """Return what a report's claims say, in the order of its text: the same in a translation of it."""
    ordered = sorted(claims, key=lambda c: (c.spans[0].start if c.spans else 0, c.id))
    return tuple(_signature(c) for c in ordered if isinstance(c, FigureClaim | ControlClaim))


def digits_of(document: Document) -> tuple[int, ...]:
    """Return the numbers of a report's text that are written in digits of any script, in order."""
    return tuple(_numbers(document.text))


def _places(claim: AnyClaim) -> list[PlaceRef]:
    found = [claim.place]
    if isinstance(claim, FigureClaim):
        found += [claim.from_place, claim.to_place]
    # What the gazetteer does not know at all may be no place; it would only keep reports apart.
    return [p for p in found if p is not None and (p.geonameid is not None or p.country is not None)]


def _place_key(place: PlaceRef) -> str:
    if place.geonameid is not None:
        return f"g{place.geonameid}"
    return f"{_plain(place.name or place.text)}|{place.country or ''}"


def _actors(claim: AnyClaim) -> list[str]:
    named: list[str | None] = [getattr(claim, slot, None) for slot in ("by", "from_", "against", "side")]
    named.append(claim.attributed_to.id if claim.attributed_to else None)
    # "health-ministry:SY" is a role, filled in by the place: it says no more than the place does.
    return [a for a in named if a is not None and ":" not in a]


def _all_numbers(claims: Iterable[AnyClaim], digits: Iterable[int]) -> set[int]:
    counted = {n for c in claims if isinstance(c, FigureClaim) for n in (c.low, c.high) if n is not None}
    return counted | set(digits)


def _signature(claim: FigureClaim | ControlClaim) -> tuple[object, ...]:
    if isinstance(claim, FigureClaim):
        return (claim.measure, claim.low if claim.low is not None else claim.high)
    return (claim.event, _place_key(claim.place) if claim.place else None)


def _numbers(text: str) -> list[int]:
    out = []
    for match in _NUMBER.finditer(text):
        # int() reads the digits of every script; the separators are dropped.
        digits = "".join(c for c in match.group() if c.isdigit())
        out.append(int(digits[:15]))
    return out


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _words(text: str) -> list[str]:
    return [m.group() for m in _WORD.finditer(_plain(text))]


def _names(document: Document) -> Counter[int]:
    found = (m.group() for text in (f"- {document.title}", document.text) for m in _NAME.finditer(text))
    return Counter(_bucket(_plain(word)) for word in found if word[0].isupper())


def _bucket(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "big") % BUCKETS
