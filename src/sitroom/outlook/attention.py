"""Whether reports of a story rise next week: learned from the weeks of the very stories at hand, or not asked.

Each story gives pairs of weeks, one after the other. The chance is the share of pairs of about as many reports in which
the second had more, drawn towards the share of all pairs. There is no outside data in it, so a store that has seen few
weeks gives no forecast.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from sitroom.model import Document, Picture, Scenario
from sitroom.outlook.scenario import ask

WEEK = timedelta(days=7)
# Pairs of weeks without which no share means much: at 20, a share of one half is known to about 0.2 either way.
LEAST_PAIRS = 20
# A week with fewer reports is no attention to rise or fall.
LEAST_REPORTS = 3
# Weeks within this factor are "about as many reports"; they weigh against all pairs as if those were this many.
ALIKE, PRIOR_WEIGHT = 2.0, 10.0
LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
METHOD = "share of earlier weeks of the stories in this store, drawn to the share of all weeks"


class Pair(NamedTuple):
    """The reports of one week of a story, and of the next."""

    before: int
    after: int


def pairs_of(moments: Sequence[datetime], as_of: datetime) -> Iterator[Pair]:
    """Yield the pairs of weeks of a story, counted back from a time, so that no week is cut short."""
    if not moments:
        return
    first, end = min(moments), as_of
    while end - 2 * WEEK >= first - WEEK:
        after = sum(end - WEEK < m <= end for m in moments)
        before = sum(end - 2 * WEEK < m <= end - WEEK for m in moments)
        if before >= LEAST_REPORTS:
            yield Pair(before, after)
        end -= WEEK


def ask_attention(picture: Picture, documents: Iterable[Document]) -> Iterator[Scenario]:
    """Ask whether more reports of the story appear next week than did in the last."""
    by_id = {d.id: d for d in documents if d.known_at <= picture.as_of}
    now = _week_of(picture, by_id)
    if len(now) < LEAST_REPORTS:
        return
    pairs = [
        pair
        for story in picture.stories
        for pair in pairs_of([by_id[d].known_at for d in story.documents if d in by_id], picture.as_of)
    ]
    if len(pairs) < LEAST_PAIRS:
        return
    count = len(now)
    alike = [p for p in pairs if count / ALIKE <= p.before <= count * ALIKE]
    rate = sum(p.after > p.before for p in pairs) / len(pairs)
    chance = (sum(p.after > p.before for p in alike) + PRIOR_WEIGHT * rate) / (len(alike) + PRIOR_WEIGHT)
    ratios = np.quantile([p.after / p.before for p in (alike if len(alike) >= LEAST_PAIRS else pairs)], LEVELS)
    horizon = (picture.as_of + WEEK).date()
    yield ask(
        "coverage",
        predicate=f"more than {count} reports of the story appear in the next seven days",
        place=None,
        country=None,
        horizon=horizon,
        rule="yes where the store holds more reports of the story for these seven days than the last; else no",
        resolved_by="the store's own count",
        method=METHOD,
        issued_at=picture.as_of,
        data_cutoff=picture.as_of.date().isoformat(),
        probability=chance,
        quantiles=tuple(zip(LEVELS, (float(round(count * r)) for r in ratios), strict=True)),
        threshold=float(count),
        base=(rate, len(pairs), "weeks of the stories in this store"),
        about={
            "story_id": picture.story_id or "",
            "outlets": str(len({d.source for d in now})),
            "languages": str(len({d.lang for d in now})),
        },
        rests_on=(),
    )


def _week_of(picture: Picture, by_id: Mapping[str, Document]) -> list[Document]:
    story = next((s for s in picture.stories if s.id == picture.story_id), None)
    if story is None:
        return []
    found = (by_id[d] for d in story.documents if d in by_id)
    return [d for d in found if picture.as_of - WEEK < d.known_at <= picture.as_of]
