"""Whether attention to a story rises next week: learned from the weeks of the very stories at hand, or not asked.

Each story gives pairs of weeks, one after the other. The chance is the share of pairs of about as many reports in which
the second had more, drawn towards the share of all pairs. There is no outside data in it, so a store that has seen few
weeks gives no forecast. Reports, outlets and languages are asked about apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from sitroom.model import Document, Picture, Scenario, Unasked
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
# What is counted in a week, and the kind of the question about it.
COUNTED: Mapping[str, tuple[str, Callable[[Document], str]]] = {
    "coverage": ("reports", lambda d: d.id),
    "coverage_outlets": ("outlets", lambda d: d.source),
    "coverage_languages": ("languages", lambda d: d.lang),
}


class Pair(NamedTuple):
    """How many there were in one week of a story, and in the next."""

    before: int
    after: int


def pairs_of(
    documents: Sequence[Document], as_of: datetime, counted: Callable[[Document], str] = lambda d: d.id
) -> Iterator[Pair]:
    """Yield the pairs of weeks of a story, counted back from a time, so that no week is cut short."""
    if not documents:
        return
    first, end = min(d.known_at for d in documents), as_of
    while end - 2 * WEEK >= first - WEEK:
        before = [d for d in documents if end - 2 * WEEK < d.known_at <= end - WEEK]
        after = {counted(d) for d in documents if end - WEEK < d.known_at <= end}
        if len(before) >= LEAST_REPORTS:
            yield Pair(len({counted(d) for d in before}), len(after))
        end -= WEEK


def ask_attention(picture: Picture, documents: Iterable[Document]) -> Iterator[Scenario | Unasked]:
    """Ask whether more reports of the story, from more outlets, in more languages, appear next week than last."""
    by_id = {d.id: d for d in documents if d.known_at <= picture.as_of}
    stories = [[by_id[d] for d in story.documents if d in by_id] for story in picture.stories]
    own = next((s for story, s in zip(picture.stories, stories, strict=True) if story.id == picture.story_id), [])
    now = [d for d in own if picture.as_of - WEEK < d.known_at <= picture.as_of]
    if len(now) < LEAST_REPORTS:
        return
    for kind, (what, counted) in COUNTED.items():
        pairs = [pair for story in stories for pair in pairs_of(story, picture.as_of, counted)]
        if len(pairs) < LEAST_PAIRS:
            reason = f"{LEAST_PAIRS} pairs of weeks of stories are needed, and the reports at hand have {len(pairs)}"
            yield Unasked(kind="coverage", subject=None, reason=reason)
            return
        yield _ask(kind, what, len({counted(d) for d in now}), pairs, picture)


def _ask(kind: str, what: str, count: int, pairs: Sequence[Pair], picture: Picture) -> Scenario:
    alike = [p for p in pairs if count / ALIKE <= p.before <= count * ALIKE]
    rate = sum(p.after > p.before for p in pairs) / len(pairs)
    chance = (sum(p.after > p.before for p in alike) + PRIOR_WEIGHT * rate) / (len(alike) + PRIOR_WEIGHT)
    ratios = np.quantile([p.after / p.before for p in (alike if len(alike) >= LEAST_PAIRS else pairs)], LEVELS)
    return ask(
        kind,
        predicate=f"more than {count} {what} of the story in the next seven days",
        place=None,
        country=None,
        horizon=(picture.as_of + WEEK).date(),
        rule=f"yes where the store holds more {what} of the story for these seven days than for the last; else no",
        resolved_by="the store's own count",
        method=METHOD,
        issued_at=picture.as_of,
        data_cutoff=picture.as_of.date().isoformat(),
        probability=chance,
        quantiles=tuple(zip(LEVELS, (float(round(count * r)) for r in ratios), strict=True)),
        threshold=float(count),
        base=(rate, len(pairs), "weeks of the stories in this store"),
        about={"what": what, "story_id": picture.story_id or ""},
        rests_on=(),
    )
