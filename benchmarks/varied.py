"""Make any number of reports by varying real ones: other places, days, numbers and words, story by story.

Each made story is a whole story set of `evals/stories`, moved to another country: each of its places becomes another
one there, in the claims and in the text; numbers are scaled and days shifted. Words with a capital become names that no
other story has; of the other words with five letters or more, four in ten become other words of the language, the same
ones throughout the story. What was noise in the set is moved elsewhere, each report by itself.
"""

from __future__ import annotations

import heapq
import json
import random
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from sitroom import run
from sitroom.model import AnyClaim, ControlClaim, Document, Extraction, FigureClaim, PlaceRef, content_id
from sitroom.places import Place

SETS = Path("evals/stories")
NAMES = ("hama-2024", "lashio-2024", "catatumbo-2025")
START = datetime(2030, 1, 1, tzinfo=UTC)
A_DAY = 500
CHANGED = 0.4
_WORD = re.compile(r"[^\W\d_]{3,}")
_LEAST_LETTERS = 5
_SYLLABLES = [f"{a}{b}" for a in "bdfgklmnprstvzhj" for b in "aeiou"][:64]
_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f]*")


class Made(NamedTuple):
    """A made report, its claims, and which story it is of."""

    document: Document
    extraction: Extraction
    story: str


class Original(NamedTuple):
    """A story set as the program reads it."""

    reports: tuple[tuple[Document, Extraction], ...]
    noise: frozenset[str]


def originals(vocabularies: run.Vocabularies, settings: run.Settings) -> list[Original]:
    """Read the story sets."""
    found = []
    for name in NAMES:
        reading = run.read([str(SETS / name / "docs.jsonl")], settings)
        claims = {e.document: e for e in run.extract(reading.documents, vocabularies, settings)}
        expected = json.loads((SETS / name / "expected.json").read_text(encoding="utf-8"))
        pairs = tuple((d, claims[d.id]) for d in reading.documents)
        found.append(Original(pairs, frozenset(expected["noise"])))
    return found


class Maker:
    """Makes reports in order of time, the same for the same seed."""

    def __init__(self, vocabularies: run.Vocabularies, settings: run.Settings, seed: int = 1) -> None:
        """Read the originals and the places that stories can be moved to."""
        self._chance = random.Random(seed)  # noqa: S311
        self._originals = originals(vocabularies, settings)
        places: dict[str, list[Place]] = {}
        for place in vocabularies.gazetteer.select("kind = 'settlement' AND population > 3000", ()):
            places.setdefault(place.country or "", []).append(place)
        self._countries = [held for held in places.values() if len(held) >= 60]
        self._reference = vocabularies.gazetteer.reference
        self._words: dict[str, list[str]] = {}
        for original in self._originals:
            for document, _ in original.reports:
                self._words.setdefault(document.lang, []).extend(_WORD.findall(document.text))

    def reports(self) -> Iterator[Made]:
        """Yield reports without end, oldest first, about A_DAY of them a day."""
        waiting: list[tuple[datetime, str, Made]] = []
        start, number = START, 0
        while True:
            original = self._originals[number % len(self._originals)]
            for made in self._story(original, start, number):
                heapq.heappush(waiting, (made.document.known_at, made.document.id, made))
            number += 1
            start += timedelta(days=len(original.reports) / A_DAY)
            while waiting and waiting[0][0] < start:
                yield heapq.heappop(waiting)[2]

    def _story(self, original: Original, start: datetime, number: int) -> Iterator[Made]:
        shift = start - original.reports[0][0].known_at
        one = _Move(self, f"{number}")
        for at, (document, extraction) in enumerate(original.reports):
            noise = document.name in original.noise
            move = _Move(self, f"{number}.{at}") if noise else one
            yield move.report(document, extraction, shift, f"{number}.{at}" if noise else f"{number}")


class _Move:
    """Moves reports of one story to one other country."""

    def __init__(self, maker: Maker, seed: str) -> None:
        self._seed = seed
        self._chance = random.Random(seed)  # noqa: S311
        self._pool = self._chance.choice(maker._countries)  # noqa: SLF001  two halves of one thing
        self._words = maker._words  # noqa: SLF001
        self._reference = maker._reference  # noqa: SLF001
        self._places: dict[object, Place] = {}
        self._factor = self._chance.uniform(0.4, 3.0)

    def report(self, document: Document, extraction: Extraction, shift: timedelta, story: str) -> Made:
        key = content_id("doc", self._seed, document.id)
        named: dict[str, str] = {}
        claims = tuple(self._claim(c, key, shift, named) for c in extraction.claims)
        moved = msgspec.structs.replace(
            document,
            id=key,
            name=f"{document.name}.{self._seed}",
            title=self._text(document.title, document.lang, named),
            text=self._text(document.text, document.lang, named),
            published=document.published + shift,
            known_at=document.known_at + shift,
            fetched_at=document.fetched_at,
            sentences=(),
        )
        ids = {c.id: content_id("claim", key, c.id) for c in extraction.claims}
        told = tuple(_renamed(c, ids) for c in claims)
        return Made(moved, Extraction(document=key, claims=told), story)

    def _claim(self, claim: AnyClaim, document: str, shift: timedelta, named: dict[str, str]) -> AnyClaim:
        changed: dict[str, Any] = {
            "document": document,
            "known_at": claim.known_at + shift,
            "on": _shifted(claim.on, shift),
            "place": self._place(claim.place, named),
            "spans": tuple(msgspec.structs.replace(s, document=document) for s in claim.spans),
        }
        if isinstance(claim, FigureClaim):
            changed |= {
                "low": self._number(claim.low),
                "high": self._number(claim.high),
                "since": _shifted(claim.since, shift),
                "as_of": _shifted(claim.as_of, shift),
                "from_place": self._place(claim.from_place, named),
                "to_place": self._place(claim.to_place, named),
            }
        if isinstance(claim, FigureClaim | ControlClaim) and claim.attributed_to is not None:
            changed["attributed_to"] = claim.attributed_to
        return msgspec.structs.replace(claim, **changed)

    def _place(self, place: PlaceRef | None, named: dict[str, str]) -> PlaceRef | None:
        if place is None or place.geonameid is None:
            return None
        if place.kind == "country":
            key: object = "country"
        else:
            key = place.geonameid
        if key not in self._places:
            self._places[key] = self._chance.choice(self._pool)
        new = self._reference(self._places[key])
        if place.kind == "country":
            return msgspec.structs.replace(
                place, name=new.country, geonameid=-abs(hash(new.country)), country=new.country
            )
        named[place.text] = new.text
        return new

    def _number(self, number: int | None) -> int | None:
        return None if number is None else max(1, round(number * self._factor))

    def _text(self, text: str, lang: str, named: dict[str, str]) -> str:
        for old, new in named.items():
            text = text.replace(old, new)
        own = set(named.values())
        text = _WORD.sub(lambda m: m.group() if m.group() in own else self._word(m.group(), lang), text)
        return _NUMBER.sub(lambda m: self._digits(m.group()), text)

    def _word(self, word: str, lang: str) -> str:
        drawn = int.from_bytes(blake2b(f"{self._seed} {word}".encode(), digest_size=6).digest(), "big")
        if word[0].isupper():
            return f"{word[0]}{_SYLLABLES[drawn % 64]}{_SYLLABLES[drawn // 64 % 64]}{_SYLLABLES[drawn // 4096 % 64]}"
        if len(word) < _LEAST_LETTERS or drawn % 1000 >= CHANGED * 1000:
            return word
        pool = self._words[lang]
        return pool[drawn // 1000 % len(pool)]

    def _digits(self, written: str) -> str:
        digits = "".join(c for c in written if c.isdigit())
        return written if int(digits) < 20 else str(round(int(digits) * self._factor))


def _renamed(claim: AnyClaim, ids: dict[str, str]) -> AnyClaim:
    if isinstance(claim, FigureClaim) and claim.part_of is not None:
        return msgspec.structs.replace(claim, id=ids[claim.id], part_of=ids.get(claim.part_of))
    return msgspec.structs.replace(claim, id=ids[claim.id])


def _shifted(day: str | None, shift: timedelta) -> str | None:
    if day is None or len(day) != 10:
        return day
    return (date.fromisoformat(day) + shift).isoformat()
