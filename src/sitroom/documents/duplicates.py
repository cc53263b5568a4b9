"""Which documents are one text: wire copies, cut copies, copies under another title.

Broder's shingles: a text is the set of its runs of words; two texts are one where the sets overlap. MinHash with
locality-sensitive hashing finds the pairs worth looking at (Broder 1997; Leskovec, Rajaraman & Ullman, Mining of
Massive Datasets, ch. 3); the overlap itself is then counted exactly, so that a hash never decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple
from zlib import crc32

from rensa import RMinHash

from sitroom.judgements import DUPLICATES, SAME_TEXT
from sitroom.model import Document, Judgement, content_id

# Words in a shingle, and letters where words are not parted by spaces.
_WORDS = 3
_LETTERS = 8
# Scripts without spaces between words: Thai, Lao, Khmer, Burmese, Chinese, Japanese.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_SAMPLE = 2_000
_WORD = re.compile(r"[^\W_]+")
# Two sketches a text: of the whole, and of its first words, by which a copy that keeps only the lead is found. With
# 128 hashes in bands of three, texts that share half their shingles meet with probability 0.996, texts that share a
# twentieth with 0.005, so that unrelated texts seldom cost a comparison.
_HASHES = 128
_ROWS = 3
_LEAD = 60
_SEED = 20_241_204
# Two texts are one when they share this much of all their shingles, or when this much of the shorter stands in the
# longer. Wire copies of three story sets, cut to a third among them, reach 0.87 and 0.91 at the least; separate reports
# of one event 0.05 and 0.13 at the most. Between them lies what an editor has rewritten by half.
MIN_OVERLAP = 0.5
MIN_CONTAINED = 0.7
# Yet a daily bulletin repeats its words and changes its figures: with this many of its numbers new, and this share, it
# is a text of its own. A transposed digit or two leaves a copy a copy.
_NEW_NUMBERS = 3
_NEW_NUMBERS_SHARE = 0.34
# A shorter text says too little to be told from a phrase that everybody uses.
_FEWEST_SHINGLES = 12
# A band that so many documents share is an agency's footer and no text; looking at all its pairs would be quadratic.
_CROWD = 50


def near_duplicates(documents: Iterable[Document]) -> tuple[Judgement, ...]:
    """Return a "same_text" judgement for each pair of documents that carry one text, in any order of input.

    `left` and `right` are document ids in sorted order, `score` is the larger of overlap and containment, `made_at`
    the moment when the later of the two was known. In a group of many identical texts each is joined to the first,
    which makes the group whole without all of its pairs. Cost is linear in the texts.
    """
    ordered = sorted({document.id: document for document in documents}.values(), key=lambda document: document.id)
    marks = [_Marks.of(document.text) for document in ordered]
    found = []
    for left, right in sorted(_candidates(marks)):
        score = _same(marks[left], marks[right])
        if score is not None:
            found.append(_judgement(ordered[left], ordered[right], score))
    return tuple(found)


# The texts of a story are looked at again with each new report of it.
_REMEMBERED = 1_000


class _Marks(NamedTuple):
    """What of a text is compared: all its shingles, those of its lead, and its numbers as a bag."""

    all: frozenset[int]
    lead: frozenset[int]
    numbers: Counter[str]

    @classmethod
    @lru_cache(maxsize=_REMEMBERED)
    def of(cls, text: str) -> _Marks:
        """Case, marks, accents and spacing do not count; digits do."""
        plain = unicodedata.normalize("NFKC", text).casefold()
        words = _WORD.findall(plain)
        if len(_UNSPACED.findall(plain[:_SAMPLE])) > len(plain[:_SAMPLE]) / 4:
            letters = "".join(words)
            pieces = [letters[at : at + _LETTERS] for at in range(max(1, len(letters) - _LETTERS + 1))]
        else:
            pieces = [" ".join(words[at : at + _WORDS]) for at in range(max(1, len(words) - _WORDS + 1))]
        shingles = [crc32(piece.encode()) for piece in pieces]
        numbers = Counter(word for word in words if word[0].isdigit())
        return cls(frozenset(shingles), frozenset(shingles[:_LEAD]), numbers)


def _judgement(left: Document, right: Document, score: float) -> Judgement:
    made_at = max(left.known_at, right.known_at)
    return Judgement(
        id=content_id("judgement", SAME_TEXT, left.id, right.id),
        left=left.id,
        right=right.id,
        verdict=SAME_TEXT,
        score=round(score, 4),
        by=DUPLICATES,
        made_at=made_at,
        reason=f"{score:.0%} of the words of one stand in the other in the same order",
    )


def _candidates(marks: Sequence[_Marks]) -> set[tuple[int, int]]:
    bands: defaultdict[tuple[str, int, tuple[int, ...]], list[int]] = defaultdict(list)
    for position, mark in enumerate(marks):
        if len(mark.all) < _FEWEST_SHINGLES:
            continue
        for part, shingles in (("all", mark.all), ("lead", mark.lead)):
            sketch = RMinHash(num_perm=_HASHES, seed=_SEED)
            sketch.update([str(shingle) for shingle in shingles])
            digest = sketch.digest()
            for band in range(0, _HASHES - _ROWS + 1, _ROWS):
                bands[part, band, tuple(digest[band : band + _ROWS])].append(position)
    pairs: set[tuple[int, int]] = set()
    for members in bands.values():
        if len(members) > _CROWD:
            pairs.update((members[0], other) for other in members[1:])
        elif len(members) > 1:
            pairs.update(combinations(members, 2))
    return pairs


def _same(left: _Marks, right: _Marks) -> float | None:
    shorter, longer = sorted((left, right), key=lambda mark: len(mark.all))
    shared = len(left.all & right.all)
    overlap = shared / len(left.all | right.all)
    contained = shared / len(shorter.all)
    if overlap < MIN_OVERLAP and contained < MIN_CONTAINED:
        return None
    new = (shorter.numbers - longer.numbers).total()
    if new >= _NEW_NUMBERS and new >= _NEW_NUMBERS_SHARE * shorter.numbers.total():
        return None
    return max(overlap, contained)
