"""What stands around a phrase of control: people, harm and things counted, prepositions, words of saying, quotes.

The lexicon of figures knows what a report counts; here its classes tell that "took" took prisoners, lives or a bus.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from sitroom.claims.lexicon import Trigger
from sitroom.claims.phrases import Hit
from sitroom.claims.scene import Scene, Spot

BEFORE, AFTER = 6, 5  # words before and after a phrase that are looked at, within its clause
SAYING = 20  # words between a word of saying and what it governs
ARMED = frozenset({"army", "fighters", "rebels", "militants", "militia", "police"})
HARM = frozenset({"killed", "injured", "missing", "detained", "displaced", "returned", "one"})
CUES = frozenset({"hedge", "warning", "past", "zero", "negation", "campaign", "denial", "lost", "stock", "other"})
OPENING, CLOSING = frozenset("«“„"), frozenset("»”")


def around(scene: Scene, hit: Hit, event: str, frame: str) -> list[str]:
    """Return the classes of what stands before, in and after a phrase within its clause, as features.

    Example: for "took" in "took 17 prisoners" there is after=detained.
    """
    out: set[str] = set()
    clause = scene.clauses[hit.first]
    for place, a, b in (
        ("before", max(0, hit.first - BEFORE), hit.first),
        ("in", hit.first, hit.last),
        ("after", hit.last, hit.last + AFTER),
    ):
        for t in triggers(scene, a, b):
            if scene.clauses[t.first] == clause and (group := _group(t.name)):
                out.update((f"{place}={group}", f"{place}={group}|{event}"))
        for amount in _amounts(scene, a, b):
            out.add(f"{place}=amount:{amount}")
    near = [g for t in triggers(scene, max(0, hit.first - BEFORE), hit.first) if (g := _who(t.name))]
    out.add(f"subject={near[-1] if near else '-'}|{frame}")
    return sorted(out)


def triggers(scene: Scene, first: int, last: int) -> list[Trigger]:
    """Return the phrases of the lexicon of figures that begin in a range of words."""
    starts = scene.trigger_starts
    return scene.m.triggers[bisect_left(starts, first) : bisect_left(starts, last)]


def _group(name: str) -> str | None:
    kind, _, detail = name.partition(".")
    if kind in HARM or kind == "other":
        return kind
    if kind == "people":
        return "armed" if detail in ARMED else "people"
    if kind == "thing":
        return name
    return name if kind == "cue" and detail in CUES else None


def _who(name: str) -> str | None:
    kind, _, detail = name.partition(".")
    if kind == "people":
        return "armed" if detail in ARMED else "people"
    return "people" if kind == "one" else None


def _amounts(scene: Scene, first: int, last: int) -> list[str]:
    """Return the kinds of the amounts in a range of words."""
    if first >= last or first >= len(scene.words):
        return []
    start, end = scene.span(first, min(last, len(scene.words)))
    found = scene.m.amounts
    i = bisect_left(found, start, key=lambda a: a.start)
    return [a.kind for a in found[i : bisect_left(found, end, key=lambda a: a.start)]]


def before_place(scene: Scene, spot: Spot, event: str, frame: str, *, after: bool) -> list[str]:
    """Return the preposition of the lexicon right before a place, and whether the place looks like a person."""
    here = [t.name for t in triggers(scene, max(0, spot.first - 3), spot.first) if t.last == spot.first]
    preps = sorted({n[5:] for n in here if n.startswith("prep.")}) or ["-"]
    out = [f for p in preps for f in (f"to={p}|{after}", f"to={p}|{event}", f"to={p}|{frame}|{after}")]
    text = spot.ref.text
    if spot.named and text[:1].islower() and not text.islower():
        out += ["vicinity", f"vicinity|{event}", f"vicinity|{frame}|{after}"]
    following = scene.words[spot.last] if spot.last < len(scene.words) else ""
    joined = spot.last < len(scene.words) and scene.segments[spot.last] == scene.segments[spot.last - 1]
    plain_word = (
        joined
        and following.islower()
        and not any(t.first == spot.last for t in triggers(scene, spot.last, spot.last + 1))
    )
    out.append(f"adjective={plain_word}|{spot.sure}|{spot.ref.kind if spot.sure else '-'}")
    out.append(f"repeated={sum(s.ref.text == text for s in scene.spots) > 1}|{spot.sure}")
    noun = _explained(scene, spot)
    out += [f"explained={noun}|{spot.sure}", f"explains={_explaining(scene, spot)}|{spot.sure}"]
    if not spot.sure and ("speaker.role" in here or spot.last - spot.first > 1):
        out.append(f"person|role={'speaker.role' in here}")
    return out


def _explained(scene: Scene, spot: Spot) -> bool:
    """Tell whether a noun of settlement explains a name after a comma: "al-Abdiya, a mountain district"."""
    last = min(spot.last + 4, len(scene.words))
    nouns = [h for n in ("word.anaphor", "word.site") for h in scene.found(n, spot.last, last)]
    return any(scene.segments[h.first] == scene.segments[spot.last - 1] + 1 for h in nouns)


def _explaining(scene: Scene, spot: Spot) -> bool:
    """Tell whether a name only explains the one before it: "Wad Madani, the capital of Gezira"."""
    nouns = [h for n in ("word.anaphor", "word.site") for h in scene.found(n, max(0, spot.first - 3), spot.first)]
    nouns = [h for h in nouns if scene.segments[h.first] == scene.segments[spot.first]]
    if not nouns:
        return False
    noun = min(nouns)
    before = scene.spots_in(max(0, noun.first - 6), noun.first)
    return any(s.named and scene.segments[noun.first] - scene.segments[s.last - 1] == 1 for s in before)


def saying(scene: Scene, hit: Hit, voice: str) -> list[str]:
    """Return how words of saying stand to a phrase: before or after, how near, and whether it stands in quotes."""
    first, last = scene.sentence_words(scene.sentence_of[hit.first])
    out = [f"quoted={_quoted(scene, hit, first)}|{voice}"]
    for name in ("cue.said", "cue.claimed", "cue.denied"):
        before = [h for h in scene.found(name, max(first, hit.first - SAYING), hit.first) if h.last <= hit.first]
        later = scene.found(name, hit.last, min(last, hit.last + SAYING))
        if before:
            h = before[-1]
            breaks = min(2, scene.segments[hit.first] - scene.segments[h.last - 1])
            out += [f"{name}|before={breaks}|{voice}", f"{name}|before|near={hit.first - h.last <= 6}|{voice}"]
            linked = any(t.name == "cue.clause" for t in triggers(scene, h.last, hit.first))
            out.append(f"{name}|before|linked={linked}|{breaks}|{voice}")
        if later:
            h = later[0]
            breaks = min(2, scene.segments[h.first] - scene.segments[hit.last - 1])
            out += [f"{name}|later={breaks}|{voice}"]
        if not before and not later:
            out.append(f"{name}|none|{voice}")
    relative = scene.has("word.that", max(first, hit.first - 2), hit.first)
    out.append(f"relative={relative}|{voice}")
    return out


def _quoted(scene: Scene, hit: Hit, first: int) -> bool:
    """Tell whether a phrase stands in quotation marks that open in its sentence or before."""
    text = scene.m.text
    start, at = scene.m.spans[first][0], scene.m.spans[hit.first][0]
    head = text[max(0, start - 2) : at]
    opened = sum(c in OPENING for c in head) - sum(c in CLOSING for c in head)
    return opened > 0 or head.count('"') % 2 == 1


def within_name(scene: Scene, hit: Hit) -> bool:
    """Tell whether a phrase is part of the name of a party or of a place: the Army of National Liberation."""
    i = bisect_right(scene.party_starts, hit.first)
    near = scene.parties[max(0, i - 3) : i]
    if any(p.first <= hit.first and hit.last <= p.last and p.last - p.first > 1 for p in near):
        return True
    spots = scene.spots_in(max(0, hit.first - 4), hit.first + 1)
    return any(s.named and s.first <= hit.first and hit.last <= s.last for s in spots)
