"""A story as it stands, for comparing a new report with it; and the points for how well one fits the other."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from sitroom.stories.features import Features

AT_THE_TIME = timedelta(hours=36)
"""A place counts as the story's ground for reports up to so long before the story first spoke of it: where an
offensive goes next week says nothing of an ambush there today."""

STORY_SLEEPS = timedelta(days=21)
"""A story that nothing was added to for so long takes no new report: what comes is a new chapter."""

# Points. A report belongs to a story where most of what it speaks of lies on the story's ground, or where it shares
# its names and numbers; it does not belong where its own ground is elsewhere. Set on the three story sets: with
# annotated claims their reports reach 0.82 and more and their closest siblings (an ambush in the next province, a
# clash of the same group elsewhere) 0.36; with claims as a first extractor read them, 0.67 and 0.69 (a football
# club named after a town of the story, read as that town).
GROUND = 1.0
PROVINCE = 0.35
ACTORS = 0.35
NUMBERS = 0.5
WORDS = 1.2
TITLE = 0.35
NAMES = 0.45
CORE = 0.2
SILENT = -0.2
ELSEWHERE = -0.6
OTHER_COUNTRY = -0.5
NEEDED = 0.62

# Where each kind of evidence is full: a cosine of names, places and mentions that are no accident, names in common,
# numbers in common. A core name stands in a third of a story's reports, a usual place in an eighth; a neighbour's
# province takes a quarter off the penalty for other ground.
_ENOUGH_NAMES = 0.25
_NEIGHBOUR = 0.25
_CORE_SHARE = 3
_ENOUGH_CORE = 2
_ENOUGH_PLACES = 2
_ENOUGH_MENTIONS = 3
_USUAL_PLACE = 0.12
_ENOUGH_NUMBERS = 3


class Rarity:
    """How many reports hold each word, actor or number so far: what all share tells nothing."""

    def __init__(self) -> None:
        """Start with no reports."""
        self.documents = 0
        self._counts: Counter[object] = Counter()

    def add(self, features: Features) -> None:
        """Count a report."""
        self.documents += 1
        self._counts.update(features.words.keys())

    def weight(self, item: object) -> float:
        """Return the rarity of an item: the logarithm of one in how many reports holds it."""
        return math.log((1 + self.documents) / (1 + self._counts[item])) + 0.1


class Profile:
    """A story's places, actors, numbers and words, summed over its reports."""

    def __init__(self, founder: Features) -> None:
        """Start a story with its first report."""
        self.founder = founder.document
        self.documents: list[str] = []
        self.last: datetime = founder.moment
        self.since: dict[str, datetime] = {}
        self.places: Counter[str] = Counter()
        self.provinces: Counter[str] = Counter()
        self.countries: Counter[str] = Counter()
        self.actors: Counter[str] = Counter()
        self.numbers: Counter[int] = Counter()
        self.words: dict[str, Counter[int]] = defaultdict(Counter)
        self.titles: Counter[int] = Counter()
        self.names: Counter[int] = Counter()

    def add(self, features: Features) -> None:
        """Add a report."""
        self.documents.append(features.document)
        self.last = max(self.last, features.moment)
        self.places.update(features.places.keys())
        self.provinces.update(features.provinces)
        for ground in (*features.places, *features.provinces):
            self.since[ground] = min(features.moment, self.since.get(ground, features.moment))
        self.countries.update(features.countries.keys())
        self.actors.update(features.actors)
        self.numbers.update(features.numbers)
        self.words[features.lang].update(features.words.keys())
        self.titles.update(features.title)
        self.names.update(features.names.keys())

    def reached(self, ground: str, when: datetime) -> bool:
        """Return whether a place or province was the story's ground at a time, or soon after."""
        return ground in self.since and self.since[ground] <= when + AT_THE_TIME

    def core(self) -> set[int]:
        """Return the names that run through the story: in at least a third of its reports, and in three."""
        least = max(3, self.size // _CORE_SHARE)
        return {b for b, n in self.names.items() if n >= least}

    @property
    def size(self) -> int:
        """How many reports the story has."""
        return len(self.documents)


def fit(features: Features, story: Profile, rarity: Rarity) -> float:
    """Return how well a report fits a story, in points; NEEDED of them make it part of the story."""
    if features.moment - story.last > STORY_SLEEPS or story.last - features.moment > STORY_SLEEPS:
        return 0.0
    ground = _share(features.places, story, features.moment)
    # One place named once is little: a minister is called Hama, a football club Cúcuta.
    points = GROUND * ground * min(1.0, sum(features.places.values()) / _ENOUGH_MENTIONS)
    shared = 0.0
    if ground < 1.0 and features.provinces:
        shared = sum(story.reached(p, features.moment) for p in features.provinces) / len(features.provinces)
        points += PROVINCE * shared * (1 - ground)
    points += ACTORS * _known(features.actors, story.actors)
    points += NUMBERS * min(1.0, len(features.numbers & story.numbers.keys()) / _ENOUGH_NUMBERS)
    points += WORDS * cosine(features.words, story.words.get(features.lang, {}), rarity)
    points += NAMES * min(1.0, cosine(features.names, story.names, rarity) / _ENOUGH_NAMES)
    core = len(features.names.keys() & story.core())
    if core >= _ENOUGH_CORE or not features.names:
        # One name in common may be a namesake, and has been counted as a place already.
        points += CORE * min(_ENOUGH_CORE, core) + TITLE * _title(features, story, rarity)
    if not features.signature:
        points += SILENT
    if features.rooted and ground == 0.0:
        sure = min(1.0, sum(features.places.values()) / _ENOUGH_PLACES)
        points += ELSEWHERE * sure * (1 - _NEIGHBOUR * shared)
    if features.countries and story.countries and not features.countries.keys() & story.countries.keys():
        points += OTHER_COUNTRY
    return points


def _share(own: Mapping[str, int], story: Profile, when: datetime) -> float:
    """Return how much of what a report speaks of lies where the story plays; a place named in passing counts little."""
    total = sum(own.values())
    usual = max(1.0, _USUAL_PLACE * story.size)
    there = {p: n for p, n in own.items() if story.reached(p, when)}
    return sum(n * min(1.0, story.places[p] / usual) for p, n in there.items()) / total if total else 0.0


def _known(own: AbstractSet[str], theirs: Mapping[str, int]) -> float:
    return len(own & theirs.keys()) / len(own) if own else 0.0


def _title(features: Features, story: Profile, rarity: Rarity) -> float:
    """Return how much of a title's weight lies in words that run through the story's reports."""
    weights = {b: rarity.weight(b) for b in features.title}
    total = sum(weights.values())
    least = max(1, story.size // 4)
    held = sum(w for b, w in weights.items() if story.titles[b] >= least)
    return held / total if total else 0.0


def cosine(own: Mapping[int, float], theirs: Mapping[int, int], rarity: Rarity) -> float:
    """Return the cosine of two bags of words weighted by rarity."""
    dot = norm = 0.0
    for bucket, n in own.items():
        w = rarity.weight(bucket)
        norm += (n * w) ** 2
        if bucket in theirs:
            dot += n * theirs[bucket] * w * w
    other = math.sqrt(sum((n * rarity.weight(b)) ** 2 for b, n in theirs.items()))
    return dot / (math.sqrt(norm) * other) if norm and other else 0.0
