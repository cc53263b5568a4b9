"""How a statement about ground stands: so, merely claimed, denied, not yet so, or long past; and who says it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from sitroom.claims.mentions import within
from sitroom.claims.phrases import Hit, plain
from sitroom.claims.scene import Party, Saying, Scene
from sitroom.model import ClaimantRef, Standing

UNREAL_REACH = 5  # words before a verb within which a modal or a verb of trying governs it
VERBAL, SHORT_VERB = frozenset({"active", "moves", "expel"}), 4  # frames and least letters of an infinitive
NEGATION_REACH = 4
DENIED_AFTER = 8  # words between a statement and the denial that follows it: "the claim is false"
SPEAKER_REACH = 20  # words between a speaker and the verb of saying: names, offices, "in a statement on Tuesday"
CARRIED = 2  # sentences back to the speaker whom "it said" means
COMMUNIQUE = 2  # sayings of one side, and twice those of others, that make a report its communique
QUOTED = re.compile('[«“„"][^«»“”„"\n]{0,400}[»”“"]')
NEUTRAL = frozenset({"monitor", "un", "un_agency", "ngo", "media", "hospital", "red_cross", "court", "church"})
PARTISAN = 2  # kinds of partisan words that make a report a party's own
NEUTRAL_REACH = 6  # words: "state media and the Observatory said" is not the army's word alone
PAST_YEARS = 2  # a year so far before that of publication is another war, or another phase


class Stance(NamedTuple):
    """How a statement stands. `real` is false where it is planned, feared, tried or merely possible."""

    standing: Standing
    real: bool
    speaker: Party | None
    background: bool

    def claimant(self) -> ClaimantRef | None:
        """Return who says it, as a claim carries it."""
        return ClaimantRef(text=self.speaker.text, id=self.speaker.key) if self.speaker else None


def speakers(scene: Scene, sentence: int) -> list[Saying]:
    """Return who says something in a sentence: the words of saying and the parties that are nearest to them."""
    known = scene.said.get(sentence)
    if known is None:
        known = scene.said[sentence] = _speakers(scene, sentence)
    return known


def _speakers(scene: Scene, sentence: int) -> list[Saying]:
    first, last = scene.sentence_words(sentence)
    parties = scene.parties_in(first, last)
    out: list[Saying] = []
    if not parties:
        return out
    inside = _quoted(scene, sentence)
    for name in ("cue.said", "cue.claimed", "cue.denied"):
        for h in scene.found(name, first, last):
            # Who is spoken of between quotation marks does not speak the words outside them.
            free = parties if h.first in inside else [p for p in parties if p.first not in inside]
            before = [p for p in free if p.last <= h.first + 1 and h.first - p.last <= SPEAKER_REACH]
            after = [p for p in free if p.first >= h.last and p.first - h.last <= SPEAKER_REACH // 2]
            near = [p for p in before if scene.clauses[p.first] == scene.clauses[h.first]] or before
            if near:
                who = near[0] if near[0].side else near[-1]
                neutral = any(p.kind in NEUTRAL and h.first - p.last <= NEUTRAL_REACH for p in near)
                out.append(_saying(scene, h, who, [] if neutral else near))
            elif after:
                beside = [p for p in after if scene.clauses[p.first] == scene.clauses[h.first]]
                neutral = any(p.kind in NEUTRAL for p in beside)
                out.append(_saying(scene, h, after[0], [] if neutral else beside[:1] or after[:1]))
    return sorted(out, key=lambda o: o.at)


def _quoted(scene: Scene, sentence: int) -> set[int]:
    """Return the words of a sentence that stand between quotation marks."""
    s = scene.m.sentences[sentence]
    spans = [m.span() for m in QUOTED.finditer(scene.m.text, s.start, s.end)]
    if not spans:
        return set()
    first, last = scene.sentence_words(sentence)
    return {w for w in range(first, last) if any(a < scene.m.spans[w][0] < b for a, b in spans)}


def _saying(scene: Scene, h: Hit, who: Party, near: list[Party]) -> Saying:
    """Return a saying; "its Defence Ministry" is that of the side spoken of before, an office alone the report's."""
    sides = frozenset(p.side for p in near if p.side)
    if who.sort == "role":
        if scene.has("word.possessive", max(0, who.first - 2), who.first):
            start, end = scene.sentence_words(max(0, scene.sentence_of[who.first] - 1))
            owner = next((p for p in scene.parties_in(start, end) if p.side), None)
            if owner is not None and owner.side:
                sides, who = frozenset({owner.side}), who._replace(side=owner.side)
        elif not sides and scene.voice is not None and scene.voice.side and who.kind not in NEUTRAL:
            sides, who = frozenset({scene.voice.side}), who._replace(side=scene.voice.side)
    return Saying(h.first, who, sides)


def _carried(scene: Scene, sentence: int, hit: Hit, first: int) -> list[Saying]:
    """Return who goes on speaking: "It also announced", or every sentence of a communique."""
    cue = next((h for n in ("cue.said", "cue.claimed") for h in scene.found(n, first, hit.first)), None)
    if cue is not None:
        for earlier in range(sentence - 1, max(-1, sentence - 1 - CARRIED), -1):
            if said := speakers(scene, earlier):
                return [said[-1]._replace(at=cue.first)]
    voice = scene.voice
    return [Saying(first, voice, frozenset({voice.side} if voice.side else ()))] if voice else []


def partisan(scene: Scene) -> bool:
    """Tell whether a report speaks in a party's own voice: "our forces", "the enemy", and nobody neutral speaks."""
    found = scene.by_name.get("cue.partisan", ())
    kinds = {plain(" ".join(scene.words[h.first : h.last])) for h in found}
    return len(kinds) >= PARTISAN and not any(p.kind in NEUTRAL for p in scene.parties)


def voice_of(scene: Scene) -> Party | None:
    """Return the one party whose communique a report is: it opens it, and hardly anybody else speaks in it."""
    said = [s for i in range(len(scene.m.sentences)) for s in speakers(scene, i)]
    if not said or scene.sentence_of[said[0].who.first] > 0 or not said[0].who.side:
        return None
    if any(s.who.kind in NEUTRAL for s in said):
        return None
    own = sum(said[0].who.side in s.sides for s in said)
    others = sum(bool(s.sides) and said[0].who.side not in s.sides for s in said)
    return said[0].who if own >= max(COMMUNIQUE, 2 * others) else None


def stance(scene: Scene, hit: Hit, by: str | None) -> Stance:
    """Read how the statement of a phrase stands, and who vouches for it.

    Example: "the army denied that rebels had entered Suran" is denied, by the army; "claimed to have taken
    Morek" is claimed; "poised to enter Maharda" is not real.
    """
    sentence = scene.sentence_of[hit.first]
    first, last = scene.sentence_words(sentence)
    said = speakers(scene, sentence) or _carried(scene, sentence, hit, first)
    denial = _denial(scene, hit, first, last)
    negative = negated(scene, hit)
    speaker = _speaker(hit, said, denial)
    who = speaker.who if speaker else None
    past = _past(scene, hit, first, last)
    if denial is not None:
        return Stance("denied", real=True, speaker=who, background=past)
    if negative:
        told = speaker is not None or any(scene.has(n, first, hit.first) for n in ("cue.said", "cue.claimed"))
        return Stance("denied", real=told, speaker=who, background=past)
    real = not _unreal(scene, hit, first, last)
    own = speaker is not None and by is not None and by in speaker.sides
    own = own or (by is not None and speaker is None and partisan(scene))
    boast = (
        own
        or scene.has("cue.claimed", hit.first, hit.last)
        or (by is not None and speaker is None and scene.has("cue.claimed", max(first, hit.first - 6), hit.first))
    )
    admitted = any(not negated(scene, h) for h in scene.found("cue.admitted", first, hit.first))
    standing: Standing = "claimed" if boast and not admitted else "asserted"
    return Stance(standing, real, who, past)


def _denial(scene: Scene, hit: Hit, first: int, last: int) -> Hit | None:
    """Return the denial that governs a phrase: it stands before, with no other saying between, or right after."""
    cues = [c for c in scene.found("cue.denied", first, last) if c.last <= hit.first or c.first >= hit.last]
    cues = [c for c in cues if c.last - c.first > 1 or not negated(scene, c)]
    verb_last = scene.grammar.territory.verb_last
    for c in reversed(cues):
        if c.last <= hit.first and not verb_last:
            anew = any(_anew(scene, c, s) for s in scene.found("cue.said", c.last, hit.first))
            if not anew and not _spent(scene, c, hit):
                return c
        if c.first >= hit.last:
            saying = scene.has("cue.said", hit.last, c.first) or scene.has(
                "word.and", max(hit.last, c.first - 2), c.first
            )
            near = verb_last or c.first - hit.last <= DENIED_AFTER
            if near and not saying and (verb_last or scene.clauses[c.first] == scene.clauses[hit.first]):
                return c
    return None


def _anew(scene: Scene, denial: Hit, saying: Hit) -> bool:
    """Tell whether a verb of saying opens a statement of its own after a denial: "denied it, and said that"."""
    if scene.has("word.and", max(denial.last, saying.first - 2), saying.first):
        return True
    broken = scene.segments[denial.last - 1] != scene.segments[saying.first]
    return broken and bool(scene.parties_in(denial.last, saying.first))


def _spent(scene: Scene, denial: Hit, hit: Hit) -> bool:
    """Tell whether a denial has another statement for object and a break parts this one from it."""
    for name in scene.control_names:
        if name != "control.none.none":
            for h in scene.found(name, denial.last, hit.first):
                if not h.weak and h.last <= hit.first and scene.segments[h.first] != scene.segments[hit.first]:
                    return True
    return False


def negated(scene: Scene, hit: Hit) -> bool:
    """Tell whether a negation stands right before a phrase, or in it."""
    start = hit.first
    while start and hit.first - start < NEGATION_REACH and scene.segments[start - 1] == scene.segments[hit.first]:
        start -= 1
    return any(not h.weak for h in scene.found("cue.negation", start, hit.last))


def _unreal(scene: Scene, hit: Hit, first: int, last: int) -> bool:
    verb_last = scene.grammar.territory.verb_last
    start = max(first, hit.first - UNREAL_REACH)
    window = (hit.first, min(last, hit.last + UNREAL_REACH)) if verb_last else (start, hit.first + 1)
    if scene.has("cue.managed", start, min(last, hit.last + 2)):
        return False
    verb = plain(scene.words[hit.first])
    frame = hit.name.rsplit(".", 1)[-1]
    if frame in VERBAL and len(verb) > SHORT_VERB and verb.endswith(scene.grammar.infinitives):
        return True
    for h in scene.found("cue.unreal", *window):
        if h.first == hit.first and h.last > hit.first and not verb_last:
            continue
        if h.weak and h.last != hit.first:
            continue
        if scene.segments[h.first] == scene.segments[hit.first]:
            return True
    return False


def _past(scene: Scene, hit: Hit, first: int, last: int) -> bool:
    """Tell whether a statement is of another time: a year gone by in its segment, or a day far back."""
    document = scene.m.document
    if document is None:
        return False
    here = scene.segments[hit.first]
    years = scene.years[bisect_left(scene.years, (first, 0)) : bisect_left(scene.years, (last, 0))]
    near = [year for w, year in years if abs(scene.segments[w] - here) <= 1]
    if near:
        return min(near) <= document.published.year - PAST_YEARS
    start, end = scene.span(first, last)
    return any(d.past and abs(scene.segment_at(d.start) - here) <= 1 for d in within(scene.m.days, start, end))


def _speaker(hit: Hit, said: list[Saying], denial: Hit | None) -> Saying | None:
    """Return who says what a phrase states: who denies it, else the last to speak before it, else the next."""
    if denial is not None:
        near = [s for s in said if abs(s.at - denial.first) <= 1]
        if near:
            return near[0]
    before = [s for s in said if s.at <= hit.first]
    after = [s for s in said if s.at > hit.first]
    return before[-1] if before else after[0] if after else None
