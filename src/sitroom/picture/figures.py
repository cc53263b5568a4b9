"""Tracks as figures: each value with the day its claimant gave it, what replaced what, and which is current.

The rule. A later value by the same claimant replaces the earlier one, up or down; nothing is averaged. A number that
other reports repeat later keeps the day on which its claimant first gave it. A part stands until the claimant gives
it anew, or gives a newer total with a complete breakdown that leaves it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from sitroom.model import Category, ConflictValue, Figure, content_id
from sitroom.picture.amounts import same_number
from sitroom.picture.extent import is_wide
from sitroom.picture.parties import Parties
from sitroom.picture.statements import Statement
from sitroom.picture.tracks import Track

USUAL = 0.5
"""A town that more than this share of a track's reports name is the place of those that name none."""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """One value on a track: the statements that give it, and the figure made from them.

    `wide` says that the track is about more than a town, whatever town this value's report names first.
    """

    figure: Figure
    statements: tuple[Statement, ...]
    wide: bool = False

    def as_side(self) -> ConflictValue:
        """Return this value as one side of a conflict."""
        f = self.figure
        return ConflictValue(claimant=f.claimant, low=f.low, high=f.high, as_of=f.as_of, figure=f.id, docs=f.docs)


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """The values of one track, oldest first; the last one is current.

    `subset` marks the track of a part that no slot tells from its total.
    """

    values: tuple[Value, ...]
    subset: bool = False

    @property
    def current(self) -> Value:
        """The newest value."""
        return self.values[-1]


def build_series(
    tracks: Sequence[Track], start: str | None, whole: frozenset[str], parties: Parties
) -> tuple[Series, ...]:
    """Return the series of all tracks. `start` is the day on which the story's main events began, where known.

    `whole` are the ids of claims that are totals of a breakdown that adds up, `parties` who takes part in the story.

    A toll without a start counts from the start that its own report or the story gives; displaced people without a
    start are a stock, and stay without one.
    """
    report_starts = _starts_by_voice(tracks)
    drafts = [_series(track, report_starts, start, parties) for track in tracks]
    homes = {c: v.figure.id for series in drafts for v in series.values for s in v.statements for c in s.claims}
    with_parents = [_with_parents(series, homes) for series in drafts]
    figures = {v.figure.id: v.figure for series in with_parents for v in series.values}
    dated = [_with_start_of_total(series, figures) for series in with_parents]
    return tuple(sorted(_retire_parts(dated, whole), key=_first_told))


def main_start(statements: Sequence[Statement]) -> str | None:
    """Return the day from which most totals of the story count, the earlier one of two as frequent."""
    counts = Counter(s.since for s in statements if s.since is not None and s.part_of is None and not s.background)
    return min(counts, key=lambda day: (-counts[day], day), default=None)


def _first_told(series: Series) -> tuple[str, str]:
    first = series.values[0].figure
    return first.as_of or "", first.id


def _starts_by_voice(tracks: Sequence[Track]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for track in tracks:
        for s in track.statements:
            if s.since is not None and not s.background:
                found.setdefault(s.voice, set()).add(s.since)
    return {voice: next(iter(days)) for voice, days in found.items() if len(days) == 1}


def _series(track: Track, report_starts: Mapping[str, str], start: str | None, parties: Parties) -> Series:
    groups = _values(track.statements)
    since = track.agreed("since") or _inherited(track, report_starts, start)
    figures = [_figure(track, group, since, parties) for group in groups]
    for i, figure in enumerate(figures[:-1]):
        figures[i] = msgspec.structs.replace(figure, current=False, replaced_by=figures[i + 1].id)
    wide = any(s.part_of is None and (s.place is None or is_wide(s.place_ref)) for s in track.statements)
    return Series(
        values=tuple(Value(figure=f, statements=tuple(g), wide=wide) for f, g in zip(figures, groups, strict=True)),
        subset=any(s.anonymous for s in track.statements),
    )


def _inherited(track: Track, report_starts: Mapping[str, str], start: str | None) -> str | None:
    head = track.head
    if head.scope != "cumulative" or head.background or head.measure not in ("killed", "injured"):
        return None
    own = [report_starts[s.voice] for s in track.statements if s.voice in report_starts]
    inherited = own[0] if own else start
    return inherited if inherited is None or inherited <= head.published else None


def _values(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Group a track's statements by number, in the order of the days on which the claimant gave them.

    The claimant's own new report with another wording is a new value ("more than 3.1 million", a week later "some
    3.1 million"); a newspaper's rewording is not.
    """
    groups: list[list[Statement]] = []
    for s in sorted(statements, key=lambda s: (s.as_of or s.published, s.moment, s.id)):
        home = next((g for g in groups if _same_value(g, s)), None)
        if home is None:
            groups.append([s])
        else:
            home.append(s)
    return sorted(groups, key=lambda g: _given(g, groups))


def _same_value(group: Sequence[Statement], s: Statement) -> bool:
    if any(s.amount == other.amount for other in group):
        return True
    if not any(same_number(s.amount, other.amount) for other in group):
        return False
    return not s.own or any(s.as_of == other.as_of for other in group)


def _given(group: Sequence[Statement], groups: Sequence[Sequence[Statement]]) -> tuple[str, int, str, str]:
    """Return the order of a value: its day; of a value only known as overtaken, the day of the last lower one."""
    moment = min(s.moment for s in group).isoformat()
    last = min(s.id for s in group)
    day = _day_given(group)
    if day is not None:
        return day, 0, moment, last
    told, number = min(s.published for s in group), group[0].number
    lower = (d for g in groups if (d := _day_given(g)) is not None and d < told and g[0].number < number)
    return max(lower, default=""), 1, moment, last


def _day_given(group: Sequence[Statement]) -> str | None:
    return min((s.as_of for s in group if s.as_of is not None), default=None)


def _figure(track: Track, group: Sequence[Statement], since: str | None, parties: Parties) -> Figure:
    # The wording of the day on which the number was given outweighs later retellings.
    said = min(group, key=lambda s: (s.superseded, s.moment, not s.own, s.id))
    head = track.head
    witnesses = [s.witness for s in track.statements if s.witness is not None]
    witness = max(witnesses, key=lambda w: (w.key != w.family and w.id is not None, w.key), default=None)
    place = _place(track, group)
    as_of = _day_given(group)
    claims = tuple(sorted({c for s in group for c in s.claims}))
    category = _category(track.statements if head.scope == "cumulative" else group)
    stock_or_flow: Literal["stock", "flow"] | None = None
    if head.measure in ("displaced", "returned", "detained"):
        stock_or_flow = "flow" if since is not None or head.scope == "incident" else "stock"
    party = witness is not None and parties.has(witness.side)
    return Figure(
        id=content_id(
            "figure", head.measure, category, head.side, place.place if place else None, head.scope, since,
            track.agreed("on"), witness.key if witness else None, as_of, said.low, said.high, said.unit,
            head.background, said.id if said.anonymous or witness is None else "",
        ),
        measure=head.measure,
        category=category,
        side=_side(track),
        place=(place.place_ref.name or place.place_ref.text) if place and place.place_ref else None,
        place_ref=place.place_ref if place else None,
        scope=head.scope,
        since=since,
        on=track.agreed("on"),
        unit=head.unit,
        stock_or_flow=stock_or_flow,
        claimant=witness.name if witness else None,
        claimant_id=witness.id if witness else None,
        claimant_text=_called(track, group),
        party=party,
        as_of=as_of,
        low=said.low,
        high=said.high,
        wording=said.wording,
        standing=said.standing,
        background=head.background,
        current=True,
        docs=tuple(sorted({d for s in group for d in s.docs})),
        rests_on=claims,
    )  # fmt: skip


def _called(track: Track, group: Sequence[Statement]) -> str | None:
    """Return what reports call the claimant: what the value's own reports do, in English where one of them is."""
    for pool in (group, track.statements):
        texts = Counter((s.lang != "en", s.witness.text) for s in pool if s.witness is not None)
        if texts:
            return min(texts, key=lambda t: (t[0], -texts[t], -len(t[1]), t[1]))[1]
    return None


def _category(statements: Sequence[Statement]) -> Category:
    found = Counter(s.category for s in statements)
    return min(found, key=lambda c: (c == "people", -found[c], c))


def _side(track: Track) -> str | None:
    sides = Counter(s.side for s in track.statements if s.side is not None)
    return min(sides, key=lambda k: (-sides[k], k), default=None)


def _place(track: Track, group: Sequence[Statement]) -> Statement | None:
    """Return the statement whose place is the value's: its own where it names one, else the track's usual one."""
    for pool in (group, track.statements):
        named = Counter(s.place for s in pool if s.place is not None)
        if not named:
            continue
        best = min(named, key=lambda p: (-named[p], p))
        chosen = next(s for s in pool if s.place == best)
        # A town that few of the track's reports name is where that report began, not what the count is about.
        if pool is group or is_wide(chosen.place_ref) or named[best] > USUAL * len(pool):
            return chosen
    return None


def _with_parents(series: Series, homes: Mapping[str, str]) -> Series:
    values = []
    for v in series.values:
        parent = next((homes[s.part_of] for s in v.statements if s.part_of is not None and s.part_of in homes), None)
        figure = msgspec.structs.replace(v.figure, part_of=parent if parent != v.figure.id else None)
        values.append(msgspec.structs.replace(v, figure=figure))
    return msgspec.structs.replace(series, values=tuple(values))


def _with_start_of_total(series: Series, figures: Mapping[str, Figure]) -> Series:
    """Let a part count from the day from which its total counts."""
    parents = (figures[v.figure.part_of] for v in series.values if v.figure.part_of is not None)
    since = next((p.since for p in parents if p.since is not None), None)
    if since is None or series.current.figure.since is not None:
        return series
    flow = "flow" if series.current.figure.stock_or_flow is not None else None
    values = tuple(
        msgspec.structs.replace(v, figure=msgspec.structs.replace(v.figure, since=since, stock_or_flow=flow))
        for v in series.values
    )
    return msgspec.structs.replace(series, values=values)


def _retire_parts(all_series: Sequence[Series], whole: frozenset[str]) -> list[Series]:
    """Retire parts of a total that has been replaced by one whose own breakdown is complete and leaves them out.

    `whole` are the claims that are totals of a breakdown that adds up.
    """
    figures = {v.figure.id: v.figure for series in all_series for v in series.values}
    complete = {f.id for f in figures.values() if whole & set(f.rests_on)}
    out = []
    for series in all_series:
        last = series.current
        parent = figures.get(last.figure.part_of or "")
        if parent is not None and any(f.id in complete for f in _later(parent, figures)):
            last = msgspec.structs.replace(last, figure=msgspec.structs.replace(last.figure, current=False))
        out.append(msgspec.structs.replace(series, values=(*series.values[:-1], last)))
    return out


def _later(figure: Figure, figures: Mapping[str, Figure]) -> list[Figure]:
    out = []
    while figure.replaced_by is not None:
        figure = figures[figure.replaced_by]
        out.append(figure)
    return out
