"""The records that flow between the stages, and how their ids are made.

Every record is frozen and is made with keywords only. Construction does not validate; a record is
checked once, when it enters the store. Nothing here reads, parses or decides.

Time: `published` is when a report says it appeared, with its own offset from UTC, so that "on Tuesday"
is the writer's Tuesday. `known_at` is the moment from which Sitroom may use a record: fetch time when
live, publication time for archives, and the end of the day where only a day is known.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Literal

import msgspec

Measure = Literal["killed", "injured", "missing", "detained", "displaced", "returned"]
Category = Literal[
    "people", "civilians", "children", "women", "combatants", "aid_workers", "health_workers", "journalists"
]
Wording = Literal["exact", "at_least", "at_most", "about", "range", "vague"]
Unit = Literal["persons", "households"]
Scope = Literal["incident", "cumulative"]
Standing = Literal["asserted", "denied", "warned", "claimed", "planned"]
ControlEvent = Literal["captured", "lost", "contested", "besieged", "threatened", "held"]
ControlStatus = Literal["controlled", "contested", "besieged", "threatened"]
Basis = Literal["confirmed", "claimed", "disputed"]
ConflictKind = Literal["claimants disagree", "transcription", "scope", "revision"]
DatedBy = Literal["report", "text", "file"]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The common base: immutable, strict about its fields. Subclasses repeat kw_only, which is not inherited."""


def content_id(kind: str, *parts: object) -> str:
    """Make an id from what a record says: the same content has the same id, on any machine.

    Parts are joined by a length-prefixed encoding, so ("a.b", "c") and ("a", "b.c") differ.
    """
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        raw = str(part).encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return f"{kind}-{digest.hexdigest()}"


class RawItem(Record, frozen=True, kw_only=True):
    """What a source handed over, untouched: one file, one feed entry, one line of a JSONL file.

    `declared` holds what the carrier says of the report (id, lang, source, url, published, title), as strings.
    """

    origin: str
    media_type: str
    data: bytes
    fetched_at: datetime
    modified_at: datetime | None = None
    declared: dict[str, str] = {}


class Span(Record, frozen=True, kw_only=True):
    """A stretch of a document's text, in Unicode code points, end excluded."""

    document: str
    start: int
    end: int


class Sentence(Record, frozen=True, kw_only=True):
    """One sentence, bullet or heading: its place in the text, and the paragraph it belongs to."""

    start: int
    end: int
    paragraph: int


class Document(Record, frozen=True, kw_only=True):
    """A report as read. `text` is never changed after reading; every span counts in it.

    `id` is made from the content. `name` is the id that the report came with, or its file's name: it is
    what people see, and what Sitroom prints wherever it names a report.
    """

    id: str
    name: str
    source: str
    url: str | None = None
    title: str
    lang: str
    published: datetime
    dated_by: DatedBy = "report"
    day_only: bool = False
    fetched_at: datetime
    known_at: datetime
    text: str
    sentences: tuple[Sentence, ...] = ()
    warnings: tuple[str, ...] = ()

    def quote(self, span: Span) -> str:
        """Return the words of a span of this document."""
        if span.document != self.id:
            msg = f"span of {span.document} asked of {self.id}"
            raise ValueError(msg)
        return self.text[span.start : span.end]


class PlaceRef(Record, frozen=True, kw_only=True):
    """A place as a report names it, and what it was resolved to.

    Unresolved: `geonameid` and coordinates are None. Ambiguous: `candidates` > 1 and nothing chosen.
    `kind` is one of terms/places.yaml: settlement, camp, district, province, country, region, water, site.
    Supplement places without a GeoNames id have a negative `geonameid`.
    """

    text: str
    name: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    kind: str = "settlement"
    population: int | None = None
    candidates: int = 1
    confidence: float = 0.0


class ClaimantRef(Record, frozen=True, kw_only=True):
    """Who vouches for a claim: the words of the report, and the claimant or actor they name, where known."""

    text: str
    id: str | None = None


class Name(Record, frozen=True, kw_only=True):
    """How an actor or claimant is called: in full, in short, of what kind, and on whose side it stands.

    `side` is an actor key where the bearer is a party to a conflict or speaks for one; `family` groups claimants
    that count together and so are one witness (OCHA and "the UN" where OCHA is meant). `coalition` is true where
    the key stands for an alliance under the bearer's lead, so that a text may not ascribe all to the bearer alone.
    """

    id: str
    full: str
    short: str | None = None
    kind: str
    side: str | None = None
    family: str | None = None
    coalition: bool = False


class Surroundings(Record, frozen=True, kw_only=True):
    """What the gazetteer knows of a place and its neighbourhood: operands for the brief, never conclusions."""

    place: PlaceRef
    seat_of: str | None = None
    rank_in_country: int | None = None
    people_within_30_km: int | None = None
    next_city: str | None = None
    next_city_km: float | None = None
    next_city_bearing: str | None = None


class Amount(Record, frozen=True, kw_only=True):
    """An interval with a wording. "more than 115,000" is low 115000, high None, at_least."""

    low: int | None
    high: int | None
    unit: Unit = "persons"
    wording: Wording = "exact"


class Claim(Record, frozen=True, kw_only=True, tag_field="kind"):
    """What every claim carries. `document` is a Document.id; spans read back their own words."""

    id: str
    document: str
    known_at: datetime
    place: PlaceRef | None = None
    attributed_to: ClaimantRef | None = None
    standing: Standing = "asserted"
    background: bool = False
    on: str | None = None
    spans: tuple[Span, ...]
    confidence: float


class FigureClaim(Claim, frozen=True, kw_only=True, tag="figure"):
    """A number of people (or households) killed, injured, missing, detained, displaced or returned.

    `since` and `on` are ISO days, or YYYY-MM where only the month is known. `part_of` is the id of the
    claim of which this is a breakdown. `as_of` is the day of a count where the report tells it ("as of 30
    November", "three days ago its count stood at 412", "covering 27 November to 3 December"); None where the
    count is as old as the report. `superseded` marks a value that the report itself calls overtaken ("up from
    532", "23 instead of 25").
    """

    measure: Measure
    category: Category
    side: str | None = None
    low: int | None
    high: int | None
    wording: Wording
    unit: Unit = "persons"
    from_place: PlaceRef | None = None
    to_place: PlaceRef | None = None
    scope: Scope
    since: str | None = None
    as_of: str | None = None
    superseded: bool = False
    part_of: str | None = None

    @property
    def amount(self) -> Amount:
        """The interval this claim states."""
        return Amount(low=self.low, high=self.high, unit=self.unit, wording=self.wording)


class ControlClaim(Claim, frozen=True, kw_only=True, tag="control"):
    """Who took, lost, besieges, threatens, contests or holds a place. Actors are keys of actors/.

    `distance_km` is how far from the place the report puts the front, where it says so.
    """

    event: ControlEvent
    by: str | None = None
    from_: str | None = msgspec.field(default=None, name="from")
    distance_km: float | None = None


class EventClaim(Claim, frozen=True, kw_only=True, tag="event"):
    """An event of terms/events.yaml: an offensive, an air strike, a ceasefire, a planned counter-offensive."""

    event: str
    by: str | None = None
    against: str | None = None


class AppealClaim(Claim, frozen=True, kw_only=True, tag="appeal"):
    """What an actor tells or asks of people: assurances, demands, calls; codes of terms/appeals.yaml.

    `to` names the community or the place's people addressed (a code of terms/communities.yaml, or null).
    """

    by: str | None = None
    to: str | None = None
    content: tuple[str, ...]


class PlaceFactClaim(Claim, frozen=True, kw_only=True, tag="place_fact"):
    """What a report says a place is: "the Christian town of Maharda", "Syria's second city", "on the road to Homs".

    `fact` is a code of terms/place_facts.yaml, `value` its operand: a community code, a rank, a place name.
    """

    fact: str
    value: str | None = None


AnyClaim = FigureClaim | ControlClaim | EventClaim | AppealClaim | PlaceFactClaim


class Omission(Record, frozen=True, kw_only=True):
    """Something read and left out, and why: a claim under the threshold, an ambiguous place, a planted instruction."""

    document: str
    reason: str
    spans: tuple[Span, ...] = ()


class Extraction(Record, frozen=True, kw_only=True):
    """What one document says: its claims, and what was left out."""

    document: str
    claims: tuple[AnyClaim, ...]
    omissions: tuple[Omission, ...] = ()


class Judgement(Record, frozen=True, kw_only=True):
    """A decision that two things belong together, or not; or a correction by a person. Append-only.

    Undoing is a newer judgement whose `replaces` names the older. `score` is the evidence, 0 to 1.
    """

    id: str
    left: str
    right: str
    verdict: str
    score: float
    by: str
    made_at: datetime
    reason: str = ""
    replaces: str | None = None


class Story(Record, frozen=True, kw_only=True):
    """Reports of one unfolding situation, derived from judgements. `documents` are Document ids."""

    id: str
    title: str
    countries: tuple[str, ...]
    first_day: str
    last_day: str
    documents: tuple[str, ...]
    places: tuple[str, ...] = ()


class Figure(Record, frozen=True, kw_only=True):
    """One value of one quantity by one claimant at one time.

    `claimant` is the claimant's name, `claimant_text` the words of a report for it: a role's name ("Colombian
    ombudsman's office") is not what it calls itself. `current` is false once the same claimant has replaced it.
    `docs` are report names. `best`, `low_across` and `high_across` compare the current values of all claimants
    (UCDP's best, low, high); None on values replaced.
    """

    id: str
    measure: Measure
    category: Category
    side: str | None
    place: str | None
    place_ref: PlaceRef | None = None
    scope: Scope
    since: str | None
    on: str | None = None
    unit: Unit = "persons"
    stock_or_flow: Literal["stock", "flow"] | None = None
    claimant: str | None
    claimant_id: str | None = None
    claimant_text: str | None = None
    party: bool = False
    as_of: str | None
    low: int | None
    high: int | None
    wording: Wording
    standing: Standing = "asserted"
    background: bool = False
    current: bool
    replaced_by: str | None = None
    part_of: str | None = None
    best: int | None = None
    low_across: int | None = None
    high_across: int | None = None
    disputed_by: tuple[str, ...] = ()
    docs: tuple[str, ...]
    rests_on: tuple[str, ...]


class ConflictValue(Record, frozen=True, kw_only=True):
    """One side of a conflict: who says what, as of when, and in which reports."""

    claimant: str | None
    low: int | None
    high: int | None
    as_of: str | None = None
    figure: str | None = None
    docs: tuple[str, ...] = ()


class Conflict(Record, frozen=True, kw_only=True):
    """A disagreement, named for what it is."""

    id: str
    about: str
    kind: ConflictKind
    values: tuple[ConflictValue, ...]
    explanation: str = ""
    rests_on: tuple[str, ...]


class Sum(Record, frozen=True, kw_only=True):
    """A breakdown checked: do the parts make the total?"""

    id: str
    total: int
    parts: tuple[int, ...]
    adds_up: bool
    claimant: str | None
    figure: str | None = None
    docs: tuple[str, ...]
    explanation: str = ""
    rests_on: tuple[str, ...]


class ControlStep(Record, frozen=True, kw_only=True):
    """One step in a place's history."""

    on: str
    event: ControlEvent
    by: str | None
    standing: Standing
    claimant: str | None
    distance_km: float | None = None
    docs: tuple[str, ...]
    rests_on: tuple[str, ...]


class Control(Record, frozen=True, kw_only=True):
    """Who holds a place as of a time, since when, on what basis, and how old the last word is."""

    id: str
    place: str
    place_ref: PlaceRef | None = None
    status: ControlStatus
    holder: str | None
    by: str | None = None
    since: str | None
    basis: Basis
    last_report: str
    history: tuple[ControlStep, ...] = ()
    docs: tuple[str, ...]
    rests_on: tuple[str, ...]


class TimelineRow(Record, frozen=True, kw_only=True):
    """What changed on a day, as a reference to the records that say so. `kind` and `refs` drive the wording."""

    id: str
    date: str
    kind: str
    weight: float
    what: str
    docs: tuple[str, ...]
    rests_on: tuple[str, ...]


class Picture(Record, frozen=True, kw_only=True):
    """The reconciled state of one story as of a time. Names of reports in `noise`, `duplicates` and `docs`."""

    story: str
    story_id: str | None
    as_of: datetime
    stories: tuple[Story, ...] = ()
    noise: tuple[str, ...] = ()
    duplicates: tuple[tuple[str, ...], ...] = ()
    figures: tuple[Figure, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    sums: tuple[Sum, ...] = ()
    control: tuple[Control, ...] = ()
    timeline: tuple[TimelineRow, ...] = ()
    events: tuple[EventClaim, ...] = ()
    appeals: tuple[AppealClaim, ...] = ()
    place_facts: tuple[PlaceFactClaim, ...] = ()
    warnings: tuple[FigureClaim, ...] = ()
    omissions: tuple[Omission, ...] = ()


class Scenario(Record, frozen=True, kw_only=True):
    """A question that will have an answer. No rule, no date, no data: no scenario.

    `quantiles` pairs a level (0 to 1) with a value in the unit of `predicate`. `given` holds the id of the
    scenario that is the condition of this one: P(A) and the effect given A are kept apart. `about` holds what a
    program needs to resolve it (the measure, the claimant, the value when asked), as pairs of strings in order of key.
    """

    id: str
    kind: str
    predicate: str
    place: str | None
    country: str | None
    horizon: str
    resolution_rule: str
    resolved_by: str
    probability: float | None = None
    quantiles: tuple[tuple[float, float], ...] = ()
    threshold: float | None = None
    base_rate: float | None = None
    base_n: int | None = None
    base_label: str = ""
    method: str
    claimant: str | None = None
    given: str | None = None
    about: tuple[tuple[str, str], ...] = ()
    data_cutoff: str
    issued_at: datetime
    known_at: datetime
    rests_on: tuple[str, ...] = ()


class MonthlyDeaths(Record, frozen=True, kw_only=True):
    """Deaths by organised violence in a country by month, without gaps from `first` (YYYY-MM), as published then."""

    id: str
    country: str
    first: str
    deaths: tuple[int, ...]

    def month(self, at: int) -> str:
        """Return YYYY-MM of the month so many after the first."""
        year, month = divmod(int(self.first[:4]) * 12 + int(self.first[5:]) - 1 + at, 12)
        return f"{year:04d}-{month + 1:02d}"


class Unasked(Record, frozen=True, kw_only=True):
    """A question that is not asked, and why. `subject` is the place, country or claimant that it would be about."""

    kind: str
    subject: str | None = None
    reason: str


class Resolution(Record, frozen=True, kw_only=True):
    """How a scenario came out, on what evidence. `outcome` is 0 or 1, or the value; None when void."""

    id: str
    scenario: str
    outcome: float | None
    void_reason: str | None = None
    resolved_at: datetime
    known_at: datetime
    rests_on: tuple[str, ...] = ()


class Line(Record, frozen=True, kw_only=True):
    """One sentence of a brief and the ids of the records it rests on: at least one, always.

    `rule` names the rule or template that wrote it.
    """

    id: str
    text: str
    rests_on: tuple[str, ...]
    rule: str


class Part(Record, frozen=True, kw_only=True):
    """A named part of a brief: its lines in order. `paragraphs` holds how many lines each paragraph takes."""

    name: str
    lines: tuple[Line, ...]
    paragraphs: tuple[int, ...] = ()


class Refusal(Record, frozen=True, kw_only=True):
    """A line that the gate refused, and why. It is published as a count and kept for the log."""

    text: str
    rule: str
    reasons: tuple[str, ...]


class Card(Record, frozen=True, kw_only=True):
    """A key figure: what is counted, the value as printed, who says so and when, and a note (stock or flow, sums)."""

    id: str
    label: str
    value: str
    source: str
    note: str
    rests_on: tuple[str, ...]


class Brief(Record, frozen=True, kw_only=True):
    """The finished brief. The picture and scenarios it was made from travel with it, so every id resolves.

    `unanswered` tells which questions of what may come next were not asked, and why.
    """

    title: str
    title_rests_on: tuple[str, ...]
    as_of: datetime
    lang: str
    standfirst: tuple[Line, ...] = ()
    cards: tuple[Card, ...] = ()
    parts: tuple[Part, ...]
    unanswered: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    reports: int
    outlets: int
    languages: tuple[str, ...]


class Edition(Record, frozen=True, kw_only=True):
    """A brief and all that it rests on, so that every id in it can be followed to its words.

    `names` holds those of its actors and claimants; `rejected` pairs where a report was with why it could not be read;
    `corrections` are the judgements of persons that its claims and stories rest on.
    """

    brief: Brief
    picture: Picture
    scenarios: tuple[Scenario, ...]
    documents: tuple[Document, ...]
    claims: tuple[AnyClaim, ...]
    names: dict[str, Name] = {}
    rejected: tuple[tuple[str, str], ...] = ()
    corrections: tuple[Judgement, ...] = ()
    history: MonthlyDeaths | None = None


def day_of(moment: datetime) -> date:
    """Return the writer's own day of a moment: offsets are kept, not converted."""
    return moment.date()
