"""From phrases tied to places to drafts of control claims: what is done, by whom, on whose word, and how surely.

Everything that may tell whether a draft is a claim goes into the names of its features; nothing is dropped here
that reading more of the report could save.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sitroom.claims.doers import civil, doers, implied, subject
from sitroom.claims.drafts import Draft
from sitroom.claims.linking import Tie, ties
from sitroom.claims.phrases import Hit, plain
from sitroom.claims.scene import Party, Scene, Spot
from sitroom.claims.stance import NEUTRAL, Stance, partisan, stance
from sitroom.claims.surroundings import around, saying
from sitroom.model import ControlEvent

MOVES = frozenset({"active", "moves", "expel", "expelled"})  # frames whose subject may be civilians
ANSWERED = frozenset({"captured", "lost", "besieged"})  # what a later sentence may deny: "the army rejected this"
LEFT_UNSAID = frozenset({"captured", "held", "lost", "besieged"})  # "Lashio has been taken", says who took it
ECHO = "echo"  # the feature of a draft that denies what was said before
LONGEST_ECHO = 40  # words of a sentence that only answers another


def statements(scene: Scene, sentence: int, about: Counter[object]) -> list[list[Draft]]:
    """Return for every phrase of a sentence its drafts: every place it may be about, in every reading of it.

    `about` counts how often each place is named in the report.
    """
    first, last = scene.sentence_words(sentence)
    found: dict[Hit, list[Draft]] = {}
    for tie in ties(scene, first, last):
        found.setdefault(tie.hit, []).extend(_drafts(scene, tie, sentence, about))
    return list(found.values())


def _drafts(scene: Scene, tie: Tie, sentence: int, about: Counter[object]) -> Iterator[Draft]:
    hit, size = tie.hit, min(3, tie.hit.last - tie.hit.first)
    first, last = scene.sentence_words(sentence)
    by, source = doers(scene, hit, tie.frame)
    context = [*_context(scene, tie, sentence, first, last), *around(scene, hit, tie.event, tie.frame)]
    for event, how in _readings(scene, tie):
        doer, other = by, source
        told: ControlEvent = event
        if tie.frame == "expelled" or how == "driven":
            told, doer, other = "lost", subject(scene, hit), by
        st = stance(scene, hit, doer)
        if doer is None and st.speaker is not None and st.speaker.side and told in LEFT_UNSAID:
            doer = implied(scene, told, st)
            st = stance(scene, hit, doer)
        told, doer, st, turned = _settled(scene, hit, told, doer, st)
        features = [
            "bias", f"event={told}", f"frame={tie.frame}", f"{told}|{tie.frame}", f"points={_class(tie.points)}",
            f"read={tie.event}>{told}|{tie.frame}", f"read={tie.event}>{told}|{how}", f"weak={hit.weak}|{told}",
            f"long={size}", f"long={size}|{hit.weak}", f"turned={turned}",
            *context, *tie.features, *_reality(scene, hit, st, told, first), *_who(scene, tie, told, doer, st),
        ]  # fmt: skip
        cues = _cues(scene, hit, told, doer, st, tie.frame)
        places = tuple(scene.listed(tie.spot))
        features += (*_salience(scene, tie.spot, about), f"list={min(len(places), 3)}|{told}")
        a, b = min(hit.first, tie.spot.first), max(hit.last, tie.spot.last)
        yield Draft(told, tie.spot, places, doer, other, st, a, b, tuple(features), cues, hit)


def _class(points: float) -> int:
    """Return points in fifths, from -5 to 5."""
    return max(-5, min(5, round(5 * points)))


def _readings(scene: Scene, tie: Tie) -> Iterator[tuple[ControlEvent, str]]:
    """Return the events that a phrase may tell, each with what speaks for it.

    "In the hands of" may tell of a capture or of a hold; "controls" of a capture where something has changed.
    """
    changed, still = _changed(scene, tie.hit)
    how = f"now={changed}|still={still}"
    driven = tie.event == "held" and tie.frame == "passive"
    if driven and scene.has("word.from", tie.hit.last - 1, tie.hit.last):
        yield tie.event, "driven"
        return
    yield tie.event, how
    if tie.event in ("captured", "threatened") and tie.frame == "state":
        yield "held", how
    elif tie.event == "held" and tie.frame in ("active", "state", "passive"):
        yield "captured", how


def _changed(scene: Scene, hit: Hit) -> tuple[bool, bool]:
    """Tell whether a phrase stands beside words of change ("now", "again"), and beside words of lasting ("still")."""
    first, last = max(0, hit.first - 6), min(len(scene.words), hit.last + 3)
    still = scene.has("word.still", max(0, hit.first - 4), hit.last)
    now = any(scene.clauses[h.first] == scene.clauses[hit.first] for h in scene.found("word.now", first, last))
    return now, still


def _settled(
    scene: Scene, hit: Hit, event: ControlEvent, by: str | None, st: Stance
) -> tuple[ControlEvent, str | None, Stance, str]:
    """Return an event, its doer and stance as denials turn them: "have not entered the town yet" is a threat."""
    if not st.real and event == "captured" and st.standing == "denied" and _not_yet(scene, hit):
        return "threatened", by, st._replace(standing="asserted", real=True), "yet"
    if event == "held" and st.standing == "denied" and st.speaker is not None:
        if by is not None and st.speaker.side != by:
            return event, by, st, "other"
        return event, st.speaker.side, st._replace(standing="claimed"), "own"
    return event, by, st, "no"


def _not_yet(scene: Scene, hit: Hit) -> bool:
    """Tell whether a capture is still to come: "have not entered either town yet"."""
    first, last = max(0, hit.first - 6), min(len(scene.words), hit.last + 8)
    return any(scene.clauses[h.first] == scene.clauses[hit.first] for h in scene.found("word.still", first, last))


def _context(scene: Scene, tie: Tie, sentence: int, first: int, last: int) -> list[str]:
    """Return the features of the sentence that a phrase stands in."""
    title = scene.title_hits()
    out = [f"sentence={min(sentence, 3)}", f"title.event={tie.event in title}"]
    others = {n.split(".")[1] for n in scene.control_names if n != "control.none.none" and scene.has(n, first, last)}
    out.append(f"events={min(len(others), 4)}")
    near = [p for p in scene.parties_in(first, last) if p.side]
    out.append(f"parties={min(len(near), 2)}")
    out.append(f"parties={min(len(near), 2)}|{tie.event}")
    clause = [p for p in near if scene.clauses[p.first] == scene.clauses[tie.hit.first]]
    out.append(f"clause.party={bool(clause)}|weak={tie.hit.weak}")
    return out


def _reality(scene: Scene, hit: Hit, st: Stance, event: str, first: int) -> list[str]:
    """Return the features of what is planned, feared, tried or long past."""
    near = max(first, hit.first - 5)
    return [
        f"real={st.real}", f"real={st.real}|{event}",
        f"stance={st.standing}|{event}", f"stance={st.standing}|{st.real}",
        f"past={st.background}", f"past={st.background}|{event}",
        f"unreal.near={scene.has('cue.unreal', near, hit.first)}|{event}",
        f"planned={scene.has('cue.planned', near, hit.first)}",
        f"year={_earlier(scene, hit)}", f"year={_earlier(scene, hit)}|{event}",
        f"ended={scene.has('cue.past', first, hit.last)}",
    ]  # fmt: skip


def _earlier(scene: Scene, hit: Hit) -> int:
    """Return how many years before publication, up to two, the nearest year of the sentence is; -1 for no year."""
    first, last = scene.sentence_words(scene.sentence_of[hit.first])
    years = [(abs(w - hit.first), year) for w, year in scene.years if first <= w < last]
    if not years or scene.m.document is None:
        return -1
    return max(0, min(2, scene.m.document.published.year - min(years)[1]))


def _who(scene: Scene, tie: Tie, event: ControlEvent, by: str | None, st: Stance) -> list[str]:
    """Return the features of the doer."""
    out = [f"doer={by is not None}|{event}", f"doer={by is not None}|{tie.frame}", f"speaker={_voice(by, st)}"]
    if event in ("lost", "captured") and tie.frame in MOVES:
        out.append(f"civil={civil(scene, tie.hit, event, tie.frame, tie.spot, by)}|{event}|{tie.frame}")
    if by is not None:
        armed = next((p for p in scene.parties if p.side == by), None)
        out.append(f"doer.state={armed is not None and armed.kind in ('state', 'army')}|{event}")
    home = scene.homes.get(tie.spot.ref.country or "")
    if by is not None and home is not None:
        out.append(f"at.home={by == home}|{event}")
    return out


def _voice(by: str | None, st: Stance) -> str:
    """Return whose word it is: nobody's, the doer's own, somebody neutral's, another side's."""
    who = st.speaker
    if who is None:
        return "none"
    if who.kind in NEUTRAL:
        return "neutral"
    if who.side is None:
        return "other"
    return "own" if by is not None and who.side == by else "side"


def _cues(scene: Scene, hit: Hit, event: str, by: str | None, st: Stance, frame: str) -> tuple[str, ...]:
    """Return the features of how a draft stands."""
    first, _ = scene.sentence_words(scene.sentence_of[hit.first])
    voice = _voice(by, st)
    claimed = scene.has("cue.claimed", max(first, hit.first - 8), hit.last)
    admitted = scene.has("cue.admitted", first, hit.first)
    denied = scene.has("cue.denied", *scene.sentence_words(scene.sentence_of[hit.first]))
    own = partisan(scene)
    return (
        f"rule={st.standing}", f"rule={st.standing}|{event}", f"rule={st.standing}|{voice}", f"voice={voice}|{event}",
        f"real={st.real}|rule={st.standing}", f"claimed={claimed}|{event}", f"claimed={claimed}|{voice}",
        f"admitted={admitted}", f"denied.near={denied}|{event}", f"partisan={own}", f"partisan={own}|{event}",
        f"doer={by is not None}", f"communique={scene.voice is not None}|{event}", f"frame={frame}|{event}",
        *saying(scene, hit, voice),
    )  # fmt: skip


def _salience(scene: Scene, spot: Spot, about: Counter[object]) -> tuple[str, ...]:
    """Return the features of how much a report is about a place."""
    title = plain(scene.m.document.title) if scene.m.document else ""
    in_title = plain(spot.ref.text) in title
    return f"told={min(4, about[same(spot)])}", f"in.title={in_title}"


def same(spot: Spot) -> object:
    """Return what two mentions of one place share."""
    return spot.ref.geonameid or (spot.ref.name or spot.ref.text).casefold()


def echoes(scene: Scene, sentence: int, drafts: list[Draft]) -> list[Draft]:
    """Return denials of what was just claimed: "Ukraine rejected this.", "l'armée dément"."""
    first, last = scene.sentence_words(sentence)
    cues = scene.found("cue.denied", first, last)
    if not cues:
        return []
    own = any(d.stance.standing == "denied" and scene.sentence_of[d.first] == sentence for d in drafts)
    recent = [
        d for d in drafts
        if 0 <= sentence - scene.sentence_of[d.first] <= 1 and d.event in ANSWERED
        and d.stance.standing != "denied" and d.first < cues[0].first
    ]  # fmt: skip
    who = [p for p in scene.parties_in(first, last) if p.last <= cues[0].first + 6]
    found: dict[tuple[str, object], Draft] = {}
    for d in recent:
        found.setdefault((d.event, same(d.place)), d)
    return [_echo(scene, d, cues[0], who, own=own, short=last - first <= LONGEST_ECHO) for d in found.values()]


def _echo(scene: Scene, d: Draft, cue: Hit, who: list[Party], *, own: bool, short: bool) -> Draft:
    speaker = who[0] if who else None
    voice = "none" if speaker is None else "own" if speaker.side == d.by else "side" if speaker.side else "other"
    sentence = scene.sentence_of[cue.first]
    apart = sentence - scene.sentence_of[d.first]
    _, last = scene.sentence_words(sentence)
    phrase = any(scene.has(n, cue.first, last) for n in scene.control_names)
    features = (
        ECHO, f"echo|own={own}", f"echo|{voice}", f"echo|apart={apart}", f"echo|{d.stance.standing}|{voice}",
        f"echo|{d.event}", f"echo|short={short}", f"echo|phrase={phrase}|{apart}", f"echo|by={d.by is not None}",
        *(f for f in d.features if f.startswith(("points=", "rank=", "real=", "frame=", "weak", "overlap", "gap="))),
    )  # fmt: skip
    st = Stance("denied", real=True, speaker=speaker, background=False)
    return d._replace(stance=st, first=cue.first, last=cue.last, features=features, cues=("rule=denied",), hit=cue)
