"""Claims as they are printed: plain dictionaries in the shape of the annotation guide."""

from __future__ import annotations

from typing import Any

import msgspec

from sitroom.model import AnyClaim, Document, PlaceRef

_INNER = frozenset({"document", "known_at", "spans", "place", "from_place", "to_place", "attributed_to"})


def wire(claim: AnyClaim, document: Document) -> dict[str, Any]:
    """Return a claim as `sitroom claims` prints it: places and claimants as objects, spans with their own words.

    Raises:
        ValueError: the claim is not of this document.
    """
    out: dict[str, Any] = {"id": claim.id, **{k: v for k, v in msgspec.to_builtins(claim).items() if k not in _INNER}}
    out["place"] = _place(claim.place)
    for name in ("from_place", "to_place"):
        if hasattr(claim, name):
            out[name] = _place(getattr(claim, name))
    speaker = claim.attributed_to
    out["attributed_to"] = {"text": speaker.text, "id": speaker.id} if speaker else None
    out["spans"] = [{"start": s.start, "end": s.end, "exact": document.quote(s)} for s in claim.spans]
    return out


def _place(ref: PlaceRef | None) -> dict[str, Any] | None:
    if ref is None:
        return None
    return {
        "text": ref.text, "name": ref.name, "geonameid": ref.geonameid, "lat": ref.lat, "lon": ref.lon,
        "country": ref.country, "confidence": ref.confidence,
    }  # fmt: skip
