"""How scenarios came out: each by its own rule, from what became known after it was issued, or not yet.

A day is settled DAYS_FOR_LATE_REPORTS after it, since reports tell of a day late; what has happened is settled at once.
Where the data of a scenario are missing for DAYS_UNTIL_VOID it is void, and why is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

import msgspec

from sitroom.model import Resolution, Scenario, content_id
from sitroom.outlook.deaths.counts import month_number
from sitroom.outlook.evidence import Evidence, asked_about
from sitroom.outlook.holds import ATTACKS

DAYS_FOR_LATE_REPORTS = timedelta(days=2)
DAYS_UNTIL_VOID = timedelta(days=14)
WEEK = timedelta(days=7)
# Why a scenario is void. The first is no fault of the question: its condition did not come about.
NO_CONDITION = "its condition did not come about"
VOID_CONDITION = "its condition is void"
NO_REPORTS = "no report of the story goes on past the day"
NO_COUNT = "the claimant gave no count for the day"
NO_COUNTRY = "the file of deaths no longer knows the country"
NO_STORE = "no report of any story was read after the week"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a question: 0, 1 or a value, and what says so; or why nothing ever will."""

    value: float | None = None
    void: str | None = None
    rests_on: tuple[str, ...] = ()


Rule = Callable[[Scenario, Evidence, datetime], Outcome | None]


def resolve(
    scenarios: Iterable[Scenario], evidence: Evidence, now: datetime, known: Iterable[Resolution] = ()
) -> tuple[Resolution, ...]:
    """Resolve the scenarios that can be resolved now; return the new resolutions, in order of their scenarios' ids.

    `known` are resolutions made before: what has an outcome keeps it, and what was void is looked at again. The
    result depends neither on the order of the scenarios nor on that of the evidence. Nothing that was known when a
    scenario was issued resolves it, and no scenario is resolved before its day unless what it asks has happened.
    """
    by_id = {scenario.id: scenario for scenario in scenarios}
    settled = newest(known)
    added: dict[str, Resolution] = {}
    # A condition is resolved before what follows from it.
    for scenario in sorted(by_id.values(), key=lambda s: (s.given is not None, s.id)):
        before = settled.get(scenario.id)
        if before is not None and before.outcome is not None:
            continue
        outcome = _outcome(scenario, evidence, now, settled)
        if outcome is None:
            continue
        made = _resolution(scenario, outcome, now)
        if before is None or before.id != made.id:
            added[scenario.id] = settled[scenario.id] = made
    return tuple(added[key] for key in sorted(added))


def newest(resolutions: Iterable[Resolution]) -> dict[str, Resolution]:
    """Return the resolution that counts, by scenario: one with an outcome before a void one, then the newest."""
    order = sorted(resolutions, key=lambda r: (r.outcome is not None, r.known_at, r.id))
    return {resolution.scenario: resolution for resolution in order}


def _resolution(scenario: Scenario, outcome: Outcome, now: datetime) -> Resolution:
    return Resolution(
        id=content_id("resolution", scenario.id, outcome.value, outcome.void, outcome.rests_on),
        scenario=scenario.id,
        outcome=outcome.value,
        void_reason=outcome.void,
        resolved_at=now,
        known_at=now,
        rests_on=outcome.rests_on,
    )


def _outcome(
    scenario: Scenario, evidence: Evidence, now: datetime, settled: Mapping[str, Resolution]
) -> Outcome | None:
    rule = RULES.get(scenario.kind)
    if rule is None or now <= scenario.issued_at:
        return None
    if scenario.given is None:
        return rule(scenario, evidence, now)
    condition = settled.get(scenario.given)
    if condition is None:
        return None
    if condition.outcome is None:
        return Outcome(void=VOID_CONDITION, rests_on=(condition.id,))
    if condition.outcome == 0:
        return Outcome(void=NO_CONDITION, rests_on=(condition.id,))
    outcome = rule(scenario, evidence, now)
    return outcome and msgspec.structs.replace(outcome, rests_on=(condition.id, *outcome.rests_on))


def _day(scenario: Scenario) -> date:
    return date.fromisoformat(scenario.horizon)


def _is_over(scenario: Scenario, now: datetime) -> bool:
    return now.date() > _day(scenario) + DAYS_FOR_LATE_REPORTS


def _is_lost(scenario: Scenario, now: datetime) -> bool:
    return now.date() > _day(scenario) + DAYS_UNTIL_VOID


def _unless_it_happened(value: float, scenario: Scenario, evidence: Evidence, now: datetime) -> Outcome | None:
    """Settle a question whose event no report tells of: reports that go on past the day would have told."""
    later = evidence.past(scenario)
    if later is not None and _is_over(scenario, now):
        return Outcome(value=value, rests_on=(later.id,))
    return Outcome(void=NO_REPORTS) if _is_lost(scenario, now) else None


def _passes(scenario: Scenario, evidence: Evidence, now: datetime) -> Outcome | None:
    """Whether a claimant's count exceeds the threshold as of the day or before."""
    above = [
        (day, figure.id, rests_on)
        for day, figure, rests_on in evidence.counts(scenario)
        if figure.low is not None and figure.low > (scenario.threshold or 0) and day <= _day(scenario)
    ]
    if above:
        return Outcome(value=1.0, rests_on=min(above)[2])
    return _unless_it_happened(0.0, scenario, evidence, now)


def _reaches(scenario: Scenario, evidence: Evidence, now: datetime) -> Outcome | None:
    """Whether any count by no party reaches what a source warned of."""
    above = [
        (day, figure.id, rests_on)
        for day, figure, rests_on in evidence.counts(scenario)
        if figure.low is not None
        and figure.low >= (scenario.threshold or 0)
        and scenario.issued_at.date() <= day <= _day(scenario)
    ]
    if above:
        return Outcome(value=1.0, rests_on=min(above)[2])
    return _unless_it_happened(0.0, scenario, evidence, now)


def _stands(scenario: Scenario, evidence: Evidence, now: datetime) -> Outcome | None:
    """The claimant's last count as of the day, or of some days before."""
    if not _is_over(scenario, now):
        return None
    grace = timedelta(days=int(asked_about(scenario, "grace_days") or 0))
    found = [
        (day, float(value), rests_on)
        for day, figure, rests_on in evidence.counts(scenario)
        for value in (figure.low if figure.low is not None else figure.high,)
        if value is not None and _day(scenario) - grace <= day <= _day(scenario)
    ]
    if found:
        _, value, rests_on = max(found)
        return Outcome(value=value, rests_on=rests_on)
    return Outcome(void=NO_COUNT) if _is_lost(scenario, now) else None


def _rises(scenario: Scenario, evidence: Evidence, now: datetime) -> Outcome | None:
    """By how much the claimant's count has risen since the question was asked."""
    outcome = _stands(scenario, evidence, now)
    if outcome is None or outcome.value is None:
        return outcome
    return msgspec.structs.replace(outcome, value=outcome.value - float(asked_about(scenario, "count") or 0))


def _taken(scenario: Scenario, evidence: Evidence, now: datetime) -> Outcome | None:
    """Whether the holder lost the place, by the word of the loser or of a third party."""
    holder = asked_about(scenario, "holder")
    told = [
        (step.on, rests_on)
        for _, step, rests_on in evidence.steps(scenario)
        if step.standing == "asserted"
        and ((step.event == "captured" and step.by not in {None, holder}) or (step.event, step.by) == ("lost", holder))
    ]
    if told:
        return Outcome(value=1.0, rests_on=min(told)[1])
    return _unless_it_happened(0.0, scenario, evidence, now)


def _siege_holds(scenario: Scenario, evidence: Evidence, now: datetime) -> Outcome | None:
    """Whether a besieged place is neither taken nor given up, by its holder or by who besieges it."""
    ended = [
        (step.on, rests_on)
        for _, step, rests_on in evidence.steps(scenario)
        if step.standing == "asserted" and step.event in {"captured", "lost"}
    ]
    if ended:
        return Outcome(value=0.0, rests_on=min(ended)[1])
    return _unless_it_happened(1.0, scenario, evidence, now)


def _ceasefire_holds(scenario: Scenario, evidence: Evidence, now: datetime) -> Outcome | None:
    """Whether no later report dates an attack by one of its parties on the other within the days."""
    picture = evidence.picture_of(scenario)
    parties = {asked_about(scenario, "by"), asked_about(scenario, "against")}
    issued = scenario.issued_at.date().isoformat()
    broken = [
        (event.on, event.id)
        for event in (picture.events if picture is not None else ())
        if event.event in ATTACKS
        and event.standing == "asserted"
        and event.on is not None
        and issued <= event.on <= scenario.horizon
        and event.by in parties
        and event.against in parties | {None}
        and evidence.later_claims(scenario, (event.id,))
    ]
    if broken:
        return Outcome(value=0.0, rests_on=(min(broken)[1],))
    return _unless_it_happened(1.0, scenario, evidence, now)


def _deaths(scenario: Scenario, evidence: Evidence, now: datetime) -> Outcome | None:
    """Whether the file of deaths counts more than the threshold for the month."""
    outcome = _deaths_counted(scenario, evidence, now)
    if outcome is None or outcome.value is None:
        return outcome
    return msgspec.structs.replace(outcome, value=float(outcome.value > (scenario.threshold or 0)))


def _deaths_counted(scenario: Scenario, evidence: Evidence, now: datetime) -> Outcome | None:
    counts, series, month = evidence.deaths, asked_about(scenario, "series"), asked_about(scenario, "month")
    if counts is None or not month or now.date() <= _day(scenario):
        return None
    at = month_number(int(month[:4]), int(month[5:])) - counts.first
    if not 0 <= at < counts.deaths.shape[1]:
        return None
    if series not in counts.countries:
        return Outcome(void=NO_COUNTRY)
    return Outcome(
        value=float(counts.deaths[counts.countries.index(series), at]), rests_on=(f"deaths:{series}:{month}",)
    )


def _attention(scenario: Scenario, evidence: Evidence, now: datetime) -> Outcome | None:
    """Whether the store holds more reports, outlets or languages of the story in the week after than asked about."""
    end = scenario.issued_at + WEEK
    week = [r for r in evidence.reports_of(scenario) if r.known_at <= end]
    counted = {"outlets": {r.source for r in week}, "languages": {r.lang for r in week}}
    seen = counted.get(asked_about(scenario, "what"), {r.id for r in week})
    if len(seen) > (scenario.threshold or 0):
        return Outcome(value=1.0, rests_on=tuple(sorted(r.id for r in week)))
    if now > end and evidence.last_report is not None and evidence.last_report > end:
        return Outcome(value=0.0, rests_on=tuple(sorted(r.id for r in week)))
    return Outcome(void=NO_STORE) if _is_lost(scenario, now) else None


RULES: Mapping[str, Rule] = {
    "toll": _passes,
    "toll_injured": _passes,
    "total_displaced": _passes,
    "displaced_range": _stands,
    "displaced": _rises,
    "capture": _taken,
    "siege": _siege_holds,
    "ceasefire": _ceasefire_holds,
    "deaths": _deaths,
    "deaths_range": _deaths_counted,
    "coverage": _attention,
    "coverage_outlets": _attention,
    "coverage_languages": _attention,
    "warned": _reaches,
}
