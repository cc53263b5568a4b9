"""Control claims: who took, lost, besieges, threatens, contests or holds a place, on whose word.

A phrase of control is tied to the place it is about by frame, side, distance and the breaks between, and to the
doer by the same. What is planned, tried or feared is no capture; what a party says of its own success is claimed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sitroom.claims.distances import distances
from sitroom.claims.drafts import Draft
from sitroom.claims.mentions import Mentions, within
from sitroom.claims.phrases import Hit
from sitroom.claims.scene import WIDE, Party, Scene, Spot
from sitroom.claims.stance import Stance, stance, voice_of
from sitroom.model import ControlClaim, ControlEvent, PlaceRef, Span, content_id

# How far a place may stand from its phrase, in points taken from 1; set on the development half of the gold.
PER_WORD, PER_COMMA, PER_BREAK = 0.06, 0.3, 0.8
WRONG_SIDE, OTHER_PHRASE, UNNAMED, TAKEN_UP, UNLISTED = 0.6, 0.5, 0.3, 0.1, 0.2
WIDE_PLACE, COUNTRY, FAR_OFF, LEFT_OUT, CONTAINER = 0.35, 1.0, 0.7, 0.35, 0.4
ENOUGH = 0.15  # points below which a phrase has no place
APPOSITION = 8  # words between two commas that merely explain the place: "Suran, a town in the north, is besieged"
UNLISTED_REACH = 5  # words between a phrase and a name that no gazetteer lists
ADJACENT = 3  # words that may stand between a weak phrase and its place
DOER_REACH = 30  # words between a doer and the phrase
UNDERSTOOD, BY_CONTEXT = frozenset({"lost"}), 0.3  # "the army withdrew": from the place spoken of
OF_A_PLACE = frozenset({"captured", "lost"})  # what is done to a place, not in it
NONE = "control.none.none"
MOVES = ("active", "moves", "expel", "expelled")  # frames whose subject may be civilians
_RANK = {"held": 5, "besieged": 4, "lost": 3, "threatened": 2, "contested": 1, "captured": 0}


class Link(NamedTuple):
    """A phrase, the place it is about, its frame, and how sure the tie is."""

    hit: Hit
    event: ControlEvent
    frame: str
    spot: Spot
    score: float


def control_claims(m: Mentions) -> list[ControlClaim]:
    """Return the control claims of a report, in the order of the text, each place of a list its own claim.

    Example: "Insurgents took Morek, Suran and Taybat al-Imam" gives three claims captured/asserted.
    """
    return control_of(Scene(m, m.document.lang if m.document else ""))


def control_of(scene: Scene) -> list[ControlClaim]:
    """Return the control claims of a scene; see `control_claims`."""
    drafts: list[Draft] = []
    scene.voice = voice_of(scene)
    for sentence in range(len(scene.m.sentences)):
        first, last = scene.sentence_words(sentence)
        links = _links(scene, first, last)
        for link in links:
            drafts += _drafts(scene, link)
        if not any(scene.has("cue.said", link.hit.first, link.hit.last) for link in links):
            drafts += _echoes(scene, sentence, drafts)
    drafts += distances(scene)
    return _claims(scene, drafts)


def _links(scene: Scene, first: int, last: int) -> list[Link]:
    """Return the phrases of a sentence that have a place; of those that overlap, the longest and surest."""
    found: list[Link] = []
    spots = scene.spots_in(first, last)
    hits = [h for name in scene.control_names for h in scene.found(name, first, last)]
    strong = [h for h in hits if not h.weak]
    for h in hits:
        if h.name == NONE:
            continue
        _, event, frame = h.name.split(".")
        frame = _frame(scene, h, frame)
        scored = [(_score(scene, h, frame, s, strong), s) for s in spots]
        best = max(scored, key=lambda o: (o[0], -o[1].first), default=None)
        if best is not None and best[0] >= ENOUGH:
            found.append(Link(h, event, frame, best[1], best[0]))  # type: ignore[arg-type]
        elif event in UNDERSTOOD and not h.weak and (spot := scene.antecedent(h.first)) is not None:
            found.append(Link(h, event, frame, spot, BY_CONTEXT))  # type: ignore[arg-type]
    hidden = [h for h in hits if h.name == NONE]
    found = [k for k in found if not any(_hides(n, k.hit) for n in hidden)]
    found.sort(key=lambda k: (k.hit.weak, -(k.hit.last - k.hit.first), -_RANK[k.event], -k.score))
    kept: list[Link] = []
    for link in found:
        if not any(_clash(link, k) for k in kept):
            kept.append(link)
    return sorted(kept, key=lambda k: k.hit.first)


def _hides(none: Hit, hit: Hit) -> bool:
    """Tell whether a phrase that means something else covers a phrase of control."""
    return none.first <= hit.first < none.last and none.last >= hit.last


def _clash(one: Link, other: Link) -> bool:
    """Tell whether two phrases share words, or say the same of one place."""
    share = one.hit.first < other.hit.last and other.hit.first < one.hit.last
    return share or (one.event == other.event and one.spot == other.spot)


def _frame(scene: Scene, hit: Hit, frame: str) -> str:
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
        return (
            "either"
            if t.subject == "either" or t.object != "after"
            else ("after" if t.subject == "after" else "before")
        )
    return "either" if t.verb_last else "after"


def _score(scene: Scene, hit: Hit, frame: str, spot: Spot, strong: list[Hit]) -> float:
    """Return how likely a place is what a phrase is about, from 1 downwards."""
    inside = hit.first <= spot.first and spot.last <= hit.last
    if inside:
        return 1.0 if spot.named else 0.9
    after = spot.first >= hit.last
    a, b = (hit.last, spot.first) if after else (spot.last, hit.first)
    words = max(0, b - a) - sum(min(p.last, b) - p.first for p in scene.parties_in(a, b))
    left, right = (hit.last - 1, spot.first) if after else (spot.last - 1, hit.first)
    if hit.weak and not _adjacent(scene, hit, frame, spot, after=after, words=words):
        return -1.0
    clauses = abs(scene.clauses[right] - scene.clauses[left])
    commas = abs(scene.segments[right] - scene.segments[left]) - clauses
    commas = 1 if commas == 2 and words <= APPOSITION else commas
    score = 1.0 - PER_WORD * words - PER_COMMA * commas - PER_BREAK * clauses
    if not _right_side(scene, frame, after=after):
        related = not after and scene.has("word.that", spot.last, min(spot.last + 2, hit.first))
        may_be_left_out = ".lost." in hit.name or ".held." in hit.name
        score += PER_COMMA * commas if related else -(LEFT_OUT if may_be_left_out else WRONG_SIDE)
    if not spot.sure:
        score -= UNLISTED
        if words > (ADJACENT if hit.weak else UNLISTED_REACH) or commas or clauses or hit.weak:
            return -1.0
    score -= _drawback(scene, spot)
    if any(a <= h.first and h.last <= b for h in strong if h is not hit):
        score -= OTHER_PHRASE
    if after and frame != "moves" and hit.name.split(".")[1] in OF_A_PLACE and _merely_where(scene, hit, spot):
        return -1.0
    return score


def _drawback(scene: Scene, spot: Spot) -> float:
    """Return the points a place loses by itself: not named, too wide, only where another lies."""
    lost = 0.0
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


def _right_side(scene: Scene, frame: str, *, after: bool) -> bool:
    """Tell whether a place stands on the side of a phrase where its frame has it."""
    preferred = _preferred(scene, frame)
    return preferred == "either" or (preferred == "after") == after


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


def _adjacent(scene: Scene, hit: Hit, frame: str, spot: Spot, *, after: bool, words: int) -> bool:
    """Tell whether a place stands right beside a weak phrase, on the side where it belongs."""
    reach = ADJACENT + (2 if scene.grammar.territory.subject == "after" else 0)
    if words > reach or not _right_side(scene, frame, after=after):
        return False
    a, b = (hit.last - 1, spot.first) if after else (spot.last - 1, hit.first)
    if scene.segments[a] != scene.segments[b]:
        return False
    return spot.named or bool(spot.ref.name) or words <= 2


def _drafts(scene: Scene, link: Link) -> Iterable[Draft]:
    """Return the claims of a phrase: one for each place of the list that it is about."""
    told = _told(scene, link)
    if told is None:
        return
    event, by, source, st = told
    if event in ("lost", "captured") and link.frame in MOVES and _civil(scene, link, by):
        return
    if event == "threatened" and by is None and link.frame != "passive":
        return
    for spot in scene.listed(link.spot):
        first, last = min(link.hit.first, spot.first), max(link.hit.last, spot.last)
        yield Draft(event, spot, by, source, st, first, last, link.score)


def _told(scene: Scene, link: Link) -> tuple[ControlEvent, str | None, str | None, Stance] | None:
    """Return what a phrase tells: the event, who did it to whom, and how it stands; None where it tells of none."""
    by, source = _doers(scene, link)
    event = link.event
    if event in ("captured", "threatened") and link.frame == "state" and not _changed(scene, link.hit):
        event = "held"
    driven = event == "held" and link.frame == "passive" and scene.has("word.from", link.hit.last - 1, link.hit.last)
    if link.frame in ("expel", "expelled") and by is None and source is None and _subject(scene, link) is None:
        return None
    if link.frame == "expelled" or driven:
        event, by, source = "lost", _subject(scene, link), by
    st = stance(scene, link.hit, by)
    if by is None and st.speaker is not None and st.speaker.side and event in ("captured", "held", "lost", "besieged"):
        by = _implied(scene, event, st)
        st = stance(scene, link.hit, by)
    return _settled(scene, link, event, by, source, st)


def _settled(
    scene: Scene, link: Link, event: ControlEvent, by: str | None, source: str | None, st: Stance
) -> tuple[ControlEvent, str | None, str | None, Stance] | None:
    """Return what is left of what a phrase tells where it is planned, hedged, denied or boasted of."""
    if not st.real:
        if event == "threatened" and st.standing != "denied":
            st = st._replace(real=True)
        elif event == "captured" and st.standing == "denied" and _not_yet(scene, link.hit):
            event, st = "threatened", st._replace(standing="asserted", real=True)
        else:
            return None
    if event == "held" and st.standing == "denied":
        if st.speaker is None or (by is not None and st.speaker.side != by):
            return None
        by, st = st.speaker.side, st._replace(standing="claimed")
    if event in ("lost", "threatened", "contested") and st.standing == "claimed":
        st = st._replace(standing="asserted")
    return event, by, source, st


def _implied(scene: Scene, event: ControlEvent, st: Stance) -> str | None:
    """Return the doer that a party leaves unsaid: of successes itself, of what it denies its enemy."""
    side = st.speaker.side if st.speaker else None
    if st.standing != "denied" or event in ("lost", "held"):
        return side
    rivals = [s for s, _ in scene.sides.most_common() if s != side]
    return rivals[0] if rivals else None


def _civil(scene: Scene, link: Link, by: str | None) -> bool:
    """Tell whether those who leave or enter are civilians, or nobody that the sentence names as armed."""
    first, _ = scene.sentence_words(scene.sentence_of[link.hit.first])
    start = max(first, link.hit.first - DOER_REACH)
    if link.frame == "expel" and scene.has("word.civilian", link.hit.first, max(link.hit.last, link.spot.first)):
        return True
    civilians = [
        h
        for h in scene.found("word.civilian", start, link.hit.first)
        if scene.clauses[h.first] == scene.clauses[link.hit.first]
    ]
    if not civilians:
        return link.event == "lost" and by is None
    armed = [p for p in scene.parties_in(start, link.hit.first) if p.side and p.first > civilians[-1].first]
    return not armed


def _not_yet(scene: Scene, hit: Hit) -> bool:
    """Tell whether a capture is still to come: "have not entered either town yet"."""
    first, last = max(0, hit.first - 6), min(len(scene.words), hit.last + 8)
    here = [h for h in scene.found("word.still", first, last) if scene.clauses[h.first] == scene.clauses[hit.first]]
    return bool(here)


def _changed(scene: Scene, hit: Hit) -> bool:
    """Tell whether "in the hands of" tells of a change: "now", "again", and no "still"."""
    first, last = max(0, hit.first - 6), min(len(scene.words), hit.last + 3)
    if scene.has("word.still", max(0, hit.first - 4), hit.last):
        return False
    return any(scene.clauses[h.first] == scene.clauses[hit.first] for h in scene.found("word.now", first, last))


def _armed(parties: Iterable[Party]) -> list[Party]:
    return [p for p in parties if p.side]


def _subject(scene: Scene, link: Link) -> str | None:
    """Return the party before a phrase that is nearest to it: who undergoes a passive."""
    sentence = scene.sentence_of[link.hit.first]
    before = _armed(scene.parties_in(scene.sentence_words(sentence)[0], link.hit.first))
    return before[-1].side if before else None


def _doers(scene: Scene, link: Link) -> tuple[str | None, str | None]:
    """Return who does what a phrase says, and to whom, as sides."""
    hit, frame = link.hit, link.frame
    first, last = scene.sentence_words(scene.sentence_of[hit.first])
    parties = _armed(scene.parties_in(max(first, hit.first - DOER_REACH), min(last, hit.last + DOER_REACH)))
    if not parties:
        return None, None
    before = [p for p in parties if p.last <= hit.first]
    inside = [p for p in parties if hit.first <= p.first < hit.last]
    after = [p for p in parties if p.first >= hit.last]
    marked = [p for p in after if _marked(scene, "word.by", p)]
    t = scene.grammar.territory
    by: Party | None = None
    if frame in ("passive", "noun", "state"):
        close = [p for p in after if p.first - hit.last <= 3 and frame == "state"]
        chosen = inside or marked or close
        if not chosen and frame == "noun" and before:
            chosen = [before[-1]] if scene.segments[before[-1].first] == scene.segments[hit.first] else []
        if not chosen and t.verb_last and before:
            chosen = [before[-1]]
        if not chosen and frame == "passive" and t.object != "after" and (before or after):
            chosen = [before[-1]] if before else [after[0]]
        by = chosen[0] if chosen else None
    else:
        by = _active(scene, hit, t.subject, before, inside, after)
    others = [p for p in parties if by is not None and p.side != by.side]
    source = next((p.side for p in others if _marked(scene, "word.from", p)), others[0].side if others else None)
    return (by.side if by else None), source


def _active(
    scene: Scene, hit: Hit, subject: str, before: list[Party], inside: list[Party], after: list[Party]
) -> Party | None:
    if subject == "after":
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


def _echoes(scene: Scene, sentence: int, drafts: list[Draft]) -> list[Draft]:
    """Return denials of what was just claimed: "Ukraine rejected this.", "l'armée dément"."""
    first, last = scene.sentence_words(sentence)
    cues = scene.found("cue.denied", first, last)
    if not cues or any(d.stance.standing == "denied" and scene.sentence_of[d.first] == sentence for d in drafts):
        return []
    recent = [
        d
        for d in drafts
        if 0 <= sentence - scene.sentence_of[d.first] <= 1
        and d.event in ("captured", "lost", "besieged")
        and d.stance.standing == "claimed"
        and d.first < cues[0].first
    ]
    if not recent or last - first > 40:
        return []
    who = [p for p in scene.parties_in(first, last) if p.last <= cues[0].first + 6]
    speaker = who[0] if who else None
    out = []
    for d in recent:
        if speaker is not None and speaker.side == d.by:
            continue
        st = Stance("denied", real=True, speaker=speaker, background=False)
        out.append(d._replace(stance=st, first=cues[0].first, last=cues[0].last, score=d.score * 0.7))
    return out


def _claims(scene: Scene, drafts: list[Draft]) -> list[ControlClaim]:
    """Return drafts as claims: doers filled in from the rest of the report, each statement once."""
    by_place: dict[tuple[str, object], Counter[str]] = {}
    for d in drafts:
        if d.by:
            by_place.setdefault((d.event, _same(d.place.ref)), Counter())[d.by] += 1
    attackers = Counter(d.by for d in drafts if d.by and d.event in ("captured", "besieged", "threatened"))
    kept: dict[tuple[object, ...], ControlClaim] = {}
    for d in sorted(drafts, key=lambda d: (-d.score, d.first)):
        by = d.by
        if by is None:
            known = by_place.get((d.event, _same(d.place.ref)))
            by = known.most_common(1)[0][0] if known else None
        if by is None and d.event in ("captured", "besieged", "threatened", "contested") and attackers:
            by = attackers.most_common(1)[0][0]
        key = (d.event, _same(d.place.ref), d.stance.standing, d.stance.background)
        if key not in kept:
            kept[key] = _claim(scene, d, by)
    return sorted(kept.values(), key=lambda c: (c.spans[0].start, c.id))


def _same(ref: PlaceRef) -> object:
    return ref.geonameid or (ref.name or ref.text).casefold()


def _claim(scene: Scene, d: Draft, by: str | None) -> ControlClaim:
    document = scene.m.document
    assert document is not None  # noqa: S101 - a scene of claims is always one of a report
    start, end = scene.span(d.first, d.last)
    speaker = d.stance.claimant()
    return ControlClaim(
        id=content_id("control", document.id, d.event, d.place.ref.text, by, d.stance.standing, start, end),
        document=document.id,
        known_at=document.known_at,
        event=d.event,
        place=d.place.ref,
        by=by,
        from_=d.source if d.source != by else None,
        on=_day(scene, d),
        attributed_to=speaker,
        standing=d.stance.standing,
        background=d.stance.background,
        spans=(Span(document=document.id, start=start, end=end),),
        confidence=round(max(0.05, min(0.95, 0.35 + 0.5 * d.score)), 2),
        distance_km=d.distance_km,
    )


def _day(scene: Scene, d: Draft) -> str | None:
    """Return the day of a statement: the day mention nearest to it within its sentence."""
    s = scene.m.sentences[scene.sentence_of[d.first]]
    start, end = scene.span(d.first, d.last)
    days = [x for x in within(scene.m.days, s.start, s.end) if x.on]
    near = sorted(days, key=lambda x: max(start - x.end, x.start - end, 0))
    return near[0].on if near else None
