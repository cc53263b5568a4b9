"""Slots settled by agreement across reports, before series are built.

A reader of one report errs: a speaker is missed, a start is taken from another sentence, a toll of weeks is read as
that of a day. But reports repeat one another, and the same number of the same thing, printed by several of them within
days, is one figure. So a slot that one report leaves out is filled from the others, and a lone odd reading is outvoted
by the rest, each voice having one vote. What only one voice says of a number that nobody repeats stays as it was read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from sitroom.picture.amounts import same_number
from sitroom.picture.days import SINCE_SLACK_DAYS, days_apart
from sitroom.picture.extent import is_wide
from sitroom.picture.plausible import with_plausible_places
from sitroom.picture.slips import with_slips
from sitroom.picture.statements import Statement

TELLING = 20
"""A number this large, repeated by the same witness, is the same figure whatever else a report leaves out or gets
wrong; a smaller one may come up twice."""

RETOLD_DAYS = 10
"""How long a number goes on being repeated. Ten days hold all retellings in the story sets."""

SIGNIFICANT = 3
LARGE, SIGNIFICANT_OF_LARGE = 1000, 2
"""Numbers of as many significant digits are seldom met twice by chance: 704 and 14,000 are, 30 and 5,000 are not."""

LONG_BEFORE_DAYS = 365
"""A start this long before everybody else's is another sentence's year: "the worst since 2008"."""

ALIKE = 3.0
"""A count of years and a count of days differ by more than this factor, or else both are of the days."""


class _Slot(NamedTuple):
    """One slot, or several that go together: how it is read and compared, and which fields a vote changes."""

    key: Callable[[Statement], Hashable]
    fields: tuple[str, ...]
    fills: bool


_SLOTS = (
    _Slot(lambda s: s.witness_key, ("witness",), fills=True),
    _Slot(lambda s: s.scope, ("scope",), fills=False),
    _Slot(lambda s: s.since, ("since",), fills=True),
    _Slot(lambda s: s.background, ("background",), fills=False),
    _Slot(lambda s: (s.category, s.side), ("category", "side"), fills=False),
    _Slot(lambda s: s.place, ("place", "place_ref"), fills=False),
)


def settle(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements with their slots settled, in order of time."""
    given = tuple(_said_once(sorted(statements, key=lambda s: (s.moment, s.voice, s.order, s.id))))
    before = {s.id: s for s in given}
    found = {s.id: s for s in with_plausible_places([_consistent(s) for s in given])}
    support = Counter(k for k, _ in {(s.witness_key, s.voice) for s in found.values()})
    for group in _retold(list(found.values())):
        found.update((s.id, s) for s in _agreed(group, support))
    found = _with_plausible_starts(found)
    found = _with_starts_of_growth(found)
    found = {s.id: _as_total(s, before, found) for s in found.values()}
    found = _with_stocks_apart(_with_older_counts(found))
    found = with_slips(found)
    return tuple(found[s.id] for s in given if s.id in found)


def _consistent(s: Statement) -> Statement:
    """Read a count that has a start as a running one, whatever else was read."""
    if s.scope == "incident" and s.since is not None and s.on in (None, s.since):
        return msgspec.structs.replace(s, scope="cumulative", on=None)
    return s


def _said_once(statements: Sequence[Statement]) -> list[Statement]:
    """Join what one report says twice of one number: "149 by other counts", and below whose count that is.

    The witness that other reports name with the number, else the one that is named at all, is kept.
    """
    whose: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for s in statements:
        if s.witness is not None:
            whose[(s.measure, s.number)][s.witness.key] += 1
    out: list[Statement] = []
    for s in statements:
        twin = next((i for i, o in enumerate(out) if _twins(o, s)), None)
        if twin is None:
            out.append(s)
            continue
        votes = whose[(s.measure, s.number)]
        pair = (out[twin], s)
        kept = max(pair, key=lambda o: (votes[o.witness.key] if o.witness else 0, o.part_of is not None, -o.order))
        other = pair[0] if kept is s else pair[1]
        category = next((o.category for o in (kept, other) if o.category != "people"), "people")
        out[twin] = msgspec.structs.replace(
            kept,
            category=category,
            docs=tuple(sorted({*kept.docs, *other.docs})),
            claims=tuple(sorted({*kept.claims, *other.claims})),
        )
    return out


def _twins(a: Statement, b: Statement) -> bool:
    if a.voice != b.voice or a.measure != b.measure or a.unit != b.unit or a.amount != b.amount or a.number < TELLING:
        return False
    named = a.place is not None and b.place is not None and a.place != b.place
    sides = a.side is not None and b.side is not None and a.side != b.side
    both_parts = a.part_of is not None and b.part_of is not None
    total = a.part_of == b.id or b.part_of == a.id
    kinds = {a.category, b.category} - {"people"}
    if named or sides or both_parts or total or len(kinds) > 1 or a.anonymous or b.anonymous:
        return False
    if a.superseded != b.superseded or a.background != b.background or a.scope != b.scope:
        return False
    return _significant(a.number) > 1


def _as_total(s: Statement, before: Mapping[str, Statement], found: Mapping[str, Statement]) -> Statement:
    """Let a part follow its total in what was settled there: it is counted as its total is."""
    total, old = found.get(s.part_of or ""), before.get(s.part_of or "")
    if total is None or old is None:
        return s
    changes: dict[str, object] = {}
    if s.scope != total.scope:
        changes |= {"scope": total.scope, "on": total.on}
    if total.since is not None and s.since in (None, old.since):
        changes["since"] = total.since
    if s.background != total.background and s.background == old.background:
        changes["background"] = total.background
    if total.witness is not None and s.witness_key in (None, old.witness_key):
        changes["witness"] = total.witness
    if (s.category, total.category) == ("people", "civilians"):
        changes["category"] = total.category
    return msgspec.structs.replace(s, **changes) if changes else s


def _retold(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Return the groups of statements that print one number of one thing close in time, from two voices and more."""
    by_number: dict[tuple[str, str, int], list[Statement]] = defaultdict(list)
    for s in statements:
        if s.number >= TELLING:
            by_number[(s.measure, s.unit, s.number)].append(s)
    groups: list[list[Statement]] = []
    for key in sorted(by_number):
        joined: list[list[Statement]] = []
        for s in sorted(by_number[key], key=lambda s: (s.published, s.id)):
            home = next((g for g in joined if all(_may_be_retold(s, o) for o in g)), None)
            if home is None:
                joined.append([s])
            else:
                home.append(s)
        groups += [g for g in joined if len(g) > 1]
    return groups


def _may_be_retold(a: Statement, b: Statement) -> bool:
    if a.voice == b.voice or not same_number(a.amount, b.amount) or days_apart(a.published, b.published) > RETOLD_DAYS:
        return False
    if a.own and b.own and a.witness_key != b.witness_key:
        return False
    if _significant(a.number) >= (SIGNIFICANT_OF_LARGE if a.number >= LARGE else SIGNIFICANT):
        return True
    return a.category == b.category and _nothing_differs(a, b)


def _nothing_differs(a: Statement, b: Statement) -> bool:
    """Return whether all that is known of two statements agrees: a round number alone does not make them one."""
    named = (None, None) if _is_role(a) or _is_role(b) else (a.witness_key, b.witness_key)
    slots = (named, (a.side, b.side), (a.place, b.place), (a.since, b.since), (a.on, b.on))
    known = [(x, y) for x, y in slots if x is not None and y is not None]
    return bool(known) and all(x == y for x, y in known)


def _significant(number: int) -> int:
    return len(str(number).rstrip("0"))


def _agreed(group: Sequence[Statement], support: Counter[str | None]) -> list[Statement]:
    out = list(group)
    for slot in _SLOTS:
        # Who publishes its own count is not outvoted on whose it is, and counts for two on the rest.
        votes: dict[Hashable, dict[str, float]] = defaultdict(dict)
        for s in out:
            if slot.key(s) is not None:
                votes[slot.key(s)][s.voice] = (2.0 if s.own else 1.0) * s.confidence
        if votes:
            best = max(votes, key=lambda v: (*_rank(v, slot, len(votes[v]), support), sum(votes[v].values()), str(v)))
            model = min((s for s in out if slot.key(s) == best), key=lambda s: (not s.own, s.moment, s.id))
            out = [_taught(s, slot, model, votes, support) for s in out]
    return out


def _taught(
    s: Statement,
    slot: _Slot,
    model: Statement,
    votes: dict[Hashable, dict[str, float]],
    support: Counter[str | None],
) -> Statement:
    own, best = slot.key(s), slot.key(model)
    if own == best or (slot.fields == ("witness",) and s.own):
        return s
    if slot.fields == ("category", "side") and s.category == "people" and model.witness_key == s.witness_key:
        return msgspec.structs.replace(s, category=model.category, side=model.side)
    sure = len(votes[best]) > 1 or (slot.fields == ("witness",) and _is_weaker(s, model, support))
    if own is None:
        taken = slot.fills and (sure or len(votes) == 1) and not (slot.fields == ("since",) and s.on is not None)
    else:
        taken = sure and len(votes[own]) == 1 and not _kin(s, slot, model)
    return msgspec.structs.replace(s, **{f: getattr(model, f) for f in slot.fields}) if taken else s


def _is_role(s: Statement) -> bool:
    """Return whether the witness is only a role, as in "rights groups", which may be whoever is named elsewhere."""
    return s.witness is not None and s.witness.id is not None and ":" in s.witness.id


def _rank(value: Hashable, slot: _Slot, voices: int, support: Counter[str | None]) -> tuple[int, ...]:
    """Return how much speaks for a value: of a witness, first a name rather than a role, last how often it vouches."""
    if slot.fields == ("category", "side"):
        # "219 people" and "219 civilians" by one witness: who says civilians has read more.
        return (voices, "('people'" not in str(value))
    if slot.fields != ("witness",):
        return (voices,)
    return (":" not in str(value), voices, support[str(value)])


def _is_weaker(s: Statement, model: Statement, support: Counter[str | None]) -> bool:
    """Return whether a witness is only a role, as in "officials", or an unknown name that vouches for nothing else."""
    if s.witness is None or model.witness is None:
        return False
    if s.witness.id is not None:
        return _is_role(s) and not _is_role(model)
    return support[s.witness.key] == 1 < support[model.witness.key]


def _kin(s: Statement, slot: _Slot, model: Statement) -> bool:
    """Return whether two witnesses are one and the head of its family: neither is wrong."""
    return slot.fields == ("witness",) and s.witness is not None and model.witness is not None and (
        s.witness.same_as(model.witness)
    )  # fmt: skip


def _with_plausible_starts(found: dict[str, Statement]) -> dict[str, Statement]:
    """Let a count that alone begins years before all others, and is no larger than they, begin with them."""
    running = [s for s in found.values() if s.scope == "cumulative" and s.since is not None and not s.background]
    voices: dict[tuple[str, str], set[str]] = defaultdict(set)
    for s in running:
        voices[(s.measure, s.since or "")].add(s.voice)
    out = dict(found)
    for s in running:
        others = {since: v for (measure, since), v in voices.items() if measure == s.measure and since != s.since}
        usual = min(others, key=lambda day: (-len(others[day]), day), default=None)
        if usual is None or len(others[usual]) < 2 * len(voices[(s.measure, s.since or "")]):
            continue
        if (s.since or "") >= usual or days_apart(s.since or "", usual) < LONG_BEFORE_DAYS:
            continue
        near = [o for o in running if o.measure == s.measure and o.since == usual and o.part_of is None]
        if any(1 / ALIKE <= s.number / o.number <= ALIKE for o in near if o.number) or s.part_of is not None:
            out[s.id] = msgspec.structs.replace(s, since=usual)
    return out


def _with_starts_of_growth(found: dict[str, Statement]) -> dict[str, Statement]:
    """Give a count without a start that of its witness's growing count, where its size and day lie on that line.

    14,000 displaced on the first day, before the same agency's 48,500 and 178,000 "since 27 November", belongs to
    them; 21,000 who are "still displaced" after 33,000 were does not, and is a stock.
    """
    series: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for s in found.values():
        if (
            s.scope == "cumulative"
            and s.since is not None
            and s.part_of is None
            and not s.background
            and not s.superseded
        ):
            series[_line(s)].append(s)
    out = dict(found)
    for s in found.values():
        line = series.get(_line(s), [])
        if s.scope != "cumulative" or s.since is not None or s.background or s.part_of is not None:
            continue
        if any(o.voice == s.voice for o in line) or len({o.since for o in line}) != 1:
            continue
        earlier = [o.number for o in line if o.published <= s.published]
        later = [o.number for o in line if o.published > s.published]
        if later and max(earlier, default=0) <= s.number <= min(later) and s.published >= (line[0].since or ""):
            out[s.id] = msgspec.structs.replace(s, since=line[0].since)
    return out


def _line(s: Statement) -> tuple[object, ...]:
    return s.witness_key, s.measure, s.unit, s.category, s.side


def _with_older_counts(found: dict[str, Statement]) -> dict[str, Statement]:
    """Mark the older of two running counts that one report gives by one witness: nobody has two at a time.

    The older one is what reports printed before: of "from 1,216 to 1,187" the 1,216. Of two that are new, a toll's
    lower one is older, for a toll seldom falls; of two new counts of displaced people nothing can be said.
    """
    groups: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    first: dict[tuple[str, int], str] = {}
    for s in found.values():
        key = (s.measure, s.number)
        first[key] = min(first.get(key, s.published), s.published)
        whole = s.part_of is None and not s.anonymous and not s.background and s.number > 0
        if s.scope == "cumulative" and whole and s.witness is not None:
            groups[(s.voice, s.witness.key, s.measure, s.unit, s.side)].append(s)
    out = dict(found)
    for group in groups.values():
        for s in group:
            newer = [o for o in group if o is not s and not o.superseded and _overtakes(o, s, first)]
            if newer and not s.superseded:
                out[s.id] = msgspec.structs.replace(s, superseded=True, as_of=None, dated=False)
    return out


def _overtakes(new: Statement, old: Statement, first: Mapping[tuple[str, int], str]) -> bool:
    """Return whether of two counts in one report one is the older value of the other."""
    alike = 1 / ALIKE <= old.number / new.number <= ALIKE
    if new.as_of != old.as_of or not alike or not _one_quantity((new, old)) or new.number == old.number:
        return False
    seen, later = first[(old.measure, old.number)], first[(new.measure, new.number)]
    if seen != later:
        return seen < later
    return old.measure in ("killed", "injured") and old.number < new.number


def _with_stocks_apart(found: dict[str, Statement]) -> dict[str, Statement]:
    """Take the start from the larger of two counts of displaced people that one report gives: it is all of them.

    "76,500 since 5 December; with those of earlier years, 165,700 refugees are now in the country."
    """
    groups: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for s in found.values():
        whole = s.part_of is None and not s.anonymous and not s.background and not s.superseded
        if s.measure == "displaced" and s.scope == "cumulative" and whole and s.since is not None and s.witness:
            groups[(s.voice, s.witness.key, s.unit, s.category, s.since)].append(s)
    out = dict(found)
    for group in groups.values():
        if len(group) == 2 and group[0].place == group[1].place:
            larger = max(group, key=lambda s: (s.number, s.id))
            out[larger.id] = msgspec.structs.replace(larger, since=None)
    return out


def _one_quantity(group: Sequence[Statement]) -> bool:
    places = {s.place for s in group if s.place is not None and not is_wide(s.place_ref)}
    if len({s.category for s in group} - {"people"}) > 1:
        return False
    starts = sorted({s.since for s in group if s.since is not None})
    return len(places) < 2 and (not starts or days_apart(starts[0], starts[-1]) <= SINCE_SLACK_DAYS)
