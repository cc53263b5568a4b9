"""Finds the places that a text names: one walk over its words, longest name first."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Protocol

import msgspec

from sitroom.places.context_words import extend
from sitroom.places.morphology import Form, Tongue, forms, tongue
from sitroom.places.records import Place, PlaceMention
from sitroom.places.spelling import fold, spelling, without_articles
from sitroom.places.stopwords import Stop, stops

LONGEST_NAME = 6  # words; "Mocímboa da Praia" has three, "Saint-Louis du Nord" four
CAPITALS_SHARE = 0.6  # of the letters: from here on a text is all capitals and case says nothing
TITLE_SHARE = 0.75  # of a line's longer words: from here on capitals in it say nothing
LARGE = 100_000  # inhabitants: a name of such a place is believed without other places of its country around
SHORTEST_ALIKE = 5  # letters: shorter words are alike by chance
COUNTRIES_TRUSTED = 3

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`ʻʿʾ´‘][^\W_]+)*['’]?", re.UNICODE)
_GAP = re.compile(r"[ \u00a0\u202f]?[-‐‑–\n ]?[ ]?|\. ")
_SENTENCE_END = frozenset('.!?…:;\n"“”«»•—–(')


class Index(Protocol):
    """What finding needs of a gazetteer."""

    def rows(self, name_key: str) -> tuple[int, ...]:
        """Return the rows of the places that bear a name."""

    def starts(self, prefix: str) -> bool:
        """Tell whether a longer name begins so."""

    def place(self, row: int) -> Place:
        """Return the place in a row."""

    def alike(self, name_key: str, lang: str, country: str) -> tuple[int, ...]:
        """Return the rows of a country's places that sound like the name."""


class Word(msgspec.Struct):
    """A word of the text, where it stands, and how it may be read."""

    start: int
    end: int
    written: str
    upper: bool
    forms: tuple[Form, ...]


class Hit(msgspec.Struct):
    """A name found at words `first` to `last` (included), not yet believed."""

    first: int
    last: int
    start: int
    end: int
    keys: tuple[str, ...]
    rows: tuple[int, ...]
    exact: bool = True


@lru_cache(100_000)
def _readings(written: str, lang: str) -> tuple[Form, ...]:
    return tuple(dict.fromkeys(forms(written, lang)))


def words_of(text: str, lang: str) -> list[Word]:
    """Split a text into words with their readings."""
    return [
        Word(found.start(), found.end(), written, written[0].isupper(), _readings(written, lang))
        for found in _WORD.finditer(text)
        for written in (found.group(),)
    ]


def find(index: Index, text: str, lang: str, countries: tuple[str, ...]) -> list[PlaceMention]:
    """Return the mentions of places in a text, in order; see `Gazetteer.find`."""
    words = words_of(text, lang)
    tables = tongue(lang)
    letters = sum(len(word.written) for word in words if not word.written.isdigit())
    capitals = sum(len(word.written) for word in words if word.upper and word.written.isupper())
    shouting = letters > 0 and capitals / letters > CAPITALS_SHARE
    reader = _Reader(index, text, words, lang, tables, shouting)
    hits = reader.hits()
    plain = [hit for hit in hits if hit.last > hit.first or not reader.common(hit)]
    trusted = (*countries, *_countries(index, plain))[: COUNTRIES_TRUSTED + len(countries)]
    kept = [hit for hit in hits if reader.believed(hit, trusted)]
    if trusted:
        kept = sorted([*kept, *reader.alike(kept, trusted)], key=lambda hit: hit.start)
    return [extend(text, _mention(index, text, hit), lang) for hit in kept]


def _mention(index: Index, text: str, hit: Hit) -> PlaceMention:
    name = text[hit.start : hit.end]
    places = tuple(dict.fromkeys(index.place(row) for row in hit.rows))
    return PlaceMention(
        text=name, start=hit.start, end=hit.end, name=name, name_start=hit.start, name_end=hit.end,
        exact=hit.exact, candidates=places,
    )  # fmt: skip


def _countries(index: Index, hits: list[Hit]) -> list[str]:
    """Return the countries that a text's sure names speak of, most spoken of first."""
    votes: Counter[str] = Counter()
    for hit in hits:
        places = [index.place(row) for row in hit.rows]
        strong = [place for place in places if _strong(place)]
        nations = {place.country for place in strong if place.country}
        if len(nations) == 1:
            nation = nations.pop()
            votes[nation] += 2 if any(place.kind == "country" for place in strong) else 1
        elif strong:
            # Several: the noted one, else the most populous, counts a little.
            best = max(strong, key=lambda place: (place.noted, place.population or 0))
            votes[best.country or ""] += 0.25
    total = sum(votes.values())
    return [country for country, votes_for in votes.most_common() if country and votes_for >= 0.1 * total]


def _strong(place: Place) -> bool:
    return place.noted or (place.population or 0) >= LARGE


class _Reader:
    """One text being read."""

    def __init__(self, index: Index, text: str, words: list[Word], lang: str, tables: Tongue, shouting: bool) -> None:
        self.index, self.text, self.words = index, text, words
        self.lang, self.tables, self.shouting = lang, tables, shouting
        self.stop: Stop = stops(lang)
        self.articles = spelling()
        self.titles = _title_lines(text, words) if tables.cased and not shouting else frozenset()

    def hits(self) -> list[Hit]:
        """Return the longest names, left to right, that no stop phrase covers."""
        found = []
        at = 0
        words = self.words
        while at < len(words):
            if not self._may_start(at):
                at += 1
                continue
            past = self._not_a_place(at)
            if past:
                at = past
                continue
            hit = self._longest(at)
            if hit is None:
                at += 1
                continue
            found.append(hit)
            at = hit.last + 1
        return found

    def _may_start(self, at: int) -> bool:
        word = self.words[at]
        if word.written[0].isdigit():
            return False
        if not self.tables.cased or word.upper:
            return True
        for form in word.forms:
            if form.front and len(word.written) > form.front and word.written[form.front].isupper():
                return True
        folded = word.written
        article = folded in self.articles.articles or folded in self.articles.assimilated
        return article and at + 1 < len(self.words) and self.words[at + 1].upper

    def _not_a_place(self, at: int) -> int:
        """Return where a stop phrase that begins here ends, or 0."""
        joined = ""
        limit = 0
        for ahead in range(at, min(at + LONGEST_NAME, len(self.words))):
            word = self.words[ahead].forms
            if not word:
                break
            joined = f"{joined} {word[0].word}" if joined else word[0].word
            if joined in self.stop.phrases:
                limit = ahead + 1
            if joined not in self.stop.phrase_starts:
                break
        return limit

    def _longest(self, at: int) -> Hit | None:
        best: dict[int, list[tuple[str, tuple[int, ...], bool]]] = {}
        self._walk(at, at, "", False, best)
        for last in sorted(best, reverse=True):
            readings = best[last]
            plain = [reading for reading in readings if not reading[2]]
            # In Arabic a prefix is read off only where the whole word is no name.
            chosen = plain if plain and not self.tables.cased else readings
            first_word, last_word = self.words[at], self.words[last]
            front = min(form.front for form in first_word.forms)
            if last == at:
                keys = {reading[0] for reading in chosen}
                used = [form for form in first_word.forms if form.word in keys] or list(first_word.forms)
                front = used[0].front
                back = used[0].back
            else:
                back = min((form.back for form in last_word.forms), default=0)
                back = max((form.back for form in last_word.forms), default=0) if back == 0 else back
                front = max((form.front for form in first_word.forms), default=0) if self.tables.cased else front
                if not self.tables.cased:
                    begun = [form for form in first_word.forms if chosen[0][0].startswith(form.word)]
                    front = begun[0].front if begun else 0
            end = last_word.end - back
            while end > first_word.start and self.text[end - 1] in "'’":
                end -= 1
            rows = tuple(dict.fromkeys(row for reading in chosen for row in reading[1]))
            return Hit(
                at, last, first_word.start + front, end, tuple(dict.fromkeys(reading[0] for reading in chosen)), rows
            )
        return None

    def _walk(
        self,
        start: int,
        at: int,
        before: str,
        inflected: bool,
        best: dict[int, list[tuple[str, tuple[int, ...], bool]]],
    ) -> None:
        words = self.words
        if at - start >= LONGEST_NAME:
            return
        if at > start:
            gap = self.text[words[at - 1].end : words[at].start]
            if not _GAP.fullmatch(gap) or (gap == ". " and len(words[at - 1].written) > 2):
                return
        following = words[at + 1].written if at + 1 < len(words) else None
        for form in words[at].forms:
            if form.front and at > start:
                continue
            if form.back and not form.inflected and at + 1 < len(words) and form.back > 1 and False:
                continue
            word = form.word
            if following is not None and (word in self.articles.articles or word in self.articles.assimilated):
                letter = self.articles.assimilated.get(word)
                if letter is None or following[:1].casefold() == letter[0]:
                    word = "al"
            joined = f"{before} {word}" if before else word
            rows = self.index.rows(joined)
            bent = inflected or form.inflected
            if not rows and not before and not self.tables.cased:
                bare = without_articles(joined)
                rows = self.index.rows(bare) if bare != joined else rows
            if rows:
                best.setdefault(at, []).append((joined, rows, bent))
            if at + 1 < len(words) and self.index.starts(joined):
                self._walk(start, at + 1, joined, bent, best)

    def believed(self, hit: Hit, trusted: tuple[str, ...]) -> bool:
        """Decide whether a name that some place bears names a place here."""
        words = self.words
        first = words[hit.first]
        name = fold(self.text[hit.start : hit.end])
        many = hit.last > hit.first
        places = [self.index.place(row) for row in hit.rows]
        strong = any(_strong(place) for place in places)
        if not many and (name in self.stop.never or len(name) < 2):
            return False
        at_home = any(place.country in trusted for place in places)
        located = self._located(hit)
        if not many and self.common(hit) and not self._meant(hit, places, located=located, home=at_home):
            return False
        if not many and not located and self._part_of_a_name(hit, weak=not strong or name in self.stop.given_names):
            return False
        if not many and name in self.stop.given_names and not located:
            return strong and at_home
        if strong:
            return not (len(name) < 3 and not first.written.isupper())
        if not self.tables.cased or self.shouting:
            return at_home and (many or len(name) > 3 or located)
        if trusted:
            return at_home
        return many or located

    def common(self, hit: Hit) -> bool:
        """Tell whether a name is a common word of the language, or never a place."""
        name = fold(self.text[hit.start : hit.end])
        return name in self.stop.common or name in self.stop.never or any(one in self.stop.common for one in hit.keys)

    def _meant(self, hit: Hit, places: list[Place], *, located: bool, home: bool) -> bool:
        """Decide whether a common word names a place here: Nice, Split, Sake, Of, الباب."""
        if not self.tables.cased or self.shouting or self.tables.nouns_capital:
            return home and self._typed(hit)
        known = home or any(place.kind == "country" or (place.population or 0) >= LARGE for place in places)
        if located:
            return known
        if not self._opens_sentence(hit.first) and hit.first not in self.titles:
            return known and not self._part_of_a_name(hit, weak=True)
        name = fold(self.text[hit.start : hit.end])
        return home and any(place.noted and fold(place.name) == name for place in places)

    def _typed(self, hit: Hit) -> bool:
        """Tell whether a type word stands before the name: "the town of"."""
        return hit.first > 0 and fold(self.words[hit.first - 1].written) in self.stop.type_words

    def _located(self, hit: Hit) -> bool:
        """Tell whether a word that puts things in places stands before the name."""
        start = hit.first
        if hit.start > self.words[start].start:  # a prefix or elision is such a word
            return True
        if start == 0:
            return False
        before = self.words[start - 1]
        gap = self.text[before.end : hit.start]
        return gap in {" ", "\n", "\u00a0", " (", ""} and fold(before.written) in self.stop.locatives

    def _part_of_a_name(self, hit: Hit, *, weak: bool) -> bool:
        """Tell whether the word belongs to a longer proper name: a person's, a paper's."""
        if not self.tables.cased or self.shouting or self.tables.nouns_capital or hit.first in self.titles:
            return False
        words = self.words
        if hit.first > 0:
            before = words[hit.first - 1]
            close = self.text[before.end : words[hit.first].start] in {" ", "-"}
            if close and before.upper:
                folded = fold(before.written)
                if folded in self.stop.given_names:
                    return True
                if weak and not self._opens_sentence(hit.first - 1) and not self._known(hit.first - 1):
                    return True
        if hit.last + 1 < len(words) and weak:
            after = words[hit.last + 1]
            close = self.text[words[hit.last].end : after.start] in {" ", "-"}
            return close and after.upper and not self._known(hit.last + 1)
        return False

    def _known(self, at: int) -> bool:
        return fold(self.words[at].written) in self.stop.beside_places

    def _opens_sentence(self, at: int) -> bool:
        start = self.words[at].start
        before = self.text[max(0, start - 3) : start].rstrip(" ")
        return not before or before[-1] in _SENTENCE_END

    def alike(self, kept: list[Hit], trusted: tuple[str, ...]) -> list[Hit]:
        """Return words that stand where a place would and sound like a place of the text's countries."""
        taken = {at for hit in kept for at in range(hit.first, hit.last + 1)}
        ends = {hit.end for hit in kept}
        found = []
        for at, word in enumerate(self.words):
            if at in taken or not self._may_start(at) or len(word.written) < SHORTEST_ALIKE:
                continue
            hit = self._alike_at(at, trusted, ends)
            if hit is not None:
                ends.add(hit.end)
                found.append(hit)
        return found

    def _alike_at(self, at: int, trusted: tuple[str, ...], ends: set[int]) -> Hit | None:
        word = self.words[at]
        for form in word.forms:
            start, end = word.start + form.front, word.end - form.back
            trial = Hit(at, at, start, end, (form.word,), ())
            if form.word in self.stop.never or form.word in self.stop.common or form.word in self.stop.given_names:
                return None
            listed = self.text[max(0, start - 2) : start] == ", " and start - 2 in ends
            if not (self._located(trial) or listed):
                continue
            if (
                at + 1 < len(self.words)
                and self.words[at + 1].upper
                and self.text[end : self.words[at + 1].start] == " "
            ):
                continue
            for country in trusted:
                rows = self.index.alike(without_articles(form.word), self.lang, country)
                if rows:
                    return Hit(at, at, start, end, (form.word,), rows, exact=False)
        return None


def _title_lines(text: str, words: list[Word]) -> frozenset[int]:
    """Return the words of lines that are written with capitals throughout, as headlines are."""
    found: set[int] = set()
    line: list[int] = []
    for at, word in enumerate(words):
        if line and "\n" in text[words[at - 1].end : word.start]:
            found.update(_if_title(line, words))
            line = []
        line.append(at)
    found.update(_if_title(line, words))
    return frozenset(found)


def _if_title(line: list[int], words: list[Word]) -> list[int]:
    longer = [at for at in line if len(words[at].written) > 3]
    capital = sum(words[at].upper for at in longer)
    return line if len(longer) > 2 and capital / len(longer) >= TITLE_SHARE else []
