"""What is done with a dossier over time: compare two moments, and correct on a person's word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from sitroom import corrections, picture, run
from sitroom.corrections import Word
from sitroom.errors import DataError
from sitroom.model import (
    AnyClaim,
    ClaimantRef,
    Conflict,
    Control,
    Document,
    Figure,
    Judgement,
    Picture,
    PlaceRef,
    Record,
    Story,
    Sum,
)

R = TypeVar("R", bound=Record)


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A change between two pictures, and the ids of the corrections behind it; the reports behind it are in `docs`."""

    change: picture.Change
    corrections: tuple[str, ...] = ()


def changes(
    dossier: run.Dossier, vocabularies: run.Vocabularies, since: datetime, until: datetime, story_id: str | None = None
) -> tuple[Changed, ...]:
    """Return what changed in one story between two moments, as each was seen then, and what caused it.

    The story is that of the later moment; the earlier picture is of the story that most of its reports were in then.
    Raises DataError where no report was known by the later moment, or there is no story of that id.
    """
    new = run.assemble(dossier, vocabularies, until, story_id)
    before, found = run.judge(dossier.known_at(since).corrected())
    inside = set(run.choose(new.stories, new.story_id).documents) if new.stories else set()  # type: ignore[union-attr]
    then = max(found, key=lambda s: (len(inside.intersection(s.documents)), s.id), default=None)
    if then is None or not inside.intersection(then.documents):
        old = Picture(story="", story_id=None, as_of=since)
    else:
        old = run.assemble(dossier, vocabularies, since, then.id)
    meanwhile = [j for j in dossier.corrections if since < j.made_at <= until]
    return tuple(Changed(change=c, corrections=_behind(c, old, new, meanwhile, before)) for c in picture.diff(old, new))


def _behind(
    change: picture.Change, old: Picture, new: Picture, meanwhile: Iterable[Judgement], before: run.Dossier
) -> tuple[str, ...]:
    """Return the corrections of the claims and reports that a changed row rests on, or rested on."""
    ids = {*change.rests_on, *change.rested_on}
    claims_behind: set[str] = set()
    for drawn in (old, new):
        rows: list[Figure | Control | Conflict | Sum] = [*drawn.figures, *drawn.control, *drawn.conflicts, *drawn.sums]
        for row in rows:
            claims_behind.update(row.rests_on if row.id in ids else ())
    touched = claims_behind | {c.document for c in before.claims if c.id in claims_behind}
    return tuple(j.id for j in meanwhile if j.left in touched)


class Desk:
    """Makes corrections: finds what is meant by the words of a person, and judges as told."""

    def __init__(
        self, dossier: run.Dossier, vocabularies: run.Vocabularies, made_at: datetime, *, by: str, reason: str
    ) -> None:
        """Work on a dossier, for a person who says why."""
        self._dossier = dossier
        self._vocabularies = vocabularies
        self._word = Word(by, made_at, reason)
        self._found = dossier.corrected()

    def retract(self, claim: str) -> tuple[Judgement, ...]:
        """Take back a claim, named by its id or the beginning of it."""
        return (corrections.retract(self._claim(claim), self._word),)

    def fix(self, claim: str, slots: Mapping[str, Any]) -> tuple[Judgement, ...]:
        """Give a claim other values; a place by its name or GeoNames id, a claimant or actor by its key."""
        found = self._claim(claim)
        values = {slot: self._value(found, slot, value) for slot, value in slots.items()}
        return (corrections.fix(found, values, self._word),)

    def mark_unreliable(self, report: str) -> tuple[Judgement, ...]:
        """Leave a report's claims out, the report named as it is printed, by its id, or the beginning of it."""
        return (corrections.mark_unreliable(self._report(report), self._word),)

    def split(self, story: str, reports: Sequence[str]) -> tuple[Judgement, ...]:
        """Take reports out of a story; several form a story of their own."""
        leaving = [self._report(report).id for report in reports]
        return corrections.split(self._story(story), leaving, self._word)

    def join(self, one: str, other: str) -> tuple[Judgement, ...]:
        """Join two stories, or put a report into a story."""
        return (corrections.join(self._first_report(other), self._first_report(one), self._word),)

    def undo(self, ids: Sequence[str]) -> tuple[Judgement, ...]:
        """Undo corrections, or the undoing of some."""
        known = {j.id: j for j in self._dossier.judgements}
        return tuple(corrections.undo(_one("correction", known, i), self._word) for i in ids)

    def _claim(self, name: str) -> AnyClaim:
        return _one("claim", {c.id: c for c in self._found.claims}, name)

    def _report(self, name: str) -> Document:
        named = [d for d in self._dossier.documents if d.name == name]
        return named[0] if len(named) == 1 else _one("report", {d.id: d for d in self._dossier.documents}, name)

    def _story(self, name: str) -> Story:
        _, found = run.judge(self._found)
        return _one("story", {s.id: s for s in found}, name)

    def _first_report(self, name: str) -> str:
        return self._story(name).documents[0] if name.startswith("story") else self._report(name).id

    def _value(self, claim: AnyClaim, slot: str, value: Any) -> Any:
        if value is None:
            return None
        if slot in {"place", "from_place", "to_place"}:
            return msgspec.to_builtins(self._place(claim, getattr(claim, slot, None), value))
        names = self._vocabularies.names("en", claim.known_at)
        if slot == "attributed_to":
            full = names[value].full if value in names else str(value)
            return msgspec.to_builtins(ClaimantRef(text=full, id=value if value in names else None))
        if slot in {"by", "from", "against", "side"} and value not in names:
            raise DataError(f"no actor has the key {value!r}")
        return value

    def _place(self, claim: AnyClaim, before: PlaceRef | None, value: object) -> PlaceRef:
        gazetteer = self._vocabularies.gazetteer
        text = before.text if before else str(value)
        if isinstance(value, int):
            place = gazetteer.by_id(value)
            if place is None:
                raise DataError(f"no place has the GeoNames id {value}")
            return gazetteer.reference(place, text)
        document = self._report(claim.document)
        found = gazetteer.lookup(str(value), document.lang, before.country if before else None)
        found = found or gazetteer.lookup(str(value), document.lang)
        if not found:
            raise DataError(f"no place is called {value!r}")
        if len(found) > 1 and found[0].confidence < _SURE:
            shown = ", ".join(f"{r.geonameid} ({r.name}, {r.admin1}, {r.country})" for r in found[:5])
            raise DataError(f"{value!r} may be several places, say which by its number: {shown}")
        return msgspec.structs.replace(found[0], text=text)


_SURE = 0.62
"""A place by name is taken where this much of the weight is on it, as in texts."""


def _one(kind: str, known: Mapping[str, R], name: str) -> R:
    """Return the record of an id, or of the one id that begins so; raise DataError where there is none, or several."""
    if name in known:
        return known[name]
    found = [i for i in known if i.startswith(name)]
    if len(found) != 1:
        problem = "several have ids that begin" if found else f"no {kind} here has the id"
        raise DataError(f"{problem} {name!r}")
    return known[found[0]]
