"""What is firm enough to be told of the ground: a picture's control rows as the writer may use them.

A picture keeps every row, however thin; a brief prefers silence to a weak line. Nothing is decided anew here: a row is
left out, or it is told as what the better supported of its own steps say.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from sitroom.brief.numerals import days_between
from sitroom.model import AnyClaim, Control, ControlStep, PlaceRef

LEAST_SUPPORT = 0.7  # below it, of ten such rows three are wrong: too many for a sentence
HEADLINE_SUPPORT = 0.8  # a headline is read by those who read nothing else
LEAST_REPORTS_UNRESOLVED = 2  # a name that no gazetteer has may be no place at all; two reports rarely err alike
UNRESOLVED_SUPPORT = 0.9  # unless the one report that has it was read with next to no doubt
FAR_KM = 500.0  # a lone place in another country, further than this from the rest, is a namesake or a dateline
PRESSED_DAYS = 14  # an approach older than this says nothing of today
LAST_LATIN = 0x24F  # Latin Extended-B
KM_A_DEGREE = 111.32
_NO_TOWN = frozenset({"country", "region", "water"})
_HOLDING = frozenset({"captured", "held"})
_PRESSING = frozenset({"threatened", "contested", "besieged"})
_SAID = frozenset({"asserted", "claimed"})


def firm_control(rows: Sequence[Control], claims: Mapping[str, AnyClaim]) -> tuple[Control, ...]:
    """Return the rows that a brief may tell of, in their order, each as its own steps bear it out."""
    named = [row for row in rows if _is_named(row, claims)]
    home = _home(named)
    told = (_as_borne_out(row) for row in named if not _is_far_from(row, home))
    return tuple(row for row in told if support(row, claims) >= LEAST_SUPPORT)


def support(row: Control, claims: Mapping[str, AnyClaim]) -> float:
    """Return how likely it is that at least one report behind the row's status was read rightly, 0 to 1.

    One report counts once, however many claims it has; rows that rest on no claim at hand are taken as they are.
    """
    steps = [s for s in row.history if s.standing in _SAID and _bears(row, s)] or list(row.history)
    return support_of((cid for step in steps for cid in step.rests_on), claims)


def support_of(rests_on: Iterable[str], claims: Mapping[str, AnyClaim]) -> float:
    """Return how likely it is that at least one of these claims was read rightly: 1 less the product of their doubts.

    Calibrated confidences of different reports are taken as independent; copies of one report make that too kind,
    which is why what is judged here is only whether to be silent.
    """
    best: dict[str, float] = {}
    for cid in rests_on:
        if (claim := claims.get(cid)) is not None:
            best[claim.document] = max(best.get(claim.document, 0.0), claim.confidence)
    return 1.0 - math.prod(1.0 - share for share in best.values()) if best else 1.0


def held_by_denial(row: Control) -> bool:
    """Say whether a side stands as the holder only since it denies that another has the place.

    Such a row is no news, and no claim of the side's own that it took or holds the place.
    """
    own = [s for s in row.history if s.event in _HOLDING and s.standing in _SAID and s.by == row.holder]
    return row.status == "controlled" and row.basis == "claimed" and bool(row.history) and not own


def _bears(row: Control, step: ControlStep) -> bool:
    if row.status == "controlled":
        return (step.event in _HOLDING and step.by in {None, row.holder}) or (
            step.event == "lost" and step.by != row.holder
        )
    return step.event in _PRESSING


def _is_named(row: Control, claims: Mapping[str, AnyClaim]) -> bool:
    """Whether the row is about a town, a quarter, a district: not a country, a river, or a word taken for a name."""
    ref = row.place_ref
    if ref is None:
        return True
    if ref.kind in _NO_TOWN:
        return False
    if ref.geonameid is not None or ref.lat is not None:
        return True
    sure = len(row.docs) >= LEAST_REPORTS_UNRESOLVED or support(row, claims) >= UNRESOLVED_SUPPORT
    return is_printable_name(row.place) and sure


def is_printable_name(name: str) -> bool:
    """Say whether a name that is in no gazetteer can stand in a brief: a capital, and the letters of its script."""
    return name[:1].isupper() and is_latin(name)


def is_latin(text: str) -> bool:
    """Say whether all letters of a text are Latin ones: those of every language in which a brief is written."""
    return not any(letter.isalpha() and ord(letter) > LAST_LATIN for letter in text)


def _home(rows: Iterable[Control]) -> list[PlaceRef]:
    """Return the places of the country in which most of the rows lie."""
    located = [row.place_ref for row in rows if row.place_ref is not None and row.place_ref.lat is not None]
    countries = Counter(ref.country for ref in located if ref.country is not None).most_common()
    if not countries or (len(countries) > 1 and countries[0][1] == countries[1][1]):
        return []
    return [ref for ref in located if ref.country == countries[0][0]]


def _is_far_from(row: Control, home: Sequence[PlaceRef]) -> bool:
    ref = row.place_ref
    if ref is None or not home or ref.country is None or ref.country == home[0].country:
        return False
    return min(_km(ref, other) for other in home) > FAR_KM


def _km(one: PlaceRef, other: PlaceRef) -> float:
    """Return the distance of two places on the map, in km: exact enough to tell next door from another continent."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0
    across = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return KM_A_DEGREE * math.hypot(one.lat - other.lat, across)


def _as_borne_out(row: Control) -> Control:
    if row.status == "contested" and row.by in {None, row.holder} and row.holder is not None:
        return _pressed(row)
    if row.status == "controlled" and row.basis == "claimed":
        return _not_yet_taken(row)
    return row


def _pressed(row: Control) -> Control:
    """A place cannot be fought over with its holder: whoever is said to near it threatens it."""
    steps = [s for s in row.history if s.event in _PRESSING and s.standing in _SAID and s.by not in {None, row.holder}]
    steps = [s for s in steps if days_between(s.on, row.last_report) <= PRESSED_DAYS]
    if not steps:
        return row
    last = steps[-1]
    asserted = any(s.standing == "asserted" and s.by == last.by for s in steps)
    basis = "confirmed" if asserted else "claimed"
    return msgspec.structs.replace(row, status="threatened", by=last.by, basis=basis)


def _not_yet_taken(row: Control) -> Control:
    """A capture that only the taker claims weighs less than more reports of that day that have it at the gates."""
    taken = [s for s in row.history if s.event == "captured" and s.by == row.holder and s.standing in _SAID]
    near = [s for s in row.history if s.event == "threatened" and s.by == row.holder and s.standing in _SAID]
    first = min((s.on for s in taken), default="")
    near = [s for s in near if taken and s.on >= first]
    if not near or len(_docs(near)) <= len(_docs(taken)):
        return row
    return msgspec.structs.replace(row, status="threatened", by=row.holder, holder=None, since=near[0].on)


def _docs(steps: Iterable[ControlStep]) -> Collection[str]:
    return {name for step in steps for name in step.docs}
