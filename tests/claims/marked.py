"""Mentions from marked sentences: "[insurgents=hts] took {Hama}" names a party and a place."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sitroom.claims.mentions import ActorMention, Mentions, PlaceMention
from sitroom.model import Document, PlaceRef, Sentence

_MARK = re.compile(r"\[(?P<actor>[^\]=]+)=(?P<key>[\w:-]+)\]|\{(?P<place>[^}]+)\}")
_SENTENCE = re.compile(r"[^.!?؟]+[.!?؟]?\s*")
NEUTRAL = {"sohr": "monitor", "un": "un_agency"}
GROUPS = {"hts", "m23", "rsf", "eln", "sdf"}


def marked(text: str, lang: str = "en", title: str = "") -> Mentions:
    """Return the mentions of a text whose places and parties are marked."""
    plain, at, places, actors = "", 0, [], []
    for m in _MARK.finditer(text):
        plain += text[at : m.start()]
        start = len(plain)
        words = m["actor"] or m["place"]
        plain += words
        if m["place"]:
            places.append(PlaceMention(start, len(plain), PlaceRef(text=words, name=words, confidence=0.9)))
        else:
            kind = NEUTRAL.get(m["key"], "rebel" if m["key"] in GROUPS else "state")
            side = None if m["key"] in NEUTRAL else m["key"]
            actors.append(ActorMention(start, len(plain), m["key"], kind, side, "both", "name"))
        at = m.end()
    plain += text[at:]
    sentences = tuple(Sentence(start=s.start(), end=s.end(), paragraph=0) for s in _SENTENCE.finditer(plain))
    moment = datetime(2024, 12, 5, tzinfo=UTC)
    mentions = Mentions(plain, lang, sentences)
    mentions.places, mentions.actors = places, actors
    mentions.document = Document(
        id="doc-1", name="1", source="wire", title=title, lang=lang, published=moment, fetched_at=moment,
        known_at=moment, text=plain, sentences=sentences,
    )  # fmt: skip
    return mentions
