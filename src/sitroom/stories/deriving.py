"""Stories derived from judgements: which reports they hold, what they are called, when they began."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from babel import Locale

from sitroom.judgements import APART, SAME_STORY, effective, is_correction
from sitroom.model import (
    AnyClaim,
    ControlClaim,
    Document,
    EventClaim,
    FigureClaim,
    Judgement,
    Story,
    content_id,
    day_of,
)

MOST_PLACES_IN_TITLE = 2
LEAST_SHARE_IN_TITLE = 0.25
"""A place stands in the title where at least this share of the reports speak of it."""

_MONTHS = Locale("en").months["format"]["wide"]
_COUNTRIES = Locale("en").territories
_COUNTRY_NAMES = frozenset(_COUNTRIES.values())

_EVENTS = {
    "offensive": "offensive",
    "counter_offensive": "offensive",
    "ground_clash": "fighting",
    "airstrike": "air strikes",
    "shelling": "shelling",
    "drone_or_missile": "strikes",
    "bombing": "bombing",
    "massacre": "killings",
    "abduction": "abductions",
    "evacuation_order": "evacuations",
    "ceasefire": "ceasefire",
}
_MEASURES = {"killed": "deaths", "injured": "casualties", "missing": "people missing", "displaced": "displacement"}


def derive(
    documents: Iterable[Document], claims: Iterable[AnyClaim], judgements: Iterable[Judgement]
) -> tuple[Story, ...]:
    """Return the stories that judgements make of reports, the largest first.

    A story has at least two reports; where nothing fits together, every report with claims is a story of its own.
    Its id comes from its first report, so it stays while the story grows.
    """
    known = {d.id: d for d in documents}
    by_document: dict[str, list[AnyClaim]] = defaultdict(list)
    for claim in claims:
        if claim.document in known:
            by_document[claim.document].append(claim)
    groups = [g for g in _groups(known, judgements) if len(g) > 1]
    if not groups:
        groups = [[i] for i in known if by_document[i]]
    stories = [_story([known[i] for i in group], by_document) for group in groups]
    return tuple(sorted(stories, key=lambda s: (-len(s.documents), s.first_day, s.id)))


def _groups(known: Mapping[str, Document], judgements: Iterable[Judgement]) -> list[list[str]]:
    """Return the reports in groups: as the machine judged, then as persons corrected it, in the order they did."""
    held = [j for j in effective(judgements) if j.left in known and j.right in known]
    group_of = {i: [i] for i in known}
    for j in sorted(held, key=is_correction):
        here, there = group_of[j.left], group_of[j.right]
        if j.verdict == SAME_STORY and here is not there:
            large, small = (here, there) if len(here) >= len(there) else (there, here)
            large += small
            group_of.update(dict.fromkeys(small, large))
        elif j.verdict == APART and here is there and j.left != j.right:
            here.remove(j.left)
            group_of[j.left] = [j.left]
    return list({id(group): group for group in group_of.values()}.values())


def _story(documents: Sequence[Document], by_document: dict[str, list[AnyClaim]]) -> Story:
    documents = sorted(documents, key=lambda d: (d.known_at, d.id))
    claims = [c for d in documents for c in by_document[d.id] if not c.background]
    countries = Counter(c for d in documents for c in {x.place.country for x in by_document[d.id] if x.place} if c)
    places: Counter[str] = Counter()
    for d in documents:
        places.update(_named_places(by_document[d.id]))
    days = [day_of(d.published).isoformat() for d in documents]
    first = min([*days, *_event_days(claims)])
    ranked = sorted(places, key=lambda p: (-places[p], p))
    shown = [p for p in ranked[:MOST_PLACES_IN_TITLE] if places[p] >= LEAST_SHARE_IN_TITLE * len(documents)]
    return Story(
        id=content_id("story", documents[0].id),
        title=_title(documents[0], claims, countries, shown, first),
        countries=tuple(sorted(countries, key=lambda c: (-countries[c], c))),
        first_day=first,
        last_day=max(days),
        documents=tuple(d.id for d in documents),
        places=tuple(ranked),
    )


def _named_places(claims: Iterable[AnyClaim]) -> set[str]:
    return {
        c.place.name or c.place.text
        for c in claims
        if c.place is not None and c.place.kind in ("settlement", "district", "province", "region") and not c.background
        and c.place.name not in _COUNTRY_NAMES
    }  # fmt: skip


def _event_days(claims: Iterable[AnyClaim]) -> list[str]:
    return [c.on for c in claims if isinstance(c, EventClaim) and c.event == "offensive" and c.on and len(c.on) == 10]


def _title(
    first: Document, claims: Sequence[AnyClaim], countries: Counter[str], places: Sequence[str], day: str
) -> str:
    """Return a title made from facts: country, what happens, where, and the month it began."""
    what = _what(claims)
    if what is None or not (countries or places):
        return first.title
    country = min(countries, key=lambda c: (-countries[c], c), default=None)
    where = f" in {' and '.join(places)}" if places else ""
    when = f"{_MONTHS[int(day[5:7])]} {day[:4]}"
    lead = f"{_country(country)}: " if country else ""
    return f"{lead}{what}{where}, {when}"


def _country(code: str) -> str:
    return str(_COUNTRIES.get(code, code)).split(" (")[0]


def _what(claims: Sequence[AnyClaim]) -> str | None:
    events = Counter((c.event, c.document) for c in claims if isinstance(c, EventClaim))
    per_event = Counter(event for event, _ in events)
    if per_event["offensive"]:
        return "offensive"
    if any(isinstance(c, ControlClaim) for c in claims):
        return "fighting"
    for event, _ in sorted(per_event.items(), key=lambda item: (-item[1], item[0])):
        if event in _EVENTS:
            return _EVENTS[event]
    measures = Counter(c.measure for c in claims if isinstance(c, FigureClaim))
    for measure, _ in sorted(measures.items(), key=lambda item: (-item[1], item[0])):
        if measure in _MEASURES:
            return _MEASURES[measure]
    return None
