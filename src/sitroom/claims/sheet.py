"""A report by words: what stands at each, which clause and comma segment it is in, and what lies between two.

Built once a report from its mentions. Positions here are indices of words; mentions keep code points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from sitroom.claims.mentions import Mentions

MEASURES = ("killed", "injured", "missing", "detained", "displaced", "returned")
# What a phrase of a measure is: people in that state, a count of it, its event with people to follow, and verbs
# whose subject suffers it, whose object suffers it, or either; "victims" are mostly dead, but not always.
_KINDS = {
    "state": "S",
    "two": "S",
    "toll": "T",
    "event": "E",
    "passive": "V",
    "active": "A",
    "verb": "B",
    "victims": "W",
}
MEASURE_KINDS = frozenset("STEVABW")
_CATEGORIES = {
    "civilians": "civilians", "children": "children", "women": "women", "army": "combatants",
    "police": "combatants", "fighters": "combatants", "rebels": "combatants", "militants": "combatants",
    "militia": "combatants", "gangs": "combatants", "aid_workers": "aid_workers",
    "health_workers": "health_workers", "journalists": "journalists",
}  # fmt: skip


class Item(NamedTuple):
    """Something that decides what a number counts.

    `kind`: one of S T E V A B W (a phrase of a measure, `what` its name), P people (`what` the class), X a thing
    that is not people, O people in another state or a verb of something else, N an amount (`what` its index).
    """

    first: int
    last: int
    kind: str
    what: str


def category_of(people: str) -> str:
    """Return the category of a class of people."""
    return _CATEGORIES.get(people, "people")


class Sheet:
    """One text by words."""

    def __init__(self, m: Mentions) -> None:
        """Lay the mentions out by words."""
        self.m = m
        self.size = len(m.spans)
        self.sentence_ends = self._sentence_ends()
        self.segment, self.clause = self._stretches()
        self.cues: dict[str, list[tuple[int, int]]] = {}
        self.amount_words = [self.words(a.core_start, a.core_end) for a in m.amounts]
        self.hints: list[Item] = []  # words that may be of a measure (`what`), or people, and as often are not
        self.items = self._items()
        self.hint_firsts = [i.first for i in self.hints]
        self.item_firsts = [i.first for i in self.items]
        self.number_firsts = [i.first for i in self.items if i.kind == "N"]
        self.sentence_firsts = [first for first, _ in self.sentence_ends]

    def word_at(self, position: int) -> int:
        """Return the index of the first word that begins at or after a position."""
        return bisect_left(self.m.starts, position)

    def words(self, start: int, end: int) -> tuple[int, int]:
        """Return the first word that a stretch of text touches, and the one after its last."""
        first = bisect_right(self.m.starts, start) - 1
        if first < 0 or self.m.spans[first][1] <= start:
            first += 1
        first = min(first, max(0, self.size - 1))
        return first, max(first + 1, bisect_left(self.m.starts, end))

    def _sentence_ends(self) -> list[tuple[int, int]]:
        """Return first word and end of each sentence."""
        firsts = [self.word_at(s.start) for s in self.m.sentences]
        return list(zip(firsts, [*firsts[1:], self.size], strict=True))

    def sentence_of(self, word: int) -> int:
        """Return the index of the sentence that holds a word."""
        return max(0, bisect_right(self.sentence_firsts, word) - 1)

    def paragraph_of(self, sentence: int) -> int:
        """Return the paragraph of a sentence."""
        return self.m.sentences[sentence].paragraph

    def _stretches(self) -> tuple[list[int], list[int]]:
        """Return the number of the comma segment and of the clause of each word."""
        segments, clauses = [], []
        segment = clause = 0
        breaks, at, count = self.m.breaks, 0, len(self.m.breaks)
        edges = {first for first, _ in self.sentence_ends}
        for word, start in enumerate(self.m.starts):
            if word in edges:
                segment, clause = segment + 1, clause + 1
            while at < count and breaks[at][0] < start:
                segment += 1
                clause += breaks[at][1] == 2
                at += 1
            segments.append(segment)
            clauses.append(clause)
        return segments, clauses

    def _items(self) -> list[Item]:
        items = []
        for t in self.m.triggers:
            group, _, name = t.name.partition(".")
            if name == "hint":
                self.hints.append(Item(t.first, t.last, "H", group))
            elif group in MEASURES:
                items.append(Item(t.first, t.last, _KINDS[name], group))
            elif group in ("people", "two", "one"):
                items.append(Item(t.first, t.last, "P", name))
            elif group == "thing":
                items.append(Item(t.first, t.last, "X", name))
            elif group == "other":
                items.append(Item(t.first, t.last, "O", name))
            else:
                self.cues.setdefault(t.name, []).append((t.first, t.last))
        items += [
            Item(first, max(last, first + 1), "N", str(k))
            for k, (first, last) in enumerate(self.amount_words)
            if self.m.amounts[k].kind == "count" and not self.m.amounts[k].article and not self.m.amounts[k].dual
        ]
        items.sort()
        self.hints.sort()
        return items

    def cue(self, name: str, first: int, last: int) -> list[tuple[int, int]]:
        """Return the phrases of a class that begin between two words, end excluded."""
        found = self.cues.get(name)
        if not found:
            return []
        i = bisect_left(found, (first, 0))
        j = bisect_left(found, (last, 0))
        return found[i:j]

    def has(self, name: str, first: int, last: int) -> bool:
        """Tell whether a phrase of a class begins between two words, end excluded."""
        found = self.cues.get(name)
        return found is not None and bisect_left(found, (first, 0)) < bisect_left(found, (last, 0))

    def between(self, left: int, right: int) -> int:
        """Return 0, 1 or 2: nothing, a comma, or more parts two words of one sentence."""
        if self.clause[left] != self.clause[right]:
            return 2
        return int(self.segment[left] != self.segment[right])

    def hints_in(self, first: int, last: int) -> list[Item]:
        """Return the hints that begin between two words, end excluded."""
        return self.hints[bisect_left(self.hint_firsts, first) : bisect_left(self.hint_firsts, last)]

    def items_in(self, first: int, last: int) -> list[Item]:
        """Return the items that begin between two words, end excluded."""
        return self.items[bisect_left(self.item_firsts, first) : bisect_left(self.item_firsts, last)]

    def numbers_in(self, first: int, last: int) -> int:
        """Return how many amounts begin between two words, end excluded."""
        return max(0, bisect_left(self.number_firsts, last) - bisect_left(self.number_firsts, first))


def bucket(distance: int) -> str:
    """Return a distance in words as one of six names."""
    if distance < 2:
        return "0" if distance <= 0 else "1"
    if distance < 4:
        return "2"
    return "4" if distance < 7 else "7" if distance < 12 else "12"


def taken(sheet: Sheet, item: Item, distance: int, *, forward: bool) -> str:
    """Return whether a phrase has another number on its far side, and whether that one is closer to it.

    In "three women died and sixteen were wounded", "died" already has its three.
    """
    at = bisect_left(sheet.items, item)
    rest = sheet.items[at + 1 : at + 8] if forward else reversed(sheet.items[max(0, at - 7) : at])
    for other in rest:
        gap = other.first - item.last if forward else item.first - other.last
        if gap > 8 or sheet.clause[other.first] != sheet.clause[item.first]:
            break
        if other.kind == "N":
            return "closer" if gap < distance else "even" if gap == distance else "farther"
    return "free"
