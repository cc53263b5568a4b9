"""What the records behind a line allow it to say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import combinations
from math import acos, cos, radians, sin
from typing import NamedTuple

from sitroom.model import (
    AppealClaim,
    Claim,
    Conflict,
    Control,
    ControlClaim,
    Document,
    EventClaim,
    Figure,
    FigureClaim,
    MonthlyDeaths,
    Name,
    Picture,
    PlaceFactClaim,
    Record,
    Scenario,
    Sum,
    Surroundings,
    TimelineRow,
)

PEOPLE_WITHIN_KM = 30.0
EARTH_KM = 6371.0
_FULL_AND_SHORT = re.compile(r"(.+) \(([A-Z][A-Za-z]{1,7})\)")
LONGEST_ARTICLE = 3  # letters: "the", "der", "las"


class Quantity(NamedTuple):
    """A number that the records hold, with all that must go with it. None means that nothing is required."""

    low: int | None
    high: int | None
    wording: str
    measure: str | None
    category: str | None
    side: str | None
    claimants: frozenset[str]
    days: frozenset[str]
    current: bool
    warned: bool
    told_on: str | None
    reconciled: bool

    @property
    def bounds(self) -> set[int]:
        """The bounds it states."""
        return {bound for bound in (self.low, self.high) if bound is not None}


class Deed(NamedTuple):
    """Who did, holds or threatens what, who tells it, and whether it is denied or only claimed."""

    kind: str
    actors: frozenset[str]
    place: str
    denied: bool
    claimed: bool
    tellers: frozenset[str]


class Records:
    """Every record that a brief may rest on, by id."""

    def __init__(
        self,
        picture: Picture,
        *,
        scenarios: Iterable[Scenario],
        documents: Iterable[Document],
        claims: Iterable[Claim],
        names: Mapping[str, Name],
        surroundings: Mapping[str, Surroundings],
        history: MonthlyDeaths | None = None,
    ) -> None:
        """Index the records."""
        self.picture = picture
        self.names = names
        self.surroundings = surroundings
        self.documents = {d.id: d for d in documents}
        rows: tuple[Record, ...] = (
            *picture.figures, *picture.sums, *picture.conflicts, *picture.control, *picture.timeline,
            *scenarios, *claims, *((history,) if history is not None else ()),
        )  # fmt: skip
        self.by_id: dict[str, Record] = {row.id: row for row in rows}  # type: ignore[attr-defined]

    def behind(self, rests_on: Iterable[str]) -> Grounds:
        """Return the grounds of a line; KeyError where it rests on what is not there."""
        rests_on = tuple(rests_on)
        found: dict[str, Record] = {}
        waiting = list(rests_on)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found[one] = self.by_id[one]
                waiting += self._below(found[one])
        return Grounds(self, tuple(found.values()), tuple(found[one] for one in rests_on))

    @staticmethod
    def _below(record: Record) -> Iterator[str]:
        yield from getattr(record, "rests_on", ())
        if isinstance(record, Conflict):
            yield from (v.figure for v in record.values if v.figure is not None)
        if isinstance(record, Scenario) and record.given is not None:
            yield record.given


class Grounds:
    """The records behind one line, as sets of what may be said."""

    def __init__(self, records: Records, found: Sequence[Record], told: Sequence[Record]) -> None:
        """Keep the records, and those of them that the line itself rests on; the rest is derived when asked for."""
        self.records = records
        self.found = found
        self.told = told

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The counts of people, each with what must go with it."""
        out = []
        for record in self.found:
            if isinstance(record, Figure):
                days = _days(record.as_of, record.on, record.since)
                who = self._identities(record.claimant_id, record.claimant)
                out.append(
                    Quantity(
                        record.low, record.high, record.wording, record.measure, _counted(record), record.side, who,
                        days, record.current, record.standing == "warned", record.as_of, reconciled=True,
                    )
                )  # fmt: skip
            elif isinstance(record, FigureClaim):
                out.append(self._of_claim(record))
        return tuple(out)

    def _of_claim(self, claim: FigureClaim) -> Quantity:
        published = self.records.documents[claim.document].published.date().isoformat()
        who = claim.attributed_to
        identities = self._identities(who.id if who else None, who.text if who else None)
        known = claim.known_at.astimezone(UTC).date().isoformat()
        days = _days(claim.on, claim.since, published, known)
        return Quantity(
            claim.low, claim.high, claim.wording, claim.measure, _counted(claim), claim.side, identities, days,
            current=True, warned=claim.standing == "warned", told_on=published, reconciled=False,
        )  # fmt: skip

    def _identities(self, key: str | None, text: str | None) -> frozenset[str]:
        name = self.records.names.get(key or "")
        ids = {key, text, name.side if name else None, name.family if name else None}
        return frozenset(one for one in ids if one)

    @cached_property
    def other_numbers(self) -> frozenset[float]:
        """Every other number that the records state: totals and parts, distances, inhabitants, odds."""
        out: set[float] = set()
        for record in self.found:
            match record:
                case Sum():
                    out.update((record.total, sum(record.parts), *record.parts))
                case Conflict():
                    out.update(b for v in record.values for b in (v.low, v.high) if b is not None)
                case Control():
                    out.update(s.distance_km for s in record.history if s.distance_km is not None)
                case ControlClaim() if record.distance_km is not None:
                    out.add(record.distance_km)
                case PlaceFactClaim() if record.value is not None and record.value.replace(".", "", 1).isdigit():
                    out.add(float(record.value))
                case MonthlyDeaths():
                    out.update(n for _, n in _worst(record))
                case Scenario():
                    out.update(_odds(record))
        for around in self.around:
            out.update(float(round(v)) for v in (around.next_city_km, around.rank_in_country) if v is not None)
            out.add(PEOPLE_WITHIN_KM)
        out.update(_between([r for r in self.found if isinstance(r, Control)]))
        return frozenset(out)

    @cached_property
    def inhabitants(self) -> frozenset[int]:
        """How many people live at the line's places and around them, by the gazetteer."""
        numbers = (n for a in self.around for n in (a.people_within_30_km, a.place.population))
        return frozenset(n for n in numbers if n)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The reports whose words these are."""
        return tuple(self.records.documents[r.document] for r in self.found if isinstance(r, Claim))

    @cached_property
    def around(self) -> tuple[Surroundings, ...]:
        """What the gazetteer knows around the places of this line."""
        rows = [r for r in self.found if isinstance(r, Control)]
        return tuple(self.records.surroundings[r.place] for r in rows if r.place in self.records.surroundings)

    @cached_property
    def days(self) -> frozenset[str]:
        """Every day or month that the records name, as ISO text."""
        out = set(_days(self.records.picture.as_of.date().isoformat()))
        for record in self.found:
            match record:
                case Figure():
                    out |= _days(record.as_of, record.on, record.since)
                case FigureClaim():
                    out |= _days(record.on, record.since)
                case Control():
                    out |= _days(record.since, record.last_report, *(s.on for s in record.history))
                case Conflict():
                    out |= _days(*(v.as_of for v in record.values))
                case TimelineRow():
                    out |= _days(record.date)
                case MonthlyDeaths():
                    out |= {month for month, _ in _worst(record)}
                case Scenario():
                    out |= _days(record.horizon, record.data_cutoff, record.issued_at.date().isoformat())
            if isinstance(record, Claim):
                published: datetime = self.records.documents[record.document].published
                known = record.known_at.astimezone(UTC)
                out |= _days(record.on, known.date().isoformat(), published.date().isoformat())
        return frozenset(out)

    @cached_property
    def deeds(self) -> tuple[Deed, ...]:
        """Who took, holds, threatens or left what."""
        out: list[Deed] = []
        for record in self.found:
            match record:
                case Control():
                    out += self._of_control(record)
                case ControlClaim() if record.place is not None:
                    who = record.attributed_to
                    tellers = self._identities(who.id if who else None, who.text if who else None)
                    state = (record.standing == "denied", record.standing == "claimed", tellers)
                    for place in {record.place.name or record.place.text, record.place.text}:
                        out.append(Deed(record.event, self._identities(record.by, None), place, *state))
                        if record.event == "captured" and record.from_:
                            out.append(Deed("lost", self._identities(record.from_, None), place, *state))
        return tuple(out)

    def _of_control(self, row: Control) -> Iterator[Deed]:
        claimed = row.basis == "claimed"
        state = (False, claimed, frozenset[str]())
        if row.holder:
            yield Deed("held", self._identities(row.holder, None), row.place, *state)
            if row.status == "controlled":
                yield Deed("captured", self._identities(row.holder, None), row.place, *state)
        if row.status in {"threatened", "besieged", "contested"}:
            yield Deed(row.status, self._identities(row.by, None), row.place, *state)
        for step in row.history:
            tellers = self._identities(None, step.claimant)
            denied, claimed = step.standing == "denied", step.standing == "claimed"
            yield Deed(step.event, self._identities(step.by, None), row.place, denied, claimed, tellers)

    @cached_property
    def captured(self) -> frozenset[str]:
        """The places that somebody took, by these records, and that nobody but the taker says."""
        return frozenset(d.place for d in self.deeds if d.kind == "captured" and not d.denied and not d.claimed)

    @cached_property
    def names(self) -> dict[str, frozenset[str]]:
        """Every name that the line may use, with whom or what it means."""
        out: dict[str, set[str]] = {}

        def call(surface: str | None, *identities: str | None) -> None:
            if surface:
                # A claimant whom only the reports name may bring his acronym: "Shan Civilian Monitor (SCM)".
                full_and_short = _FULL_AND_SHORT.fullmatch(surface)
                for called in (surface, *(full_and_short.groups() if full_and_short else ())):
                    for form in _forms(called):
                        out.setdefault(form, set()).update(i for i in identities if i)

        for key in self._keys():
            name = self.records.names.get(key)
            for surface in (name.full, name.short) if name else (key,):
                call(surface, key, name.side if name else None, name.family if name else None)
        for record in self.found:
            for surface, *identities in self._called(record):
                call(surface, *identities)
        for around in self.around:
            call(around.seat_of, f"place:{around.seat_of}")
            call(around.next_city, f"place:{around.next_city}")
        return {surface: frozenset(identities) for surface, identities in out.items()}

    def _called(self, record: Record) -> Iterator[tuple[str | None, ...]]:
        """Yield each name that a record carries, with whom or what it means."""
        match record:
            case Figure():
                yield record.claimant, record.claimant, record.claimant_id
                yield record.place, f"place:{record.place}"
            case Control():
                yield record.place, f"place:{record.place}"
                yield from ((step.claimant, step.claimant) for step in record.history)
            case Conflict():
                yield from ((value.claimant, value.claimant) for value in record.values)
            case MonthlyDeaths() | Scenario():
                yield record.country, f"place:{record.country}"
                yield from ((place, f"place:{place}") for place in _asked_of(record))
            case Claim():
                document = self.records.documents[record.document]
                yield document.source, f"outlet:{document.source}"
                if record.attributed_to:
                    yield record.attributed_to.text, record.attributed_to.text, record.attributed_to.id
                for place in (record.place, getattr(record, "from_place", None), getattr(record, "to_place", None)):
                    if place is not None:
                        yield from (
                            (surface, f"place:{place.name or place.text}") for surface in (place.text, place.name)
                        )
                if isinstance(record, PlaceFactClaim):
                    yield record.value, f"fact:{record.value}"

    def _keys(self) -> set[str]:
        keys: set[str | None] = set()
        for record in self.found:
            match record:
                case Figure():
                    keys |= {record.claimant_id, record.side}
                case FigureClaim():
                    keys.add(record.side)
                case Control():
                    keys |= {record.holder, record.by, *(s.by for s in record.history)}
                case ControlClaim():
                    keys |= {record.by, record.from_}
                case EventClaim():
                    keys |= {record.by, record.against}
                case AppealClaim():
                    # "not to side with the government": the other side is whoever holds or threatens the places.
                    keys.add(record.by)
                    keys |= {row.holder for row in self.records.picture.control}
                case Scenario():
                    keys.add(record.claimant)
            if isinstance(record, Claim) and record.attributed_to:
                keys.add(record.attributed_to.id)
        return {key for key in keys if key}


def _asked_of(record: MonthlyDeaths | Scenario) -> list[str | None]:
    return [record.place, *destinations(record)] if isinstance(record, Scenario) else []


def _worst(record: MonthlyDeaths) -> list[tuple[str, int]]:
    """Return the last month counted, and the newest before it that was as bad, each with its deaths."""
    months = [(record.month(at), n) for at, n in enumerate(record.deaths)]
    return [months[-1], *[one for one in reversed(months[:-1]) if one[1] >= months[-1][1]][:1]] if months else []


def _between(rows: Sequence[Control]) -> Iterator[float]:
    """Yield the distances between the places of rows, in whole km, by the law of cosines on a sphere."""
    at = [r.place_ref for r in rows if r.place_ref is not None and None not in {r.place_ref.lat, r.place_ref.lon}]
    spots = [(radians(p.lat or 0.0), radians(p.lon or 0.0)) for p in at]
    for (lat, lon), (lat2, lon2) in combinations(spots, 2):
        cosine = sin(lat) * sin(lat2) + cos(lat) * cos(lat2) * cos(lon - lon2)
        yield float(round(EARTH_KM * acos(max(-1.0, min(1.0, cosine)))))


def destinations(scenario: Scenario) -> list[str]:
    """Return the towns to which a scenario says people would go."""
    return [value for key, value in scenario.about if key.startswith("to_") and not key.endswith("_share")]


def _forms(surface: str) -> Iterator[str]:
    """Yield a name as written, with a small first letter (as within a sentence), and without its first short word."""
    yield surface
    yield surface[:1].lower() + surface[1:]
    first, _, rest = surface.partition(" ")
    if rest and len(first) <= LONGEST_ARTICLE:
        yield rest


def _counted(record: Figure | FigureClaim) -> str:
    return "households" if record.unit == "households" else record.category


def _days(*values: str | None) -> frozenset[str]:
    return frozenset(v[:10] for v in values if v)


def _odds(scenario: Scenario) -> Iterator[float]:
    for share in (scenario.probability, scenario.base_rate):
        if share is not None:
            yield round(share * 100)
    for level, value in scenario.quantiles:
        yield from (value, round(level * 100))
    if len(scenario.quantiles) > 1:
        levels = [level for level, _ in scenario.quantiles]
        yield round((max(levels) - min(levels)) * 100)
    for number in (scenario.base_n, scenario.threshold):
        if number is not None:
            yield number
