"""Claimants side by side: which current figures are of one quantity, and the best, low and high among them.

The rule. Figures of different claimants are compared where measure, category, side, scope, unit, start and ground
agree. `low` and `high` are the lowest and highest bound of the current values. `best` is never an average and never
a sum: it is the value of one claimant, chosen by (1) standing, a party to the conflict after everyone else, (2) how
widely the figure reaches, (3) the kind of claimant, independent monitors and the UN first, (4) the newer day, (5) the
more exact wording. What a party says of its enemy's dead is shown, and is never best, low or high.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from sitroom.model import Figure, Name, PlaceRef
from sitroom.picture.amounts import bounds, meet, point
from sitroom.picture.days import SINCE_SLACK_DAYS, days_apart
from sitroom.picture.extent import holds
from sitroom.picture.figures import Series, Value
from sitroom.terms.reconciling import reconciling

_EXACTNESS = ("exact", "about", "range", "at_least", "at_most", "vague")


def comparable(x: Value, y: Value) -> bool:
    """Return whether two figures are of one quantity, whoever counts."""
    a, b = x.figure, y.figure
    same = (a.measure, a.category, a.side, a.scope, a.unit, a.background, a.stock_or_flow)
    if same != (b.measure, b.category, b.side, b.scope, b.unit, b.background, b.stock_or_flow):
        return False
    if a.scope == "incident":
        return a.on is not None and a.on == b.on and same_ground(x, y)
    if a.since is not None and b.since is not None and days_apart(a.since, b.since) > SINCE_SLACK_DAYS:
        return False
    return same_ground(x, y)


def same_ground(x: Value, y: Value) -> bool:
    """Return whether two figures are about the same ground: one place, one in the other, or both wide."""
    a, b = x.figure, y.figure
    if a.place == b.place:
        return True
    if a.scope == "cumulative" and x.wide and y.wide:
        return not _apart(a.place_ref, b.place_ref)
    return holds(a.place_ref, b.place_ref) and not (x.wide or y.wide)


def _apart(a: PlaceRef | None, b: PlaceRef | None) -> bool:
    """Return whether two wide places are known not to overlap: other countries, or other provinces of one."""
    if a is None or b is None:
        return False
    if a.country is not None and b.country is not None and a.country != b.country:
        return True
    return a.kind == b.kind == "province"


def claims_about_enemy(figure: Figure) -> bool:
    """Return whether a figure is a party's word about its enemy."""
    return figure.standing == "claimed"


def group_by_quantity(values: Sequence[Value]) -> list[list[Value]]:
    """Group values of one quantity; every two of a group are comparable, so no group drifts from what it began as."""
    groups: list[list[Value]] = []
    for value in sorted(values, key=lambda v: (v.figure.place is not None, v.figure.as_of or "", v.figure.id)):
        home = next((g for g in groups if all(comparable(value, other) for other in g)), None)
        if home is None:
            groups.append([value])
        else:
            home.append(value)
    return groups


def with_range(all_series: Sequence[Series], names: Mapping[str, Name]) -> tuple[Series, ...]:
    """Set best, low and high across claimants, and who disputes whom, on every current figure."""
    current = [s.current for s in all_series if s.current.figure.current and not s.subset]
    changed: dict[str, Figure] = {}
    for group in group_by_quantity([v for v in current if not v.figure.background]):
        figures = [v.figure for v in group]
        trusted = [v for v in group if not claims_about_enemy(v.figure)]
        for f in figures:
            changed[f.id] = msgspec.structs.replace(f, disputed_by=_disputed_by(f, figures), **_range(trusted, names))
    return tuple(_replaced(series, changed) for series in all_series)


def _replaced(series: Series, changed: Mapping[str, Figure]) -> Series:
    last = series.current
    figure = changed.get(last.figure.id, last.figure)
    return msgspec.structs.replace(series, values=(*series.values[:-1], msgspec.structs.replace(last, figure=figure)))


def _disputed_by(figure: Figure, group: Sequence[Figure]) -> tuple[str, ...]:
    mine = bounds(figure.low, figure.high, figure.wording, rounding=True)
    against = [
        f.id for f in group if f.id != figure.id and not meet(mine, bounds(f.low, f.high, f.wording, rounding=True))
    ]
    return tuple(sorted(against))


def _range(values: Sequence[Value], names: Mapping[str, Name]) -> dict[str, int | None]:
    if not values:
        return {}
    best = min(values, key=lambda v: _preference(v, names)).figure
    numbers = [n for v in values for n in (v.figure.low, v.figure.high) if n is not None]
    return {"best": point(best.low, best.high), "low_across": min(numbers), "high_across": max(numbers)}


def _preference(value: Value, names: Mapping[str, Name]) -> tuple[object, ...]:
    figure = value.figure
    name = names.get(figure.claimant_id or "")
    newest_first = -int((figure.as_of or "0000-00-00").replace("-", "")[:8])
    return (
        figure.party,
        figure.claimant is None,
        not value.wide,
        reconciling().tier(name.kind if name else None),
        newest_first,
        _EXACTNESS.index(figure.wording),
        figure.id,
    )
