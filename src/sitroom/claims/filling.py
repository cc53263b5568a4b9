"""Filling the slots of figures: which values are offered, and the choice among them in two rounds.

Slots are chosen one after the other over all figures of a report, each with those before it in view: category,
the total that a figure is a part of, scope, standing, background, place, speaker, days.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np

from sitroom.claims import dating, framing, nesting, placing, vouching
from sitroom.claims.choice import Chooser, Model, shares_of
from sitroom.claims.draft_figures import DraftFigure, Report, name_key
from sitroom.claims.speakers import Speaker
from sitroom.claims.tying import Ties, offers
from sitroom.forest import Forest

SLOTS = ("category", "parent", "scope", "standing", "background", "place", "speaker", "on", "since")
Table = tuple[list[object], list[list[str]]]  # the values that a slot may take, and the features of each

_FIXED: dict[str, tuple[tuple[object, ...], Callable[[Report, Sequence[DraftFigure], int], list[list[str]]]]] = {
    "category": (framing.CATEGORIES, framing.category_options),
    "scope": (framing.SCOPES, framing.scope_options),
    "standing": (framing.STANDINGS, framing.standing_options),
    "background": ((False, True), framing.background_options),
}


def options_of(report: Report, drafts: Sequence[DraftFigure], at: int, slot: str) -> Table:
    """Return the values that a slot may take, and their features, in the same order."""
    if slot in _FIXED:
        values, features = _FIXED[slot]
        return list(values), features(report, drafts, at)
    draft = drafts[at]
    if slot == "parent":
        found = nesting.offered(drafts, at)
        return [None, *found], nesting.parent_options(report, drafts, at, found)
    if slot == "place":
        spots = placing.offered(report, draft)
        return [None, *spots], placing.place_options(report, drafts, at, spots)
    if slot == "speaker":
        voices = vouching.offered(report, draft)
        return [None, *voices], vouching.speaker_options(report, drafts, at, voices)
    days = dating.offered(report, draft, slot)
    return [None, *days], dating.day_options(report, drafts, at, slot, days)


def asked(draft: DraftFigure, slot: str) -> bool:
    """Tell whether a figure has a slot: only an incident has a day, only a running count a start."""
    return not (slot == "on" and draft.scope != "incident") and not (slot == "since" and draft.scope != "cumulative")


def key_of(report: Report, value: object) -> Hashable:
    """Return what two values are compared by: places and speakers by name, days by date."""
    if isinstance(value, placing.Spot):
        return value.key
    if isinstance(value, Speaker):
        return value.key or name_key(said(report, value))
    if isinstance(value, dating.Offer):
        return value.value
    return value


def marks_of(report: Report, slot: str) -> Sequence[int]:
    """Return the words at which a report may turn to another value of a slot."""
    if slot == "place":
        return report.place_words
    if slot == "speaker":
        return report.speaker_words
    return report.day_words if slot in ("on", "since") else ()


def fill(report: Report, drafts: list[DraftFigure], model: Model) -> dict[str, list[object]]:
    """Choose every slot of every draft, in the order of `SLOTS`; return the chosen values by slot."""
    return {slot: fill_slot(report, drafts, model, slot) for slot in SLOTS}


def fill_slot(report: Report, drafts: list[DraftFigure], model: Model, slot: str) -> list[object]:
    """Choose one slot of every draft and write the values into the drafts."""
    tables = tables_of(report, drafts, slot)
    ties = first_look(report, drafts, tables, slot, model.chooser(f"{slot}.alone"))
    values = second_look(report, drafts, tables, ties, slot, model.forests.get(slot))
    for draft, value in zip(drafts, values, strict=True):
        put(report, draft, slot, value)
    return values


def tables_of(report: Report, drafts: Sequence[DraftFigure], slot: str) -> list[Table | None]:
    """Return what is offered to each draft; None for those that have no such slot."""
    return [options_of(report, drafts, at, slot) if asked(draft, slot) else None for at, draft in enumerate(drafts)]


def first_look(
    report: Report, drafts: Sequence[DraftFigure], tables: Sequence[Table | None], slot: str, chooser: Chooser
) -> Ties:
    """Return what the first round makes of every draft alone."""
    found = [
        offers([key_of(report, v) for v in table[0]], chooser.probabilities(table[1])) if table else None
        for table in tables
    ]
    return Ties(report, drafts, found, marks_of(report, slot))


def second_look(
    report: Report,
    drafts: Sequence[DraftFigure],
    tables: Sequence[Table | None],
    ties: Ties,
    slot: str,
    forest: Forest | None,
) -> list[object]:
    """Return the value of every draft that the second round chooses; without trees, what the first round liked best."""
    open_ = [at for at, table in enumerate(tables) if table is not None]
    shares = {at: offer.shares for at, offer in enumerate(ties.found) if offer is not None}
    several = [at for at in open_ if len(shares[at]) > 1]
    if forest is not None and several:
        rows = {at: rows_of(report, drafts, at, slot, tables[at], ties) for at in several}
        scores = forest.predict(np.array([row for at in several for row in rows[at]])).tolist()
        begin = 0
        for at in several:
            shares[at] = shares_of(scores[begin : begin + len(rows[at])])
            begin += len(rows[at])
    values: list[object] = [None] * len(drafts)
    for at in open_:
        offer, table = ties.found[at], tables[at]
        if offer is not None and table is not None:
            values[at] = table[0][likeliest(offer.keys, shares[at])]
    return values


def rows_of(
    report: Report, drafts: Sequence[DraftFigure], at: int, slot: str, table: Table | None, ties: Ties
) -> list[list[float]]:
    """Return a row of numbers for each option of a draft, for the trees of the second round."""
    rows = ties.rows(at)
    values: list[Any] = table[0][1:] if table else []
    if slot == "place":
        own = placing.place_columns(report, drafts, at, values)
    elif slot == "speaker":
        own = vouching.speaker_columns(report, drafts, at, values)
    elif slot in ("on", "since"):
        own = dating.day_columns(report, drafts, at, values)
    else:
        return [[*row, float(n)] for n, row in enumerate(rows)] if slot in _FIXED else rows
    return [[*row, *more] for row, more in zip(rows, own, strict=True)]


def likeliest(keys: Sequence[Hashable], shares: Sequence[float]) -> int:
    """Return the index of the likeliest option of the likeliest key; the first of those that are equal."""
    whole: dict[Hashable, float] = {}
    for key, share in zip(keys, shares, strict=True):
        whole[key] = whole.get(key, 0.0) + share
    best = max(whole, key=whole.__getitem__)
    return max((n for n, key in enumerate(keys) if key == best), key=shares.__getitem__)


def put(report: Report, draft: DraftFigure, slot: str, value: object) -> None:
    """Write a chosen value into a draft, in the form that later choices compare."""
    if slot == "place":
        draft.place = value.mention.ref.text if isinstance(value, placing.Spot) else None
    elif slot == "speaker":
        draft.speaker = said(report, value) if isinstance(value, Speaker) else None
    elif slot in ("on", "since"):
        setattr(draft, slot, value.value if isinstance(value, dating.Offer) else None)
    else:
        setattr(draft, slot, value)


def said(report: Report, speaker: Speaker) -> str:
    """Return how a speaker is written: as here, or in full where the report elsewhere names the same one in full."""
    full = report.full_names.get(speaker.key)
    if full is not None and speaker.parts in ("N", "R"):
        return full
    text = report.title.m.text if speaker.first < 0 else report.sheet.m.text
    return text[speaker.start : speaker.end]
