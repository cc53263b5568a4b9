"""What became known later of what a scenario asked, in later pictures, reports and counts, never in earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

import msgspec

from sitroom.model import Control, ControlStep, Figure, Picture, Scenario
from sitroom.outlook.deaths.counts import Counts

DAY = len("2024-12-04")


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report of a story: its id, its outlet and language, and when it was known."""

    id: str
    source: str
    lang: str
    known_at: datetime


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What scenarios may be resolved from, by the id of the story that they were asked in.

    `pictures` and `reports` are as of the moment of resolving; `known` tells when each claim was known; `deaths` are
    the user's counts; `last_report` is when the newest report of any story was known.
    """

    pictures: Mapping[str, Picture] = {}
    reports: Mapping[str, tuple[Report, ...]] = {}
    known: Mapping[str, datetime] = {}
    deaths: Counts | None = None
    last_report: datetime | None = None

    def picture_of(self, scenario: Scenario) -> Picture | None:
        """Return the later picture of a scenario's story, where there is one."""
        return self.pictures.get(asked_about(scenario, "story_id"))

    def reports_of(self, scenario: Scenario) -> tuple[Report, ...]:
        """Return the reports of a scenario's story known after it was issued."""
        found = self.reports.get(asked_about(scenario, "story_id"), ())
        return tuple(report for report in found if report.known_at > scenario.issued_at)

    def past(self, scenario: Scenario) -> Report | None:
        """Return the first report of the story after the day asked about: reports go on past it."""
        later = [r for r in self.reports_of(scenario) if r.known_at.date().isoformat() > scenario.horizon]
        return min(later, key=lambda r: (r.known_at, r.id), default=None)

    def later_claims(self, scenario: Scenario, claims: Iterable[str]) -> tuple[str, ...]:
        """Return those of some claims that became known only after the scenario was issued."""
        return tuple(c for c in claims if c in self.known and self.known[c] > scenario.issued_at)

    def counts(self, scenario: Scenario) -> Iterator[tuple[date, Figure, tuple[str, ...]]]:
        """Yield the later running counts of what a scenario asks about: day, figure, and the new claims it rests on."""
        picture = self.picture_of(scenario)
        for figure in picture.figures if picture is not None else ():
            day = figure.as_of
            if day is None or len(day) < DAY or not _same_quantity(figure, scenario):
                continue
            rests_on = self.later_claims(scenario, figure.rests_on)
            if rests_on:
                yield date.fromisoformat(day[:DAY]), figure, rests_on

    def steps(self, scenario: Scenario) -> Iterator[tuple[Control, ControlStep, tuple[str, ...]]]:
        """Yield what later reports say happened at a scenario's place from the day it was issued to the day asked."""
        picture = self.picture_of(scenario)
        issued = scenario.issued_at.date().isoformat()
        for row in picture.control if picture is not None else ():
            if not _same_place(row, scenario):
                continue
            for step in row.history:
                rests_on = self.later_claims(scenario, step.rests_on)
                if rests_on and issued <= step.on[:DAY] <= scenario.horizon and len(step.on) >= DAY:
                    yield row, step, rests_on


def asked_about(scenario: Scenario, key: str) -> str:
    """Return a value that a scenario keeps for resolving it; "" where it has none."""
    return dict(scenario.about).get(key, "")


def _same_place(row: Control, scenario: Scenario) -> bool:
    asked = asked_about(scenario, "geonameid")
    if row.place_ref is not None and row.place_ref.geonameid is not None and asked not in {"", "None"}:
        return str(row.place_ref.geonameid) == asked
    return row.place == scenario.place


def _same_quantity(figure: Figure, scenario: Scenario) -> bool:
    """Whether a figure counts what the scenario asks about, by the claimant it asks about, if it asks of one."""
    about = dict(scenario.about)
    told = figure.standing == "asserted" and not figure.background and figure.part_of is None and figure.side is None
    same = figure.measure == about.get("measure") and figure.category == about.get("category")
    place = about.get("counted_in", scenario.place) or None
    claimant = about.get("claimant_id")
    by = not figure.party if claimant is None else figure.claimant_id == claimant
    since = about.get("since") or None
    running = figure.unit == about.get("unit", "persons") and figure.scope == "cumulative"
    # A later report may leave out where or since when; it may not say another place or day.
    return told and same and by and running and _agree(place, figure.place) and _agree(since, figure.since)


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other
