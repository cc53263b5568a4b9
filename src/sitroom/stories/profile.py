"""A story as it stands, for comparing a new report with it; and the points for how well one fits the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from sitroom.model import Judgement
from sitroom.stories.bags import Asked, Rarity, Shelf
from sitroom.stories.features import Features

AT_THE_TIME = timedelta(hours=36)
"""A place counts as the story's ground for reports up to so long before the story first spoke of it: where an
offensive goes next week says nothing of an ambush there today."""

NEWEST = 12
"""So many of a story's newest reports speak for it when it is compared with another story."""

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
_LEAST_CORE = 3
_ENOUGH_CORE = 2
_ENOUGH_PLACES = 2
_ENOUGH_MENTIONS = 3
_USUAL_PLACE = 0.12
_ENOUGH_NUMBERS = 3
# The numbers of so many of a story's newest reports count.
_TELLING = 30


class Probe:
    """A report as it is compared with stories; what rarity weights is weighed once."""

    __slots__ = ("features", "names", "title", "title_weight", "words")

    def __init__(self, features: Features, rarity: Rarity) -> None:
        """Weigh a report's words as of now."""
        self.features = features
        self.words = Asked(features.words, rarity)
        self.names = Asked(features.names, rarity)
        self.title = [(bucket, rarity.weight(bucket)) for bucket in features.title]
        self.title_weight = sum(w for _, w in self.title)


class Profile:
    """A story's places, actors and words, summed over its reports, and the numbers of its newest reports.

    A long story has named every number once; only those it speaks of now tell anything.
    """

    __slots__ = (
        "_core", "_core_at", "_told", "actors", "countries", "documents", "founder", "judged", "last", "names",
        "newest", "numbers", "places", "provinces", "serial", "since", "titles", "words",
    )  # fmt: skip

    def __init__(self, founder: Features, serial: int) -> None:
        """Start a story with its first report; `serial` counts the stories begun before it."""
        self.founder = founder.document
        self.serial = serial
        self.documents: list[str] = []
        self.judged: list[Judgement] = []
        self.newest: deque[Features] = deque(maxlen=NEWEST)
        self.last: datetime = founder.moment
        self.since: dict[str, datetime] = {}
        self.places: dict[str, int] = {}
        self.provinces: set[str] = set()
        self.countries: set[str] = set()
        self.actors: set[str] = set()
        self.numbers: frozenset[int] = frozenset()
        self._told: deque[frozenset[int]] = deque(maxlen=_TELLING)
        self.words: dict[str, Shelf] = {}
        self.titles = Shelf()
        self.names = Shelf()
        self._core: frozenset[int] = frozenset()
        self._core_at = 0
        self.add(founder)

    def add(self, features: Features) -> None:
        """Add a report."""
        self.documents.append(features.document)
        self.newest.append(features)
        self.last = max(self.last, features.moment)
        for place in features.places:
            self.places[place] = self.places.get(place, 0) + 1
        for ground in (*features.places, *features.provinces):
            self.since[ground] = min(features.moment, self.since.get(ground, features.moment))
        self.provinces.update(features.provinces)
        self.countries.update(features.countries)
        self.actors.update(features.actors)
        self._number(features.numbers)
        self.words.setdefault(features.lang, Shelf()).add(features.words.buckets)
        self.titles.add(features.title)
        self.names.add(features.names.buckets)

    def absorb(self, other: Profile) -> None:
        """Take in all reports of another story."""
        self.documents += other.documents
        self.judged += other.judged
        newest = sorted((*self.newest, *other.newest), key=lambda f: (f.moment, f.document))
        self.newest = deque(newest, maxlen=NEWEST)
        self.last = max(self.last, other.last)
        for place, n in other.places.items():
            self.places[place] = self.places.get(place, 0) + n
        for ground, since in other.since.items():
            self.since[ground] = min(since, self.since.get(ground, since))
        self.provinces |= other.provinces
        self.countries |= other.countries
        self.actors |= other.actors
        for numbers in other._told:
            self._number(numbers)
        for lang, shelf in other.words.items():
            self.words.setdefault(lang, Shelf()).absorb(shelf)
        self.titles.absorb(other.titles)
        self.names.absorb(other.names)

    def _number(self, numbers: frozenset[int]) -> None:
        self._told.append(numbers)
        self.numbers = frozenset().union(*self._told)

    def reached(self, ground: str, when: datetime) -> bool:
        """Return whether a place or province was the story's ground at a time, or soon after."""
        return ground in self.since and self.since[ground] <= when + AT_THE_TIME

    def core(self) -> frozenset[int]:
        """Return the names that run through the story: in at least a third of its reports, and in three."""
        if self._core_at != self.size:
            least = max(_LEAST_CORE, self.size // _CORE_SHARE)
            found = (b for b, n in self.names.items() if n >= least) if self.size >= least else ()
            self._core, self._core_at = frozenset(found), self.size
        return self._core

    @property
    def size(self) -> int:
        """How many reports the story has."""
        return len(self.documents)


def fit(probe: Probe, story: Profile, rarity: Rarity) -> float:
    """Return how well a report fits a story, in points; NEEDED of them make it part of the story."""
    features = probe.features
    if features.moment - story.last > STORY_SLEEPS or story.last - features.moment > STORY_SLEEPS:
        return 0.0
    mentions = sum(features.places.values())
    elsewhere = bool(features.countries and story.countries and story.countries.isdisjoint(features.countries))
    if elsewhere and mentions >= _ENOUGH_PLACES:
        # Agencies tell war in the same words everywhere: no likeness of words moves a report to another country.
        return 0.0
    ground = _share(features.places, story, features.moment)
    # One place named once is little: a minister is called Hama, a football club Cúcuta.
    points = GROUND * ground * min(1.0, mentions / _ENOUGH_MENTIONS)
    shared = 0.0
    if ground < 1.0 and features.provinces:
        shared = sum(story.reached(p, features.moment) for p in features.provinces) / len(features.provinces)
        points += PROVINCE * shared * (1 - ground)
    points += ACTORS * _known(features.actors, story.actors)
    points += NUMBERS * min(1.0, len(features.numbers & story.numbers) / _ENOUGH_NUMBERS)
    if features.lang in story.words:
        points += WORDS * story.words[features.lang].cosine(probe.words, rarity)
    points += NAMES * min(1.0, story.names.cosine(probe.names, rarity) / _ENOUGH_NAMES)
    core = sum(b in probe.names.weighted for b in story.core())
    if core >= _ENOUGH_CORE or not features.names:
        # One name in common may be a namesake, and has been counted as a place already.
        points += CORE * min(_ENOUGH_CORE, core) + TITLE * _title(probe, story)
    if features.silent:
        points += SILENT
    if features.rooted and ground == 0.0:
        sure = min(1.0, mentions / _ENOUGH_PLACES)
        points += ELSEWHERE * sure * (1 - _NEIGHBOUR * shared)
    if elsewhere:
        points += OTHER_COUNTRY
    return points


def _share(own: Mapping[str, int], story: Profile, when: datetime) -> float:
    """Return how much of what a report speaks of lies where the story plays; a place named in passing counts little."""
    total = sum(own.values())
    usual = max(1.0, _USUAL_PLACE * story.size)
    there = {p: n for p, n in own.items() if story.reached(p, when)}
    return sum(n * min(1.0, story.places[p] / usual) for p, n in there.items()) / total if total else 0.0


def _known(own: AbstractSet[str], theirs: AbstractSet[str]) -> float:
    return len(own & theirs) / len(own) if own else 0.0


def _title(probe: Probe, story: Profile) -> float:
    """Return how much of a title's weight lies in words that run through the story's reports."""
    least = max(1, story.size // 4)
    held = sum(w for bucket, w in probe.title if story.titles.count(bucket) >= least)
    return held / probe.title_weight if probe.title_weight else 0.0
