"""Who holds a place: a little history of evidence, read from the oldest to the newest.

Rules of evidence, strongest first: what the loser admits; what a third party says (a monitor, residents, the report
itself); what a party says in its own favour. A third party confirms; a party alone only claims; a claim that the
other side denies is disputed, and the place counts as contested, still the defender's, until somebody else speaks.
A place that is threatened or besieged is the defender's. Newest evidence weighs most, but a party's word never undoes
a third party's of the same or a later day. A city is never its province and never one of its quarters: each has its
own history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from sitroom.model import (
    Basis,
    Control,
    ControlClaim,
    ControlStatus,
    ControlStep,
    Document,
    PlaceRef,
    content_id,
    day_of,
)
from sitroom.picture.days import days_apart
from sitroom.picture.evidence import Evidence, weigh
from sitroom.picture.extent import place_key
from sitroom.picture.parties import Parties
from sitroom.picture.witnesses import Witnesses

PRESSURE_FADES_DAYS = 14
"""How long a threat, a siege or fighting stands without being repeated, once a third party sees the defender in place
or speaks of something lighter."""

_PRESSURE: dict[str, ControlStatus] = {"threatened": "threatened", "contested": "contested", "besieged": "besieged"}
_LIGHTEST_FIRST = ("threatened", "contested", "besieged")


def draw_control(
    claims: Iterable[ControlClaim],
    documents: Mapping[str, Document],
    voices: Mapping[str, str],
    witnesses: Witnesses,
    parties: Parties,
) -> tuple[Control, ...]:
    """Return who holds each place that the reports speak of, in order of name; copies of a text count once."""
    by_place: dict[str, list[Evidence]] = defaultdict(list)
    for claim in claims:
        key = place_key(claim.place)
        if key is not None and not claim.background and claim.standing != "planned":
            by_place[key].append(weigh(claim, documents[claim.document], witnesses, parties))
    rows = (_draw(_by_voice(found, voices), documents, parties) for found in by_place.values())
    return tuple(sorted((row for row in rows if row is not None), key=lambda r: (r.place, r.id)))


def _by_voice(found: Iterable[Evidence], voices: Mapping[str, str]) -> list[Evidence]:
    """Return the evidence in order of reading, what copies of one text repeat joined to its first."""
    groups: dict[tuple[object, ...], list[Evidence]] = defaultdict(list)
    for e in found:
        c = e.claim
        who = e.witness.key if e.witness else None
        groups[(voices[c.document], c.event, c.by, c.from_, e.day, c.standing, who)].append(e)
    joined = []
    for (voice, *_), group in groups.items():
        first = min(group, key=lambda e: (e.claim.document != voice, e.claim.id))
        docs = tuple(sorted({d for e in group for d in e.docs}))
        claims = tuple(sorted({i for e in group for i in e.claims}))
        joined.append(msgspec.structs.replace(first, docs=docs, claims=claims))
    return sorted(joined, key=lambda e: e.rank)


def _draw(evidence: Sequence[Evidence], documents: Mapping[str, Document], parties: Parties) -> Control | None:
    place = _Place(parties)
    evidence = _without_odd_captures(evidence, parties)
    for e in evidence:
        place.read(e)
    if place.status is None:
        return None
    reference = _best_reference(evidence)
    return Control(
        id=content_id("control", place_key(reference)),
        place=reference.name or reference.text,
        place_ref=reference,
        status=place.status,
        holder=place.holder,
        by=place.attacker,
        since=place.since,
        basis=place.basis,
        last_report=max(day_of(documents[e.claim.document].published).isoformat() for e in evidence),
        history=_history(evidence),
        docs=tuple(sorted({d for e in evidence for d in e.docs})),
        rests_on=tuple(sorted({i for e in evidence for i in e.claims})),
    )


def _without_odd_captures(evidence: Sequence[Evidence], parties: Parties) -> list[Evidence]:
    """Leave out a capture that one report alone gives to the side that, before and after, does not hold the place.

    "Since the capture of Uvira the rebels advance" tells of the rebels' capture, not of the army's.
    """
    takes = [e for e in evidence if e.claim.event in ("captured", "held") and not e.denial and e.by is not None]
    return [e for e in evidence if not (e.claim.event == "captured" and e.third and _is_odd(e, takes, parties))]


def _is_odd(e: Evidence, takes: Sequence[Evidence], parties: Parties) -> bool:
    mine = [o for o in takes if parties.same(o.by, e.by) and o.day >= e.day and o.claim.document != e.claim.document]
    others = [o for o in takes if not parties.same(o.by, e.by)]
    after = [o for o in others if o.day > e.day and o.third]
    before = [o for o in others if o.day <= e.day]
    return e.by is not None and not mine and bool(after) and bool(before)


class _Place:
    """What is known of a place after the evidence so far.

    `claim` is who claims to have taken it and since which day, while nobody else confirms it. `firm` is the last day
    on which somebody other than the winner said who holds it; `inferred` that only the loser's leaving was told.
    """

    def __init__(self, parties: Parties) -> None:
        self._parties = parties
        self.status: ControlStatus | None = None
        self.holder: str | None = None
        self.attacker: str | None = None
        self.since: str | None = None
        self.basis: Basis = "claimed"
        self._claim: tuple[str, str] | None = None
        self._before: str | None = None
        self._denied = False
        self._fought = ""
        self._firm = ""
        self._inferred = False

    def read(self, e: Evidence) -> None:
        """Read one piece of evidence."""
        if e.denial:
            self._deny(e)
        elif e.claim.event in ("captured", "lost"):
            if e.own and not e.admission:
                self._claim_capture(e)
            else:
                self._capture(e)
        elif e.claim.event == "held":
            self._hold(e)
        else:
            self._press(e)

    def _set(self, status: ControlStatus, holder: str | None, since: str | None, basis: Basis) -> None:
        self.status, self.holder, self.since, self.basis = status, holder, since, basis

    def _deny(self, e: Evidence) -> None:
        """A denial alone tells who thinks to hold the place; against a claim it makes a dispute."""
        holder = e.loser if e.claim.event == "captured" else e.claim.by
        if e.claim.event in _PRESSURE:
            holder = e.loser
        self._denied = True
        if self.status is None:
            self._set("controlled", holder, None, "claimed")
        elif self._claim is not None:
            self._dispute(holder or self._before)

    def _dispute(self, defender: str | None) -> None:
        claimer, day = self._claim or (None, self.since)
        self.attacker = claimer
        self._set("contested", defender, day, "disputed")

    def _claim_capture(self, e: Evidence) -> None:
        if e.by is None or (self.status == "controlled" and self._parties.same(self.holder, e.by)):
            return
        if self.status == "controlled" and self._firm >= e.day:
            return
        if self._claim is None or not self._parties.same(self._claim[0], e.by):
            self._claim = (e.by, e.day)
            self._before = self.holder or e.loser
        if self._denied:
            self._dispute(self._before)
        else:
            self.attacker = None
            self._set("controlled", e.by, e.day, "claimed")

    def _capture(self, e: Evidence) -> None:
        """Somebody who has nothing to win by it says that the place changed hands."""
        if e.by is None and e.loser is None:
            return
        same = self._parties.same
        if e.claim.event == "lost" and self._merely_fell_back(e):
            return
        held = self.status == "controlled" and self.basis == "confirmed" and same(self.holder, e.by)
        claimed = self._claim if self._claim is not None and same(self._claim[0], e.by) else None
        since = self.since if held else min(e.day, claimed[1]) if claimed else e.day
        known = self.holder if held else claimed[0] if claimed else None
        self._inferred = e.claim.event == "lost" and not held and claimed is None
        self.attacker = None
        self._set("controlled", self._parties.better(known, e.by), since, "confirmed")
        self._claim, self._denied, self._firm, self._fought = None, False, e.day, ""

    def _merely_fell_back(self, e: Evidence) -> bool:
        """Tell whether who is said to leave never held the place: an attacker that falls back loses no ground."""
        if self._parties.same(self.attacker, e.loser):
            return True
        return self.holder is not None and e.loser is not None and not self._parties.same(self.holder, e.loser)

    def _hold(self, e: Evidence) -> None:
        holder = e.claim.by
        if e.own:
            if self.status is None:
                self._set("controlled", holder, e.day, "claimed")
            elif self._claim is not None and not self._parties.same(self._claim[0], holder):
                self._denied = True
                self._dispute(holder)
            return
        if self.status in _LIGHTEST_FIRST and self._claim is None and self._parties.same(self.attacker, holder):
            # Who attacks a place does not hold it out; somebody's roles were mixed up.
            return
        # A third party that sees the defender in place ends what the attacker claimed before.
        if self._claim is not None and not self._parties.same(self._claim[0], holder):
            self._claim, self._denied = None, False
            self._set("contested" if self._fought else "controlled", holder, self._fought or e.day, "confirmed")
        elif self.status in _LIGHTEST_FIRST and not self._faded(e):
            self.holder = self._parties.better(self.holder, holder)
        elif self.status != "controlled" or not self._parties.same(self.holder, holder):
            self.attacker = None
            self._set("controlled", holder, e.claim.on, "confirmed")
        self.basis = "confirmed"
        self._firm = e.day

    def _press(self, e: Evidence) -> None:
        """Threatened, contested, besieged: the place is still the defender's."""
        status, attacker = _PRESSURE[e.claim.event], e.claim.by
        if attacker is not None and self.status == "controlled" and self._parties.same(self.holder, attacker):
            if not self._undoes(e):
                return
            self._claim = None
        defender = e.claim.from_ or (self.holder if not self._parties.same(self.holder, attacker) else self._before)
        if defender is None and status != "contested":
            defender = self._parties.opponent(attacker)
        if self.status in _LIGHTEST_FIRST:
            lighter = _LIGHTEST_FIRST.index(status) < _LIGHTEST_FIRST.index(self.status)
            if lighter and not self._faded(e):
                self.holder = self._parties.better(self.holder, defender)
                return
        if e.third and status == "contested":
            self._fought = self._fought or e.day
            self._claim, self._denied = None, False
        same = self.status == status
        basis: Basis = "confirmed"
        if e.own:
            basis = "disputed" if self._denied else self.basis if same else "claimed"
        self.attacker = attacker or self.attacker
        self._set(
            status, self._parties.better(self.holder if same else None, defender), self.since if same else e.day, basis
        )

    def _undoes(self, e: Evidence) -> bool:
        """Return whether newer word of an attack shows that the attacker does not hold the place, or not firmly."""
        if e.own or e.day <= self._firm:
            return False
        if self.basis == "claimed" or self._inferred:
            return True
        return e.claim.from_ is not None and not self._parties.same(e.claim.from_, self.holder)

    def _faded(self, e: Evidence) -> bool:
        return self.since is not None and days_apart(self.since, e.day) > PRESSURE_FADES_DAYS


def _best_reference(evidence: Sequence[Evidence]) -> PlaceRef:
    found = [e.claim.place for e in evidence if e.claim.place is not None]
    return min(found, key=lambda p: (p.geonameid is None, p.lat is None, p.text != p.name, p.text))


def _history(evidence: Sequence[Evidence]) -> tuple[ControlStep, ...]:
    groups: dict[tuple[object, ...], list[Evidence]] = defaultdict(list)
    for e in evidence:
        who = e.witness.name if e.witness and e.standing != "asserted" else None
        groups[(e.day, e.claim.event, e.claim.by, e.standing, who)].append(e)
    return tuple(_step(group) for group in groups.values())


def _step(group: Sequence[Evidence]) -> ControlStep:
    first = group[0]
    distances = [e.claim.distance_km for e in group if e.claim.distance_km is not None]
    return ControlStep(
        on=first.day,
        event=first.claim.event,
        by=first.claim.by,
        standing=first.standing,
        claimant=min((e.witness.name for e in group if e.witness), default=None),
        distance_km=distances[-1] if distances else None,
        docs=tuple(sorted({d for e in group for d in e.docs})),
        rests_on=tuple(sorted({i for e in group for i in e.claims})),
    )
