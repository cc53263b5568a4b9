"""What was done and said: events, appeals to people, the start of it all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sitroom.brief.desk import Desk, Sentence
from sitroom.brief.ground import focal_place, held_before, ranked
from sitroom.brief.words import Phrase
from sitroom.model import AppealClaim, Control, ControlClaim, EventClaim

_LAUNCH, _ACTION, _APPEAL, _DEMAND = 8.0, 7.8, 8.2, 5.2
MOST_ACTIONS = 3
_STARTS = frozenset({"offensive"})
_ALWAYS = frozenset({"counter_offensive"})
_NO_PARTIES = frozenset({"civilians"})
_GAINING = frozenset({"counter_offensive"})
LEAST_OF_STARTS = 0.4  # the share of the reports of a beginning that must agree on its day
_REPORTS_TO_COUNT = 2  # a single event of one report is in the timeline, not in the text


class _Happening(NamedTuple):
    """Claims of one event on one day, whoever reports it."""

    event: str
    standing: str
    on: str | None
    claims: tuple[EventClaim, ...]

    @property
    def place(self) -> str | None:
        """The place that most of the claims name."""
        return _most(c.place.name or c.place.text for c in self.claims if c.place is not None)

    @property
    def by(self) -> str | None:
        """The actor that the claims name; None where they name several and none has two in three of them."""
        named = [c.by for c in self.claims if c.by]
        most = _most(named)
        return most if most is not None and named.count(most) * 3 >= len(named) * 2 else None

    @property
    def against(self) -> str | None:
        """The target that most of the claims name."""
        return _most(c.against for c in self.claims if c.against)

    @property
    def day(self) -> str:
        """When it happened, or else when it was first reported."""
        return self.on or min(c.known_at for c in self.claims).date().isoformat()


def write_launch(desk: Desk) -> list[Sentence]:
    """Write how it began: the first offensive of the story, by whom, with whom."""
    starts = [h for h in _happenings(desk) if h.event in _STARTS and h.on is not None and h.standing != "denied"]
    if not starts:
        return []
    first = min(starts, key=lambda h: (h.on or "", -len(h.claims)))
    parties = parties_of(desk)
    same = [c for h in starts if h.on == first.on for c in h.claims if c.by in parties]
    if len({c.document for c in same}) < len({c.document for h in starts for c in h.claims}) * LEAST_OF_STARTS:
        return []  # the reports do not agree when it began
    actors = _by_weight(c.by for c in same if c.by)
    if not actors:
        return []
    # Whoever loses places to the first did not take part with it.
    actors = [a for a in actors if a not in _opponents(desk, actors[0])]
    same = [c for c in same if c.by in actors]
    key = "launched_with" if len(actors) > 1 else "launched"
    text = desk.words.say(
        key,
        by=desk.actor(actors[0]),
        others=desk.words.join([desk.actor(a) for a in actors[1:3]]) if len(actors) > 1 else "",
        on=desk.on(first.on or ""),
    )
    return [desk.sentence(_LAUNCH, "event.launch", text, [c.id for c in same])]


def _opponents(desk: Desk, actor: str) -> set[str]:
    """Return who holds what an actor presses or took: by the rows of control and their histories."""
    found = {row.holder for row in desk.picture.control if row.by == actor}
    for row in desk.picture.control:
        said = [s for s in row.history if s.standing != "denied"]
        if any(s.by == actor and s.event in {"captured", "threatened"} for s in said):
            found |= {s.by for s in said if s.by != actor and s.event in {"held", "lost"}}
            found |= {c.from_ for s in said for i in s.rests_on if isinstance(c := desk.claims.get(i), ControlClaim)}
    return {side for side in found if side is not None} - {actor}


def attacker(desk: Desk) -> str | None:
    """Return who launched the offensive by most reports; None where no report says so."""
    return _most(
        h.by for h in _happenings(desk) for _ in h.claims if h.event in _STARTS and h.by and h.standing != "denied"
    )


def write_actions(desk: Desk) -> list[Sentence]:
    """Write the latest operations and agreements: counter-offensives, ceasefires, evacuation orders, strikes."""
    return [_action(desk, happening, template) for happening, template in _chosen(desk)]


def told_with_actions(desk: Desk) -> set[str]:
    """Return the places whose capture is told along with the operation that led to it."""
    return {row.place for happening, _ in _chosen(desk) for row in _gains(desk, happening)}


def _chosen(desk: Desk) -> list[tuple[_Happening, str]]:
    recent = [h for h in _happenings(desk) if h.event not in _STARTS and h.day >= _day_before(desk)]
    recent.sort(key=lambda h: (-len({c.document for c in h.claims}), h.event))
    chosen: list[tuple[_Happening, str]] = []
    for happening in recent:
        few = len({c.document for c in happening.claims}) < _REPORTS_TO_COUNT
        template = _template(desk, happening)
        # An event whose day no report tells may be long past; what is only announced is news when it is said.
        dated = happening.on is not None or happening.standing == "planned"
        if any((other.event, other.standing) == (happening.event, happening.standing) for other, _ in chosen):
            continue  # one operation, told by some reports on another day: the most carried telling stands
        if template is not None and dated and not (few and happening.event not in _ALWAYS):
            chosen.append((happening, template))
    return chosen[:MOST_ACTIONS]


def write_appeals(desk: Desk) -> list[Sentence]:
    """Write what an actor promised people, and what it told them to do."""
    groups: dict[str, list[AppealClaim]] = {}
    for claim in desk.picture.appeals:
        if claim.by is not None and claim.by not in _NO_PARTIES and claim.standing != "denied" and not claim.background:
            groups.setdefault(claim.by, []).append(claim)
    return [s for by, claims in groups.items() for s in _appeal(desk, by, claims)]


def _appeal(desk: Desk, by: str, claims: list[AppealClaim]) -> list[Sentence]:
    writer = desk.words.writer
    codes = list(dict.fromkeys(code for claim in claims for code in claim.content))
    enemy = _enemy(desk, by, claims)
    promises = _joined(desk, [c for c in codes if c in writer.promises])
    demands = [
        writer.demands[c] for c in codes if c in writer.demands and (enemy or "{enemy}" not in writer.demands[c])
    ]
    if not promises and not demands:
        return []
    actor = desk.actor(by)
    text = desk.words.say(
        "appeal_both" if promises and demands else "appeal_promise" if promises else "appeal_demand",
        by=actor,
        people=_addressed(desk, claims),
        promises=desk.words.join(promises[:2]) if promises else "",
        demands=desk.words.fill(
            desk.words.join(demands[:2]).text, {"enemy": desk.actor(enemy) if enemy else ""}, "demands"
        )
        if demands
        else "",
    )
    return [desk.sentence(_APPEAL if promises else _DEMAND, "appeal", text, [c.id for c in claims])]


def _joined(desk: Desk, codes: list[str]) -> list[str]:
    """Put promises into words; two that share their verb are one clause."""
    both = desk.words.writer.joined.get(" ".join(sorted(codes)))
    return [both] if both is not None else [desk.words.writer.promises[c] for c in codes]


def _enemy(desk: Desk, by: str, claims: list[AppealClaim]) -> str | None:
    """Return who holds the places addressed, if it is somebody else: the side that people are told not to take."""
    for claim in claims:
        row = desk.control((claim.place.name or claim.place.text) if claim.place is not None else "")
        if row is not None and row.holder is not None and row.holder != by:
            return row.holder
    return None


def _addressed(desk: Desk, claims: list[AppealClaim]) -> Phrase | str:
    known = desk.words.writer.communities
    named = list(dict.fromkeys(known[c.to]["people"] for c in claims if c.to in known))
    if named:
        return desk.words.join(named[:3])
    places = list(dict.fromkeys(c.place.name or c.place.text for c in claims if c.place is not None))
    if places:
        return desk.words.say("people_of", places=desk.words.join(places[:3]))
    return desk.words.say("residents")


def _action(desk: Desk, happening: _Happening, template: str) -> Sentence:
    gains = _gains(desk, happening)
    place = happening.place
    slots: dict[str, object] = {
        "by": desk.actor(happening.by) if happening.by else "",
        "against": desk.actor(happening.against) if happening.against else "",
        "near": desk.words.place(place, "near") if place else "",
        "in": desk.words.place(place) if place else "",
        "on": desk.on(happening.day),
    }
    text = desk.words.fill(template, slots, happening.event)
    if gains:
        key = "then_retook" if all(held_before(desk, row) for row in gains) else "then_took"
        more = desk.words.say(key, places=desk.words.join([desk.words.place_name(row.place) for row in gains]))
        text = desk.words.say("action_and", action=text, more=more)
    ids = [*(c.id for c in happening.claims), *(row.id for row in gains)]
    return desk.sentence(_ACTION, f"event.{happening.event}", text, ids)


def _gains(desk: Desk, happening: _Happening) -> list[Control]:
    """Return the places that the actor took on the day of its operation, apart from the focal one."""
    if happening.event not in _GAINING or happening.by is None:
        return []
    wanted = ("controlled", happening.by, happening.day, "confirmed")
    focal = focal_place(desk)
    rows = [r for r in ranked(desk) if r is not focal and (r.status, r.holder, r.since, r.basis) == wanted]
    return sorted(rows, key=lambda r: r.place)


def _template(desk: Desk, happening: _Happening) -> str | None:
    """Choose the template that says no more than the claims do: planned, denied, with or without an actor."""
    suffix = {"planned": "_planned", "denied": "_denied"}.get(happening.standing, "")
    return desk.words.writer.events.get(f"{happening.event}{suffix}{'' if happening.by else '_unknown'}")


def _happenings(desk: Desk) -> list[_Happening]:
    parties = parties_of(desk)
    groups: dict[tuple[str, str, str | None], list[EventClaim]] = {}
    for claim in desk.picture.events:
        if not claim.background and (claim.by is None or claim.by in parties):
            groups.setdefault((claim.event, claim.standing, claim.on), []).append(claim)
    return [_Happening(*key, tuple(claims)) for key, claims in sorted(groups.items(), key=lambda g: str(g[0]))]


def parties_of(desk: Desk) -> set[str]:
    """Return who takes part: who holds or threatens a place, or has fighters counted; all actors where none does."""
    parties = {key for row in desk.picture.control for key in (row.holder, row.by) if key is not None}
    parties |= {figure.side for figure in desk.picture.figures if figure.side is not None}
    return (parties or {c.by for c in desk.picture.events if c.by is not None}) - _NO_PARTIES


def _day_before(desk: Desk) -> str:
    moment = desk.picture.as_of.date().toordinal() - 1
    return type(desk.picture.as_of.date()).fromordinal(moment).isoformat()


def _by_weight(keys: Iterable[str]) -> list[str]:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return sorted(counts, key=lambda k: (-counts[k], k))


def _most(values: Iterable[str]) -> str | None:
    return next(iter(_by_weight(values)), None)
