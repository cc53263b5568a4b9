"""Which stories are worth comparing a report with: those that share its rarest places, numbers, names and words.

Comparing with every story would make each report dearer the more stories there are. So the telling features of each
story are filed, and a report asks for those that it shares, the rarest first, until it has looked at enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from heapq import nlargest, nsmallest

from sitroom.stories.bags import Rarity
from sitroom.stories.features import Features
from sitroom.stories.profile import Profile

CANDIDATES = 32
"""A report is compared with at most so many stories. Where there are fewer, with all of them."""

LOOKS = 1000
"""So many entries are looked at for one report: what half the stories hold is never reached, and tells nothing."""

FILED_WORDS = 30
FILED_NUMBERS = 12

Item = str | int


class Index:
    """The awake stories by what they speak of."""

    def __init__(self) -> None:
        """Start with no stories."""
        self._filed: dict[Item, list[int]] = {}
        self._entries = 0
        self._stale = 0
        self._of: dict[int, Profile] = {}
        self._items: dict[int, set[Item]] = {}

    @property
    def awake(self) -> Iterable[Profile]:
        """The stories that may still grow, in the order they began."""
        return self._of.values()

    def file(self, story: Profile, features: Features, rarity: Rarity) -> None:
        """File a story, new or known, under what a report in it speaks of."""
        self._of[story.serial] = story
        known = self._items.setdefault(story.serial, set())
        for item in _telling(features, rarity):
            if item not in known:
                known.add(item)
                self._filed.setdefault(item, []).append(story.serial)
                self._entries += 1

    def drop(self, story: Profile, into: Profile | None = None) -> None:
        """Forget a story that sleeps, or that another has absorbed; that one is then filed in its place."""
        del self._of[story.serial]
        items = self._items.pop(story.serial)
        self._stale += len(items)
        if into is not None:
            known = self._items[into.serial]
            for item in items - known:
                known.add(item)
                self._filed[item].append(into.serial)
                self._entries += 1
        if self._stale > self._entries // 2:
            self._clean()

    def candidates(self, features: Features) -> list[Profile]:
        """Return the stories worth comparing a report with, in the order they began."""
        if len(self._of) <= CANDIDATES:
            return list(self._of.values())
        found = [held for item in _asked(features) if (held := self._filed.get(item)) is not None]
        found.sort(key=len)
        points: dict[int, float] = {}
        looks = LOOKS
        for held in found:
            looks -= len(held)
            if looks < 0 and points:
                break
            weight = math.log((1 + len(self._of)) / len(held)) + 0.1
            for serial in held:
                points[serial] = points.get(serial, 0.0) + weight
        awake = ((points[serial], -serial) for serial in points if serial in self._of)
        return [self._of[serial] for serial in sorted(-s for _, s in nlargest(CANDIDATES, awake))]

    def _clean(self) -> None:
        self._filed = {item: kept for item, held in self._filed.items() if (kept := [s for s in held if s in self._of])}
        self._entries = sum(map(len, self._filed.values()))
        self._stale = 0


def _asked(features: Features) -> Iterator[Item]:
    yield from features.places
    # Numbers and words are both kept as integers: numbers below zero.
    yield from (-1 - n for n in features.numbers)
    yield from sorted({*features.words.buckets, *features.names.buckets})


def _telling(features: Features, rarity: Rarity) -> set[Item]:
    """Return what a report is filed under: its places, largest numbers, and rarest names and words of the title.

    Where a script has no capitals, the rarest words that are not the report's alone stand in for names.
    """
    words = {*features.names.buckets, *features.title}
    if len(words) < FILED_WORDS:
        others = (b for b in features.words.buckets if b not in words and rarity.holding(b) > 1)
        words.update(nsmallest(FILED_WORDS - len(words), others, key=lambda b: (rarity.holding(b), b)))
    else:
        words = set(nsmallest(FILED_WORDS, words, key=lambda b: (rarity.holding(b), b)))
    return {*features.places, *(-1 - n for n in nlargest(FILED_NUMBERS, features.numbers)), *words}
