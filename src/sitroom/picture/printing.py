"""A picture as plain data, for JSON: claimants and places as objects that carry every name they have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sitroom.model import Name, Picture


def printed(picture: Picture, names: Mapping[str, Name]) -> dict[str, Any]:
    """Return a picture as plain data.

    `claimant` is `{"text", "name", "short", "id"}` or null: as written in a report, in full, in short, and its key.
    `place` is
    `{"text", "name", "geonameid", "lat", "lon", "country"}` or null: as written in a report, and as resolved.
    """
    rows: dict[str, Any] = msgspec.to_builtins(picture)
    for row in (*rows["figures"], *rows["control"]):
        row["place"] = _place(row["place"], row.pop("place_ref"))
    for row in rows["figures"]:
        row["claimant"] = _claimant(row["claimant"], row.pop("claimant_id"), row.pop("claimant_text"), names)
    return rows


def _place(name: str | None, ref: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if name is None:
        return None
    known = ref or {}
    slots = ("geonameid", "lat", "lon", "country")
    return {"text": known.get("text", name), "name": name, **{slot: known.get(slot) for slot in slots}}


def _claimant(full: str | None, id_: str | None, text: str | None, names: Mapping[str, Name]) -> dict[str, Any] | None:
    if full is None:
        return None
    name = names.get(id_) if id_ is not None else None
    return {"text": text or full, "name": full, "short": name.short if name else None, "id": id_}
