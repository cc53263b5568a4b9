"""What a report says a place is: "the Christian town of Maharda", "Syria's fourth city", "on the road to Homs".

A fact is tied to the place that it stands beside, in apposition or as a predicate. The codes are those of
terms/data/place_facts.yaml.
"""

from __future__ import annotations

from sitroom.claims.distances import amount_before
from sitroom.claims.mentions import Mentions, within
from sitroom.claims.phrases import Hit, plain
from sitroom.claims.scene import WIDE, Scene, Spot
from sitroom.model import PlaceFactClaim, Span, content_id

BESIDE = 7  # words between a place and what is said of it
RIGHT_BEHIND = 2  # words: "Hama sits on the road"
BY_NAME = 2  # words from a phrase to the place it describes: "the Christian town of Maharda"
FEWEST, MOST = 500, 40_000_000  # inhabitants that a settlement can have; other numbers count something else
Found = tuple[Spot, str, str | None, int, int, float]  # a place, a fact, its value, first and last word, confidence
PLAIN = {
    "stronghold_of": "fact.stronghold",
    "last_stronghold": "fact.last_stronghold",
    "birthplace": "fact.birthplace",
    "border": "fact.border",
    "port": "fact.port",
    "camp": "fact.camp",
    "crossroads": "fact.crossroads",
}


def place_fact_claims(m: Mentions) -> list[PlaceFactClaim]:
    """Return what a report says of the places it names.

    Example: "Hama, a city of nearly a million, sits on the road to Homs" gives population 1000000 and
    on_road_to Homs, of Hama.
    """
    return facts_of(Scene(m, m.document.lang if m.document else ""))


def facts_of(scene: Scene) -> list[PlaceFactClaim]:
    """Return the facts of a scene; see `place_fact_claims`."""
    found: list[Found] = []
    for name in scene.by_name:
        if name.startswith("fact.community."):
            found += _communities(scene, name)
    found += _ranks(scene)
    for code, name in PLAIN.items():
        for h in scene.by_name.get(name, ()):
            if s := _subject(scene, h):
                found.append((s, code, _owner(scene, h), h.first, h.last, 0.7))
    found += _roads(scene) + _capitals(scene) + _populations(scene) + _distances(scene)
    claims: dict[tuple[object, ...], PlaceFactClaim] = {}
    for spot, fact, value, first, last, confidence in found:
        key = (spot.ref.geonameid or spot.ref.text, fact, value)
        if key not in claims and (c := _claim(scene, spot, fact, value, first, last, confidence)):
            claims[key] = c
    return sorted(claims.values(), key=lambda c: (c.spans[0].start, c.id))


def _claim(
    scene: Scene, spot: Spot, fact: str, value: str | None, first: int, last: int, confidence: float
) -> PlaceFactClaim | None:
    document = scene.m.document
    if document is None or not spot.ref.text:
        return None
    a, b = first, last
    if spot.named and scene.sentence_of[spot.first] == scene.sentence_of[first]:
        a, b = min(a, spot.first), max(b, spot.last)
    start, end = scene.span(a, b)
    return PlaceFactClaim(
        id=content_id("place_fact", document.id, spot.ref.text, fact, value, start, end),
        document=document.id,
        known_at=document.known_at,
        place=spot.ref,
        fact=fact,
        value=value,
        spans=(Span(document=document.id, start=start, end=end),),
        confidence=confidence if spot.named else confidence - 0.15,
    )


def _real(spot: Spot) -> bool:
    return spot.sure and spot.ref.kind != "country" and bool(spot.named or spot.ref.name)


def _subject(scene: Scene, h: Hit) -> Spot | None:
    """Return the place that a phrase explains: before it across at most one comma, or named right after it."""
    first, last = scene.sentence_words(scene.sentence_of[h.first])
    before = [
        s for s in scene.spots_in(max(first, h.first - BESIDE - 4), h.first) if _real(s) and h.first - s.last <= BESIDE
    ]
    before = [s for s in before if _explained(scene, s, h)]
    after = [s for s in scene.spots_in(h.last, min(last, h.last + BY_NAME)) if _real(s) and s.ref.kind not in WIDE]
    after = [s for s in after if s.named and scene.segments[s.first] == scene.segments[h.last - 1]]
    if before:
        return before[-1]
    return after[0] if after else None


def _explained(scene: Scene, s: Spot, h: Hit) -> bool:
    """Tell whether a phrase stands in apposition to a place, or right behind it."""
    commas = scene.segments[h.first] - scene.segments[s.last - 1]
    if commas > 1 or scene.clauses[s.first] != scene.clauses[h.first]:
        return False
    return commas == 1 or h.first - s.last <= RIGHT_BEHIND


def _ranks(scene: Scene) -> list[Found]:
    """Return how large places are among those of their country; of phrases that overlap the longest counts."""
    hits = [h for n in scene.by_name if n.startswith("fact.rank.") for h in scene.by_name[n]]
    out: list[Found] = []
    reach = -1
    for h in sorted(hits, key=lambda h: (h.first, -h.last)):
        if h.first >= reach and (s := _subject(scene, h)):
            out.append((s, "rank_in_country", h.name[10:], h.first, h.last, 0.8))
        reach = max(reach, h.last)
    return out


def _communities(scene: Scene, name: str) -> list[Found]:
    """Return communities said to live in a place: an adjective at its noun, or "home to", "where ... live"."""
    out: list[Found] = []
    for h in scene.by_name[name]:
        first, last = scene.sentence_words(scene.sentence_of[h.first])
        noun = [
            x
            for x in (
                *scene.found("word.anaphor", max(first, h.first - 2), h.last + 3),
                *scene.found("word.site", max(first, h.first - 2), h.last + 3),
            )
            if scene.segments[x.first] == scene.segments[h.first]
        ]
        home = list(scene.found("fact.home", max(first, h.first - 6), min(last, h.last + 4)))
        if not noun and not home:
            continue
        if any(p.first <= h.first < p.last for p in scene.parties):
            continue
        spot = _subject(
            scene,
            Hit(min([h.first, *(x.first for x in noun)]), max([h.last, *(x.last for x in noun)]), name, weak=False),
        )
        if spot is not None:
            out.append((spot, "community", name[15:], h.first, h.last, 0.8 if home or noun else 0.6))
    return out


def _owner(scene: Scene, h: Hit) -> str | None:
    """Return whose stronghold it is, where a party is named beside it."""
    if "stronghold" not in h.name:
        return None
    first, last = scene.sentence_words(scene.sentence_of[h.first])
    near = [p for p in scene.parties_in(max(first, h.first - 3), min(last, h.last + 4)) if p.side]
    return near[0].side if near else None


def _roads(scene: Scene) -> list[Found]:
    out: list[Found] = []
    for h in scene.by_name.get("fact.road", ()):
        _, last = scene.sentence_words(scene.sentence_of[h.first])
        ends = [s for s in scene.spots_in(h.last, min(last, h.last + 4)) if _real(s) and s.named]
        spot = _subject_before(scene, h)
        if spot is None or not ends:
            continue
        out += [
            (spot, "on_road_to", end.ref.name or end.ref.text, h.first, end.last, 0.75)
            for end in scene.listed(ends[0])
            if end.ref.text != spot.ref.text and end.ref.geonameid != (spot.ref.geonameid or -1)
        ]
    return out


def _subject_before(scene: Scene, h: Hit) -> Spot | None:
    spot = _subject(scene, h)
    return spot if spot is not None and spot.first < h.first else None


def _capitals(scene: Scene) -> list[Found]:
    out: list[Found] = []
    for h in scene.by_name.get("fact.capital", ()):
        _, last = scene.sentence_words(scene.sentence_of[h.first])
        of = [
            s
            for s in scene.spots_in(h.last, min(last, h.last + 3))
            if s.named and scene.segments[s.first] == scene.segments[h.first]
        ]
        spot = _subject(scene, h)
        if spot is None or (of and spot == of[0] and of[0].ref.kind in WIDE):
            continue
        value = of[0].ref.name or of[0].ref.text if of and of[0] != spot else None
        if value is None and (not spot.named or (h.first > spot.first and h.first - spot.last > RIGHT_BEHIND)):
            continue
        out.append((spot, "capital_of", value, h.first, of[0].last if value else h.last, 0.75 if value else 0.6))
    return out


def _populations(scene: Scene) -> list[Found]:
    """Return the sizes of places: "a city of nearly a million", "with 150,000 inhabitants"."""
    out: list[Found] = []
    nouns = {x.last for x in scene.by_name.get("word.anaphor", ())}
    for s in scene.m.sentences:
        for a in within(scene.m.amounts, s.start, s.end):
            value = a.low if a.low is not None else a.high
            if value is None or not FEWEST <= value <= MOST:
                continue
            first, last = scene.words_between(a.start, a.end)
            sized = first - 1 in nouns or first in nouns or any(w in nouns for w in range(max(0, first - 3), first))
            peopled = scene.has("fact.people", last, last + 2)
            if not sized or not (peopled or scene.segments[first] == scene.segments[max(0, first - 2)]):
                continue
            if not peopled and not _ends(scene, last):
                continue
            hit = Hit(max(0, first - 3), last, "fact.population", weak=False)
            if spot := _subject(scene, hit):
                out.append((spot, "population", str(value), first, last, 0.7))
    return out


def _ends(scene: Scene, last: int) -> bool:
    """Tell whether a clause ends at a word: "a city of nearly a million, ..."."""
    return last >= len(scene.words) or scene.segments[last] != scene.segments[last - 1]


def _distances(scene: Scene) -> list[Found]:
    """Return how far places lie from others: "Tora, a village about 80 km from El Fasher"."""
    units = {plain(k): v for k, v in scene.grammar.territory.distance_units.items()}
    out: list[Found] = []
    for h in scene.by_name.get("word.unit", ()):
        first, last = scene.sentence_words(scene.sentence_of[h.first])
        amount = amount_before(scene, h)
        after = [
            s
            for s in scene.spots_in(h.last, min(last, h.last + 6))
            if _real(s) and s.named and scene.segments[s.first] == scene.segments[h.first]
        ]
        before = [
            s
            for s in scene.spots_in(max(first, h.first - 10), h.first)
            if _real(s) and s.named and scene.segments[h.first] - scene.segments[s.last - 1] <= 1
        ]
        if (
            amount is None
            or not after
            or not before
            or after[0].ref.kind == "country"
            or before[-1].ref.text == after[0].ref.text
        ):
            continue
        if any(p.side for p in scene.parties_in(before[-1].last, h.first)) or scene.has(
            "cue.advance", before[-1].last, h.first
        ):
            continue
        km = round(amount * units.get(plain(scene.words[h.first]), 1.0), 1)
        out.append(
            (
                before[-1],
                "distance_from",
                f"{km:g} km {after[0].ref.name or after[0].ref.text}",
                h.first,
                after[0].last,
                0.65,
            )
        )
    return out
