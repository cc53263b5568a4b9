"""Appeals: what a party or body promises, asks or orders, of whom and where.

An appeal opens with a verb of promising, asking, ordering or warning; what it says is read as codes of
terms/data/appeals.yaml, what it is about from the same sentence, or from the one before where the addressees stand.
"""

from __future__ import annotations

from sitroom.claims.mentions import Mentions
from sitroom.claims.phrases import Hit
from sitroom.claims.scene import WIDE, Party, Scene, Spot
from sitroom.claims.stance import speakers
from sitroom.model import AppealClaim, Span, content_id

REACH = 30  # words between the verb of an appeal and what it asks or promises
SUBJECT_AFTER = 2  # words between a verb and its subject, where the verb stands first
BACK = 1  # sentences back to the addressees ("two messages, one to the Christians, one to the Ismailis")
CONFIDENCE = {1: 0.6, 2: 0.75, 3: 0.85}  # by the number of things said: one alone may be a turn of phrase
# These alone are what any report says of any war; they are appeals only beside others or from a named speaker.
COMMON = frozenset({"leave_area", "ceasefire_call", "return_home", "surrender", "mobilise", "release_detainees"})


def appeal_claims(m: Mentions) -> list[AppealClaim]:
    """Return the appeals of a report, one for each community and place addressed.

    Example: "They promised the Christians of Maharda to protect lives and property, provided they did not side
    with the army" gives protect_civilians, protect_property and do_not_side_with, to christians, at Maharda.
    """
    return appeals_of(Scene(m, m.document.lang if m.document else ""))


def appeals_of(scene: Scene) -> list[AppealClaim]:
    """Return the appeals of a scene; see `appeal_claims`."""
    verbs = scene.by_name.get("appeal.verb", ())
    names = [n for n in scene.by_name if n.startswith("appeal.") and n != "appeal.verb"]
    out: list[AppealClaim] = []
    done: set[int] = set()
    for verb in verbs:
        sentence = scene.sentence_of[verb.first]
        if sentence in done:
            continue
        first, last = scene.sentence_words(sentence)
        said = [
            h for n in names for h in scene.found(n, max(first, verb.first - REACH // 2), min(last, verb.last + REACH))
        ]
        said = [h for h in said if h.first >= verb.last or h.last <= verb.first or len(said) > 1]
        content = tuple(dict.fromkeys(h.name[7:] for h in sorted(said)))
        if not content:
            continue
        by = _speaker(scene, verb, sentence, content)
        if by is None or (by.sort in ("country", "capital") and len(content) == 1):
            continue
        done.add(sentence)
        out += _claims(scene, verb, said, content, by, sentence)
    return out


def _speaker(scene: Scene, verb: Hit, sentence: int, content: tuple[str, ...]) -> Party | None:
    """Return who appeals: a party before the verb in its sentence, else who was spoken of before.

    Who is told not to side with somebody is not told so by that somebody.
    """
    first, last = scene.sentence_words(sentence)
    enemies = set()
    if "do_not_side_with" in content:
        enemies = {p.side for p in scene.parties_in(verb.last, last) if p.side}
    before = [p for p in scene.parties_in(first, verb.first) if p.side not in enemies]
    clause = [p for p in before if scene.clauses[p.first] == scene.clauses[verb.first]]
    for near in (clause, before):
        sided = [p for p in near if p.side]
        if sided or near:
            return (sided or near)[-1]
    after = [p for p in scene.parties_in(verb.last, last) if p.side and p.side not in enemies]
    if after and scene.grammar.territory.subject == "after" and after[0].first - verb.last <= SUBJECT_AFTER:
        return after[0]
    said = [s.who for s in speakers(scene, sentence) if s.who.side not in enemies]
    if said:
        return said[0]
    for earlier in range(sentence - 1, max(-1, sentence - 3), -1):
        a, b = scene.sentence_words(earlier)
        if parties := [p for p in scene.parties_in(a, b) if p.side and p.side not in enemies]:
            return parties[0]
    rest = [p for p in scene.parties if p.side and p.side not in enemies]
    return rest[0] if enemies and rest else None


def _communities(scene: Scene, first: int, last: int) -> list[tuple[str, Hit]]:
    out = [(n[15:], h) for n in scene.by_name if n.startswith("fact.community.") for h in scene.found(n, first, last)]
    return sorted(out, key=lambda o: o[1].first)


def _claims(
    scene: Scene, verb: Hit, said: list[Hit], content: tuple[str, ...], by: Party, sentence: int
) -> list[AppealClaim]:
    document = scene.m.document
    if document is None:
        return []
    first, last = scene.sentence_words(sentence)
    start = scene.sentence_words(max(0, sentence - BACK))[0]
    named = _communities(scene, first, last) or _communities(scene, start, first)
    spots = [s for s in scene.spots_in(first, last) if s.named and s.sure and s.ref.kind not in WIDE]
    if not spots:
        spots = [s for s in scene.spots_in(start, first) if s.named and s.sure and s.ref.kind not in WIDE]
    addressed: list[tuple[str | None, Spot | None]] = [(c, _beside(scene, h, spots)) for c, h in named]
    if not addressed:
        addressed = [(None, s) for s in spots[:1]] or [(None, None)]
    a = min(verb.first, *(h.first for h in said))
    b = max(verb.last, *(h.last for h in said))
    begin, end = scene.span(a, b)
    out = []
    for to, spot in dict.fromkeys(addressed):
        place = spot.ref if spot else None
        out.append(
            AppealClaim(
                id=content_id("appeal", document.id, by.side or by.key, to, place and place.text, content, begin, end),
                document=document.id,
                known_at=document.known_at,
                by=by.side or by.key,
                to=to,
                place=place,
                content=content,
                spans=(Span(document=document.id, start=begin, end=end),),
                confidence=CONFIDENCE[min(3, len(content))] - (0.15 if set(content) <= COMMON else 0.0),
            )
        )
    return out


def _beside(scene: Scene, community: Hit, spots: list[Spot]) -> Spot | None:
    """Return the place named with a community: the nearest one, after it rather than before."""
    near = sorted(
        spots, key=lambda s: (s.first - community.last) if s.first >= community.last else 2 + community.first - s.last
    )
    if near and scene.sentence_of[near[0].first] == scene.sentence_of[community.first]:
        return near[0]
    return None
