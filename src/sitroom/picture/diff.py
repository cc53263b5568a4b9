"""What changed between two pictures of one story, and which reports caused it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from sitroom.model import Conflict, Control, Figure, Picture, Sum, content_id
from sitroom.picture.amounts import point

What = Literal["figure", "control", "conflict", "sum"]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change: what it is about, the state before and after (None: there was none, or there is none any more).

    `docs` are the reports that carry the new state and did not carry the old; `rests_on` is the id of the new row,
    or of the old where nothing took its place; `rested_on` is the id of the old row, where there was one.
    """

    id: str
    what: What
    about: str
    before: str | None
    after: str | None
    docs: tuple[str, ...]
    rests_on: tuple[str, ...]
    rested_on: tuple[str, ...] = ()


def diff(old: Picture, new: Picture) -> tuple[Change, ...]:
    """Return what is different in `new`: current figures, control, conflicts and sums, in that order.

    Copies of known reports are no change: only numbers, holders and findings are compared.
    """
    return (
        *_figures(old, new),
        *_control(old, new),
        *_findings("conflict", _by_about(old.conflicts), _by_about(new.conflicts)),
        *_findings("sum", _by_total(old.sums), _by_total(new.sums)),
    )


def _change(
    what: What,
    about: str,
    states: tuple[str | None, str | None],
    docs: Iterable[str],
    rows: tuple[str | None, str | None],
) -> Change:
    (before, after), (old, new) = states, rows
    return Change(
        id=content_id("change", what, about, before, after),
        what=what,
        about=about,
        before=before,
        after=after,
        docs=tuple(sorted(set(docs))),
        rests_on=tuple(row for row in (new or old,) if row),
        rested_on=(old,) if old else (),
    )


def _figures(old: Picture, new: Picture) -> Iterable[Change]:
    before = {_quantity(f): f for f in old.figures if f.current and not f.background}
    after = {_quantity(f): f for f in new.figures if f.current and not f.background}
    replaced = {f.id: f for f in new.figures if not f.current}
    for key, figure in after.items():
        known = before.pop(key, None)
        if known is None:
            # A series whose ground or start was told better goes on under another key.
            known = next((f for f in before.values() if _leads_to(f, figure, replaced)), None)
            if known is not None:
                before.pop(_quantity(known))
        if known is None or (known.low, known.high, known.wording) != (figure.low, figure.high, figure.wording):
            docs = set(figure.docs) - set(known.docs if known else ())
            yield _change("figure", _about(figure), (_amount(known), _amount(figure)), docs, (_id(known), figure.id))
    for figure in before.values():
        if not any(_leads_to(figure, f, replaced) for f in after.values()):
            yield _change("figure", _about(figure), (_amount(figure), None), (), (figure.id, None))


def _leads_to(figure: Figure, newer: Figure, replaced: Mapping[str, Figure]) -> bool:
    known = replaced.get(figure.id)
    while known is not None and known.replaced_by is not None:
        if known.replaced_by == newer.id:
            return True
        known = replaced.get(known.replaced_by)
    return False


def _quantity(f: Figure) -> tuple[object, ...]:
    who = f.claimant_id or f.claimant
    part = f.id if f.part_of else None
    return (f.measure, f.category, f.side, f.place, f.scope, f.since, f.on, f.unit, who, f.standing, part)


def _about(f: Figure) -> str:
    named = (f.claimant, f.measure, f.category, f.side, f.place, f"since {f.since}" if f.since else f.on)
    return ", ".join(str(part) for part in named if part)


def _amount(f: Figure | None) -> str | None:
    if f is None:
        return None
    return f"{f.low}-{f.high}" if f.wording == "range" else f"{f.wording} {point(f.low, f.high)}"


def _control(old: Picture, new: Picture) -> Iterable[Change]:
    before = {c.id: c for c in old.control}
    for row in new.control:
        known = before.pop(row.id, None)
        if known is None or _state(known) != _state(row):
            docs = set(row.docs) - set(known.docs if known else ())
            yield _change("control", row.place, (_state(known), _state(row)), docs, (_id(known), row.id))
    for row in before.values():
        yield _change("control", row.place, (_state(row), None), (), (row.id, None))


def _id(row: Figure | Control | None) -> str | None:
    return row.id if row else None


def _state(row: Control | None) -> str | None:
    return f"{row.status}, {row.holder or 'nobody'}, {row.basis}" if row else None


def _by_about(conflicts: Iterable[Conflict]) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    return {c.id: (f"{c.kind}: {c.about}", _sides(c), tuple(d for v in c.values for d in v.docs)) for c in conflicts}


def _sides(c: Conflict) -> str:
    return " / ".join(str(point(v.low, v.high)) for v in c.values)


def _by_total(sums: Iterable[Sum]) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    return {
        s.id: (
            f"{s.claimant}: {s.total}",
            f"{' + '.join(map(str, s.parts))} {'=' if s.adds_up else '!='} {s.total}",
            s.docs,
        )
        for s in sums
    }


def _findings(
    what: What,
    before: Mapping[str, tuple[str, str, tuple[str, ...]]],
    after: Mapping[str, tuple[str, str, tuple[str, ...]]],
) -> Iterable[Change]:
    for id_ in after:
        if id_ not in before:
            about, state, docs = after[id_]
            yield _change(what, about, (None, state), docs, (None, id_))
    for id_ in before:
        if id_ not in after:
            about, state, _ = before[id_]
            yield _change(what, about, (state, None), (), (id_, None))
