"""Who did what: the actions of a line against those of its records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sitroom.brief.gate.grounds import Grounds
from sitroom.brief.gate.reading import Named, Reading
from sitroom.model import AppealClaim, ControlClaim, EventClaim, FigureClaim


class Action(NamedTuple):
    """An action in a line: what kind, where it stands, and the clause around it."""

    kind: str
    start: int
    end: int
    clause: tuple[int, int]


def wrong_deeds(reading: Reading, grounds: Grounds) -> Iterator[str]:
    """Yield each action that the records do not bear out: another doer, another place, denied or only claimed."""
    for action in _actions(reading):
        yield from _wrong_action(action, reading, grounds)
    yield from _wrong_acronyms(reading)
    yield from _wrong_denial(reading, grounds)
    yield from _wrong_events(reading, grounds)
    yield from _wrong_speech(reading, grounds)


def _actions(reading: Reading) -> Iterator[Action]:
    ends = [0, *(m.end() for m in reading.grammar.clause_end.finditer(reading.bare)), len(reading.bare) + 1]
    for kind, expression in reading.grammar.action.items():
        for found in expression.finditer(reading.bare):
            start = max(e for e in ends if e <= found.start())
            end = min(e for e in ends if e > found.start())
            yield Action(kind, found.start(), found.end(), (start, end))


def _wrong_action(action: Action, reading: Reading, grounds: Grounds) -> Iterator[str]:
    words, grammar = reading.grammar.words, reading.grammar
    before = reading.bare[action.clause[0] : action.start]
    said = reading.text[action.start : action.end]
    denied = grammar.has(words.denials, before)
    if not denied and grammar.has(words.negators, before):
        open_places = {d.place for d in grounds.deeds if d.kind != "captured"}
        if action.kind == "captured" and grounds.captured >= open_places:
            yield f"“not {said}”, but the records say it was"
        return
    if grammar.has(words.modals, before):
        return
    doers, places = _doers(action, reading), _places(action, reading)
    fitting = [d for d in grounds.deeds if d.kind == action.kind and d.denied == denied]
    if not fitting:
        # What no record of control speaks of ("fell" of a count) is not an action on a place.
        if (doers or places) and grounds.deeds:
            yield f"no record says “{said}”" + (" as a denial" if denied else "")
        return
    for place in places or {""}:
        here = [d for d in fitting if not place or d.place == place]
        if place and not here and grounds.deeds:
            yield f"no record says “{said}” of {place}"
        elif doers and here and not any(d.actors & doers for d in here if d.actors) and any(d.actors for d in here):
            yield f"the records name another doer of “{said}”"
        elif not denied and here and all(d.claimed for d in here) and not grammar.has(words.own_account, reading.text):
            yield f"“{said}” is only claimed"


def _doers(action: Action, reading: Reading) -> frozenset[str]:
    """Return who does it: after "by" where the action is passive, else the last actor named before it."""
    after = reading.bare[action.end : action.clause[1]]
    if reading.grammar.by.search(after) or _falls(action, reading):
        follower = next((n for n in reading.named if n.start >= action.end and _is_actor(n)), None)
        return follower.identities if follower else frozenset()
    earlier = [n for n in reading.named if n.end <= action.start and _is_actor(n)]
    return earlier[-1].identities if earlier else frozenset()


def _places(action: Action, reading: Reading) -> frozenset[str]:
    if _falls(action, reading):
        before = [n for n in reading.named if action.clause[0] <= n.start < action.start and _place(n)]
        return _place(before[-1]) if before else frozenset()
    inside = [n for n in reading.named if action.end <= n.start < action.clause[1] and _place(n)]
    # The places of an action end where the next action begins.
    following = [a.start for a in _actions(reading) if a.start >= action.end]
    stop = min(following, default=len(reading.text))
    return frozenset(p for n in inside if n.start < stop for p in _place(n))


def _falls(action: Action, reading: Reading) -> bool:
    """Say whether it is the place that does it: "Hama fell to the rebels"."""
    return reading.bare[action.start : action.end].casefold() in reading.grammar.words.falls


def _is_actor(named: Named) -> bool:
    return any(not i.startswith(("place:", "outlet:", "fact:")) for i in named.identities)


def _place(named: Named) -> frozenset[str]:
    return frozenset(i.removeprefix("place:") for i in named.identities if i.startswith("place:"))


def _wrong_acronyms(reading: Reading) -> Iterator[str]:
    for full, short in pairwise(reading.named):
        between = reading.text[full.end : short.start]
        if (
            between == " ("
            and reading.text[short.end : short.end + 1] == ")"
            and not full.identities & short.identities
        ):
            yield f"{reading.text[short.start : short.end]} is not {reading.text[full.start : full.end]}"


def _wrong_denial(reading: Reading, grounds: Grounds) -> Iterator[str]:
    told = [r for r in grounds.told if isinstance(r, ControlClaim | FigureClaim | EventClaim)]
    if any(r.standing == "denied" for r in told) and not reading.grammar.has(
        reading.grammar.words.denials, reading.bare
    ):
        yield "the records deny it"


def _wrong_events(reading: Reading, grounds: Grounds) -> Iterator[str]:
    events = [r for r in grounds.found if isinstance(r, EventClaim)]
    if not events:
        return
    words, text = reading.grammar.words, reading.bare
    kinds = {e.event for e in events}
    for kind, expression in reading.grammar.event.items():
        found = expression.search(text)
        if found is None:
            continue
        text = text[: found.start()] + re.sub(r"\w", "\N{OBJECT REPLACEMENT CHARACTER}", found[0]) + text[found.end() :]
        if kind not in kinds:
            yield f"no record tells of “{found[0]}”"
            continue
        same = [e for e in events if e.event == kind]
        verbs_before = reading.bare[: found.start()]
        if reading.grammar.has(words.begun, verbs_before) and all(e.standing == "planned" for e in same):
            yield f"“{found[0]}” was only announced"
        doers = [n for n in reading.named if n.end <= found.start() and _is_actor(n)]
        by = {i for e in same if e.by for i in (e.by,)}
        if doers and by and not doers[0].identities & by:
            yield f"the records name another doer of “{found[0]}”"


def _wrong_speech(reading: Reading, grounds: Grounds) -> Iterator[str]:
    appeals = [r for r in grounds.found if isinstance(r, AppealClaim)]
    if not appeals or not reading.named:
        return
    speakers = {a.by for a in appeals if a.by}
    actors = [n for n in reading.named if _is_actor(n)]
    if speakers and actors and not actors[0].identities & speakers:
        yield "the records name another speaker"
    told = reading.grammar.words.only_within
    for phrase, guard in told.items():
        if phrase in reading.text and guard not in reading.text:
            yield f"“{phrase}” where the records say “{guard}”"
