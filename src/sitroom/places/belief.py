"""Decides whether a word that is the name of some place names a place where it stands."""

from __future__ import annotations

from functools import cached_property

import msgspec

from sitroom.places.records import Place
from sitroom.places.spelling import fold
from sitroom.places.words import KEPT, Reader, Word

CAPITALS_SHARE = 0.6  # of the letters: from here on a text is all capitals and case says nothing
SAMPLE = 80  # words that show whether a text is written in capitals
LONGEST_TITLE = 160  # characters
TITLE_SHARE = 0.75  # of a line's longer words: from here on capitals in it say nothing
HUGE = 1_000_000  # inhabitants: known abroad, so that its name is believed even where no capital letter marks it
LARGE = 100_000  # inhabitants: a name of such a place is believed without other places of its country around

_SENTENCE_END = frozenset('.!?…:;\n"“”«»•—–(')
_CLOSE = frozenset({" ", "\n", "\u00a0", " (", ""})
_LIST_GAPS = frozenset({", ", "، ", " و", " ", "، و"})


class Hit(msgspec.Struct, kw_only=True):
    """A name found at words `first` to `last` (included), not yet believed."""

    first: int
    last: int
    start: int
    end: int
    keys: tuple[str, ...]
    rows: tuple[int, ...]
    exact: bool = True

    @property
    def many(self) -> bool:
        """Whether the name has several words."""
        return self.last > self.first


def strong(place: Place) -> bool:
    """Tell whether a place's name is believed with nothing else to speak for it."""
    return place.noted or (place.population or 0) >= LARGE


def famous(place: Place) -> bool:
    """Tell whether a place is named all over the world: a nation, a capital, a great city."""
    return place.kind in {"country", "region", "water"} or (place.population or 0) >= HUGE


class Facts(msgspec.Struct, frozen=True):
    """What is known of all the places of one name.

    `votes` is the country that the name speaks for, and how loudly.
    """

    sure: bool
    famous: bool
    noted: bool
    large: bool
    countries: frozenset[str | None]
    votes: tuple[str, float] | None
    places: tuple[Place, ...]


def facts_of(places: list[Place]) -> Facts:
    """Gather what is known of the places of one name."""
    sure = [place for place in places if strong(place)]
    nations = {place.country for place in sure if place.country}
    votes = None
    if len(nations) == 1:
        votes = (nations.pop(), 2.0 if any(place.kind == "country" for place in sure) else 1.0)
    elif nations:
        # Several: the noted one, else the most populous, counts a little.
        best = max(sure, key=lambda place: (place.noted, place.population or 0))
        votes = (best.country or "", 0.25)
    return Facts(
        sure=bool(sure),
        famous=any(map(famous, places)),
        noted=any(place.noted for place in places),
        large=any(place.kind == "country" or (place.population or 0) >= LARGE for place in places),
        countries=frozenset(place.country for place in places),
        votes=votes,
        places=tuple(places),
    )


class Belief:
    """What the words around tell, in one text."""

    def __init__(self, reader: Reader, text: str, words: list[Word]) -> None:
        """Take a text and its words."""
        self.reader, self.text, self.words = reader, text, words
        self.stop = reader.stop
        self.cased = reader.tongue.cased
        self._titles: dict[int, bool] = {}

    def facts(self, rows: tuple[int, ...]) -> Facts:
        """Return what is known of the places of a name."""
        kept = self.reader.facts
        found = kept.get(rows)
        if found is None:
            if len(kept) >= KEPT:
                kept.clear()
            found = kept[rows] = facts_of([self.reader.index.place(row) for row in rows])
        return found

    @cached_property
    def shouting(self) -> bool:
        """Whether the text is written in capitals, as some wires are."""
        long = [word.read.written for word in self.words[:SAMPLE] if len(word.read.written) > 3]
        return bool(long) and sum(map(str.isupper, long)) / len(long) > CAPITALS_SHARE

    @cached_property
    def case_tells(self) -> bool:
        """Whether a capital letter sets a name apart here."""
        return self.cased and not self.reader.tongue.nouns_capital and not self.shouting

    def in_title(self, at: int) -> bool:
        """Tell whether a word stands in a line written with capitals throughout, as headlines are."""
        start = self.words[at].start
        opening = self.text.rfind("\n", 0, start) + 1
        closing = self.text.find("\n", start)
        closing = len(self.text) if closing < 0 else closing
        if closing - opening > LONGEST_TITLE:
            return False
        found = self._titles.get(opening)
        if found is None:
            longer = [word for word in self.text[opening:closing].split() if len(word) > 3]
            capital = sum(word[0].isupper() for word in longer)
            found = self._titles[opening] = len(longer) > 2 and capital / len(longer) >= TITLE_SHARE
        return found

    def common(self, hit: Hit) -> bool:
        """Tell whether a name is a common word of the language, or never a place."""
        if self.words[hit.first].read.folded in self.stop.common:
            return True
        name = fold(self.text[hit.start : hit.end])
        return name in self.stop.common or name in self.stop.never or any(one in self.stop.common for one in hit.keys)

    def holds(self, hit: Hit, trusted: tuple[str, ...], kept: list[Hit]) -> bool:
        """Decide whether a name that some place bears names a place here; `kept` are the places before it."""
        facts = self.facts(hit.rows)
        home = not facts.countries.isdisjoint(trusted)
        if trusted and not home and not facts.sure:
            return False
        located = self.located(hit) or self.listed(hit, kept)
        if not self.case_tells and not (home or hit.many or located or facts.famous):
            return False
        if hit.many:
            return home or facts.sure or self.case_tells
        return self._one_word_holds(hit, facts, located=located, home=home)

    def _one_word_holds(self, hit: Hit, facts: Facts, *, located: bool, home: bool) -> bool:
        name = fold(self.text[hit.start : hit.end])
        if name in self.stop.never or len(name) < 2:
            return False
        if self.common(hit) and not self._meant(hit, facts, located=located, home=home):
            return False
        person = name in self.stop.given_names
        if not located and (self._part_of_a_name(hit, weak=not facts.sure or person) or (person and not home)):
            return False
        if facts.sure:
            return len(name) > 2 or self.text[hit.start : hit.end].isupper() or not self.cased
        return (home or located) if self.case_tells else home and (len(name) > 3 or located)

    def _meant(self, hit: Hit, facts: Facts, *, located: bool, home: bool) -> bool:
        """Decide whether a common word names a place here: Nice, Split, Sake, Of, الباب."""
        if not self.case_tells:
            return home and (self._typed(hit) or (located and facts.noted))
        known = home or facts.large
        if located:
            return known
        if not self._opens_sentence(hit.first) and not self.in_title(hit.first):
            return known and not self._part_of_a_name(hit, weak=True)
        name = fold(self.text[hit.start : hit.end])
        return home and any(place.noted and fold(place.name) == name for place in facts.places)

    def _typed(self, hit: Hit) -> bool:
        """Tell whether a type word stands before the name: "the town of"."""
        return hit.first > 0 and self.words[hit.first - 1].read.folded in self.stop.type_words

    def located(self, hit: Hit) -> bool:
        """Tell whether a word that puts things in places stands before the name."""
        if hit.start > self.words[hit.first].start:  # a prefix or elision is such a word
            return True
        if self.reader.tongue.after_apostrophe and hit.end < self.words[hit.last].end:  # and so is a case ending
            return True
        if hit.first == 0:
            return False
        before = self.words[hit.first - 1]
        return before.read.folded in self.stop.locatives and self.text[before.end : hit.start] in _CLOSE

    def listed(self, hit: Hit, kept: list[Hit]) -> bool:
        """Tell whether the name follows another place in a list."""
        if not kept or self.text[kept[-1].end : hit.start] == " ":
            return False
        return self.text[kept[-1].end : hit.start] in _LIST_GAPS

    def _part_of_a_name(self, hit: Hit, *, weak: bool) -> bool:
        """Tell whether the word belongs to a longer proper name: a person's, a paper's."""
        if not self.case_tells or self.in_title(hit.first):
            return False
        words = self.words
        if hit.first > 0 and words[hit.first - 1].read.capital:
            before = words[hit.first - 1]
            if self.text[before.end : words[hit.first].start] in {" ", "-"}:
                if before.read.folded in self.stop.given_names:
                    return True
                if (
                    weak
                    and not self._opens_sentence(hit.first - 1)
                    and before.read.folded not in self.stop.beside_places
                ):
                    return True
        if weak and hit.last + 1 < len(words) and words[hit.last + 1].read.capital:
            after = words[hit.last + 1]
            close = self.text[words[hit.last].end : after.start] in {" ", "-"}
            return close and after.read.folded not in self.stop.beside_places
        return False

    def _opens_sentence(self, at: int) -> bool:
        start = self.words[at].start
        before = self.text[max(0, start - 3) : start].rstrip(" ")
        return not before or before[-1] in _SENTENCE_END

    def could_be_unknown(self, hit: Hit, listed: list[Hit]) -> bool:
        """Tell whether a word that is no known name stands where only a place would, or in a list of places."""
        if not self.cased:
            return self._typed(hit)
        if not self.located(hit) and self.text[max(0, hit.start - 2) : hit.start] != ", ":
            return False
        if not self.located(hit) and not any(one.end == hit.start - 2 for one in listed):
            return False
        at = hit.first
        after = self.words[at + 1] if at + 1 < len(self.words) else None
        return after is None or not after.read.capital or self.text[hit.end : after.start] != " "
