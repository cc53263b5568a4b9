"""What a report mentions: amounts, days, places, names and phrases of the lexicon, by sentence and clause.

One pass over a document; everything that makes claims reads this and nothing else of the text. A mention is a
plain tuple that begins with (start, end) in code points of the text it was found in, so lists of mentions are
sorted and can be cut with `bisect`. Titles are read into mentions of their own, since no span may point there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sitroom.claims.amounts import AmountMention
from sitroom.claims.days import DayMention
from sitroom.claims.lexicon import Trigger, lexicon, words_of
from sitroom.model import Document, PlaceRef, Sentence

__all__ = [
    "ActorMention",
    "AmountMention",
    "DayMention",
    "Mentions",
    "PlaceMention",
    "Trigger",
]


class PlaceMention(NamedTuple):
    """A place by name, resolved or not: `ref.text` is the words of the report."""

    start: int
    end: int
    ref: PlaceRef


class ActorMention(NamedTuple):
    """A party, body or person in office by name: its key, its kind, and the side it stands on.

    `role` is what it can be ("actor", "claimant", "both") and `sort` how it is named ("name", "person", "generic",
    "role", "country", "capital"), as actors/ tells them. `key` is empty where the name could not be resolved.
    """

    start: int
    end: int
    key: str
    kind: str
    side: str | None
    role: str = "both"
    sort: str = "name"


if TYPE_CHECKING:
    from sitroom.claims.scene import Scene

_M = TypeVar("_M", Trigger, AmountMention, DayMention, PlaceMention, ActorMention)

# A clause ends at these; a comma between digits belongs to the number. Commas are weak: lists run over them.
_BREAK = re.compile(r"[;:()\[\]«»\"“”„؛•\n]|\s[–—-]\s|(?<!\d)[,،]|[,،](?!\d)")


class Mentions:
    """All mentions of one text. Lists are sorted by start; `within` cuts them to a stretch.

    `breaks` are the positions where a clause may end, each with its strength: 1 comma, 2 stronger.
    """

    __slots__ = (
        "actors", "amounts", "breaks", "days", "document", "places", "scene", "sentences", "spans", "starts", "text",
        "triggers",
    )  # fmt: skip

    def __init__(self, text: str, lang: str, sentences: Sequence[Sentence]) -> None:
        """Find the words, breaks and phrases of a text; names, days and amounts are put in by their readers."""
        self.text = text
        self.sentences = tuple(sentences)
        self.spans = words_of(text)
        self.starts = [a for a, _ in self.spans]
        self.triggers: list[Trigger] = lexicon(lang).find(text, self.spans)
        self.breaks = [(m.start(), 1 if m.group() in ",،" else 2) for m in _BREAK.finditer(text)]
        self.amounts: list[AmountMention] = []
        self.days: list[DayMention] = []
        self.places: list[PlaceMention] = []
        self.actors: list[ActorMention] = []
        self.document: Document | None = None
        self.scene: Scene | None = None  # made when first asked for, see scene_of

    def words(self, start: int, end: int) -> list[str]:
        """Return the words between two positions, as written."""
        i, j = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [self.text[a:b] for a, b in self.spans[i:j]]

    def sentence_at(self, position: int) -> int:
        """Return the index of the sentence that holds a position; a gap belongs to the sentence before it."""
        return max(0, bisect_right(self.sentences, position, key=lambda s: s.start) - 1)

    def clause_at(self, position: int) -> tuple[int, int]:
        """Return the clause around a position: from strong break to strong break within its sentence."""
        s = self.sentences[self.sentence_at(position)]
        start, end = s.start, s.end
        for at, strength in within_breaks(self.breaks, s.start, s.end):
            if strength == 2:
                if at < position:
                    start = at + 1
                else:
                    end = at
                    break
        return start, end


def within(mentions: Sequence[_M], start: int, end: int) -> Sequence[_M]:
    """Return the mentions that begin between two positions, end excluded."""
    i = bisect_left(mentions, start, key=lambda m: m.start)
    return mentions[i : bisect_left(mentions, end, key=lambda m: m.start)]


def within_breaks(breaks: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """Return the clause breaks between two positions."""
    return breaks[bisect_left(breaks, (start, 0)) : bisect_left(breaks, (end, 0))]
