"""The timeline: what changed on each day, weightiest first, in sentences made from records alone.

A row stands on the day on which the thing happened, or on which a count was given, and not on the day of the paper.
No words of a report enter a row: what a row says is made from the vocabulary and from names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from sitroom.model import (
    AppealClaim,
    Control,
    ControlStep,
    Document,
    EventClaim,
    Figure,
    Name,
    TimelineRow,
    content_id,
    day_of,
)
from sitroom.picture.across import claims_about_enemy
from sitroom.picture.amounts import bounds, meet, point
from sitroom.picture.extent import place_key
from sitroom.picture.figures import Series, Value
from sitroom.terms.reconciling import reconciling

_TOWN_WITHOUT_THE_STORY = 0.5
"""How much lighter a part of a total weighs than the total itself."""


class Writer:
    """The words of a timeline: names of actors and claimants, and the vocabulary."""

    def __init__(self, names: Mapping[str, Name]) -> None:
        """Take the names in English."""
        self._names = names
        self.terms = reconciling().timeline

    def actor(self, key: str | None) -> str:
        """Return an actor's short name, or nothing where it is not known."""
        if key is None:
            return ""
        name = self._names.get(key)
        return (name.short or name.full) if name else key.replace("-", " ")

    def amount(self, figure: Figure) -> str:
        """Return an amount as words: "at least 80", "80 to 90"."""
        low, high = figure.low, figure.high
        return self.terms.qualifiers[figure.wording].format(
            n=f"{point(low, high):,}", low=f"{low or 0:,}", high=f"{high or 0:,}"
        )

    def figure(self, figure: Figure, before: Figure | None) -> str:
        """Return a figure as a sentence: who counts what, where and since when."""
        key = "figure_unattributed" if figure.claimant is None else "figure"
        if claims_about_enemy(figure):
            key = "figure_claimed"
        elif before is not None:
            key = "revision"
        one, many = self.terms.categories[figure.category]
        side = f"{self.actor(figure.side)} " if figure.side else ""
        return self.terms.sentences[key].format(
            claimant=figure.claimant,
            amount=self.amount(figure),
            before=self.amount(before) if before else "",
            category=side + (one if figure.high == 1 else many),
            measure=self.terms.measures[figure.measure],
            place=f" in {figure.place}" if figure.place else "",
            since=f" since {figure.since}" if figure.since else "",
        )

    def step(self, control: Control, step: ControlStep) -> str:
        """Return one step in a place's history as a sentence."""
        key: str = step.event
        if step.standing in ("denied", "claimed"):
            key = f"{step.event}_{step.standing}"
        elif step.by is None:
            key = f"{step.event}_unknown"
        by = self.actor(step.by) or "an unnamed force"
        return self.terms.control[key].format(by=by, place=control.place, claimant=step.claimant or "an unnamed source")


def draw_timeline(
    all_series: Sequence[Series],
    control: Iterable[Control],
    events: Iterable[EventClaim],
    appeals: Iterable[AppealClaim],
    documents: Mapping[str, Document],
    writer: Writer,
) -> tuple[TimelineRow, ...]:
    """Return the rows of all days, the weightiest of each day first."""
    rows = [
        *_figure_rows(all_series, writer),
        *_control_rows(control, writer),
        *_event_rows(events, documents, writer),
        *_appeal_rows(appeals, documents, writer),
    ]
    return tuple(sorted(rows, key=lambda r: (r.date, -r.weight, r.what, r.id)))


def _row(day: str, kind: str, what: str, weight: float, docs: Iterable[str], rests_on: Iterable[str]) -> TimelineRow:
    what = " ".join(what.split())
    what = what[:1].upper() + what[1:]
    return TimelineRow(
        id=content_id("row", day, kind, what),
        date=day,
        kind=kind,
        weight=round(weight, 3),
        what=what,
        docs=tuple(sorted(set(docs))),
        rests_on=tuple(sorted(set(rests_on))),
    )


def _is_day(text: str | None) -> bool:
    if text is None or len(text) != 10:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _figure_rows(all_series: Sequence[Series], writer: Writer) -> Iterable[TimelineRow]:
    weights = writer.terms.weights
    for series in all_series:
        before: Value | None = None
        for value in series.values:
            figure = value.figure
            earlier, before = before, value
            if figure.background or series.subset:
                continue
            revised = earlier is not None and _fell(earlier.figure, figure)
            day = figure.on if figure.scope == "incident" and not earlier and _is_day(figure.on) else figure.as_of
            if day is None or not _is_day(day):
                continue
            weight = weights["revision" if revised else "figure"]
            if figure.part_of or claims_about_enemy(figure):
                weight *= _TOWN_WITHOUT_THE_STORY
            what = writer.figure(figure, earlier.figure if earlier and revised else None)
            yield _row(day, "revision" if revised else "figure", what, weight, figure.docs, figure.rests_on)


def _fell(before: Figure, after: Figure) -> bool:
    x, y = bounds(before.low, before.high, before.wording), bounds(after.low, after.high, after.wording)
    return not meet(x, y) and (y[0] < x[0] or after.scope == "incident")


def _control_rows(control: Iterable[Control], writer: Writer) -> Iterable[TimelineRow]:
    weights = writer.terms.weights
    for row in control:
        for step in row.history:
            if not _is_day(step.on):
                continue
            weight = weights["denied"] if step.standing == "denied" else weights[step.event]
            if step.standing == "claimed":
                weight *= 0.8
            yield _row(step.on, step.event, writer.step(row, step), weight, step.docs, (row.id, *step.rests_on))


def _event_rows(
    events: Iterable[EventClaim], documents: Mapping[str, Document], writer: Writer
) -> Iterable[TimelineRow]:
    groups: dict[tuple[str, str, str | None], list[EventClaim]] = defaultdict(list)
    for e in events:
        if not e.background:
            day = e.on or day_of(documents[e.document].published).isoformat()
            if _is_day(day):
                groups[(day, f"{e.event}|{e.standing}", place_key(e.place))].append(e)
    sentences, weights = writer.terms.sentences, writer.terms.weights
    for (day, kind, _), group in sorted(groups.items(), key=lambda item: str(item[0])):
        first = min(group, key=lambda e: (e.by is None, e.against is None, e.known_at, e.id))
        event, standing = kind.split("|")
        place = first.place
        key = {"planned": "event_planned", "denied": "event_denied"}.get(standing, "event")
        by = writer.actor(first.by)
        what = sentences[key].format(
            event=writer.terms.events.get(event, event.replace("_", " ")),
            place=f" in {place.name or place.text}" if place else "",
            by=f" by {by}" if by else "",
            by_name=by or "an unnamed force",
            against=f" against {writer.actor(first.against)}" if first.against else "",
        )
        weight = weights.get(event, 0.5) * (0.8 if standing != "asserted" else 1.0)
        yield _row(day, event, what, weight, [documents[e.document].name for e in group], [e.id for e in group])


def _appeal_rows(
    appeals: Iterable[AppealClaim], documents: Mapping[str, Document], writer: Writer
) -> Iterable[TimelineRow]:
    groups: dict[tuple[str, str, str | None], list[AppealClaim]] = defaultdict(list)
    for a in appeals:
        if a.place is not None and a.by is not None:
            day = a.on or day_of(documents[a.document].published).isoformat()
            groups[(day, a.by, place_key(a.place))].append(a)
    for (day, by, _), group in sorted(groups.items(), key=lambda item: str(item[0])):
        place = group[0].place
        if place is None or not _is_day(day):
            continue
        what = writer.terms.sentences["appeal"].format(by=writer.actor(by), place=place.name or place.text)
        docs = [documents[a.document].name for a in group]
        yield _row(day, "appeal", what, writer.terms.weights["appeal"], docs, [a.id for a in group])


def merged_rows(rows: Iterable[TimelineRow]) -> tuple[TimelineRow, ...]:
    """Join rows of one id: the same thing said from two sides of the records."""
    by_id: dict[str, TimelineRow] = {}
    for row in rows:
        known = by_id.get(row.id)
        if known is not None:
            row = msgspec.structs.replace(  # noqa: PLW2901
                known,
                weight=max(known.weight, row.weight),
                docs=tuple(sorted({*known.docs, *row.docs})),
                rests_on=tuple(sorted({*known.rests_on, *row.rests_on})),
            )
        by_id[row.id] = row
    return tuple(by_id.values())
