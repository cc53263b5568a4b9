"""Who holds what, who threatens whom: sentences about places, from control rows and their histories."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable, Sequence

from sitroom.brief import bounds, numerals
from sitroom.brief.desk import Desk, Sentence
from sitroom.brief.evidence import held_by_denial
from sitroom.brief.words import Phrase
from sitroom.model import Control, ControlClaim, ControlStep

RECENT_DAYS = 2  # a change of hands this young is news; older, it is where things stand
MOST_STATEMENTS = 3
DENIED_DAYS = 14  # a denial older than this was of another attack
_STATUS_WEIGHT = {"controlled": 2.0, "contested": 3.0, "threatened": 2.5, "besieged": 1.5}
_NEWS = 6.0
CITY = 50_000  # inhabitants from which a settlement is called a city: the United Nations' degree of urbanisation
_FOCAL, _FOCAL_DETAIL, _SECOND, _OLDER, _STANDING = 10.0, 8.5, 8.8, 5.0, 5.5


def is_recent(desk: Desk, row: Control) -> bool:
    """Say whether the status of a place is news as of the brief's day."""
    return row.since is not None and 0 <= numerals.days_between(row.since, desk.today) <= RECENT_DAYS


def ranked(desk: Desk) -> list[Control]:
    """Order places by what matters: a fresh change, what kind of change, how many reports, how many people."""

    def weight(row: Control) -> tuple[float, str]:
        population = row.place_ref.population if row.place_ref is not None and row.place_ref.population else 1
        news = _NEWS if is_recent(desk, row) else 0.0
        return -(news + _STATUS_WEIGHT[row.status] + len(row.docs) + math.log10(population) / 2), row.place

    return sorted((r for r in desk.picture.control if (r.holder or r.by) and not held_by_denial(r)), key=weight)


def focal_place(desk: Desk) -> Control | None:
    """Return the place on which the brief turns, if there is one: the weightiest news, else the weightiest place."""
    rows = ranked(desk)
    return next((row for row in rows if is_recent(desk, row)), rows[0] if rows else None)


def write_focal(desk: Desk) -> list[Sentence]:
    """Write the news about the focal place, if there is news."""
    row = focal_place(desk)
    return _focal(desk, row) if row is not None and is_recent(desk, row) else []


def write_fresh(desk: Desk, told: Collection[str]) -> list[Sentence]:
    """Write fresh changes elsewhere, grouped. `told` are places whose news another sentence carries."""
    focal = focal_place(desk)
    rows = [row for row in ranked(desk) if is_recent(desk, row) and row is not focal and row.place not in told]
    return _groups(desk, rows, also=focal)


def write_standing(desk: Desk) -> list[Sentence]:
    """Write where things stand elsewhere: places whose status is older than the news."""
    older = [row for row in ranked(desk) if not is_recent(desk, row)]
    return [s._replace(weight=_STANDING) for s in _groups(desk, older, also=None)]


def _focal(desk: Desk, row: Control) -> list[Sentence]:
    writers = {"controlled": _taken, "threatened": _threatened, "contested": _contested, "besieged": _besieged}
    sentences = writers[row.status](desk, row)
    return [*sentences, *_claimed_and_denied(desk, row)]


def _taken(desk: Desk, row: Control) -> list[Sentence]:
    if row.basis != "confirmed":
        return [(_disputed if row.basis == "disputed" else _by_own_account)(desk, [row])]
    steps = [s for s in _steps(row, "captured", "asserted") if s.by == row.holder and s.on == row.since]
    steps += [s for s in _steps(row, "lost", "asserted") if s.by != row.holder and s.on == row.since]
    text = desk.words.say(
        "taken_again" if held_before(desk, row) else "taken",
        by=desk.actor(row.holder),
        places=_with_facts(desk, row),
        on=desk.on(row.since) if row.since else "",
        said=_said(desk, steps),
    )
    return [
        desk.sentence(_FOCAL, "control.taken", text, [row.id, *_rests(steps), *_fact_ids(desk, [row])]),
        *_acknowledged(desk, row),
    ]


def _acknowledged(desk: Desk, row: Control) -> list[Sentence]:
    """The loser's own word: the strongest confirmation there is, set against what its side denied before."""
    for step in reversed(row.history):
        loser, voice = admission(desk, row, step)
        if loser is None or voice is None:
            continue
        day = spoken_on(desk, step)
        denials = [d for d in row.history if d.standing == "denied" and d.event in {"captured", "contested"}]
        denials = [
            d
            for d in denials
            if _voice_of(desk, d, loser) and 0 <= numerals.days_between(spoken_on(desk, d), day) <= DENIED_DAYS
        ]
        denier = _voice_of(desk, denials[-1], loser) if denials else None
        key = "acknowledged" if denier is None else "acknowledged_denied"
        text = desk.words.say(
            "acknowledged_after_denial" if denier is not None and denier == voice else key,
            claimant=desk.claimant(voice, voice),
            on=desk.on(day) if day != row.since else "",
            by=desk.actor((denials[-1].by if denials else None) or row.holder),
            place=desk.words.place_name(row.place),
            denier=(desk.claimant(denier, denier) or "") if denier else "",
            denied_on=on_days(desk, [spoken_on(desk, d) for d in denials if _voice_of(desk, d, loser) == denier]),
        )
        return [desk.sentence(_FOCAL_DETAIL + 1, "control.acknowledged", text, [row.id, *_rests([step, *denials])])]
    return []


def admission(desk: Desk, row: Control, step: ControlStep) -> tuple[str | None, str | None]:
    """Return the side that lost the place and the voice in which it says so, if this step is its admission."""
    if step.standing != "asserted" or step.event not in {"captured", "lost"} or row.status != "controlled":
        return None, None
    claims = [claim for cid in step.rests_on if isinstance(claim := desk.claims.get(cid), ControlClaim)]
    losers = [step.by] if step.event == "lost" else [claim.from_ for claim in claims if claim.from_]
    loser = next((side for side in losers if side is not None and side != row.holder), None)
    return loser, _voice_of(desk, step, loser)


def _voice_of(desk: Desk, step: ControlStep, side: str | None) -> str | None:
    return next((voice for voice in desk.voices(step) if desk.speaks_for(voice, side)), None)


def _threatened(desk: Desk, row: Control) -> list[Sentence]:
    steps = [s for s in row.history if s.distance_km is not None]
    text = desk.words.say(
        "threatened_held" if row.holder else "threatened",
        by=desk.actor(row.by),
        places=_with_facts(desk, row),
        holder=desk.actor(row.holder) if row.holder else "",
        front=_front(desk, steps),
    )
    return [desk.sentence(_FOCAL, "control.threatened", text, [row.id, *_rests(steps[-2:]), *_fact_ids(desk, [row])])]


def _front(desk: Desk, steps: Sequence[ControlStep]) -> str:
    by_day = {step.on: step for step in steps}
    if not by_day:
        return ""
    *before, last = [by_day[on] for on in sorted(by_day)]
    text = desk.words.say("front", km=_kilometres(desk, last), on=desk.on(last.on))
    if before and before[-1].distance_km != last.distance_km:
        text = desk.words.say(
            "front_moved",
            before=_kilometres(desk, before[-1]),
            when=desk.on(before[-1].on),
            km=_kilometres(desk, last),
            on=desk.on(last.on),
        )
    text += _said(desk, [last])
    return desk.words.writer.joins["semicolon"] + text


def _kilometres(desk: Desk, step: ControlStep) -> str:
    spans = [span for cid in step.rests_on if cid in desk.claims for span in desk.claims[cid].spans]
    distance = numerals.number(desk.words, round(step.distance_km or 0))
    return desk.words.say("km_less" if bounds.strictly_less(spans, desk.documents) else "km_about", n=distance)


def _contested(desk: Desk, row: Control) -> list[Sentence]:
    slots = {"on": desk.on(row.last_report), "by": desk.actor(row.by or row.holder)}
    text = desk.words.say("contested", places=_with_facts(desk, row), **slots)
    return [desk.sentence(_FOCAL, "control.contested", text, [row.id, *_fact_ids(desk, [row])])]


def _besieged(desk: Desk, row: Control) -> list[Sentence]:
    key = "besieged_by" if row.by else "besieged"
    places, since = Phrase(text=_with_facts(desk, row)), _since(desk, row.since)
    text = desk.words.say(key, **_actors(desk, key, row), places=places, since=since)
    return [desk.sentence(_FOCAL, "control.besieged", text, [row.id, *_fact_ids(desk, [row])])]


def _actors(desk: Desk, key: str, row: Control) -> dict[str, object]:
    """Name the holder and the other side, only where the template `key` prints them."""
    slots: dict[str, object] = {"by": "", "holder": "", "held": ""}
    if row.holder is not None and desk.words.asks(key, "held"):
        slots["held"] = desk.words.say("held_by", holder=desk.actor(row.holder))
    if row.holder is not None and desk.words.asks(key, "holder"):
        slots["holder"] = desk.actor(row.holder)
    if desk.words.asks(key, "by"):
        slots["by"] = desk.actor(row.holder if row.status == "controlled" else row.by or row.holder)
    return slots


def _disputed(desk: Desk, rows: Sequence[Control]) -> Sentence:
    """Nobody is said to hold what is disputed: who claims it and who denies that follows in their own mouths."""
    text = desk.words.say("disputed", places=desk.words.join([_with_facts(desk, r) for r in rows]))
    return desk.sentence(_FOCAL, "control.disputed", text, [*(r.id for r in rows), *_fact_ids(desk, rows)])


def _by_own_account(desk: Desk, rows: Sequence[Control]) -> Sentence:
    row = rows[0]
    steps = [s for r in rows for s in r.history if s.by == r.holder and s.event in {"captured", "held"}]
    text = desk.words.say(
        "taken_by_own_account" if any(s.event == "captured" for s in steps) else "held_by_own_account",
        by=desk.actor(row.holder),
        places=desk.words.join([_with_facts(desk, r) for r in rows]),
        on=desk.on(row.since or row.last_report),
    )
    ids = [*(r.id for r in rows), *_rests(steps), *_fact_ids(desk, rows)]
    return desk.sentence(_FOCAL, "control.claimed", text, ids)


def _claimed_and_denied(desk: Desk, row: Control) -> list[Sentence]:
    """Recent claims and denials that the row's status does not settle, each in the mouth of whoever made it."""
    if row.status == "controlled" and row.basis != "disputed":
        return []
    fresh = [s for s in row.history if numerals.days_between(spoken_on(desk, s), desk.today) <= RECENT_DAYS]
    claims = [s for s in fresh if s.standing == "claimed" and _voice_of(desk, s, s.by)]
    claims = [
        s for s in claims if desk.words.has(f"claimed_{s.event}") and (s.by != row.holder or row.basis == "disputed")
    ]
    sentences = [_claim(desk, row, claims[-1])] if claims else []
    denials = [s for s in fresh if s.standing == "denied" and desk.voices(s) and desk.words.has(f"denied_{s.event}")]
    # Only the holder can have lost a place, and only somebody else can have entered or taken it.
    if row.basis != "disputed" or row.status != "controlled":
        claims = [s for s in claims if s.by != row.holder]
        denials = [s for s in denials if (s.by == row.holder) == (s.event == "lost")]

    def key(step: ControlStep) -> tuple[str, str, str]:
        return desk.voices(step)[0], step.event, step.by or ""

    told: dict[str, list[ControlStep]] = {}  # of what one voice denies of a place in several wordings, the last
    last = {key(s): max(d.on for d in denials if key(d) == key(s)) for s in denials}
    for group_key, group in itertools.groupby(sorted(denials, key=lambda s: (last[key(s)], *key(s), s.on)), key=key):
        told[group_key[0]] = list(group)
    sentences += [_denial(desk, row, steps) for steps in told.values()]
    return sentences[:MOST_STATEMENTS]


def _claim(desk: Desk, row: Control, step: ControlStep) -> Sentence:
    by = desk.actor(step.by)
    text = desk.words.say(
        f"claimed_{step.event}", by=by, place=desk.words.place_name(row.place), on=desk.on(spoken_on(desk, step))
    )
    return desk.sentence(_FOCAL_DETAIL, "control.claimed", text, [row.id, *step.rests_on])


def _denial(desk: Desk, row: Control, steps: Sequence[ControlStep]) -> Sentence:
    voice = desk.voices(steps[0])[0]
    own = f"denied_{steps[0].event}_own"
    text = desk.words.say(
        own if desk.words.has(own) and desk.speaks_for(voice, steps[0].by) else f"denied_{steps[0].event}",
        claimant=desk.claimant(voice, voice),
        on=on_days(desk, [spoken_on(desk, s) for s in steps]),
        by=desk.actor(steps[0].by),
        place=desk.words.place_name(row.place),
    )
    return desk.sentence(_FOCAL_DETAIL, "control.denied", text, [row.id, *_rests(steps)])


def _groups(desk: Desk, rows: Iterable[Control], *, also: Control | None) -> list[Sentence]:
    """Join places of the same status, holder, opponent, day and basis into one sentence."""

    def key(row: Control) -> tuple[str, ...]:
        day = row.since or "" if row.status in {"controlled", "besieged"} else ""
        if row.status == "threatened":
            return row.status, "", row.by or "", "", ""  # the sentence says no more than who threatens
        return row.status, row.holder or "", row.by or "", day, row.basis if row.status == "controlled" else ""

    kept = list(rows)
    order = {key(row): i for i, row in reversed(list(enumerate(kept)))}
    sentences = []
    for _, group in itertools.groupby(sorted(kept, key=lambda r: order[key(r)]), key=key):
        members = list(group)
        again = also is not None and also.by is not None and also.by == members[0].by and also.status == "threatened"
        sentences.append(_group(desk, members, also=again))
    return sentences


def _group(desk: Desk, rows: list[Control], *, also: bool) -> Sentence:
    row = rows[0]
    ids = [r.id for r in rows]
    weight = _SECOND if row.status != "controlled" or row.since == desk.today else _OLDER
    if row.status == "controlled" and row.basis == "disputed":
        return _disputed(desk, rows)._replace(weight=weight)
    if row.status == "controlled" and row.basis == "claimed":
        return _by_own_account(desk, rows)._replace(weight=weight)
    places = desk.words.join([_with_facts(desk, r) for r in rows], "and_clear" if _fact_ids(desk, rows) else "and")
    recent = is_recent(desk, row)
    key = {
        "controlled": _controlled_key(desk, rows, recent=recent),
        "threatened": "threatening_also" if also else "threatening",
        "contested": "contested",
        "besieged": "besieged_by" if row.by else "besieged",
    }[row.status]
    text = desk.words.say(
        key,
        **_actors(desk, key, row),
        places=places,
        on=desk.on(row.since) if row.since and recent else desk.on(row.last_report),
        since=_since(desk, row.since),
        none=desk.words.say(
            "none_taken_one" if len(rows) == 1 else "none_taken_two" if len(rows) == 2 else "none_taken"
        ),
        said="",
    )
    return desk.sentence(weight, f"control.{row.status}", text, [*ids, *_fact_ids(desk, rows)])


def _controlled_key(desk: Desk, rows: Sequence[Control], *, recent: bool) -> str:
    if recent and rows[0].since:
        return "taken_again" if all(held_before(desk, row) for row in rows) else "taken"
    return "holds_since" if rows[0].since else "holds"


def held_before(desk: Desk, row: Control) -> bool:
    """Say whether the holder took back what another had taken from it, by the words of the reports."""
    taken_from = {
        claim.from_
        for step in row.history
        if step.event == "captured" and step.standing == "asserted" and step.by not in {None, row.holder}
        for cid in step.rests_on
        if isinstance(claim := desk.claims.get(cid), ControlClaim)
    }
    return row.holder in taken_from


def _since(desk: Desk, since: str | None) -> str:
    return desk.words.say("since", day=desk.day(since)) if since else ""


def place_facts(desk: Desk, place: str) -> tuple[list[str], list[str]]:
    """Return what reports say a place is, in words, and the claims that say so: "a Christian town"."""
    writer = desk.words.writer
    phrases: dict[str, str] = {}
    ids = []
    for claim in desk.picture.place_facts:
        if claim.place is None or place not in {claim.place.name, claim.place.text} or claim.standing != "asserted":
            continue
        if claim.fact not in writer.place_facts or (
            claim.fact == "community" and claim.value not in writer.communities
        ):
            continue
        around = desk.surroundings.get(place)
        population = around.place.population if around is not None else claim.place.population
        size = "city" if (population or 0) >= CITY else claim.place.kind
        slots = {"kind": writer.place_kinds.get(size, writer.place_kinds["settlement"]), "value": claim.value or ""}
        slots |= writer.communities.get(claim.value or "", {})
        phrases.setdefault(claim.fact, desk.words.fill(writer.place_facts[claim.fact], slots, claim.fact))
        ids.append(claim.id)
    return list(phrases.values()), ids


def _fact_ids(desk: Desk, rows: Iterable[Control]) -> list[str]:
    return [cid for row in rows for cid in place_facts(desk, row.place)[1]]


def _with_facts(desk: Desk, row: Control) -> str:
    phrases, _ = place_facts(desk, row.place)
    name = desk.words.place_name(row.place)
    return desk.words.say("place_apposition", place=name, fact=phrases[0]) if phrases else name


def _said(desk: Desk, steps: Sequence[ControlStep]) -> str:
    """Name the witnesses who take no part in the conflict: ", residents and the Observatory said"."""
    voices = dict.fromkeys(voice for step in steps for voice in desk.voices(step) if not desk.party(voice))
    named = [phrase for voice in list(voices)[:2] if (phrase := desk.claimant(voice, voice)) is not None]
    return desk.words.say("said_after", claimants=desk.words.join(named)) if named else ""


def spoken_on(desk: Desk, step: ControlStep) -> str:
    """Return the day on which a step was said or reported, in the writer's own zone; the step's day where unknown."""
    days = [
        desk.documents[desk.claims[cid].document].published.date().isoformat()
        for cid in step.rests_on
        if cid in desk.claims and desk.claims[cid].document in desk.documents
    ]
    return min(min(days, default=step.on), desk.today)


def _steps(row: Control, event: str, standing: str) -> list[ControlStep]:
    return [s for s in row.history if s.event == event and s.standing == standing]


def _rests(steps: Iterable[ControlStep]) -> list[str]:
    return [cid for step in steps for cid in step.rests_on]


def on_days(desk: Desk, days: Iterable[str]) -> str:
    """Print several days: "on 3 and 4 December"; days of one month share it; "" for none."""
    unique = sorted(set(days))
    if not unique:
        return ""
    if len(unique) == 1:
        return desk.on(unique[0])
    months = {day[:7] for day in unique}
    if len(months) == 1 and all(len(day) == len("2024-12-04") for day in unique):
        printed: list[object] = [str(int(day[8:10])) for day in unique[:-1]]
        return desk.words.say("on_days", day=desk.words.join([*printed, desk.day(unique[-1])]))
    return desk.words.say("on_days", day=desk.words.join([desk.day(day) for day in unique]))
