"""Online clustering: each report, in order of time, joins the story that it fits best, or waits to found one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import combinations

from sitroom.judgements import SAME_STORY, STORIES, effective
from sitroom.model import Document, Extraction, Judgement, content_id
from sitroom.stories.features import Features, features_of
from sitroom.stories.profile import NEEDED, STORY_SLEEPS, Profile, Rarity, fit

SWEEP = 64
"""Every so many reports, stories that have gone to sleep are put away."""

LEAST_STORY = 2
BRIDGES = 1
"""So many reports must have fitted two stories before the two are compared as wholes."""

NEWEST = 12
"""Of the smaller story, at most so many of the newest reports are compared with the larger."""

SURE = 2.0
"""So many points are written down as a score of 1."""


def assign(
    documents: Iterable[Document], extractions: Iterable[Extraction], judgements: Iterable[Judgement]
) -> tuple[Judgement, ...]:
    """Return the new judgements that place reports in stories: left is the report, right the story's first report.

    Reports are taken in order of time, whatever order they come in. A report that was placed before is left where it
    is. A report that fits no story is judged by nothing, and waits. What persons corrected is not looked at: it is laid
    over these judgements when stories are derived, so that undoing it leaves no trace.
    """
    claims = {e.document: e.claims for e in extractions}
    ordered = sorted(documents, key=lambda d: (d.known_at, d.id))
    placed = {j.left: j.right for j in effective(judgements) if j.verdict == SAME_STORY and j.by == STORIES}
    desk = _Desk()
    for document in ordered:
        desk.take(features_of(document, claims.get(document.id, ())), placed.get(document.id))
    desk.settle()
    return tuple(desk.made)


class _Desk:
    """The stories so far, and the judgements made."""

    def __init__(self) -> None:
        self.stories: dict[str, Profile] = {}
        self.home: dict[str, str] = {}
        self.seen: list[Features] = []
        self.made: list[Judgement] = []
        self._rarity = Rarity()
        self._open: dict[str, Profile] = {}
        self._bridges: Counter[tuple[str, str]] = Counter()

    def take(self, features: Features, placed: str | None) -> None:
        """Place one report: where a judgement says, else where it fits best, else as a story of its own."""
        self._rarity.add(features)
        self.seen.append(features)
        if placed is not None and placed in self.home:
            self._join(features, self.home[placed])
            return
        best, points = self._best(features, self._awake(features.moment))
        if best is not None and points >= NEEDED:
            self._judge(features, best, points, features.moment)
            self._join(features, best)
            return
        self.stories[features.document] = Profile(features)
        self._open[features.document] = self.stories[features.document]
        self._join(features, features.document)

    def _awake(self, now: datetime) -> dict[str, Profile]:
        """Return the stories that may still grow. Reports come in order of time, so who sleeps is not woken."""
        if len(self.seen) % SWEEP == 0:
            self._open = {f: s for f, s in self._open.items() if now - s.last <= STORY_SLEEPS}
        return self._open

    def _best(self, features: Features, among: dict[str, Profile]) -> tuple[str | None, float]:
        best: str | None = None
        most = 0.0
        fitting = []
        for founder, story in among.items():
            if founder == features.document:
                continue
            points = fit(features, story, self._rarity)
            if points >= NEEDED:
                fitting.append(founder)
            if points > most:
                best, most = founder, points
        for a, b in combinations(sorted(fitting), 2):
            self._bridges[(a, b)] += 1
        return best, most

    def _join(self, features: Features, founder: str) -> None:
        self.stories[founder].add(features)
        self.home[features.document] = founder

    def _judge(self, features: Features, founder: str, points: float, when: datetime) -> None:
        score = round(min(1.0, points / SURE), 4)
        self.made.append(
            Judgement(
                id=content_id("judgement", features.document, founder, SAME_STORY, STORIES),
                left=features.document,
                right=founder,
                verdict=SAME_STORY,
                score=score,
                by=STORIES,
                made_at=when,
                reason=f"fits by {points:.2f} points",
            )
        )

    def settle(self) -> None:
        """Join stories that grew together, then look again at the reports that stand alone."""
        last = max((f.moment for f in self.seen), default=None)
        if last is not None:
            self._merge(last)
        for features in self.seen:
            founder = self.home[features.document]
            if last is None or self.stories[founder].size > 1:
                continue
            best, points = self._best(features, self.stories)
            if best is None or points < NEEDED or self.stories[best].size < 2:
                continue
            self._judge(features, best, points, last)
            del self.stories[founder]
            self._join(features, best)

    def _merge(self, when: datetime) -> None:
        """Join two stories where reports have fitted both, and the smaller one's reports mostly fit the larger."""
        by_id = {f.document: f for f in self.seen}
        for (a, b), bridges in sorted(self._bridges.items(), key=lambda item: (-item[1], item[0])):
            one, two = self._root(a), self._root(b)
            if one == two or bridges < BRIDGES:
                continue
            large, small = sorted((self.stories[one], self.stories[two]), key=lambda s: (-s.size, s.founder))
            # One report is no story; where it belongs is settled afterwards.
            if small.size < LEAST_STORY:
                continue
            points = [fit(by_id[d], large, self._rarity) for d in small.documents[-NEWEST:]]
            mean = sum(points) / len(points)
            if mean < NEEDED:
                continue
            self._judge(by_id[small.founder], large.founder, mean, when)
            del self.stories[small.founder]
            for document in small.documents:
                self._join(by_id[document], large.founder)

    def _root(self, founder: str) -> str:
        return self.home[founder]
