"""Which figures a text may use, and which of several comes first. No words here, and no arithmetic on values."""

from __future__ import annotations

from collections.abc import Iterable

from sitroom.brief.desk import COMBATANTS, Desk
from sitroom.model import Conflict, Figure, Measure

MEASURES: tuple[Measure, ...] = ("killed", "injured", "missing", "detained", "displaced", "returned")


def enemy_claim(desk: Desk, figure: Figure) -> bool:
    """Say whether a party to the conflict counts the dead of its enemy: never news by itself."""
    if figure.category != COMBATANTS or figure.claimant_id is None or figure.claimant_id not in desk.names:
        return figure.party and figure.standing == "claimed"
    side = desk.names[figure.claimant_id].side or figure.claimant_id
    return figure.party and side != figure.side


def usable(desk: Desk, figure: Figure) -> bool:
    """Say whether a figure may be printed as a count of its claimant: asserted, of this story, not of the enemy."""
    return (
        figure.standing in {"asserted", "claimed"}
        and not figure.background
        and not enemy_claim(desk, figure)
        and not (figure.low is None and figure.high is None)
    )


def currents(desk: Desk, measure: Measure | None = None) -> list[Figure]:
    """Return the figures that stand, totals only, the weightiest first."""
    found = [
        f
        for f in desk.picture.figures
        if f.current and usable(desk, f) and f.part_of is None and measure in {None, f.measure}
    ]
    return sorted(found, key=lambda f: _order(desk, f))


def _order(desk: Desk, figure: Figure) -> tuple[object, ...]:
    """Running totals before single events; all people before groups; checked, then new, then widely carried."""
    return (
        figure.scope != "cumulative",
        figure.category not in {"people", "civilians"},
        figure.category != "people",
        figure.side is not None,
        figure.claimant is None,
        figure.since is None,
        desk.sum_of(figure) is None and len(desk.series(figure)) < 2,
        tuple(-ord(c) for c in figure.as_of or ""),
        -len(figure.docs),
        -(figure.low or figure.high or 0),
        figure.id,
    )


def leading(desk: Desk, measure: Measure) -> Figure | None:
    """Return the figure that speaks for a measure: a running total if there is one, else the latest event."""
    found = currents(desk, measure)
    named = [f for f in found if f.claimant is not None]
    return next(iter(named or found), None)


def disagreements(desk: Desk, figure: Figure) -> list[Conflict]:
    """Return the conflicts between claimants in which this figure takes part."""
    return [
        conflict
        for conflict in desk.picture.conflicts
        if conflict.kind == "claimants disagree" and any(v.figure == figure.id for v in conflict.values)
    ]


def figures_of(desk: Desk, conflict: Conflict) -> list[Figure]:
    """Return the figures that a conflict sets side by side, newest first, then the most carried."""
    found = [desk.figures[v.figure] for v in conflict.values if v.figure is not None and v.figure in desk.figures]
    return sorted(_unique(found), key=lambda f: (f.as_of or "", len(f.docs), f.claimant or ""), reverse=True)


def _unique(figures: Iterable[Figure]) -> list[Figure]:
    return list({figure.id: figure for figure in figures}.values())
