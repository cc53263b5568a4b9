"""Which place a phrase of control is about: every phrase of a sentence with the places that it may be tied to.

A tie is described, not judged: how far phrase and place stand apart, on which side, over which breaks, what the
place is, and what else stands between. `points` sums the plain part of this; what a tie is worth is learned.
"""

from __future__ import annotations

from typing import NamedTuple

from sitroom.claims.phrases import Hit
from sitroom.claims.scene import WIDE, Scene, Spot
from sitroom.claims.surroundings import before_place, within_name
from sitroom.model import ControlEvent

# How far a place may stand from its phrase, in points taken from 1; set on the development half of the gold.
PER_WORD, PER_COMMA, PER_BREAK = 0.06, 0.3, 0.8
WRONG_SIDE, OTHER_PHRASE, UNNAMED, TAKEN_UP, UNLISTED = 0.6, 0.5, 0.3, 0.1, 0.2
WIDE_PLACE, COUNTRY, FAR_OFF, LEFT_OUT, CONTAINER = 0.35, 1.0, 0.7, 0.35, 0.4
NOT_ADJACENT, ONLY_WHERE = 0.5, 0.7
APPOSITION = 8  # words between two commas that merely explain the place: "Suran, a town in the north, is besieged"
ADJACENT = 3  # words that may stand between a weak phrase and its place
MOST = 2  # places that a phrase is offered; what is further down was never right
LEAST = -2.0  # points below which a place is not offered
OF_A_PLACE = frozenset({"captured", "lost"})  # what is done to a place, not in it
NONE = "control.none.none"
STEPS = (0, 1, 2, 3, 5, 8, 13)  # upper ends of the classes of distance, in words


class Tie(NamedTuple):
    """A phrase and a place that it may be about, with the names of the features of the two."""

    hit: Hit
    event: ControlEvent
    frame: str
    spot: Spot
    points: float
    features: tuple[str, ...]


def ties(scene: Scene, first: int, last: int) -> list[Tie]:
    """Return the phrases of a sentence, each with the places that it may be about, the likeliest first.

    Example: "After the fall of Aleppo insurgents took Hama" offers Aleppo to "the fall of", and both to "took".
    """
    hits = [h for name in scene.control_names for h in scene.found(name, first, last)]
    hidden = [h for h in hits if h.name == NONE]
    hits = [h for h in hits if h.name != NONE and not any(_hides(n, h) for n in hidden) and not within_name(scene, h)]
    hits.sort(key=lambda h: h.weak)
    firm = {(h.first, h.last, h.name.split(".")[1]): h for h in reversed(hits)}
    hits = [h for h in firm.values() if not any(_covers(o, h) for o in firm.values())]
    if not hits:
        return []
    spots = scene.spots_in(first, last)
    strong = [h for h in hits if not h.weak]
    out: list[Tie] = []
    for h in hits:
        _, event, frame = h.name.split(".")
        frame = framed(scene, h, frame)
        found = sorted(
            (t for s in spots if (t := _tie(scene, h, event, frame, s, strong)) and t.points >= LEAST),
            key=lambda t: (-t.points, t.spot.first),
        )[:MOST]
        found += _carried(scene, h, event, frame, found)
        rank = _rank(h, hits)
        for k, t in enumerate(found):
            more = (f"rank={k}", rank, f"gap={_gap(found, k)}")
            out.append(t._replace(features=t.features + more))
    return out


def _carried(scene: Scene, h: Hit, event: str, frame: str, found: list[Tie]) -> list[Tie]:
    """Return the places spoken of before, where a sentence leaves them out: "the army withdrew on Tuesday"."""
    out = []
    best = -1 if not found else 0 if found[0].points <= 0 else 1 if found[0].spot.named else 2
    noun = scene.has("word.anaphor", max(0, h.first - 4), h.last + 4) or scene.has("word.site", h.first, h.last + 4)
    for k, spot in enumerate(scene.antecedents(h.first)):
        if any(t.spot.ref.text == spot.ref.text for t in found):
            continue
        features = (
            "carried", f"carried|{event}", f"carried|{k}", f"carried|best={best}", f"carried|best={best}|{frame}",
            f"carried|weak={h.weak}", f"carried|kind={spot.ref.kind}", f"carried|noun={noun}|{best}",
        )  # fmt: skip
        out.append(Tie(h, event, frame, spot, 0.0, features))  # type: ignore[arg-type]
    return out


def _gap(found: list[Tie], k: int) -> int:
    """Return by how much a place leads, or trails the first, in half points."""
    other = found[1].points if not k and len(found) > 1 else found[0].points if k else -1.0
    return round(2 * max(-1.5, min(1.5, found[k].points - other)))


def _rank(h: Hit, hits: list[Hit]) -> str:
    """Tell whether a phrase shares words with another, and which of the two is the longer."""
    size = h.last - h.first
    over = [o for o in hits if o is not h and o.first < h.last and h.first < o.last and o.name != h.name]
    if not over:
        return "alone"
    longest = max(o.last - o.first for o in over)
    other = "same" if all(o.name.split(".")[1] == h.name.split(".")[1] for o in over) else "other"
    return f"overlap|{other}|{(size > longest) - (size < longest)}"


def _hides(none: Hit, hit: Hit) -> bool:
    """Tell whether a phrase that means something else covers a phrase of control."""
    return none.first <= hit.first < none.last and none.last >= hit.last


def _covers(long: Hit, short: Hit) -> bool:
    """Tell whether a phrase is a part of a longer one that is no weaker: "control" in "took control of"."""
    if long.last - long.first <= short.last - short.first or long.weak > short.weak:
        return False
    return long.first <= short.first and short.last <= long.last


def framed(scene: Scene, hit: Hit, frame: str) -> str:
    """Return the frame as the auxiliaries before the phrase make it."""
    if frame in ("active", "expel"):
        near = scene.found("word.passive", max(0, hit.first - 3), hit.first)
        if near and scene.segments[near[-1].first] == scene.segments[hit.first]:
            return "passive" if frame == "active" else "expelled"
    return frame


def _preferred(scene: Scene, frame: str) -> str:
    t = scene.grammar.territory
    if frame in ("active", "moves"):
        return t.object
    if frame in ("passive", "state"):
        if t.subject == "either" or t.object != "after":
            return "either"
        return "after" if t.subject == "after" else "before"
    return "either" if t.verb_last else "after"


def _right_side(scene: Scene, frame: str, *, after: bool) -> bool:
    """Tell whether a place stands on the side of a phrase where its frame has it."""
    preferred = _preferred(scene, frame)
    return preferred == "either" or (preferred == "after") == after


def _tie(scene: Scene, hit: Hit, event: str, frame: str, spot: Spot, strong: list[Hit]) -> Tie | None:
    """Return a phrase and a place with their features and points."""
    own = _of_spot(scene, spot)
    lost = _drawback(scene, spot)
    if hit.first <= spot.first and spot.last <= hit.last:
        inside = ("inside", f"inside|weak={hit.weak}", *own)
        return Tie(hit, event, frame, spot, 1.0 - lost, inside)  # type: ignore[arg-type]
    after = spot.first >= hit.last
    a, b = (hit.last, spot.first) if after else (spot.last, hit.first)
    words = max(0, b - a) - sum(min(p.last, b) - p.first for p in scene.parties_in(a, b))
    left, right = (hit.last - 1, spot.first) if after else (spot.last - 1, hit.first)
    clauses = abs(scene.clauses[right] - scene.clauses[left])
    commas = abs(scene.segments[right] - scene.segments[left]) - clauses
    commas = 1 if commas == 2 and words <= APPOSITION else commas
    points = 1.0 - PER_WORD * words - PER_COMMA * commas - PER_BREAK * clauses - lost
    far = next((k for k, top in enumerate(STEPS) if words <= top), len(STEPS))
    fits = _right_side(scene, frame, after=after)
    side = f"{'right' if fits else 'wrong'}|{'after' if after else 'before'}"
    features = [
        *own, side, f"{side}|{frame}", f"side|{scene.grammar.territory.object}|{frame}|{after}", f"far={far}",
        f"far={min(far, 5)}|weak={hit.weak}", f"far={far}|{fits}", f"commas={min(commas, 2)}",
        f"clauses={min(clauses, 2)}",
        f"commas={min(commas, 2)}|{fits}|{after}",
    ]  # fmt: skip
    if not fits:
        related = not after and scene.has("word.that", spot.last, min(spot.last + 2, hit.first))
        if related:
            features.append("related")
        points += PER_COMMA * commas if related else -(LEFT_OUT if event in ("lost", "held") else WRONG_SIDE)
    if hit.weak and not _adjacent(scene, fits=fits, words=words, left=left, right=right):
        points -= NOT_ADJACENT
        features.append("weak|apart")
    if any(a <= h.first and h.last <= b for h in strong if h is not hit):
        points -= OTHER_PHRASE
        features.append("phrase.between")
    between = sum(a <= s.first and s.last <= b and s.named and s.sure for s in scene.spots_in(a, b))
    features.append(f"spots={min(between, 2)}")
    if after and frame != "moves" and event in OF_A_PLACE and _merely_where(scene, hit, spot):
        points -= ONLY_WHERE
        features.append("only.where")
    features += _linked(scene, spot, hit, after=after)
    features += before_place(scene, spot, event, frame, after=after)
    return Tie(hit, event, frame, spot, points, tuple(features))  # type: ignore[arg-type]


def _of_spot(scene: Scene, spot: Spot) -> list[str]:
    """Return the features of a place by itself."""
    ref = spot.ref
    sort = "named" if spot.named else "taken.up" if ref.name or ref.geonameid else "unnamed"
    known = "sure" if spot.sure else "unsure"
    out = [
        sort, f"{sort}|{known}", f"kind={ref.kind}",
        f"listed={ref.geonameid is not None or bool(ref.name)}|{spot.named}",
    ]  # fmt: skip
    if _within_another(scene, spot):
        out.append("container")
    if _measured_from(scene, spot):
        out.append("measured.from")
    if spot.first <= 1 and spot.last < len(scene.words) and scene.segments[spot.last] != scene.segments[spot.last - 1]:
        out.append("dateline")
    return out


def _linked(scene: Scene, spot: Spot, hit: Hit, *, after: bool) -> list[str]:
    """Return the prepositions that stand right before a place, as features."""
    start = max(hit.last if after else 0, spot.first - 2)
    names = ("word.in", "word.from", "word.by", "word.oblique", "word.link")
    out = [f"prep={n[5:]}|{after}" for n in names if scene.has(n, start, spot.first)]
    return out or [f"prep=none|{after}"]


def _drawback(scene: Scene, spot: Spot) -> float:
    """Return the points a place loses by itself: not named, too wide, only where another lies."""
    lost = 0.0 if spot.sure else UNLISTED
    if not spot.named:
        lost += TAKEN_UP if spot.ref.name or spot.ref.geonameid else UNNAMED
    if spot.ref.kind in WIDE:
        lost += COUNTRY if spot.ref.kind == "country" else WIDE_PLACE
    if _within_another(scene, spot):
        lost += CONTAINER
    return lost + FAR_OFF if _measured_from(scene, spot) else lost


def _measured_from(scene: Scene, spot: Spot) -> bool:
    """Tell whether a place is only where a distance is measured from, or stands in brackets."""
    start = scene.m.spans[spot.first][0]
    counted = scene.grammar.territory.verb_last and scene.has("word.unit", spot.last, spot.last + 4)
    bracket = start > 0 and scene.m.text[start - 1] in "(["
    return counted or bracket or scene.has("word.unit", max(0, spot.first - 4), spot.first)


def _within_another(scene: Scene, spot: Spot) -> bool:
    """Tell whether a place only says where the one before it lies: "Bara in North Kordofan"."""
    if not scene.has("word.in", max(0, spot.first - 1), spot.first):
        return False
    return any(s.named and s.last == spot.first - 1 for s in scene.spots_in(max(0, spot.first - 5), spot.first - 1))


def _merely_where(scene: Scene, hit: Hit, spot: Spot) -> bool:
    """Tell whether a place is only where something else was taken: "seized firearms in Maguindanao"."""
    if not scene.has("word.in", max(hit.last, spot.first - 2), spot.first):
        return False
    return not any(scene.has(n, hit.last, spot.first) for n in ("word.site", "word.anaphor"))


def _adjacent(scene: Scene, *, fits: bool, words: int, left: int, right: int) -> bool:
    """Tell whether a place stands right beside a weak phrase, on the side where it belongs."""
    reach = ADJACENT + (2 if scene.grammar.territory.subject == "after" else 0)
    return words <= reach and fits and scene.segments[left] == scene.segments[right]
