"""Places threatened by distance: "some 40 km short of Homs", "à moins de cinq kilomètres de Hama"."""

from __future__ import annotations

from sitroom.claims.drafts import Draft
from sitroom.claims.phrases import Hit, plain
from sitroom.claims.scene import WIDE, Scene, Spot
from sitroom.claims.stance import stance

NEAR_KM = 60.0  # a front farther off threatens nobody yet; the farthest in the development documents is 50
CLOSE_KM = 15.0
BESIDE = 5  # words before a distance within which a place is the one that lies so far off
REACH = 6  # words between the unit and the place


def distances(scene: Scene) -> list[Draft]:
    """Return the places that a report puts a front near to, with the distance in kilometres.

    A distance is a threat where its clause speaks of forces or their movement; "a village 80 km from the city"
    only says where a village lies.
    """
    out: list[Draft] = []
    units = {plain(k): v for k, v in scene.grammar.territory.distance_units.items()}
    for h in scene.by_name.get("word.unit", ()):
        amount = amount_before(scene, h)
        spot = _spot(scene, h)
        if amount is None or spot is None:
            continue
        km = amount * units.get(plain(scene.words[h.first]), 1.0)
        if km > NEAR_KM:
            continue
        by = _by(scene, h)
        hit = Hit(h.first, h.last, "control.threatened.active", weak=False)
        st = stance(scene, hit, by)
        first, last = min(h.first - 1, spot.first), max(h.last, spot.last)
        features = _features(scene, h, spot, by, km)
        cues = (f"distance|{st.standing}", f"rule={st.standing}", f"rule={st.standing}|threatened")
        d = Draft("threatened", spot, (spot,), by, None, st, max(0, first), last, features, cues, hit)
        out.append(d._replace(distance_km=round(km, 1)))
    return out


def _features(scene: Scene, h: Hit, spot: Spot, by: str | None, km: float) -> tuple[str, ...]:
    """Return what speaks for and against a distance being that of a front."""
    first, last = scene.sentence_words(scene.sentence_of[h.first])
    sort = "named" if spot.named else "taken.up" if spot.ref.name else "unnamed"
    advance = any(scene.clauses[a.first] == scene.clauses[h.first] for a in scene.found("cue.advance", first, last))
    return (
        "distance", f"distance|{sort}", f"distance|near={km <= CLOSE_KM}", f"distance|doer={by is not None}",
        f"distance|front={_front(scene, h, spot)}", f"distance|advance={advance}|{by is not None}",
        f"distance|kind={spot.ref.kind}", f"distance|sure={spot.sure}",
        f"distance|control={any(scene.has(n, first, last) for n in scene.control_names)}",
    )  # fmt: skip


def amount_before(scene: Scene, h: Hit) -> float | None:
    """Return the number before a unit, from the amounts of the report or from bare digits."""
    at = scene.m.spans[h.first][0]
    for a in scene.m.amounts:
        if a.start < at and at - a.end <= 4:
            value = a.high if a.low is None else a.low
            return float(value) if value is not None else None
    if h.first and scene.words[h.first - 1].isdecimal():
        return float(scene.words[h.first - 1])
    return None


def _spot(scene: Scene, h: Hit) -> Spot | None:
    """Return the place that a distance is counted from: after its link, or, verb last, before it."""
    sentence = scene.sentence_words(scene.sentence_of[h.first])
    if not scene.grammar.territory.distance_links:
        before = [s for s in scene.spots_in(max(sentence[0], h.first - REACH), h.first) if s.ref.kind not in WIDE]
        return before[-1] if before else None
    after = [s for s in scene.spots_in(h.last, min(sentence[1], h.last + REACH)) if s.ref.kind not in WIDE]
    after = [s for s in after if scene.segments[s.first] == scene.segments[h.first] and (s.named or s.ref.name)]
    if after and scene.has("word.link", h.last, after[0].first):
        return after[0]
    before = [
        s for s in scene.spots_in(max(sentence[0], h.first - REACH - 2), h.first) if s.ref.kind not in WIDE and s.named
    ]
    linked = [s for s in before if scene.has("word.link", max(0, s.first - 2), s.first)]
    return linked[-1] if linked and not after else None


def _front(scene: Scene, h: Hit, spot: Spot) -> bool:
    """Tell whether a distance is that of forces: a word of advance or a party in its clause, no "village" before it."""
    first, last = scene.sentence_words(scene.sentence_of[h.first])
    start = h.first
    while start > first and scene.clauses[start - 1] == scene.clauses[h.first]:
        start -= 1
    own = [w for w in range(start, h.first) if scene.segments[w] == scene.segments[h.first]]
    beside = [
        s
        for s in scene.spots_in(max(first, h.first - BESIDE), h.first)
        if s is not spot and (s.named or s.ref.kind == "site")
    ]
    if own and beside and not any(p.side for p in scene.parties_in(own[0], h.first)):
        return False
    segment_end = h.last
    while segment_end < last and scene.segments[segment_end] == scene.segments[h.first]:
        segment_end += 1
    begin = own[0] if own else h.first
    return scene.has("cue.advance", begin, segment_end) or any(p.side for p in scene.parties_in(begin, segment_end))


def _by(scene: Scene, h: Hit) -> str | None:
    first, last = scene.sentence_words(scene.sentence_of[h.first])
    before = [p for p in scene.parties_in(first, h.first) if p.side]
    after = [p for p in scene.parties_in(h.last, last) if p.side]
    return before[-1].side if before else after[0].side if after else None
