"""Reading a finished line again: its names, dates, numbers and words, each with its place in the line."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sitroom.brief.gate.grammar import WORD, Grammar, any_of

QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")
CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?: UTC)?\b")
# A noun further from its number than this belongs to something else.
REACH_OF_A_NOUN = 46
KNOWN_NAMES = 4096  # compiled, of all lines; most lines name few, and compiling all of a line's names is slow


class Named(NamedTuple):
    """A name in the line, and whom or what it means."""

    start: int
    end: int
    identities: frozenset[str]


class Dated(NamedTuple):
    """A date in the line: ISO day, or month; without a year where the line gives none ("--12-04")."""

    start: int
    end: int
    day: str


class Counted(NamedTuple):
    """A number in the line, with the qualifier before it and what it counts."""

    start: int
    end: int
    value: float
    qualifier: str | None
    vague: bool
    spelled: bool
    unit: str | None
    noun: str | None
    of: frozenset[str]


class Reading:
    """One line, read by the gate's grammar."""

    def __init__(self, text: str, grammar: Grammar, names: Mapping[str, frozenset[str]]) -> None:
        """Read a line; `names` are those its records allow."""
        self.text = text
        self.grammar = grammar
        self.quotes = [m.span() for m in QUOTED.finditer(text)]
        masked = _masked(text, self.quotes)
        masked = _masked(masked, [m.span() for m in CLOCK.finditer(masked)])
        self.dates = tuple(self._dates(masked))
        masked = _masked(masked, [(d.start, d.end) for d in self.dates])
        self.named = tuple(_named(masked, names))
        self.bare = _masked(masked, [(n.start, n.end) for n in self.named])
        self.counted = tuple(sorted(self._counted(), key=lambda c: c.start))
        words = _masked(self.bare, [(c.start, c.end) for c in self.counted])
        self.unknown = tuple(w for w in WORD.findall(words) if w.casefold() not in grammar.vocabulary)
        self.segments = tuple(self._segments())

    def segment(self, position: int) -> tuple[int, int]:
        """Return the bounds of the clause in which a position lies."""
        return next((s for s in self.segments if s[0] <= position < s[1]), (0, len(self.text)))

    def _segments(self) -> Iterable[tuple[int, int]]:
        start = 0
        for end in re.finditer(r";|\. ", self.bare):
            yield start, end.start()
            start = end.end()
        yield start, len(self.text) + 1

    def _dates(self, text: str) -> Iterable[Dated]:
        for found in self.grammar.date.finditer(text):
            if found["iso"]:
                yield Dated(*found.span(), found["iso"])
                continue
            month = self.grammar.months[found["month"].casefold()]
            year = found["year"] or "-"
            if found["day"] is None:
                if not found["year"]:
                    continue
                yield Dated(*found.span(), f"{year}-{month:02d}")
                continue
            for day in (found["day0"], found["day"]):
                if day:
                    yield Dated(*found.span(), f"{year}-{month:02d}-{int(day):02d}")

    def _counted(self) -> Iterable[Counted]:
        words = self.grammar.words
        taken: list[tuple[int, int]] = []
        for found in self.grammar.vague.finditer(self.bare):
            taken.append(found.span())
            yield self._count(*found.span(), words.vague[found["word"].casefold()], vague=True)
        for found in self.grammar.number.finditer(self.bare):
            value = float(found["digits"].replace(words.group, ""))
            if found["fraction"]:
                value += float(f"0.{found['fraction']}")
            value *= words.scales.get(found["scale"], 1) if found["scale"] else 1
            taken.append(found.span())
            yield self._count(*found.span(), round(value, 6), percent=bool(found["percent"]))
        for found in self.grammar.number_word.finditer(self.bare):
            if not any(a <= found.start() < b for a, b in taken):
                yield self._count(*found.span(), words.number_words[found["word"].casefold()], spelled=True)

    def _count(
        self, start: int, end: int, value: float, *, vague: bool = False, spelled: bool = False, percent: bool = False
    ) -> Counted:
        grammar, after = self.grammar, self.bare[end:]
        before = grammar.qualifier.search(self.bare[:start])
        qualifier = grammar.words.qualifiers[before["word"].casefold()] if before else None
        if grammar.per_day.search(after):
            return Counted(start, end, value, qualifier, vague, spelled, "rate", None, frozenset())
        unit = grammar.unit.search(after)
        if percent or unit:
            kind = "percent" if percent or unit is None else grammar.words.units[unit["word"].casefold()]
            return Counted(start, end, value, qualifier, vague, spelled, kind, None, frozenset())
        reach = re.split(r"[;:,(\d]| and | or ", after[:REACH_OF_A_NOUN], maxsplit=1)[0]
        noun = grammar.people.search(reach)
        if noun is None:
            return Counted(start, end, value, qualifier, vague, spelled, None, None, frozenset())
        between = [n for n in self.named if end <= n.start < end + noun.start()]
        of = frozenset(i for n in between for i in n.identities)
        return Counted(
            start, end, value, qualifier, vague, spelled, None, grammar.words.people[noun["word"].casefold()], of
        )


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with spans blanked out, every other character at its place."""
    for start, end in spans:
        text = text[:start] + "\N{OBJECT REPLACEMENT CHARACTER}" * (end - start) + text[end:]
    return text


@functools.lru_cache(maxsize=KNOWN_NAMES)
def _alone(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{re.escape(name)})(?!\w)", re.IGNORECASE)


def _named(text: str, names: Mapping[str, frozenset[str]]) -> Iterable[Named]:
    if not names:
        return
    here = [name for name in names if _alone(name).search(text)]
    if not here:
        return
    folded = {surface.casefold(): identities for surface, identities in names.items()}
    # A name stands as it is written, but for a first letter raised at the start of a sentence.
    expression = re.compile(rf"(?<!\w)(?:{any_of(here)})(?!\w)", re.IGNORECASE)
    for found in expression.finditer(text):
        if found[0] in names or found[0][:1].lower() + found[0][1:] in names or found[0][:1].isupper():
            yield Named(*found.span(), folded[found[0].casefold()])
