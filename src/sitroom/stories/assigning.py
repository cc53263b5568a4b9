"""Online clustering: each report, in order of time, joins the story that it fits best, or waits to found one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import combinations

from sitroom.judgements import SAME_STORY, STORIES, effective
from sitroom.model import AnyClaim, Document, Extraction, Judgement, content_id
from sitroom.stories.bags import Rarity
from sitroom.stories.features import Features, features_of
from sitroom.stories.profile import NEEDED, STORY_SLEEPS, Probe, Profile, fit
from sitroom.stories.retrieval import Index

SWEEP = 64
"""Every so many reports, stories that have gone to sleep are put away."""

BRIDGED = 4
"""Of the stories that a report fits, so many of the best are looked at as wholes: they may be one."""

KIN = 0.3
"""A lone report that fits a new report by so many points is looked at again once that has joined a story."""

SECOND_LOOK = 0.8
"""So many points a lone report needs to join a story afterwards: more than when it came, since a young story's fit
wavers. On the story sets, with claims as extracted, those that belong reach 0.94 and more, others 0.74."""

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
    placed = {j.left: j.right for j in effective(judgements) if j.verdict == SAME_STORY and j.by == STORIES}
    desk = Assigner()
    made: list[Judgement] = []
    for document in sorted(documents, key=lambda d: (d.known_at, d.id)):
        made += desk.take(document, claims.get(document.id, ()), placed.get(document.id))
    return tuple(made)


class Assigner:
    """Places reports one by one, each when it comes; what it judged of the earlier ones does not depend on the later.

    Its cost for a report does not grow with the number of stories, and it holds what stories of the last weeks are
    about, not their reports.
    """

    def __init__(self) -> None:
        """Start with no reports."""
        self._stories: dict[str, Profile] = {}
        self._asleep: dict[str, tuple[list[str], list[Judgement]]] = {}
        self._home: dict[str, str] = {}
        self._index = Index()
        self._rarity = Rarity()
        self._bridges: Counter[tuple[str, str]] = Counter()
        self._newest: tuple[datetime, str] | None = None
        self._begun = 0
        self._taken = 0

    def take(self, document: Document, claims: Iterable[AnyClaim], placed: str | None = None) -> tuple[Judgement, ...]:
        """Place a report, in the story of the report `placed` where that is given; return what was judged.

        Raises ValueError where a report is older than one taken before.
        """
        at = (document.known_at, document.id)
        if self._newest is not None and at < self._newest:
            raise ValueError(f"{document.id} is older than a report taken before it")
        self._newest = at
        features = features_of(document, claims)
        self._rarity.add(features.words.buckets)
        self._taken += 1
        if self._taken % SWEEP == 0:
            self._put_away(features.moment)
        if placed is not None and placed in self._home:
            self._join(features, self._root(placed))
            return ()
        return tuple(self._place(features))

    def story_of(self, document: str) -> tuple[str, ...]:
        """Return the reports that are in one story with a report, itself among them, as far as this has judged."""
        reports, _ = self._whole(document)
        return tuple(reports)

    def judged(self, document: str) -> tuple[Judgement, ...]:
        """Return the judgements that made the story a report is in; none where it stands alone."""
        _, judged = self._whole(document)
        return tuple(judged)

    def _whole(self, document: str) -> tuple[list[str], list[Judgement]]:
        founder = self._root(document)
        if founder in self._stories:
            return self._stories[founder].documents, self._stories[founder].judged
        return self._asleep.get(founder, ([document], []))

    def _place(self, features: Features) -> Iterable[Judgement]:
        probe = Probe(features, self._rarity)
        fits = [(fit(probe, story, self._rarity), story) for story in self._index.candidates(features)]
        # Of equals the elder: candidates come in the order they began.
        best, story = max(fits, key=lambda pair: pair[0], default=(0.0, None))
        if story is None or best < NEEDED:
            self._begin(features)
            return
        yield self._judge(features.document, story, best, features.moment)
        self._join(features, story.founder)
        fitting = sorted((pair for pair in fits if pair[0] >= NEEDED), key=lambda pair: (-pair[0], pair[1].serial))
        yield from self._merge([s for _, s in fitting[:BRIDGED]], features.moment)
        # As the story doubles, so much more is known of it that those count that are not akin to this one report, too.
        least = -math.inf if len(self.story_of(features.document)).bit_count() == 1 else KIN
        yield from self._look_again([s for points, s in fits if points >= least and s.size == 1], features)

    def _begin(self, features: Features) -> None:
        story = Profile(features, self._begun)
        self._begun += 1
        self._stories[features.document] = story
        self._home[features.document] = features.document
        self._index.file(story, features, self._rarity)

    def _join(self, features: Features, founder: str) -> None:
        self._home[features.document] = founder
        story = self._stories.get(founder)
        if story is not None:
            story.add(features)
            self._index.file(story, features, self._rarity)

    def _merge(self, fitting: list[Profile], when: datetime) -> Iterable[Judgement]:
        """Join stories that one report fits, where the newest reports of the smaller mostly fit the larger."""
        for one, other in combinations(fitting, 2):
            a, b = sorted((self._root(one.founder), self._root(other.founder)))
            large, small = sorted((self._stories[a], self._stories[b]), key=lambda s: (-s.size, s.serial))
            # One report is no story; it is looked at again below.
            if a == b or small.size == 1:
                continue
            self._bridges[a, b] += 1
            if self._bridges[a, b].bit_count() != 1:
                continue  # asked at the first, second, fourth, eighth report that fits both
            points = [fit(Probe(f, self._rarity), large, self._rarity) for f in small.newest]
            mean = sum(points) / len(points)
            if mean >= NEEDED:
                yield self._judge(small.founder, large, mean, when)
                self._absorb(large, small)

    def _look_again(self, kin: Iterable[Profile], features: Features) -> Iterable[Judgement]:
        """Look again at lone reports that are akin to one that has joined a story."""
        for lone in kin:
            story = self._stories[self._root(features.document)]
            if lone is story or lone.size != 1 or self._stories.get(lone.founder) is not lone:
                continue
            probe = Probe(lone.newest[0], self._rarity)
            points = fit(probe, story, self._rarity)
            if points < SECOND_LOOK:
                continue
            others = (s for s in self._index.candidates(lone.newest[0]) if s is not lone and s.size > 1)
            if all(points >= fit(probe, other, self._rarity) for other in others):
                yield self._judge(lone.founder, story, points, features.moment)
                self._absorb(story, lone)

    def _absorb(self, large: Profile, small: Profile) -> None:
        large.absorb(small)
        self._home[small.founder] = large.founder
        self._index.drop(small, large)
        del self._stories[small.founder]

    def _put_away(self, now: datetime) -> None:
        """Put stories away that have gone to sleep. Reports come in order of time, so none of them wakes."""
        for story in [s for s in self._index.awake if now - s.last > STORY_SLEEPS]:
            self._index.drop(story)
            del self._stories[story.founder]
            if story.size > 1:
                self._asleep[story.founder] = (story.documents, story.judged)
        stories = self._stories
        for pair in [p for p in self._bridges if p[0] not in stories or p[1] not in stories]:
            del self._bridges[pair]

    def _root(self, document: str) -> str:
        founder = self._home.get(document, document)
        while (above := self._home.get(founder, founder)) != founder:
            founder = above
        self._home[document] = founder
        return founder

    def _judge(self, document: str, story: Profile, points: float, when: datetime) -> Judgement:
        judgement = Judgement(
            id=content_id("judgement", document, story.founder, SAME_STORY, STORIES),
            left=document,
            right=story.founder,
            verdict=SAME_STORY,
            score=round(min(1.0, points / SURE), 4),
            by=STORIES,
            made_at=when,
            reason=f"fits by {points:.2f} points",
        )
        story.judged.append(judgement)
        return judgement
