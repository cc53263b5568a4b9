"""The timeline: what changed on which day, the weightiest rows, like with like."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sitroom.brief import numerals
from sitroom.brief.actions import attacker, parties_of
from sitroom.brief.desk import Desk
from sitroom.brief.evidence import is_printable_name
from sitroom.brief.quantities import MEASURES, leading, usable
from sitroom.brief.tables import table_row
from sitroom.brief.words import Phrase
from sitroom.model import AnyClaim, AppealClaim, ControlClaim, EventClaim, Figure, Line, TimelineRow

MOST_ROWS = 24
_SERIES_BONUS = 0.2
_OPERATIONS = frozenset({"offensive", "counter_offensive"})  # they go on: told of each day, but begun once
_GAINING = frozenset({"counter_offensive"})
_COUNTS = frozenset({"figure", "revision"})


class _Entry(NamedTuple):
    """What a row of the table will say: its words, and all the picture's rows that say so."""

    text: str
    rows: tuple[TimelineRow, ...]
    figures: tuple[str, ...] = ()


def write_timeline(desk: Desk) -> tuple[Line, ...]:
    """Write a row a day and happening, oldest first, in the words of the records it refers to.

    The weightiest rows are kept. What several places share on a day is one row; what is said again on a later day
    (a siege that goes on) is told on its first.
    """
    entries: dict[str, _Entry] = {}
    for rows in _alike(desk):
        counted = _counted(desk, rows[0])
        text = _count(desk, counted) if counted is not None else _wording(desk, rows)
        if text and text not in entries:
            entries[text] = _Entry(text, tuple(rows), (counted.id,) if counted is not None else ())
    leads = [lead for measure in MEASURES if (lead := leading(desk, measure)) is not None]
    series = {cid for lead in leads for figure in desk.series(lead) for cid in figure.rests_on}
    heaviest = sorted(
        entries.values(),
        key=lambda e: (_weight(e, series), numerals.date_of(e.rows[0].date).toordinal(), e.rows[0].id),
        reverse=True,
    )[:MOST_ROWS]
    heaviest = _starts_once(desk, heaviest)
    order = sorted(heaviest, key=lambda e: (e.rows[0].date, -_weight(e, series), e.text))
    return tuple(_line(desk, entry) for entry in order)


def _starts_once(desk: Desk, entries: Sequence[_Entry]) -> list[_Entry]:
    """Keep one row of each kind of operation of an actor: the one that most reports tell, the earliest of equals."""
    best: dict[tuple[str, str | None], tuple[int, str]] = {}
    keys: list[tuple[str, str | None] | None] = []
    for entry in entries:
        events = [c for c in _claims_of(desk, entry) if isinstance(c, EventClaim) and c.event in _OPERATIONS]
        key = (events[0].event, events[0].by) if events else None
        keys.append(key)
        if key is not None:
            rank = (-len({c.document for c in events}), entry.rows[0].date)
            best[key] = min(best.get(key, rank), rank)
    return [
        entry
        for entry, key in zip(entries, keys, strict=True)
        if key is None or best[key] == (-len({c.document for c in _claims_of(desk, entry)}), entry.rows[0].date)
    ]


def _claims_of(desk: Desk, entry: _Entry) -> list[AnyClaim]:
    return [desk.claims[ref] for row in entry.rows for ref in row.rests_on if ref in desk.claims]


def _weight(entry: _Entry, series: Collection[str]) -> float:
    """The weight of the heaviest row; a count of a leading series weighs more than one that stands alone."""
    bonus = _SERIES_BONUS if any(cid in series for row in entry.rows for cid in row.rests_on) else 0.0
    return max(row.weight for row in entry.rows) + bonus


def _line(desk: Desk, entry: _Entry) -> Line:
    ids = [*(i for row in entry.rows for i in (row.id, *row.rests_on)), *entry.figures]
    return table_row("table.timeline", [desk.day(entry.rows[0].date), desk.words.sentence(entry.text)], ids)


def _alike(desk: Desk) -> list[list[TimelineRow]]:
    """Group rows of one day that say the same of several places, or the same with and without a place."""
    groups: dict[tuple[object, ...], list[TimelineRow]] = {}
    for row in sorted(desk.picture.timeline, key=lambda r: (r.date, -r.weight, r.id)):
        claim = _first_claim(desk, row)
        key: tuple[object, ...] = (row.id,)
        if isinstance(claim, ControlClaim):
            key = (row.date, claim.event, claim.standing, claim.by, _voice(desk, claim))
        elif isinstance(claim, EventClaim):
            key = (row.date, claim.event, claim.standing, claim.by)
        elif isinstance(claim, AppealClaim):
            key = (row.date, "appeal", claim.by)
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def _first_claim(desk: Desk, row: TimelineRow) -> AnyClaim | None:
    return next((desk.claims[ref] for ref in row.rests_on if ref in desk.claims), None)


def _wording(desk: Desk, rows: Sequence[TimelineRow]) -> str:
    """Put rows into words; the picture's own words where they rest on nothing that can be worded."""
    row = rows[0]
    if row.kind in _COUNTS:
        return ""
    claims = [claim for r in rows for ref in r.rests_on if (claim := desk.claims.get(ref)) is not None]
    control = [claim for claim in claims if isinstance(claim, ControlClaim)]
    events = [claim for claim in claims if isinstance(claim, EventClaim)]
    appeals = [claim for claim in claims if isinstance(claim, AppealClaim)]
    if control:
        return _control(desk, control, row.date[:10])
    if events:
        return _event(desk, events)
    if appeals:
        return _appeal(desk, appeals)
    return row.what


def _counted(desk: Desk, row: TimelineRow) -> Figure | None:
    """Return the count a row tells of; None for parts, for groups within one, and for a party on its enemy."""
    if row.kind not in _COUNTS:
        return None
    found = [f for f in desk.picture.figures if f.id in row.rests_on or set(f.rests_on) & set(row.rests_on)]
    found = [f for f in found if usable(desk, f) and f.part_of is None and f.category in {"people", "civilians"}]
    return next((f for f in found if (f.as_of or row.date)[:10] == row.date[:10]), None)


def _count(desk: Desk, figure: Figure) -> str:
    named = desk.claimant_short(figure)
    claimant = desk.words.noun(str(named)) if named is not None else None
    return desk.words.say(
        "timeline_count" if claimant else "timeline_count_reported",
        people=desk.people(figure),
        done=desk.done(figure, desk.people(figure)),
        where=desk.where(figure),
        claimant=claimant or "",
    )


def _control(desk: Desk, claims: Sequence[ControlClaim], date: str) -> str:
    first = claims[0]
    key = f"step_{first.event}_{_standing(desk, first)}"
    places = list(dict.fromkeys(c.place.name or c.place.text for c in claims if c.place is not None))
    if not desk.words.has(key) or not places or (first.by is None and first.event != "contested"):
        return ""
    day = first.on or date
    places = [p for p in places if not _overruled(desk, first, p, day)]
    if not places:
        return ""
    voice = _voice(desk, first)
    text = desk.words.say(
        key,
        by=desk.actor_brief(first.by),
        places=desk.words.join([desk.words.place_name(p) for p in places]),
        claimant=_called(desk, voice) if voice else desk.words.say("reports"),
    )
    denier = _denier(desk, first, places) if first.standing == "asserted" else None
    if denier is not None and voice is not None and not desk.speaks_for(voice, first.by):
        text = desk.words.say("step_denied", text=text, claimant=_called(desk, voice), denier=_called(desk, denier))
    return text


def _standing(desk: Desk, claim: ControlClaim) -> str:
    """Return the standing that the picture gives a claim: what a side tells of itself is claimed, however it is put."""
    name = (claim.place.name or claim.place.text) if claim.place is not None else ""
    row = desk.control(name)
    steps = [s for s in row.history if claim.id in s.rests_on] if row is not None else []
    return steps[0].standing if steps else claim.standing


def _overruled(desk: Desk, claim: ControlClaim, place: str, day: str) -> bool:
    """Say whether the picture has settled otherwise: denied that day and never borne out, or captured only later.

    A place of which the brief has no row firm enough is not told of here either.
    """
    row = desk.control(place)
    if row is None:
        return bool(desk.picture.control)
    if claim.standing != "asserted" or claim.event not in {"captured", "lost"}:
        return False
    loser = claim.by if claim.event == "lost" else claim.from_
    denied = [s for s in row.history if (s.standing, s.event, s.by, s.on) == ("denied", claim.event, claim.by, day)]
    if denied and (row.holder == loser or (row.since or "") > day):
        return True
    if claim.event != "captured" or row.status != "controlled" or row.holder != claim.by:
        return False
    between = [s for s in row.history if day < s.on <= (row.since or "") and s.standing == "asserted"]
    return (row.since or "") > day and not any(s.event == "lost" or s.by != claim.by for s in between)


def _denier(desk: Desk, claim: ControlClaim, places: Iterable[str]) -> str | None:
    """Return who denied on the same day what this claim asserts."""
    for place in places:
        row = desk.control(place)
        for step in row.history if row is not None else ():
            if (step.standing, step.event, step.by, step.on) == ("denied", claim.event, claim.by, claim.on):
                # That a side denies its own gain is more often a report misread than news.
                return next((voice for voice in desk.voices(step) if not desk.speaks_for(voice, claim.by)), None)
    return None


def _voice(desk: Desk, claim: ControlClaim) -> str | None:
    said = claim.attributed_to
    if said is None:
        return None
    return said.id if said.id is not None and said.id in desk.names else said.text


def _called(desk: Desk, voice: str) -> Phrase:
    return desk.words.noun(str(desk.short(voice)))


def _appeal(desk: Desk, claims: Sequence[AppealClaim]) -> str:
    places = list(dict.fromkeys(c.place.name or c.place.text for c in claims if c.place is not None))
    by = claims[0].by
    if by is None or not places:
        return ""
    return desk.words.say(
        "step_appeal",
        by=desk.actor_brief(by),
        places=desk.words.join([desk.words.place_name(p) for p in places]),
    )


def _agreed_place(claims: Sequence[EventClaim]) -> list[str]:
    """Return the place that most of the claims name; none where it is a name that no gazetteer has."""
    named = [c.place for c in claims if c.place is not None]
    names = [p.name or p.text for p in named if p.geonameid is not None or is_printable_name(p.name or p.text)]
    return sorted(dict.fromkeys(names), key=lambda name: -names.count(name))[:1]


def _event(desk: Desk, claims: Sequence[EventClaim]) -> str:
    first = claims[0]
    suffix = {"planned": "_planned", "denied": "_denied"}.get(first.standing, "")
    places = _agreed_place(claims)
    if first.event in _OPERATIONS and first.by is not None and first.by not in parties_of(desk):
        return ""
    by = None if first.event in _GAINING and first.by == attacker(desk) else first.by  # nobody counters himself
    template = desk.words.writer.events.get(f"{first.event}{suffix}{'' if by else '_unknown'}")
    if template is None or (not places and "{in}" in template):
        return ""
    slots: dict[str, object] = {
        "by": desk.actor_brief(first.by),
        "against": desk.actor_brief(first.against) if first.against else "",
        "near": desk.words.place(places[0], "near") if places else "",
        "in": desk.words.place(places[0]) if places else "",
        "on": "",
    }
    return desk.words.fill(template, slots, first.event)
