"""Event claims: the main events that a report is about, with place, doer, target and day.

A report names many events in passing; only the two to five that it turns on are claims. Every phrase of an event
is a candidate; candidates of one kind at one place are one. What weighs is where it stands, how often it is told,
and what is told of it (place, doer, day, people hit); the weights are fitted on annotated reports.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from sitroom.claims.choice import Model, load_model
from sitroom.claims.lexicon import words_of
from sitroom.claims.mentions import Mentions, within
from sitroom.claims.phrases import Hit, plain
from sitroom.claims.scene import WIDE, Party, Scene, Spot, Title
from sitroom.claims.stance import stance
from sitroom.claims.surroundings import around
from sitroom.model import EventClaim, Span, Standing, content_id

MOST = 5  # events a report; the annotation guide's ceiling
FROM_AFAR = frozenset({"airstrike", "drone_or_missile", "shelling"})
PLANNABLE = frozenset({"counter_offensive", "ceasefire", "offensive", "evacuation_order", "airstrike"})
# Of phrases that share words the more telling kind counts: a counter-offensive is no offensive.
_RANK = {
    name: i
    for i, name in enumerate(
        (
            "counter_offensive", "ceasefire", "evacuation_order", "abduction", "massacre", "drone_or_missile",
            "airstrike", "shelling", "bombing", "offensive", "ground_clash",
        )
    )
}  # fmt: skip
THRESHOLD = 0.26  # probability below which a candidate is left out; maximises F1 over the folds
VAGUE = 2  # phrases so weak tell of several kinds of event at once: an "attack" may be any of five
LATE = 6  # sentences after which a report has come to its background


class Candidate(NamedTuple):
    """An event that a phrase names, before it is weighed."""

    hit: Hit
    event: str
    spot: Spot | None
    by: str | None
    against: str | None
    standing: Standing
    features: tuple[str, ...]


def event_claims(m: Mentions) -> list[EventClaim]:
    """Return the main events of a report, in the order of the text.

    Example: "An air strike on Idlib killed 12 people on Monday" gives airstrike at Idlib, on that day.
    """
    return events_of(Scene(m, m.document.lang if m.document else ""))


def events_of(scene: Scene, model: Model | None = None) -> list[EventClaim]:
    """Return the main events of a scene; see `event_claims`."""
    chooser = (model or _model()).chooser("events")
    weighed = [(1 / (1 + math.exp(-chooser.score(c.features))), c) for c in candidates(scene)]
    weighed.sort(key=lambda o: (-o[0], o[1].hit.first))
    chosen = [(p, c) for p, c in weighed[:MOST] if p >= THRESHOLD]
    return sorted((_claim(scene, c, p) for p, c in chosen), key=lambda c: (c.spans[0].start, c.id))


@lru_cache(maxsize=1)
def _model() -> Model:
    return load_model("events")


def candidates(scene: Scene) -> list[Candidate]:
    """Return the events that a scene names, one for each kind and place, told best first."""
    hits = [h for name, found in scene.by_name.items() if name.startswith("event.") for h in found]
    hits.sort(key=lambda h: (h.weak, -(h.last - h.first), _RANK.get(h.name[6:], 99), h.first))
    taken: dict[int, int] = {}
    kept: list[Hit] = []
    for h in hits:
        words = range(h.first, h.last)
        if all(w not in taken or (h.weak == VAGUE == taken[w]) for w in words):
            kept.append(h)
            taken.update((w, min(h.weak, taken.get(w, VAGUE))) for w in words)
    kept.sort()
    sizes = Counter(h.name for h in kept)
    kinds: dict[int, set[str]] = {}
    for h in hits:
        kinds.setdefault(scene.sentence_of[h.first], set()).add(h.name[6:])
    made = [c for h in kept if (c := _candidate(scene, h, sizes, kinds[scene.sentence_of[h.first]]))]
    told = Counter((c.event, _key(c.spot)) for c in made)
    places = Counter(_key(c.spot) for c in made if c.spot)
    groups: dict[tuple[str, object], Candidate] = {}
    for c in sorted(made, key=lambda c: (c.hit.weak, c.hit.first)):
        groups.setdefault((c.event, _key(c.spot)), c)
    many = f"events={min(8, len(groups))}"
    out = []
    for key, c in groups.items():
        first = min(m.hit.first for m in made if m.event == c.event) == c.hit.first
        seen = f"place.told={min(4, places[key[1]])}" if c.spot else "place.told=-"
        more = (many, f"told={min(4, told[key])}", f"told={min(4, told[key])}|{c.event}", f"first={first}", seen)
        out.append(c._replace(features=c.features + more))
    return out


def _key(spot: Spot | None) -> object:
    if spot is None:
        return None
    return spot.ref.geonameid or (spot.ref.name or spot.ref.text).casefold()


def _candidate(scene: Scene, h: Hit, sizes: Counter[str], kinds: set[str]) -> Candidate | None:
    event = h.name[6:]
    sentence = scene.sentence_of[h.first]
    first, last = scene.sentence_words(sentence)
    spot = _place(scene, h, first, last)
    doer, against = _sides(scene, h, first, last)
    st = stance(scene, h._replace(name="control.captured.noun"), doer.side if doer else None)
    if doer is not None and event in FROM_AFAR and spot and doer.side == scene.homes.get(spot.ref.country or ""):
        doer = _foreign(scene, doer)
    by = doer.side if doer else _likely_doer(scene, event, spot)
    planned = scene.has("cue.planned", max(first, h.first - 6), min(last, h.last + 4)) and event in PLANNABLE
    if st.background:
        return None
    standing: Standing = "denied" if st.standing == "denied" and st.real else "asserted"
    if standing == "asserted" and not st.real:
        if not planned:
            return None
        standing = "planned"
    elif planned and event in ("counter_offensive", "ceasefire"):
        standing = "planned" if not st.real else "asserted"
    s = scene.m.sentences[sentence]
    title = title_of(scene)
    rivals = kinds - {event}
    at = sentence if sentence < 3 else 3 if sentence < LATE else LATE
    who = "doer" if doer is not None else "implied" if by is not None else "nobody"
    in_title = spot is not None and plain(spot.ref.text) in title.text
    day = any(d.on for d in within(scene.m.days, s.start, s.end))
    features = [
        "bias", event, f"{event}|weak={h.weak}", f"weak={h.weak}", f"at={at}", f"at={at}|{event}",
        f"title={event in title.events}", f"title={event in title.events}|{event}", f"in.title={in_title}",
        f"place={_sort(spot)}", f"place={_sort(spot)}|{event}", f"who={who}", f"who={who}|{event}", f"day={day}",
        f"day={day}|at={at}", f"outranked={any(_RANK.get(r, 99) < _RANK.get(event, 99) for r in rivals)}",
        f"alone={sizes[h.name] == 1}", f"rivals={min(3, len(rivals))}", f"standing={standing}", f"stance={st.standing}",
        f"control={any(scene.has(n, first, last) for n in scene.control_names)}|{event}",
        f"against={against is not None}|{event}", f"long={min(3, h.last - h.first)}",
        *around(scene, h, event, "event"),
    ]  # fmt: skip
    return Candidate(h, event, spot, by, against, standing, tuple(features))


def _sort(spot: Spot | None) -> str:
    """Return what kind of place an event has, as a feature."""
    if spot is None:
        return "-"
    known = "sure" if spot.ref.geonameid or spot.ref.name else "unlisted" if spot.sure else "unsure"
    return f"{'wide' if spot.ref.kind in WIDE else 'spot'}|{'named' if spot.named else 'taken.up'}|{known}"


def title_of(scene: Scene) -> Title:
    """Return what the title of a report says of events; read once and kept with the scene."""
    if scene.title is None:
        text = scene.m.document.title if scene.m.document else ""
        words = [text[a:b] for a, b in words_of(text)]
        hits = scene.grammar.book.find(words, [0] * len(words))
        events = frozenset(h.name[6:] for h in hits if h.name.startswith("event."))
        scene.title = Title(plain(text), events)
    return scene.title


def _place(scene: Scene, h: Hit, first: int, last: int) -> Spot | None:
    """Return the place of an event: the nearest in its sentence, after it rather than before."""
    best: tuple[float, Spot] | None = None
    for s in scene.spots_in(first, last):
        if s.ref.kind == "site" and not s.ref.name:
            continue
        after = s.first >= h.last
        if not s.sure and not (after and s.first - h.last <= 1):
            continue
        gap = s.first - h.last if after else h.first - s.last
        a, b = (h.last - 1, s.first) if after else (s.last - 1, h.first)
        cost = max(0, gap) + 4 * abs(scene.segments[b] - scene.segments[a]) + (0 if after else 3)
        cost += 8 if s.ref.kind == "country" else 3 if s.ref.kind in WIDE else 0
        cost += 0 if s.named else 2
        if best is None or cost < best[0]:
            best = cost, s
    if best is not None:
        return best[1]
    before = [
        s for s in scene.spots if s.first < first and s.sure and (s.named or s.ref.name) and s.ref.kind not in WIDE
    ]
    return before[-1] if before and scene.sentence_of[h.first] - scene.sentence_of[before[-1].first] <= 1 else None


def _foreign(scene: Scene, doer: Party) -> Party | None:
    """Return a doer, unless it stands where the blow fell and the report names a foreign state at war with it."""
    foreign = any(p.kind == "state" and p.side and p.side != doer.side for p in scene.parties)
    return None if foreign else doer


def _likely_doer(scene: Scene, event: str, spot: Spot | None) -> str | None:
    """Return who did what a report leaves without a doer: from the air the stronger side, else who is not at home.

    "A missile hit Ternopil" in a report on Russia and Ukraine is Russia's; only sides that the report names count.
    """
    if event == "ceasefire":
        return None
    home = scene.homes.get(spot.ref.country or "") if spot else None
    states = [p.side for p in scene.parties if p.side and p.kind == "state" and p.side != home]
    others = [side for side, _ in scene.sides.most_common() if side != home]
    if event == "evacuation_order":
        return home or (states[0] if states else None)
    if event in ("airstrike", "counter_offensive"):
        return Counter(states).most_common(1)[0][0] if states else home
    return others[0] if others and home is not None else None


def _sides(scene: Scene, h: Hit, first: int, last: int) -> tuple[Party | None, str | None]:
    """Return who does it, the nearest party before or marked as doer, and whom it hits."""
    parties = [p for p in scene.parties_in(first, last) if p.side]
    if not parties:
        return None, None
    inside = [p for p in parties if h.first <= p.first < h.last]
    before = [p for p in parties if p.last <= h.first and scene.clauses[p.first] == scene.clauses[h.first]]
    after = [p for p in parties if p.first >= h.last and scene.clauses[p.first] == scene.clauses[h.first]]
    marked = [
        p for p in after if any(p.first - m.last <= 1 for m in scene.found("word.by", max(0, p.first - 3), p.first))
    ]
    by = next(iter((*inside, *marked, *before[-1:], *after)), None)
    others = [p.side for p in parties if by is None or p.side != by.side]
    return by, (others[0] if others else None)


def _claim(scene: Scene, c: Candidate, p: float) -> EventClaim:
    document = scene.m.document
    assert document is not None  # noqa: S101 - a scene of claims is always one of a report
    first, last = c.hit.first, c.hit.last
    if c.spot is not None and scene.sentence_of[c.spot.first] == scene.sentence_of[first]:
        first, last = min(first, c.spot.first), max(last, c.spot.last)
    start, end = scene.span(first, last)
    s = scene.m.sentences[scene.sentence_of[c.hit.first]]
    days = sorted(
        (d for d in within(scene.m.days, s.start, s.end) if d.on), key=lambda d: max(start - d.end, d.start - end)
    )
    place = c.spot.ref if c.spot else None
    by = c.by
    return EventClaim(
        id=content_id("event", document.id, c.event, place.text if place else None, by, c.standing, start, end),
        document=document.id,
        known_at=document.known_at,
        event=c.event,
        place=place,
        by=by,
        against=c.against,
        on=days[0].on if days else None,
        standing=c.standing,
        spans=(Span(document=document.id, start=start, end=end),),
        confidence=round(p, 2),
    )
