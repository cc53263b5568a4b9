"""Small invented stories, told claim by claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sitroom.model import (
    AnyClaim,
    AppealClaim,
    ClaimantRef,
    ControlClaim,
    Document,
    EventClaim,
    FigureClaim,
    Name,
    Picture,
    PlaceRef,
    Span,
    content_id,
)
from sitroom.picture import assemble

AMOUNT = {"+": "at_least", "~": "about", "v": "vague", "<": "at_most"}


def amount(text: str | int) -> dict[str, Any]:
    """Read "120", "80+", "500~", "24v", "60<" and "80-90"."""
    text = str(text)
    if "-" in text:
        low, high = text.split("-")
        return {"low": int(low), "high": int(high), "wording": "range"}
    wording = AMOUNT.get(text[-1], "exact")
    number = int(text.rstrip("+~v<"))
    low = None if wording == "at_most" else number
    high = None if wording in ("at_least", "vague") else number
    return {"low": low, "high": high, "wording": wording}


def named(*rows: str) -> dict[str, Name]:
    """Read names: "id, kind, side or -, full name"."""
    out = {}
    for row in rows:
        id_, kind, side, full = (part.strip() for part in row.split(",", 3))
        out[id_] = Name(id=id_, kind=kind, side=None if side == "-" else side, full=full)
    return out


class Board:
    """Reports and their claims. `places` gives kind and province of places that are not plain towns."""

    def __init__(self, country: str, names: dict[str, Name] | None = None, **places: tuple[str, str | None]) -> None:
        self.country = country
        self.names = names or {}
        self.places = places
        self.documents: list[Document] = []
        self.claims: list[AnyClaim] = []
        self.text = ""

    def report(self, name: str, when: str, source: str = "Wire", lang: str = "en", text: str | None = None) -> None:
        published = datetime.fromisoformat(when).replace(tzinfo=UTC)
        self.documents.append(
            Document(
                id=content_id("doc", name),
                name=name,
                source=source,
                title=name,
                lang=lang,
                published=published,
                fetched_at=published,
                known_at=published,
                text=text or f"report {name} " + "x" * 400,
            )
        )

    def copy(self, name: str, when: str, source: str, *, without: Iterable[str] = (), **changed: str | int) -> None:
        """Carry the last report's claims under another name; `changed` maps a printed number to another."""
        original = self.documents[-1]
        old = [c for c in self.claims if c.document == original.id]
        self.report(name, when, source, text=original.text)
        ids = {c.id: content_id("claim", name, n) for n, c in enumerate(old)}
        for c in old:
            number = str(getattr(c, "low", ""))
            if number in without:
                continue
            values: dict[str, Any] = {
                "id": ids[c.id],
                "document": self.documents[-1].id,
                "known_at": self.documents[-1].known_at,
                "spans": tuple(Span(document=self.documents[-1].id, start=s.start, end=s.end) for s in c.spans),
            }
            if isinstance(c, FigureClaim):
                values["part_of"] = ids.get(c.part_of or "")
                if f"_{number}" in changed:
                    values["low"] = values["high"] = int(changed[f"_{number}"])
            fields = {f: getattr(c, f) for f in c.__struct_fields__}
            self.claims.append(type(c)(**{**fields, **values}))

    def _shared(
        self, quote: str | None = None, who: str | None = None, place: str | None = None, **more: Any
    ) -> dict[str, Any]:
        document = self.documents[-1]
        n = sum(c.document == document.id for c in self.claims)
        start = document.text.index(quote) if quote else n * 12
        kind, admin1 = self.places.get((place or "").replace(" ", "_"), ("settlement", None))
        ref = PlaceRef(text=place, name=place, country=self.country, kind=kind, admin1=admin1) if place else None
        return {
            "id": content_id("claim", document.name, n),
            "document": document.id,
            "known_at": document.known_at,
            "place": ref,
            "attributed_to": ClaimantRef(text=who, id=who if who in self.names else None) if who else None,
            "spans": (Span(document=document.id, start=start, end=start + (len(quote) if quote else 8)),),
            "confidence": 0.9,
            **more,
        }

    def figure(self, what: str, number: str | int, **more: Any) -> str:
        """Add a figure; scope follows from `since` unless it is given. Returns the claim's id."""
        measure, category = what.split()
        more.setdefault("scope", "cumulative" if more.get("since") else "incident")
        own = {
            k: more.pop(k) for k in ("side", "unit", "scope", "since", "as_of", "superseded", "part_of") if k in more
        }
        claim = FigureClaim(measure=measure, category=category, **amount(number), **own, **self._shared(**more))
        self.claims.append(claim)
        return claim.id

    def control(self, event: str, place: str, by: str | None, frm: str | None = None, **more: Any) -> None:
        self.claims.append(ControlClaim(event=event, by=by, from_=frm, **self._shared(place=place, **more)))

    def event(self, event: str, by: str | None = None, against: str | None = None, **more: Any) -> None:
        self.claims.append(EventClaim(event=event, by=by, against=against, **self._shared(**more)))

    def appeal(self, place: str, by: str, *content: str, **more: Any) -> None:
        self.claims.append(AppealClaim(by=by, content=content, **self._shared(place=place, **more)))

    def draw(self, as_of: str | None = None, voices: Sequence[Sequence[str]] = ()) -> Picture:
        """Return the picture; voices are given by the names of reports."""
        by_name = {d.name: d.id for d in self.documents}
        moment = (
            datetime.fromisoformat(as_of).replace(tzinfo=UTC)
            if as_of
            else max(d.known_at for d in self.documents) + timedelta(hours=1)
        )
        groups = [[by_name[n] for n in group] for group in voices]
        return assemble(None, self.documents, self.claims, groups, self.names, moment)


def current(picture: Picture, measure: str, **slots: Any) -> list[tuple[int | None, int | None]]:
    """Return the current amounts of a measure, in order."""
    found = [
        f
        for f in picture.figures
        if f.current and f.measure == measure and all(getattr(f, k) == v for k, v in slots.items())
    ]
    return sorted(((f.low, f.high) for f in found), key=str)


def kinds(picture: Picture) -> list[tuple[str, tuple[int, ...]]]:
    """Return each conflict's kind and numbers."""
    return sorted((c.kind, tuple(sorted(v.low or v.high or 0 for v in c.values))) for c in picture.conflicts)
