"""Hand-annotated claims of the story sets, as records: what a perfect extractor and perfect resolvers would hand on.

`evals/stories/<story>/claims.jsonl` holds each report with the claims that a reader finds in it, in the format of
gold/GUIDE.md, and with two more keys: `place_key` and `attributed_key`, the place and the claimant that are meant.
`places.csv` and `names.csv` beside the stories say what those keys are. So the picture can be measured apart from
extraction: a loss here is the picture's own.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sitroom.model import (
    AnyClaim,
    AppealClaim,
    ClaimantRef,
    ControlClaim,
    Document,
    EventClaim,
    Extraction,
    FigureClaim,
    Name,
    PlaceFactClaim,
    PlaceRef,
    Span,
    content_id,
)

STORIES = Path(__file__).parent / "stories"


def names() -> dict[str, Name]:
    """Return the actors and claimants of the story sets by key."""
    with (STORIES / "names.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: Name(**{k: v or None for k, v in row.items()}) for row in csv.DictReader(file)}


def places() -> dict[str, dict[str, str | None]]:
    """Return the places of the story sets by key."""
    with (STORIES / "places.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: {k: v or None for k, v in row.items() if k != "key"} for row in csv.DictReader(file)}


def load(story: str) -> tuple[tuple[Document, ...], tuple[Extraction, ...]]:
    """Return a story's reports and their annotated claims, in the order of the file."""
    known_places = places()
    documents, extractions = [], []
    for line in (STORIES / story / "claims.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        document = _document(row)
        documents.append(document)
        rows = row["claims"] + row.get("also", [])
        ids = [content_id("claim", document.id, n) for n in range(len(rows))]
        claims = tuple(_claim(c, n, document, ids, known_places) for n, c in enumerate(rows))
        extractions.append(Extraction(document=document.id, claims=claims))
    return tuple(documents), tuple(extractions)


def _document(row: Mapping[str, Any]) -> Document:
    published = datetime.fromisoformat(row["published"])
    return Document(
        id=content_id("doc", row["id"], row["text"]),
        name=row["id"],
        source=row["source"],
        url=row.get("url"),
        title=row["title"],
        lang=row["lang"],
        published=published,
        fetched_at=published + timedelta(minutes=1),
        known_at=published,
        text=row["text"],
    )


def _place(row: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> PlaceRef | None:
    if not row.get("place"):
        return None
    return PlaceRef(text=row["place"], confidence=1.0, **known.get(row["place_key"], {"name": row["place_key"]}))


def _claim(
    row: Mapping[str, Any], number: int, document: Document, ids: list[str], known: Mapping[str, Mapping[str, Any]]
) -> AnyClaim:
    start = document.text.index(row["quote"])
    who = row.get("attributed_to")
    shared: dict[str, Any] = {
        "id": ids[number],
        "document": document.id,
        "known_at": document.known_at,
        "place": _place(row, known),
        "attributed_to": ClaimantRef(text=who, id=row["attributed_key"]) if who else None,
        "standing": row["standing"],
        "background": row["background"],
        "on": row.get("on"),
        "spans": (Span(document=document.id, start=start, end=start + len(row["quote"])),),
        "confidence": 1.0,
    }
    kind = row["kind"]
    if kind == "figure":
        part_of = row["part_of"]
        own = ("measure", "category", "side", "low", "high", "wording", "unit", "scope", "since")
        return FigureClaim(
            **shared,
            **{k: row[k] for k in own},
            as_of=row.get("as_of"),
            superseded=row.get("superseded", False),
            part_of=None if part_of is None else ids[part_of],
        )
    if kind == "control":
        own = ("event", "by", "distance_km")
        return ControlClaim(**shared, **{k: row.get(k) for k in own}, from_=row.get("from"))
    if kind == "event":
        return EventClaim(**shared, event=row["event"], by=row.get("by"), against=row.get("against"))
    if kind == "appeal":
        return AppealClaim(**shared, by=row["by"], to=row["to"], content=tuple(row["content"]))
    return PlaceFactClaim(**shared, fact=row["fact"], value=row["value"])
