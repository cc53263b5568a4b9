"""Who holds a place: a little history of evidence, read from the oldest to the newest.

Rules of evidence, strongest first: what the loser admits; what a third party says (a monitor, residents, the report
itself); what a party says in its own favour. A third party confirms; a party alone only claims; a claim that the
other side denies is disputed, and the place counts as contested until somebody else speaks. A place that is only
threatened is still the defender's. Newest evidence weighs most, but a party's word never undoes a third party's of
the same or a later day. A city is never its province and never one of its quarters: each has its own history.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from sitroom.model import (
    Basis,
    Control,
    ControlClaim,
    ControlStatus,
    ControlStep,
    Document,
    EventClaim,
    PlaceRef,
    Standing,
    content_id,
    day_of,
)
from sitroom.picture.statements import place_key
from sitroom.picture.tracks import days_apart
from sitroom.picture.witnesses import Witness, Witnesses
from sitroom.terms.reconciling import reconciling

THREAT_FADES_DAYS = 14
"""How long a threat stands without being repeated, once somebody reports that the defender holds the place."""

_WEAKEST_FIRST = ("held", "threatened", "contested", "besieged", "captured", "lost")


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One control claim, weighed: `own` is a party in its own favour, `admission` the loser against itself."""

    claim: ControlClaim
    day: str
    moment: datetime
    witness: Witness | None
    by: str | None
    loser: str | None
    own: bool
    admission: bool
    denial: bool
    doc: str

    @property
    def rank(self) -> tuple[object, ...]:
        """Order of reading: by day, the weaker before the stronger, then by time of report."""
        strength = 2 if self.admission else 0 if self.own or self.denial else 1
        return (self.day, strength, _WEAKEST_FIRST.index(self.claim.event), self.moment, self.claim.id)


class _State:
    """What is known of a place after the evidence so far."""

    def __init__(self) -> None:
        self.status: ControlStatus | None = None
        self.holder: str | None = None
        self.by: str | None = None
        self.since: str | None = None
        self.basis: Basis = "claimed"
        self.claimed: tuple[str, str] | None = None
        self.denied = False
        self.confirmed_day = ""
        self.inferred = False


def draw_control(
    claims: Iterable[ControlClaim],
    events: Iterable[EventClaim],
    documents: Mapping[str, Document],
    witnesses: Witnesses,
) -> tuple[Control, ...]:
    """Return who holds each place that the reports speak of, by name."""
    claims = [c for c in claims if not c.background and c.place is not None]
    opponents = _opponents(claims, events)
    by_place: dict[str, list[ControlClaim]] = defaultdict(list)
    for claim in claims:
        key = place_key(claim.place)
        if key is not None:
            by_place[key].append(claim)
    rows = []
    for key in sorted(by_place):
        row = _draw(by_place[key], documents, witnesses, opponents)
        if row is not None:
            rows.append(row)
    return tuple(sorted(rows, key=lambda r: (r.place, r.id)))


def _opponents(claims: Iterable[ControlClaim], events: Iterable[EventClaim]) -> dict[str, str]:
    """Return whom each actor mostly fights, from who took what from whom and who attacked whom."""
    against: dict[str, Counter[str]] = defaultdict(Counter)
    pairs = [(c.by, c.from_) for c in claims] + [(e.by, e.against) for e in events if not e.background]
    for a, b in pairs:
        if a and b and a != b:
            against[a][b] += 1
            against[b][a] += 1
    return {a: min(found, key=lambda b: (-found[b], b)) for a, found in against.items()}


def _draw(
    claims: Sequence[ControlClaim],
    documents: Mapping[str, Document],
    witnesses: Witnesses,
    opponents: Mapping[str, str],
) -> Control | None:
    evidence = sorted((_weigh(c, documents[c.document], witnesses, opponents) for c in claims), key=lambda e: e.rank)
    state = _State()
    for e in evidence:
        _read(state, e, opponents)
    if state.status is None:
        return None
    place = _best_reference(evidence)
    docs = tuple(sorted({e.doc for e in evidence}))
    return Control(
        id=content_id("control", place_key(place)),
        place=place.name or place.text,
        place_ref=place,
        status=state.status,
        holder=state.holder,
        by=state.by,
        since=state.since,
        basis=state.basis,
        last_report=max(day_of(documents[e.claim.document].published).isoformat() for e in evidence),
        history=_history(evidence),
        docs=docs,
        rests_on=tuple(sorted(e.claim.id for e in evidence)),
    )


def _weigh(claim: ControlClaim, document: Document, witnesses: Witnesses, opponents: Mapping[str, str]) -> Evidence:
    witness = witnesses.of(claim)
    side = (witness.side or witness.id) if witness else None
    loses = claim.event == "lost"
    loser = claim.by if loses else (claim.from_ or opponents.get(claim.by or ""))
    gainer = opponents.get(claim.by or "") if loses else claim.by
    return Evidence(
        claim=claim,
        day=(claim.on or day_of(document.published).isoformat()),
        moment=document.known_at,
        witness=witness,
        by=gainer,
        loser=loser,
        own=claim.standing in ("claimed", "planned") or (side is not None and side == gainer),
        admission=claim.standing == "asserted"
        and side is not None
        and side == loser
        and claim.event in ("captured", "lost"),
        denial=claim.standing == "denied",
        doc=document.name,
    )


def _read(state: _State, e: Evidence, opponents: Mapping[str, str]) -> None:
    if e.denial:
        _read_denial(state, e)
    elif e.claim.event in ("captured", "lost"):
        _read_capture(state, e)
    elif e.claim.event == "held":
        _read_held(state, e)
    else:
        _read_pressure(state, e, opponents)


def _read_denial(state: _State, e: Evidence) -> None:
    """A denial alone tells who holds the place in its own eyes; against a claim it makes a dispute."""
    holder = e.loser if e.claim.event in ("captured", "lost") else e.by
    if e.claim.event == "lost":
        holder = e.claim.by
    third = e.witness is None or (e.witness.side or e.witness.id) not in (e.loser, e.by)
    if state.status is None:
        state.status, state.holder, state.since = "controlled", holder, None
        state.basis = "confirmed" if third else "claimed"
        state.denied = True
        return
    state.denied = True
    if state.claimed is not None:
        state.basis = "disputed"
        state.status = "contested"


def _read_capture(state: _State, e: Evidence) -> None:
    if e.by is None and e.loser is not None and e.claim.event == "captured":
        return
    if e.own and not e.admission:
        _read_own_claim(state, e)
        return
    first_claimed = state.claimed[1] if state.claimed and _same_actor(state.claimed[0], e.by) else None
    already = state.status == "controlled" and state.basis == "confirmed" and _same_actor(state.holder, e.by)
    if not already:
        state.since = min(e.day, first_claimed) if first_claimed else e.day
    state.status, state.basis, state.by = "controlled", "confirmed", None
    state.holder = _specific(state.holder if already else None, e.by)
    if first_claimed and state.claimed:
        state.holder = _specific(state.claimed[0], e.by)
    state.claimed, state.denied, state.confirmed_day = None, False, e.day
    # That one side left does not yet say that the other came.
    state.inferred = e.claim.event == "lost" and not already


def _read_own_claim(state: _State, e: Evidence) -> None:
    if state.status == "controlled" and _same_actor(state.holder, e.by):
        return
    if state.confirmed_day and state.confirmed_day >= e.day and state.status == "controlled":
        return
    if e.by is None:
        return
    if state.claimed is None or not _same_actor(state.claimed[0], e.by):
        state.claimed = (e.by, e.day)
    if state.denied:
        state.status, state.basis, state.by = "contested", "disputed", e.by
        return
    state.status, state.basis, state.holder, state.since, state.by = "controlled", "claimed", e.by, e.day, None


def _read_held(state: _State, e: Evidence) -> None:
    holder = e.claim.by
    if e.own:
        if state.status is None:
            state.status, state.holder, state.since, state.basis = "controlled", holder, e.day, "claimed"
        elif state.claimed is not None and not _same_actor(state.claimed[0], holder):
            state.status, state.basis, state.denied = "contested", "disputed", True
            state.holder = holder
        return
    # A third party that sees the defender in place ends what the attacker claimed before.
    if state.claimed is not None and not _same_actor(state.claimed[0], holder):
        state.claimed = None
        state.status = "contested"
        state.basis = "confirmed"
        state.holder = holder
        state.confirmed_day = e.day
        return
    if state.status in ("threatened", "besieged", "contested"):
        state.holder = _specific(state.holder, holder)
        if state.status == "threatened" and state.since and days_apart(state.since, e.day) > THREAT_FADES_DAYS:
            state.status, state.since = "controlled", e.day
        return
    if state.status is None or not _same_actor(state.holder, holder):
        state.since = e.claim.on
    state.status, state.holder, state.basis, state.confirmed_day = (
        "controlled",
        _specific(state.holder, holder),
        "confirmed",
        e.day,
    )


def _read_pressure(state: _State, e: Evidence, opponents: Mapping[str, str]) -> None:
    """Threatened, contested, besieged: the defender still holds the place, unless nobody does."""
    status: ControlStatus = "contested"
    if e.claim.event == "threatened":
        status = "threatened"
    elif e.claim.event == "besieged":
        status = "besieged"
    attacker = e.claim.by
    if state.status == "controlled" and attacker is not None and _same_actor(state.holder, attacker):
        if not _undone(state, e):
            if state.basis == "confirmed" or status != "contested":
                return
            state.claimed = state.claimed or (attacker, state.since or e.day)
    defender = e.claim.from_ or (state.holder if not _same_actor(state.holder, attacker) else None)
    if defender is None and attacker is not None and status != "contested":
        defender = opponents.get(attacker)
    weaker = {"threatened": 0, "contested": 1, "besieged": 2}
    if (
        state.status in weaker
        and weaker[status] < weaker[state.status]
        and days_apart(state.since or e.day, e.day) < THREAT_FADES_DAYS
    ):
        state.holder = _specific(state.holder, defender)
        return
    if state.status != status:
        state.since = e.day if e.claim.on or state.status != "contested" else state.since
    if e.own and status == "contested" and state.status not in (None, "contested"):
        # An attacker's word that it fights inside a place moves nothing but the dispute about it.
        state.basis = "disputed" if state.denied else "claimed"
    else:
        state.basis = "confirmed"
        if status == "contested" and not e.own:
            state.claimed, state.denied = None, False
    state.status, state.by = status, attacker or state.by
    state.holder = _specific(state.holder if _same_actor(state.holder, defender) else None, defender) or state.holder
    if status == "contested" and _same_actor(state.holder, attacker) and attacker is not None:
        state.holder = e.claim.from_


def _undone(state: _State, e: Evidence) -> bool:
    """Return whether newer word of an attack shows that the attacker does not hold the place after all."""
    if e.own or e.day <= state.confirmed_day:
        return False
    return state.inferred or (e.claim.from_ is not None and not _same_actor(e.claim.from_, state.holder))


def _specific(known: str | None, said: str | None) -> str | None:
    """Return the better name of two for one actor: "rebels" does not replace the rebels' name."""
    generic = reconciling().generic_actors
    if said is None or (said in generic and known is not None and known not in generic):
        return known
    return said


def _same_actor(a: str | None, b: str | None) -> bool:
    if a is None or b is None:
        return False
    generic = reconciling().generic_actors
    return a == b or a in generic or b in generic


def _best_reference(evidence: Sequence[Evidence]) -> PlaceRef:
    refs = [e.claim.place for e in evidence if e.claim.place is not None]
    return min(refs, key=lambda p: (p.geonameid is None, p.lat is None, p.text != p.name, p.text))


def _history(evidence: Sequence[Evidence]) -> tuple[ControlStep, ...]:
    groups: dict[tuple[object, ...], list[Evidence]] = defaultdict(list)
    for e in evidence:
        standing: Standing = "claimed" if e.own and not e.denial else e.claim.standing
        who = e.witness.name if e.witness else None
        groups[(e.day, e.claim.event, e.claim.by, standing, who if standing != "asserted" else None)].append(e)
    steps = []
    for (_, _, _, standing, _), group in groups.items():
        first = group[0]
        distances = [e.claim.distance_km for e in group if e.claim.distance_km is not None]
        named = sorted({e.witness.name for e in group if e.witness})
        steps.append(
            ControlStep(
                on=first.day,
                event=first.claim.event,
                by=first.claim.by,
                standing=standing,  # type: ignore[arg-type]
                claimant=named[0] if named else None,
                distance_km=distances[-1] if distances else None,
                docs=tuple(sorted({e.doc for e in group})),
                rests_on=tuple(sorted(e.claim.id for e in group)),
            )
        )
    return tuple(steps)
