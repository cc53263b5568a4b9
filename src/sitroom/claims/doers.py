"""Who does what a phrase of control says, and to whom: the parties around it, by frame and word order."""

from __future__ import annotations

from collections.abc import Iterable

from sitroom.claims.phrases import Hit
from sitroom.claims.scene import Party, Scene, Spot
from sitroom.claims.stance import Stance
from sitroom.model import ControlEvent

DOER_REACH = 30  # words between a doer and the phrase
CLOSE = 3  # words between "in the hands of" and whose hands they are


def armed(parties: Iterable[Party]) -> list[Party]:
    """Return the parties that stand on a side."""
    return [p for p in parties if p.side]


def subject(scene: Scene, hit: Hit) -> str | None:
    """Return the side of the party before a phrase that is nearest to it: who undergoes a passive."""
    sentence = scene.sentence_of[hit.first]
    before = armed(scene.parties_in(scene.sentence_words(sentence)[0], hit.first))
    return before[-1].side if before else None


def doers(scene: Scene, hit: Hit, frame: str) -> tuple[str | None, str | None]:
    """Return who does what a phrase says, and to whom, as sides."""
    first, last = scene.sentence_words(scene.sentence_of[hit.first])
    parties = armed(scene.parties_in(max(first, hit.first - DOER_REACH), min(last, hit.last + DOER_REACH)))
    if not parties:
        return None, None
    before = [p for p in parties if p.last <= hit.first]
    inside = [p for p in parties if hit.first <= p.first < hit.last]
    after = [p for p in parties if p.first >= hit.last]
    if frame in ("passive", "noun", "state"):
        by = _agent(scene, hit, frame, before, inside, after)
    else:
        by = _active(scene, hit, before, inside, after)
    others = [p for p in parties if by is not None and p.side != by.side]
    source = next((p.side for p in others if _marked(scene, "word.from", p)), others[0].side if others else None)
    return (by.side if by else None), source


def _agent(
    scene: Scene, hit: Hit, frame: str, before: list[Party], inside: list[Party], after: list[Party]
) -> Party | None:
    """Return the doer of a passive, a noun or a state: inside it, marked as doer, or close by."""
    t = scene.grammar.territory
    marked = [p for p in after if _marked(scene, "word.by", p)]
    close = [p for p in after if p.first - hit.last <= CLOSE and frame == "state"]
    chosen = inside or marked or close
    if not chosen and frame == "noun" and before:
        chosen = [before[-1]] if scene.segments[before[-1].first] == scene.segments[hit.first] else []
    if not chosen and t.verb_last and before:
        chosen = [before[-1]]
    if not chosen and frame == "passive" and t.object != "after" and (before or after):
        chosen = [before[-1]] if before else [after[0]]
    return chosen[0] if chosen else None


def _active(scene: Scene, hit: Hit, before: list[Party], inside: list[Party], after: list[Party]) -> Party | None:
    if scene.grammar.territory.subject == "after":
        near = [p for p in after if scene.clauses[p.first] == scene.clauses[hit.first]]
        prior = [p for p in before if scene.clauses[p.first] == scene.clauses[hit.first]]
        return next(iter((*inside, *near, *prior[-1:], *before[-1:])), None)
    free = [p for p in before if not _marked(scene, "word.by", p) and not _marked(scene, "word.oblique", p)] or before
    here = [p for p in free if scene.segments[p.first] == scene.segments[hit.first]]
    clause = [p for p in free if scene.clauses[p.first] == scene.clauses[hit.first]]
    if here:
        return here[-1]
    if clause:
        return clause[-1]
    if scene.grammar.territory.object == "either":
        late = [p for p in (*inside, *after) if scene.segments[p.first] == scene.segments[hit.first]]
        if late:
            return late[0]
    return free[-1] if free else (inside[0] if inside else None)


def _marked(scene: Scene, name: str, p: Party) -> bool:
    """Tell whether a party follows a marker ("by", "from") directly, or after an article."""
    return any(p.first - h.last <= 1 for h in scene.found(name, max(0, p.first - 3), p.first))


def implied(scene: Scene, event: ControlEvent, st: Stance) -> str | None:
    """Return the doer that a party leaves unsaid: of successes itself, of what it denies its enemy."""
    side = st.speaker.side if st.speaker else None
    if st.standing != "denied" or event in ("lost", "held"):
        return side
    rivals = [s for s, _ in scene.sides.most_common() if s != side]
    return rivals[0] if rivals else None


def civil(scene: Scene, hit: Hit, event: str, frame: str, spot: Spot, by: str | None) -> bool:
    """Tell whether those who leave or enter are civilians, or nobody that the sentence names as armed."""
    first, _ = scene.sentence_words(scene.sentence_of[hit.first])
    start = max(first, hit.first - DOER_REACH)
    if frame == "expel" and scene.has("word.civilian", hit.first, max(hit.last, spot.first)):
        return True
    civilians = [
        h for h in scene.found("word.civilian", start, hit.first) if scene.clauses[h.first] == scene.clauses[hit.first]
    ]
    if not civilians:
        return event == "lost" and by is None
    named = [p for p in scene.parties_in(start, hit.first) if p.side and p.first > civilians[-1].first]
    return not named
