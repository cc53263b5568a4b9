"""Tracks: the statements that one witness makes about one quantity, in time.

A track is a series: each new value replaces the one before. What belongs on one track is decided by points for
each slot that agrees, because reports leave slots out: the monitor's 704 names no place and no town, yesterday's
514 did. Two values that one report gives side by side are never one quantity, unless it calls one of them overtaken.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sitroom.picture.amounts import same_number
from sitroom.picture.days import SINCE_SLACK_DAYS, days_apart
from sitroom.picture.extent import Extent, holds, is_wide
from sitroom.picture.settling import TELLING
from sitroom.picture.statements import Statement
from sitroom.terms.reconciling import reconciling

# Points, set so that a report which repeats the number, or calls the old one overtaken, is linked whatever else it
# leaves out, and one that contradicts a date or a town is not. Checked against the story sets and the made-up ones.
SAME_NUMBER = 4.0
OVERTAKEN = 4.0
SAME_DAY = 3.0
SAME_SLOT = 2.0
BOTH_SILENT = 1.0
NEAR = 0.5
AT_ODDS = -1.0
PLAUSIBLE_STEP = 1.5
STEEP_STEP = 0.5
UNLIKELY_STEP = -1.0
OTHER_GROUND = -1.0
TOWN_FOR_ALL = -2.0
NEEDED = 1.0
NEEDED_INCIDENT = 2.5

SMALLEST_FALL = 0.45
"""A cumulative count that falls below this share of itself, and is not called a correction, is another quantity."""

LARGEST_RISE = 30.0
INCIDENT_DAYS = 7
"""How long after an attack without a date reports about it, from the same place, are taken to be about that attack."""


class Track:
    """The statements on one track, in the order in which they joined."""

    def __init__(self, first: Statement) -> None:
        """Start with one statement."""
        self.statements = [first]

    @property
    def head(self) -> Statement:
        """The statement that opened the track."""
        return self.statements[0]

    def agreed(self, slot: str) -> str | None:
        """Return what the track's statements say of a slot: what most of them say, silence aside."""
        values = [v for s in self.statements if (v := getattr(s, slot)) is not None]
        return max(sorted(set(values)), key=values.count, default=None)


def build_tracks(statements: Sequence[Statement]) -> list[Track]:
    """Link statements to tracks, in order of time; the result does not depend on the order of the input."""
    extent = Extent(statements)
    both = _counts_people_and_civilians(statements)
    shares = _shares(statements)
    by_voice: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        by_voice[s.voice].append(s)
    tracks: list[Track] = []
    order = sorted(by_voice, key=lambda v: (by_voice[v][0].moment, v))
    for voice in order:
        _link_voice(tracks, by_voice[voice], extent, both, shares)
    return tracks


def _shares(statements: Sequence[Statement]) -> frozenset[str]:
    """Return the ids of parts that are of the same people as their total, and only of fewer: a town's share."""
    totals = {s.id: s for s in statements}
    return frozenset(
        s.id
        for s in statements
        if s.part_of in totals and (s.category, s.side) == (totals[s.part_of].category, totals[s.part_of].side)
    )


def _share_of_whole(s: Statement, track: Track, shares: frozenset[str]) -> bool:
    """Return whether one is a town's share and the other a count of all: no value of the same series."""
    wholes = [o for o in track.statements if o.id not in shares]
    if s.id in shares:
        return len(wholes) == len(track.statements) and any(o.place is None or is_wide(o.place_ref) for o in wholes)
    return not wholes and (s.place is None or is_wide(s.place_ref))


def _link_voice(
    tracks: list[Track], own: Sequence[Statement], extent: Extent, both: set[str | None], shares: frozenset[str]
) -> None:
    existing = list(tracks)
    overtaken = _overtaken(own)
    pairs = []
    for i, s in enumerate(own):
        for t, track in enumerate(existing):
            points = _points(s, track, extent, both, overtaken.get(s.id))
            if _share_of_whole(s, track, shares) and not any(same_number(s.amount, o.amount) for o in track.statements):
                continue
            if points is not None:
                pairs.append((-points, i, t))
    placed: dict[int, Track] = {}
    taken: dict[int, list[Statement]] = defaultdict(list)
    for _, i, t in sorted(pairs):
        if i in placed or any(not _may_share(own[i], other, overtaken) for other in taken[t]):
            continue
        existing[t].statements.append(own[i])
        placed[i] = existing[t]
        taken[t].append(own[i])
    fresh: list[Track] = []
    # Old values first, so that the value which overtakes one finds it.
    for i in sorted((i for i in range(len(own)) if i not in placed), key=lambda i: (not own[i].superseded, i)):
        s = own[i]
        home = _home_of_overtaken(s, own, placed, overtaken)
        if home is None:
            old = overtaken.get(s.id)
            home = next((t for t in fresh if old is not None and old.id in {x.id for x in t.statements}), None)
        if home is None:
            home = Track(s)
            fresh.append(home)
        else:
            home.statements.append(s)
        placed[i] = home
    tracks.extend(fresh)


def _home_of_overtaken(
    s: Statement, own: Sequence[Statement], placed: dict[int, Track], overtaken: dict[str, Statement]
) -> Track | None:
    """Return the track of the value that replaces this one, or that this one replaces, in the same report."""
    for j, other in enumerate(own):
        if j in placed and _overtakes(s, other, overtaken):
            return placed[j]
    return None


def _overtakes(a: Statement, b: Statement, overtaken: dict[str, Statement]) -> bool:
    return overtaken.get(a.id) is b or overtaken.get(b.id) is a


def _may_share(a: Statement, b: Statement, overtaken: dict[str, Statement]) -> bool:
    if _overtakes(a, b, overtaken):
        return True
    return a.as_of != b.as_of and (a.dated or b.dated or a.superseded or b.superseded)


def _overtaken(own: Sequence[Statement]) -> dict[str, Statement]:
    """Map each statement to the one that its own report calls overtaken by it: the nearest of the same kind."""
    out: dict[str, Statement] = {}
    for old in own:
        if not old.superseded:
            continue
        fits = [
            s
            for s in own
            if not s.superseded
            and s.id not in out
            and s.measure == old.measure
            and s.unit == old.unit
            and s.scope == old.scope
            and s.part_of is None
            and _may_be_one(s, old)
            and s.amount != old.amount
        ]
        if fits:
            chosen = min(fits, key=lambda s: (s.category != old.category, abs(s.order - old.order), s.order))
            out[chosen.id] = old
    return out


def _may_be_one(a: Statement, b: Statement) -> bool:
    return a.witness is None or b.witness is None or a.witness.same_as(b.witness)


def _counts_people_and_civilians(statements: Iterable[Statement]) -> set[str | None]:
    """Return the witnesses who give, in one voice, both all the dead and the civilians among them."""
    seen: dict[tuple[str | None, str, str], dict[str, set[tuple[int | None, int | None]]]] = {}
    for s in statements:
        if s.anonymous or s.category not in ("people", "civilians") or s.scope != "cumulative":
            continue
        seen.setdefault((s.witness_key, s.voice, s.measure), {}).setdefault(s.category, set()).add(s.amount)
    return {key[0] for key, kinds in seen.items() if len(kinds) == 2 and kinds["people"] != kinds["civilians"]}


def _points(
    s: Statement, track: Track, extent: Extent, both: set[str | None], overtakes: Statement | None
) -> float | None:
    """Return how well a statement fits a track, or None where it cannot be on it."""
    t = track.head
    if (s.measure, s.unit, s.background) != (t.measure, t.unit, t.background) or not _one_witness(s, track):
        return None
    repeated = any(same_number(s.amount, other.amount) for other in track.statements)
    telling = repeated and s.number >= TELLING
    linked = overtakes is not None and any(same_number(overtakes.amount, o.amount) for o in track.statements)
    if (s.anonymous or any(other.anonymous for other in track.statements)) and not (repeated or linked):
        return None
    if not telling and not (
        s.scope == t.scope and _one_side(s, track) and _one_category(s, track, both, repeated=repeated)
    ):
        return None
    slots = [
        _place_points(s, track, extent),
        _day_points(s, track) if t.scope == "incident" else _since_points(s, track),
    ]
    if telling and not _same_town_elsewhere(s, track):
        slots = [AT_ODDS if points is None else points for points in slots]
    size = SAME_NUMBER if repeated else OVERTAKEN if linked else _step_points(s, track)
    if size is None or None in slots:
        return None
    total = sum(points for points in slots if points is not None) + size + _kin(s, track)
    return total if total >= (NEEDED_INCIDENT if s.scope == "incident" else NEEDED) else None


def _kin(s: Statement, track: Track) -> float:
    """Return small points for the same category, side and scope, which decide between equal numbers."""
    t = track.head
    return NEAR * ((s.category == t.category) + (s.side == t.side) + (s.scope == t.scope) - 3)


def _same_town_elsewhere(s: Statement, track: Track) -> bool:
    """Return whether the number is a town's share and the track another town's: three here and three there."""
    others = {o.place for o in track.statements if o.place is not None}
    return s.part_of is not None and s.place is not None and bool(others) and s.place not in others


def _one_witness(s: Statement, track: Track) -> bool:
    """Return whether a statement may be by the track's witness; nobody's number is whose number it repeats."""
    named = [o.witness for o in track.statements if o.witness is not None]
    if s.witness is None or not named:
        return any(same_number(s.amount, o.amount) for o in track.statements) and _worth_repeating(s)
    # The head of a family may mean any of its members, and never makes two of them one.
    return all(s.witness.same_as(w) for w in named)


def _worth_repeating(s: Statement) -> bool:
    return s.number >= TELLING or s.scope == "incident"


def _one_side(s: Statement, track: Track) -> bool:
    generic = reconciling().generic_actors
    sides = {other.side for other in track.statements}
    return s.side in sides or (None not in {s.side, *sides} and (s.side in generic or bool(sides & generic)))


def _one_category(s: Statement, track: Track, both: set[str | None], *, repeated: bool) -> bool:
    categories = {other.category for other in track.statements}
    if s.category in categories:
        return True
    if not {s.category, *categories} <= {"people", "civilians"}:
        return False
    return s.scope == "incident" or s.witness_key not in both or (repeated and s.superseded)


def _place_points(s: Statement, track: Track, extent: Extent) -> float | None:
    others = track.statements
    if any(s.place == other.place for other in others):
        return SAME_SLOT if s.place is not None else BOTH_SILENT
    if s.scope == "cumulative":
        return _ground_points(s, others, extent)
    if s.place is None or all(other.place is None for other in others):
        return 0.0
    if any(holds(s.place_ref, other.place_ref) for other in others):
        return -NEAR
    return None


def _ground_points(s: Statement, others: Sequence[Statement], extent: Extent) -> float | None:
    """Return the points of a running count whose report names another place than the track's, or none."""
    wide = [extent.wide(other) for other in others]
    if extent.wide(s) and any(wide):
        silent = s.place is None or any(other.place is None for other in others)
        return 0.0 if silent else OTHER_GROUND
    if s.part_of is not None or all(other.part_of is not None for other in others):
        return None
    if any(same_number(s.amount, other.amount) for other in others):
        return OTHER_GROUND
    # A list of towns is read as its first: "forced 18,359 people out of San Calixto, Hacarí, Teorama and Tibú".
    return TOWN_FOR_ALL if extent.wide(s) or any(wide) else None


def _since_points(s: Statement, track: Track) -> float | None:
    known = [other.since for other in track.statements if other.since is not None]
    if s.since is None:
        return 0.0 if known else BOTH_SILENT
    if not known:
        return 0.0
    if s.since in known:
        return SAME_SLOT
    return BOTH_SILENT if any(days_apart(s.since, k) <= SINCE_SLACK_DAYS for k in known) else None


def _day_points(s: Statement, track: Track) -> float | None:
    known = [other.on for other in track.statements if other.on is not None]
    if s.on is not None and known:
        if s.on in known:
            return SAME_DAY
        return NEAR if any(days_apart(s.on, k) <= 1 for k in known) else None
    gaps = [days_apart(s.published, other.on or other.published) for other in track.statements]
    if min(gaps) > INCIDENT_DAYS:
        return None
    return NEAR if s.place is not None and any(s.place == other.place for other in track.statements) else 0.0


def _step_points(s: Statement, track: Track) -> float | None:
    """Return how plausible the step is from the value before, or to the value after, in time."""
    others = [o for o in track.statements if o.number > 0]
    if s.number == 0 or not others:
        return None
    when = s.as_of or ""
    near = min(others, key=lambda o: (_gap(when, o.as_of), abs(math.log(s.number / o.number)), o.id))
    ratio = s.number / near.number if when >= (near.as_of or "") else near.number / s.number
    if s.scope == "incident":
        return PLAUSIBLE_STEP if 0.4 <= ratio <= 4 else STEEP_STEP if 0.2 <= ratio <= LARGEST_RISE else None
    if ratio < SMALLEST_FALL or ratio > LARGEST_RISE:
        return None
    if ratio < 0.9:
        return STEEP_STEP
    return PLAUSIBLE_STEP if ratio <= 3 else STEEP_STEP if ratio <= 10 else UNLIKELY_STEP


def _gap(a: str, b: str | None) -> int:
    return days_apart(a, b) if a and b else 0
