"""A figure on its way: a candidate that counts something, and the slots filled so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitroom.claims.lexicon import fold
from sitroom.claims.measuring import View
from sitroom.claims.mentions import ActorMention, DayMention, Mentions, PlaceMention
from sitroom.claims.sheet import Sheet
from sitroom.claims.speakers import Speaker


class Report:
    """What the slots read of a report: its sheets, and its places, days and speakers by word."""

    __slots__ = (
        "day_words", "days", "first_spot", "full_names", "issuer", "lead_end", "main", "parties", "place_counts",
        "place_words", "places", "sheet", "speaker_words", "speakers", "speaking", "standings", "title", "title_places",
        "voices",
    )  # fmt: skip

    def __init__(
        self,
        body: Mentions,
        sheet: Sheet,
        title: Sheet,
        speakers: Sequence[Speaker],
        issuer: Speaker | None,
        unlisted: Sequence[PlaceMention] = (),
    ) -> None:
        """Index the mentions by word; `unlisted` are places that no gazetteer knows."""
        self.sheet, self.title = sheet, title
        self.speakers, self.issuer = speakers, issuer
        self.places: list[tuple[int, PlaceMention]] = [
            (sheet.words(p.start, p.end)[0], p)
            for p in sorted([*body.places, *unlisted], key=lambda p: p[:2])
            if not _within_name(p, body)
        ]
        self.days: list[tuple[int, DayMention]] = [(sheet.words(d.start, d.end)[0], d) for d in body.days]
        self.parties: list[tuple[int, ActorMention]] = [
            (sheet.words(a.start, a.end)[0], a) for a in body.actors if a.role != "claimant"
        ]
        self.title_places = {name_key(p.ref.name or p.ref.text) for p in title.m.places}
        self.place_counts: dict[str, int] = {}
        for _, p in self.places:
            key = name_key(p.ref.name or p.ref.text)
            self.place_counts[key] = self.place_counts.get(key, 0) + 1
        most = max(self.place_counts.values(), default=0)
        self.main = {key for key, count in self.place_counts.items() if count == most}
        self.full_names = _full_names(body, title.m)
        self.standings: dict[tuple[int, str], Any] = {}  # what places are to the report, kept by `placing`
        self.first_spot = next((w for w, p in self.places if p.ref.kind not in ("country", "region", "water")), -1)
        self.voices: dict[int, Any] = {}  # what speakers are to the report, kept by `vouching`
        self.speaking: list[int] | None = None  # the first words of those who speak, told by `vouching`
        self.place_words = [w for w, _ in self.places]
        self.day_words = [w for w, _ in self.days]
        self.speaker_words = [s.first for s in self.speakers]
        self.lead_end = sheet.sentence_ends[0][1] if sheet.sentence_ends else 0


def _full_names(*parts: Mentions) -> dict[str, str]:
    """Return the longest name by which a report calls each named claimant: "the Observatory" is told in full."""
    out: dict[str, str] = {}
    for m in parts:
        for a in m.actors:
            text = m.text[a.start : a.end]
            if a.key and (a.sort == "name" or "ministry" in a.key) and len(text) > len(out.get(a.key, "")):
                out[a.key] = text
    return out


def _within_name(p: PlaceMention, body: Mentions) -> bool:
    """Tell whether a place is only a word of an organisation's name: the Cruz of "La Cruz Roja"."""
    return p.ref.geonameid is None and any(
        a.start <= p.start and p.end <= a.end and a.sort in ("name", "person") for a in body.actors
    )


class DraftFigure:
    """A candidate with its measure; the other slots are filled one after the other, earlier figures first."""

    __slots__ = (
        "background", "category", "confidence", "from_place", "measure", "on", "parent", "place", "scope", "side",
        "since", "speaker", "standing", "to_place", "unit", "view",
    )  # fmt: skip

    def __init__(self, view: View, measure: str, confidence: float) -> None:
        """Start with nothing but the measure."""
        self.view, self.measure, self.confidence = view, measure, confidence
        self.category = "people"
        self.side: str | None = None
        self.unit = "households" if view.noun.startswith("Phouseholds") else "persons"
        self.scope = "incident"
        self.standing = "asserted"
        self.background = False
        self.place: str | None = None
        self.from_place: str | None = None
        self.to_place: str | None = None
        self.speaker: str | None = None
        self.on: str | None = None
        self.since: str | None = None
        self.parent: int | None = None


def name_key(text: str | None) -> str:
    """Return a name for comparison: folded, without spaces at the ends."""
    return fold(text or "").strip()
