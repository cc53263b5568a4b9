"""Chooses which place a name means, by what else its document names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import exp, log10

from sitroom.model import PlaceRef
from sitroom.places.distance import kilometres
from sitroom.places.records import Context, Place, PlaceMention
from sitroom.places.spelling import fold

# Weights of what speaks for a candidate, in units where 1 is a factor of e. Set by hand on the development half of
# evals/places_own.csv and tables of ambiguous names in the tests; the order of magnitude matters, not the digits.
PER_TENFOLD_POPULATION = 0.9
NOTED = 1.6  # listed in the supplement: the news names it
COUNTRY_OF_DOCUMENT = 5.0  # times the country's share of the document's sure places
COUNTRY_ABSENT = -1.5  # the document is about other countries
SAME_DIVISION = 1.0
NEIGHBOURS = 2.0  # within NEAR_KM of a sure place of the document
NEAR_KM = 120.0
SAME_NAME = 1.2  # the name is the place's first name, not one of its old or foreign ones
KIND_AGREES = 6.0
STATED_COUNTRY = 4.0
NATION = 3.5  # a country's name means the country unless all else speaks against it
REGION = 1.2  # so has a sea or a river
CAPITAL = 1.0  # seat of something: Washington is the city
UNSIZED = 3.0  # what a province or camp has in place of inhabitants: those of a town of 2,000
PROVINCE_UNSAID = -0.6  # "Hama" alone is the city; its province is called one
ALIKE_ONLY = 0.85  # confidence left to a spelling matched by consonants
SURE = 0.62  # share of the weight that the best must have; below it nothing is chosen
SAME_SPOT_KM = 20.0  # candidates so near each other are one answer for a reader


def resolve(mentions: Sequence[PlaceMention], context: Context) -> list[PlaceRef]:
    """Return a reference for each mention; see `Gazetteer.resolve`."""
    sure = [_sure(mention) for mention in mentions]
    shares = _country_shares(sure, mentions, context)
    anchors = {place.id: place for place in sure if place is not None and place.lat is not None}
    first = [_best(mention, shares, anchors.values(), context) for mention in mentions]
    # A second round: what the first settled helps with the rest.
    settled = {
        place.id: place for place, share in first if place is not None and share >= 0.9 and place.kind != "country"
    }
    anchors.update(settled)
    chosen = [place if share >= SURE else None for place, share in first]
    shares = _country_shares([*sure, *chosen], mentions, context)
    return [_reference(mention, *_best(mention, shares, anchors.values(), context)) for mention in mentions]


def single(name: str, candidates: Sequence[Place]) -> list[PlaceRef]:
    """Return what a name alone may mean, likeliest first, with the share of the weight as confidence."""
    weights = [(exp(_own_weight(place, None, name)), place) for place in candidates]
    total = sum(weight for weight, _ in weights) or 1.0
    ordered = sorted(weights, key=lambda pair: (-pair[0], pair[1].id))
    return [reference(place, name, len(ordered), weight / total) for weight, place in ordered]


def reference(place: Place, text: str, candidates: int, confidence: float) -> PlaceRef:
    """Return a place as a reference."""
    return PlaceRef(
        text=text, name=place.name, geonameid=place.id, lat=place.lat, lon=place.lon, country=place.country,
        admin1=place.admin1, kind=place.kind, population=place.population, candidates=candidates,
        confidence=round(confidence, 3),
    )  # fmt: skip


def _reference(mention: PlaceMention, place: Place | None, share: float) -> PlaceRef:
    count = len(mention.candidates)
    confidence = share * (1.0 if mention.exact else ALIKE_ONLY)
    if place is None:
        return PlaceRef(text=mention.text, candidates=count)
    if share < SURE:
        nations = {one.country for one in mention.candidates}
        country = place.country if len(nations) == 1 else None
        return PlaceRef(text=mention.text, country=country, candidates=max(count, 2), confidence=round(confidence, 3))
    return reference(place, mention.text, count, confidence)


def _own_weight(place: Place, kind: str | None, name: str) -> float:
    size = PER_TENFOLD_POPULATION * log10((place.population or 0) + 300)
    weight = size if place.kind == "settlement" else UNSIZED
    weight += SAME_NAME * (fold(place.name) == fold(name))
    weight += NOTED * place.noted + CAPITAL * (place.seat_of is not None)
    if place.kind == "country":
        weight += NATION
    elif place.kind in {"region", "water"}:
        weight += REGION
    if kind is not None:
        weight += KIND_AGREES * (place.kind == kind)
    elif place.kind == "province":
        weight += PROVINCE_UNSAID
    return weight


def _sure(mention: PlaceMention) -> Place | None:
    """Return the place of a mention that needs no context: one candidate, or one nation by that name."""
    places = mention.candidates
    nations = {place.country for place in places}
    strong = [place for place in places if place.noted or (place.population or 0) >= 50_000]
    if len(nations) == 1 and strong and mention.exact:
        return max(strong, key=lambda place: _own_weight(place, mention.kind, mention.name))
    return None


def _country_shares(
    places: Iterable[Place | None], mentions: Sequence[PlaceMention], context: Context
) -> dict[str, float]:
    votes: defaultdict[str, float] = defaultdict(float)
    for place in places:
        if place is not None and place.country:
            votes[place.country] += 2 if place.kind == "country" else 1
    if not votes:
        for mention in mentions:
            for place in mention.candidates:
                if place.noted and place.country:
                    votes[place.country] += 1 / len(mention.candidates)
    for country in context.countries:
        votes[country] += STATED_COUNTRY
    total = sum(votes.values())
    return {country: count / total for country, count in votes.items()} if total else {}


def _best(
    mention: PlaceMention, shares: dict[str, float], anchors: Iterable[Place], context: Context
) -> tuple[Place | None, float]:
    """Return the likeliest candidate and its share of the weight, those on the same spot taken together."""
    if not mention.candidates:
        return None, 0.0
    stated = frozenset(context.countries)
    known = tuple(anchors)
    weighed = sorted(
        ((_weight(place, mention, shares, known, stated), place) for place in mention.candidates),
        key=lambda pair: (-pair[0], pair[1].id),
    )
    top = weighed[0][1]
    highest = weighed[0][0]
    total = sum(exp(weight - highest) for weight, _ in weighed)
    same = sum(exp(weight - highest) for weight, place in weighed if _one_answer(top, place, mention))
    return top, same / total


def _one_answer(top: Place, other: Place, mention: PlaceMention) -> bool:
    if top.id == other.id:
        return True
    if top.lat is None or top.lon is None or other.lat is None or other.lon is None:
        return False
    if {top.kind, other.kind} == {"settlement", "province"} and mention.kind is None:
        return top.country == other.country  # the seat and its province share the name
    return kilometres(top.lat, top.lon, other.lat, other.lon) <= SAME_SPOT_KM


def _weight(
    place: Place, mention: PlaceMention, shares: dict[str, float], anchors: tuple[Place, ...], stated: frozenset[str]
) -> float:
    weight = _own_weight(place, mention.kind, mention.name)
    share = shares.get(place.country or "", 0.0)
    weight += COUNTRY_OF_DOCUMENT * share if share else COUNTRY_ABSENT * bool(shares)
    if place.kind == "country" and place.country not in stated and share == 0 and shares:
        weight += 1.0  # a nation is named in passing more often than a village abroad
    others = [one for one in anchors if one.id != place.id and one.kind != "country"]
    if place.kind == "settlement" or place.kind in {"camp", "district", "site"}:
        same_division = any(one.country == place.country and one.admin1 == place.admin1 for one in others)
        weight += SAME_DIVISION * (place.admin1 is not None and same_division)
        weight += NEIGHBOURS * _nearness(place, others)
    return weight


def _nearness(place: Place, others: Sequence[Place]) -> float:
    """Return 1 beside a sure place of the document, 0 at NEAR_KM and beyond."""
    if place.lat is None or place.lon is None:
        return 0.0
    away = [
        kilometres(place.lat, place.lon, one.lat, one.lon)
        for one in others
        if one.lat is not None and one.lon is not None
    ]
    return max(0.0, 1.0 - min(away, default=NEAR_KM) / NEAR_KM)
