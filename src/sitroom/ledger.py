"""The ledger of forecasts: which were issued, how they came out, and what they were worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sitroom import outlook, run
from sitroom.model import Edition, Picture, Resolution, Scenario, Story
from sitroom.outlook import Evidence, Report
from sitroom.scorecard import Pair, Scorecard

if TYPE_CHECKING:
    from sitroom.store import Store

REPLAY_STEP = timedelta(days=1)


def keep_scenarios(store: Store, edition: Edition) -> int:
    """Keep the scenarios of an edition in a store; return how many were new. The same brief again adds nothing."""
    return store.add(edition.scenarios)


def replay(
    dossier: run.Dossier, vocabularies: run.Vocabularies, settings: run.Settings, until: datetime
) -> tuple[Scenario, ...]:
    """Issue the forecasts that a brief a day would have issued, of each story, from nothing known later.

    For reports that were never in a store: their forecasts are made as they would have been, and can be scored.
    """
    moments = sorted(d.known_at for d in dossier.documents if d.known_at <= until)
    if not moments:
        return ()
    found: dict[str, Scenario] = {}
    at = moments[0].replace(hour=23, minute=59, second=59, microsecond=0)
    days = max(1, (until.date() - at.date()).days)
    for day in range(days + 1):
        moment = at + day * REPLAY_STEP
        settings.progress("forecasting as of each day", (day + 1) / (days + 1))
        if moment > until:
            break
        for scenario in _asked_at(dossier, vocabularies, settings, moment):
            found[scenario.id] = scenario
    return tuple(found.values())


def _asked_at(
    dossier: run.Dossier, vocabularies: run.Vocabularies, settings: run.Settings, moment: datetime
) -> Iterable[Scenario]:
    known = dossier.known_at(moment)
    _, stories = run.judge(known.corrected())
    for story in stories:
        drawn = run.assemble(known, vocabularies, moment, story.id)
        yield from run.forecast(drawn, settings, known.documents, vocabularies)


def resolve(
    scenarios: Sequence[Scenario],
    dossier: run.Dossier,
    vocabularies: run.Vocabularies,
    settings: run.Settings,
    now: datetime,
    known: Iterable[Resolution] = (),
) -> tuple[Resolution, ...]:
    """Return the resolutions that can be made now and were not made before, from all that is known now."""
    then = dossier.known_at(now)
    if not then.documents:
        return ()
    return outlook.resolve(scenarios, _evidence(scenarios, then, vocabularies, settings, now), now, known)


def scored(scenarios: Iterable[Scenario], resolutions: Iterable[Resolution], now: datetime) -> Scorecard:
    """Score the scenarios issued up to a moment by the resolutions known then."""
    by_scenario = settled(resolutions, now)
    pairs = (Pair(scenario=s, resolution=by_scenario.get(s.id)) for s in scenarios if s.issued_at <= now)
    return outlook.score(pairs, now.date())


def settled(resolutions: Iterable[Resolution], now: datetime) -> dict[str, Resolution]:
    """Return the resolution that counts at a moment, by scenario."""
    return outlook.newest(r for r in resolutions if r.known_at <= now)


def _evidence(
    scenarios: Iterable[Scenario],
    dossier: run.Dossier,
    vocabularies: run.Vocabularies,
    settings: run.Settings,
    now: datetime,
) -> Evidence:
    corrected = dossier.corrected()
    _, stories = run.judge(corrected)
    asked: dict[str, datetime] = {}
    for scenario in scenarios:
        key = dict(scenario.about).get("story_id", "")
        asked[key] = max(asked.get(key, scenario.issued_at), scenario.issued_at)
    by_id = {d.id: d for d in dossier.documents}
    pictures: dict[str, Picture] = {}
    reports: dict[str, tuple[Report, ...]] = {}
    for key, issued in asked.items():
        story = _now_called(key, issued, corrected, stories)
        if story is None:
            continue
        pictures[key] = run.assemble(dossier, vocabularies, now, story.id)
        members = [by_id[i] for i in story.documents if i in by_id]
        reports[key] = tuple(Report(id=d.id, source=d.source, lang=d.lang, known_at=d.known_at) for d in members)
    return Evidence(
        pictures=pictures,
        reports=reports,
        known={c.id: c.known_at for c in corrected.claims},
        deaths=outlook.load_counts_kept(settings.deaths, settings.cache_dir) if settings.deaths else None,
        last_report=max(d.known_at for d in dossier.documents),
    )


def _now_called(key: str, issued: datetime, dossier: run.Dossier, stories: Sequence[Story]) -> Story | None:
    """Return the story of an id; where stories were joined or split since, that which holds most of its reports."""
    for story in stories:
        if story.id == key:
            return story
    _, then = run.judge(dossier.known_at(issued))
    before = next((set(s.documents) for s in then if s.id == key), set())
    best = max(stories, key=lambda s: (len(before.intersection(s.documents)), s.id), default=None)
    return best if best is not None and before.intersection(best.documents) else None
