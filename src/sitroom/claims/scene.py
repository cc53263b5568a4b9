"""A report as a scene: its words in segments, with the spots, parties and phrases that stand in each sentence.

Control, events, appeals and facts about places all read this and nothing else. It is made once per report, in one
pass, from the mentions and the grammar of the language; no language is a branch here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from typing import NamedTuple

from sitroom.claims.grammar import Grammar, grammar
from sitroom.claims.lexicon import words_of
from sitroom.claims.mentions import ActorMention, Mentions, PlaceMention
from sitroom.claims.phrases import Hit, plain
from sitroom.claims.unlisted import reference, unlisted
from sitroom.model import PlaceRef

WIDE = frozenset({"country", "region", "water"})  # kinds of place that armies do not take as a whole
SETTLED = frozenset({"settlement", "camp", "site"})
# What a party can be: everything else named (monitors, agencies, media) only vouches.
UNARMED = frozenset({"civilians"})  # keys that the registry gives a side, but that take no places
ENCLOSING = frozenset('()[]«»"“”„')  # an aside or a quoted word parts no verb from its subject
LONGEST_ACRONYM = 4  # letters: "RSF" is a name, "BEIRUT" opens a dateline
INSURGENT = frozenset({"jihadist", "rebel", "militia", "insurgent", "gang", "militant", "armed_group", "paramilitary"})
LED_BY = 4  # words: "insurgents led by the Islamist group HTS"
OPEN = frozenset({"rebels", "militants", "gangs"})  # generic keys that a report's main armed group explains
# What makes a place the one that "the city" means; set on the development half of the gold.
BACK, NEARNESS, OFTEN, IN_TITLE = 3, 2.0, 0.3, 1.2
_LIST_GAP = 6  # words between two members of a list: "the town of"


class Saying(NamedTuple):
    """A word of saying, who says it, and the sides of all that are named as saying it."""

    at: int
    who: Party
    sides: frozenset[str]


class Title(NamedTuple):
    """The title of a report: its words without case and marks, and the kinds of event that it names."""

    text: str
    events: frozenset[str]


class Spot(NamedTuple):
    """A place in a sentence: its first word and the one after its last, and what it was resolved to.

    `named` is false for "the city" (taken up from before) and for settled spots without a name ("the airport").
    """

    first: int
    last: int
    ref: PlaceRef
    named: bool
    sure: bool = True


class Party(NamedTuple):
    """Somebody named in a sentence: first word, word after the last, the key and the side it stands on, if any."""

    first: int
    last: int
    key: str
    kind: str
    side: str | None
    text: str
    sort: str = "name"


class Scene:
    """All that one text says about ground, indexed by word and sentence."""

    def __init__(self, m: Mentions, lang: str) -> None:
        """Cut the text into segments and place what was mentioned in them."""
        self.m = m
        self.grammar: Grammar = grammar(lang)
        self.words = [m.text[a:b] for a, b in m.spans]
        self.sentence_of = self._sentences()
        self.segments, self.clauses = self._segments()
        self.hits = self.grammar.book.find(self.words, self.segments)
        self._hit_starts = [h.first for h in self.hits]
        self.by_name: dict[str, list[Hit]] = {}
        for h in self.hits:
            self.by_name.setdefault(h.name, []).append(h)
        self.control_names = [n for n in self.by_name if n.startswith("control.")]
        self.starts = {name: [h.first for h in hits] for name, hits in self.by_name.items()}
        self.communities = {
            h.first for n, hits in self.by_name.items() if n.startswith("fact.community.") for h in hits
        }
        self.parties = [self._party(a) for a in m.actors if a.key]
        self.parties = self._coreferent([p for p in self.parties if not self._mere_place(p)])
        self._sentence_words = self._sentence_ranges()
        self.party_starts = [p.first for p in self.parties]
        self.spots = self._spots()
        self._spot_starts = [s.first for s in self.spots]
        self.sides = Counter(p.side for p in self.parties if p.side)
        self.homes = self._homes()
        self.said: dict[int, list[Saying]] = {}  # who speaks in each sentence, filled in by stance
        self.years = [
            (i, int(w)) for i, w in enumerate(self.words) if len(w) == 4 and w.isdecimal() and 1900 <= int(w) <= 2100
        ]
        self.trigger_starts = [t.first for t in m.triggers]
        self.voice: Party | None = None
        self.title: Title | None = None
        self.told: frozenset[str] | None = None

    def _sentences(self) -> list[int]:
        starts = [s.start for s in self.m.sentences]
        return [max(0, bisect_right(starts, a) - 1) for a, _ in self.m.spans]

    def _segments(self) -> tuple[list[int], list[int]]:
        """Return two numbers a word: one grows at every break and sentence end, one at the stronger breaks only."""
        text = self.m.text
        breaks = [(at, s) for at, s in self.m.breaks if text[at] not in ENCLOSING]
        segments, clauses, segment, clause, j, before = [], [], 0, 0, 0, -1
        for (a, _), sentence in zip(self.m.spans, self.sentence_of, strict=True):
            weak = strong = sentence != before
            while j < len(breaks) and breaks[j][0] < a:
                weak, strong = True, strong or breaks[j][1] > 1
                j += 1
            segment, clause, before = segment + weak, clause + strong, sentence
            segments.append(segment)
            clauses.append(clause)
        return segments, clauses

    def _sentence_ranges(self) -> list[tuple[int, int]]:
        n = len(self.m.sentences)
        return [(bisect_left(self.sentence_of, s), bisect_right(self.sentence_of, s)) for s in range(n)]

    def words_between(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of words that two positions enclose: at least one word."""
        first = max(0, bisect_right(self.m.starts, start) - 1)
        return first, max(first + 1, bisect_left(self.m.starts, end))

    def _homes(self) -> dict[str, str]:
        """Return the side that each country's offices stand on: the defence ministry of UA is Ukraine's."""
        seen: dict[str, Counter[str]] = {}
        for p in self.parties:
            office, _, country = p.key.partition(":")
            if office and country and p.side:
                seen.setdefault(country, Counter())[p.side] += 1
        return {country: sides.most_common(1)[0][0] for country, sides in seen.items()}

    def _mere_place(self, p: Party) -> bool:
        """Tell whether the bare name of a country or capital stands for the place: or a dateline."""
        if p.sort not in ("country", "capital"):
            return False
        if p.first and self.segments[p.first - 1] == self.segments[p.first]:
            return any(self.has(n, p.first - 1, p.first) for n in ("word.in", "word.link", "word.oblique"))
        return p.text.isupper() and len(p.text) > LONGEST_ACRONYM

    def _coreferent(self, parties: list[Party]) -> list[Party]:
        """Read common nouns left open ("rebels") as the armed group that the report names most."""
        groups = [p for p in parties if p.side and p.kind in INSURGENT and p.sort != "generic"]
        if not groups:
            return parties
        main = Counter(p.side for p in groups).most_common(1)[0][0]
        out = []
        for p in parties:
            if p.sort == "generic" and (p.key in OPEN or p.kind in INSURGENT):
                led = [
                    g
                    for g in groups
                    if -LED_BY <= p.first - g.last <= LED_BY and self.segments[g.first] == self.segments[p.first]
                ]
                p = p._replace(side=led[0].side if led else main)  # noqa: PLW2901
            out.append(p)
        return out

    def _party(self, a: ActorMention) -> Party:
        first, last = self.words_between(a.start, a.end)
        side = None if a.side in UNARMED else a.side
        return Party(first, last, a.key, a.kind, side, self.m.text[a.start : a.end], a.sort)

    def _spots(self) -> list[Spot]:
        """Return named places, those that no gazetteer lists, and what takes them up or stands for them, in order."""
        people = {w for p in self.parties for w in range(p.first, p.last)}
        named = [s for p in self.m.places if (s := self._named(p)).first not in people and not self._common(s)]
        taken = {w for s in named for w in range(s.first, s.last)}
        days = {w for d in self.m.days for w in range(*self.words_between(d.start, d.end))}
        sure, perhaps = unlisted(self, taken | people | days | self.communities)
        named += [Spot(i, j, reference(self, i, j), named=True) for i, j in sure]
        taken |= {w for i, j in sure for w in range(i, j)}
        named.sort()
        out = [*named, *(Spot(i, j, reference(self, i, j), named=True, sure=False) for i, j in perhaps)]
        settled = taken - {w for s in named if s.ref.kind == "country" for w in range(s.first, s.last)}
        for h in self.by_name.get("word.anaphor", ()):
            if any(w in taken for w in range(h.first, h.last)) or self._names(h.last, settled):
                continue
            meant = self._antecedent(named, h)
            if meant is not None:
                out.append(Spot(h.first, h.last, meant.ref, named=False))
                taken.update(range(h.first, h.last))
        soft = {h.first for h in self.by_name.get("word.anaphor", ())}
        towns = [s.first for s in named if s.ref.kind in SETTLED]
        for h in self.by_name.get("word.site", ()):
            if h.first in soft and towns and towns[0] < h.first:
                continue
            if not any(w in taken for w in range(h.first, h.last)) and not self._names(h.last, taken):
                out.append(self._site(h))
        return sorted(out, key=lambda s: (s.first, s.last))

    def _common(self, s: Spot) -> bool:
        """Tell whether what looks like a name is the noun for a settlement, or the name of a community."""
        if s.last - s.first > 1:
            return False
        return plain(self.words[s.first]) in self.grammar.settlements or s.first in self.communities

    def antecedents(self, word: int) -> list[Spot]:
        """Return the places named before a word that a statement without one may be about, the likeliest first.

        They are the one that the report speaks of most and the one named last, within a few sentences.
        """
        named = [s for s in self.spots if s.named and s.sure and s.first < word]
        spots = (self._antecedent(named, Hit(word, word, "", weak=0)), next(iter(named[-1:]), None))
        out: list[Spot] = []
        for s in spots:
            if s is not None and all(o.ref.text != s.ref.text for o in out):
                out.append(s._replace(first=word, last=word + 1, named=False))
        return out

    def listed_after(self, at: int) -> bool:
        """Tell whether a comma or a conjunction and a capital follow a word: the first name of a list."""
        if at >= len(self.words):
            return False
        if self.has("word.and", at, at + 1):
            return at + 1 < len(self.words) and self.words[at + 1][:1].isupper()
        between = self.m.text[self.m.spans[at - 1][1] : self.m.spans[at][0]]
        return between == ", " and self.words[at][:1].isupper()

    def phrase_at(self, at: int) -> bool:
        """Tell whether any phrase begins at a word."""
        i = bisect_left(self._hit_starts, at)
        return i < len(self._hit_starts) and self._hit_starts[i] == at

    def _antecedent(self, named: list[Spot], h: Hit) -> Spot | None:
        """Return the place that a noun takes up: near before it, often named, or in the title."""
        here = self.sentence_of[h.first]
        before = [
            s
            for s in named
            if s.first < h.first and s.ref.kind not in WIDE and here - self.sentence_of[s.first] <= BACK
        ]
        if not before:
            return None
        title = plain(self.m.document.title) if self.m.document else ""

        def weight(s: Spot) -> tuple[float, int]:
            near = NEARNESS / (1 + here - self.sentence_of[s.first])
            often = OFTEN * min(4, sum(o.ref.text == s.ref.text for o in named))
            return near + often + (IN_TITLE if plain(s.ref.text) in title else 0.0), s.first

        return max(before, key=weight)

    def _names(self, at: int, taken: set[int]) -> bool:
        """Tell whether a noun is followed by a name of its own: "the city of Homs", "città di Bukavu"."""
        return any(
            w in taken and self.segments[w] == self.segments[at - 1] for w in range(at, min(at + 3, len(self.words)))
        )

    def _named(self, p: PlaceMention) -> Spot:
        first, last = self.words_between(p.start, p.end)
        return Spot(first, last, p.ref, named=True)

    def _site(self, h: Hit) -> Spot:
        first, last = h.first, h.last
        while last < len(self.words) and self.segments[last] == self.segments[first] and self.words[last][:1].isupper():
            last += 1
        while first and self.segments[first - 1] == self.segments[h.first] and self.words[first - 1][:1].isupper():
            first -= 1
        text = self.m.text[self.m.spans[first][0] : self.m.spans[last - 1][1]]
        return Spot(first, last, PlaceRef(text=text, kind="site"), named=False)

    def title_hits(self) -> frozenset[str]:
        """Return the control events whose phrases stand in the title; read once."""
        if self.told is None:
            text = self.m.document.title if self.m.document else ""
            words = [text[a:b] for a, b in words_of(text)]
            hits = self.grammar.book.find(words, [0] * len(words))
            self.told = frozenset(h.name.split(".")[1] for h in hits if h.name.startswith("control.") and not h.weak)
        return self.told

    def segment_at(self, position: int) -> int:
        """Return the segment of the word at a position."""
        return self.segments[max(0, bisect_right(self.m.starts, position) - 1)]

    def sentence_words(self, sentence: int) -> tuple[int, int]:
        """Return the range of words of a sentence."""
        return self._sentence_words[sentence]

    def found(self, name: str, first: int, last: int) -> list[Hit]:
        """Return the phrases of a name that begin in a range of words."""
        starts = self.starts.get(name)
        if not starts:
            return []
        return self.by_name[name][bisect_left(starts, first) : bisect_left(starts, last)]

    def has(self, name: str, first: int, last: int) -> bool:
        """Tell whether a phrase of a name begins in a range of words."""
        starts = self.starts.get(name)
        if not starts:
            return False
        i = bisect_left(starts, first)
        return i < len(starts) and starts[i] < last

    def spots_in(self, first: int, last: int) -> list[Spot]:
        """Return the places that begin in a range of words."""
        return self.spots[bisect_left(self._spot_starts, first) : bisect_left(self._spot_starts, last)]

    def parties_in(self, first: int, last: int) -> list[Party]:
        """Return the parties that begin in a range of words."""
        return self.parties[bisect_left(self.party_starts, first) : bisect_left(self.party_starts, last)]

    def listed(self, spot: Spot) -> list[Spot]:
        """Return the list that a place belongs to: "Morek, Suran and Taybat al-Imam" is three places."""
        if spot not in self.spots:
            return [spot]
        i = self.spots.index(spot)
        if not spot.named and spot.ref.kind == "site" and i and self._apposed(self.spots[i - 1], spot):
            spot, i = self.spots[i - 1], i - 1
        out = [spot]
        for step in (-1, 1):
            here, j = spot, i + step
            while 0 <= j < len(self.spots) and self._side_by_side(here, self.spots[j]):
                here = self.spots[j]
                out.append(here)
                j += step
        return sorted((s for s in out if s.named or s is spot), key=lambda s: s.first)

    def _apposed(self, name: Spot, noun: Spot) -> bool:
        """Tell whether a noun explains the name before it: "Suran, a town that ..."."""
        if not name.named or noun.first - name.last > 2 or self.sentence_of[name.first] != self.sentence_of[noun.first]:
            return False
        return self.segments[noun.first] - self.segments[name.last - 1] == 1

    def _side_by_side(self, one: Spot, other: Spot) -> bool:
        a, b = sorted((one, other), key=lambda s: s.first)
        if self.sentence_of[a.first] != self.sentence_of[b.first] or b.first - a.last > _LIST_GAP or b.first < a.last:
            return False
        if (a.ref.kind in WIDE) != (b.ref.kind in WIDE):
            return False
        between = self.m.text[self.m.spans[a.last - 1][1] : self.m.spans[b.first][0]]
        joined = {
            w
            for h in (*self.found("word.and", a.last, b.first), *self.found("word.site", a.last, b.first))
            for w in range(h.first, h.last)
        }
        words = [w for w in range(a.last, b.first) if w not in joined]
        comma = "," in between or "،" in between or "、" in between
        conjunction = bool(self.found("word.and", a.last, b.first)) or self.words[b.first].startswith("و")
        if not (comma or conjunction) or any(c in between for c in ".;:()"):
            return False
        return all(len(self.words[w]) <= 3 for w in words) and len(words) <= 2

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the code points of a range of words."""
        return self.m.spans[first][0], self.m.spans[last - 1][1]


def scene_of(m: Mentions) -> Scene:
    """Return the scene of a text in its document's language, made once."""
    if m.scene is None:
        m.scene = Scene(m, m.document.lang if m.document else "")
    return m.scene
