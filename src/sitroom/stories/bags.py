"""Bags of words, small enough that the reports of three weeks fit into memory: buckets of words and their counts."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping

BUCKETS = 1 << 20
"""Words are hashed into this many buckets; at 200,000 reports few words of weight share one."""

_MOST = 255
_WEIGHTS = (0.0, *(1 + math.log(n) for n in range(1, _MOST + 1)))

# A norm is counted again when its story, or the number of reports from which rarity is told, has grown by so much.
_GROWN = 1.05
_RARER = 1.25
_YOUNG = 16


class Bag:
    """The words of one report: buckets in rising order, and how often each stands there."""

    __slots__ = ("_counts", "buckets")

    def __init__(self, counts: Mapping[int, int]) -> None:
        """Pack counts by bucket."""
        ordered = sorted(counts)
        self.buckets = array("I", ordered)
        self._counts = bytes(min(_MOST, counts[b]) for b in ordered)

    def __bool__(self) -> bool:
        """Return whether there is any word."""
        return bool(self.buckets)

    def weights(self) -> Iterator[tuple[int, float]]:
        """Yield each bucket and its weight: one, and the logarithm of how often it stands there."""
        return zip(self.buckets, (_WEIGHTS[n] for n in self._counts), strict=True)


class Rarity:
    """How many reports hold each word so far: what all share tells nothing."""

    def __init__(self) -> None:
        """Start with no reports."""
        self.documents = 0
        self._counts = array("I", bytes(4 * BUCKETS))

    def add(self, buckets: Iterable[int]) -> None:
        """Count a report's words, each once."""
        self.documents += 1
        counts = self._counts
        for bucket in buckets:
            counts[bucket] += 1

    def holding(self, bucket: int) -> int:
        """Return how many reports hold a word."""
        return self._counts[bucket]

    def weight(self, bucket: int) -> float:
        """Return the rarity of a word: the logarithm of one in how many reports holds it."""
        return math.log((1 + self.documents) / (1 + self._counts[bucket])) + 0.1


class Asked:
    """A report's words as they are compared with stories: weighted by rarity, once for all comparisons."""

    __slots__ = ("length", "weighted")

    def __init__(self, bag: Bag, rarity: Rarity) -> None:
        """Weight a bag as of now."""
        squares = 0.0
        self.weighted: dict[int, float] = {}
        for bucket, n in bag.weights():
            w = rarity.weight(bucket)
            self.weighted[bucket] = n * w * w
            squares += (n * w) ** 2
        self.length = math.sqrt(squares)


class Shelf:
    """The words of a story: in how many of its reports each stands. One report's words stay packed."""

    __slots__ = ("_counts", "_length", "_length_at", "_only", "size")

    def __init__(self) -> None:
        """Start with no words."""
        self.size = 0
        self._only: array[int] | None = None
        self._counts: dict[int, int] = {}
        self._length = 0.0
        self._length_at = (0, 0)

    def add(self, buckets: array[int]) -> None:
        """Add the words of a report, each once."""
        self.size += 1
        if self.size == 1:
            self._only = buckets
            return
        counts = self._unpacked()
        for bucket in buckets:
            counts[bucket] = counts.get(bucket, 0) + 1

    def absorb(self, other: Shelf) -> None:
        """Add the words of another story."""
        counts = self._unpacked()
        for bucket, n in other.items():
            counts[bucket] = counts.get(bucket, 0) + n
        self.size += other.size

    def items(self) -> Iterator[tuple[int, int]]:
        """Yield each word and in how many reports it stands."""
        if self._only is not None:
            return ((bucket, 1) for bucket in self._only)
        return iter(self._counts.items())

    def count(self, bucket: int) -> int:
        """Return in how many reports a word stands."""
        if self._only is not None:
            return int(bucket in self._only)
        return self._counts.get(bucket, 0)

    def cosine(self, asked: Asked, rarity: Rarity) -> float:
        """Return the cosine of a report's words and the story's, both weighted by rarity."""
        weighted = asked.weighted
        if self._only is not None:
            dot = sum(weighted[b] for b in self._only if b in weighted)
        else:
            counts = self._counts
            dot = sum(w * counts[b] for b, w in weighted.items() if b in counts)
        if not dot:
            return 0.0
        return dot / (asked.length * self._norm(rarity))

    def _norm(self, rarity: Rarity) -> float:
        size, documents = self._length_at
        grown = self.size != size and (self.size < _YOUNG or self.size > _GROWN * size)
        if grown or rarity.documents > _RARER * documents:
            self._length = math.sqrt(sum((n * rarity.weight(b)) ** 2 for b, n in self.items()))
            self._length_at = (self.size, rarity.documents)
        return self._length

    def _unpacked(self) -> dict[int, int]:
        if self._only is not None:
            self._counts = dict.fromkeys(self._only, 1)
            self._only = None
        return self._counts
