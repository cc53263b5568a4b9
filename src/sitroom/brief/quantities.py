"""Which figures a text may use, and which of several comes first. No words here, and no arithmetic on values."""

from __future__ import annotations

from collections.abc import Iterable

from sitroom.brief.desk import COMBATANTS, Desk
from sitroom.brief.evidence import LEAST_SUPPORT, support_of
from sitroom.brief.numerals import days_between
from sitroom.model import Conflict, Figure, Measure

STALE_DAYS = 4  # a count older than this does not lead, however well it adds up
SAME_TIME_DAYS = 2  # counts this close in time can be compared although a total runs on
MOST_RIVALS = 5
WEIGHTY: frozenset[Measure] = frozenset({"killed", "displaced"})  # told even where they are old, and say so
MEASURES: tuple[Measure, ...] = ("killed", "injured", "missing", "detained", "displaced", "returned")


def enemy_claim(desk: Desk, figure: Figure) -> bool:
    """Say whether a party to the conflict counts the dead of its enemy: never news by itself."""
    if figure.category != COMBATANTS or not figure.party:
        return False
    known = figure.claimant_id is not None and figure.claimant_id in desk.names
    side = desk.names[figure.claimant_id or ""].side if known else None
    return figure.side is None or side != figure.side


def usable(desk: Desk, figure: Figure) -> bool:
    """Say whether a figure may be printed as a count of its claimant: asserted, of this story, not of the enemy."""
    return (
        figure.standing in {"asserted", "claimed"}
        and not figure.background
        and not enemy_claim(desk, figure)
        and not (figure.low is None and figure.high is None)
        and figure.high != 0  # that nobody was harmed is a denial, not a count
    )


def is_borne_out(desk: Desk, figure: Figure) -> bool:
    """Say whether a count was read surely enough to be printed outside the ledger."""
    return support_of(figure.rests_on, desk.claims) >= LEAST_SUPPORT


def currents(desk: Desk, measure: Measure | None = None) -> list[Figure]:
    """Return the figures that stand, totals only, the weightiest first."""
    found = [f for f in desk.picture.figures if f.current and f.part_of is None and measure in {None, f.measure}]
    found = [f for f in found if usable(desk, f) and is_borne_out(desk, f)]
    return sorted(found, key=lambda f: _order(desk, f))


def _order(desk: Desk, figure: Figure) -> tuple[object, ...]:
    """Running totals before single events, all before groups, witnesses before parties; then checked, then new."""
    return (
        figure.scope != "cumulative",
        figure.category not in {"people", "civilians"},
        figure.category != "people",
        figure.side is not None,
        figure.claimant is None,
        figure.wording == "vague",
        figure.party and figure.measure != "displaced",
        is_stale(desk, figure),
        tuple(-ord(c) for c in figure.as_of or ""),
        desk.sum_of(figure) is None,
        figure.since is None,
        -len(figure.docs),
        -(figure.low or figure.high or 0),
        figure.id,
    )


def is_stale(desk: Desk, figure: Figure) -> bool:
    """Say whether a count is too old, or of no known day, to speak for how things stand."""
    return figure.as_of is None or days_between(figure.as_of, desk.today) > STALE_DAYS


def is_firm(desk: Desk, figure: Figure) -> bool:
    """Say whether a lesser count is worth a card or a sentence: a running total of somebody named, and fresh."""
    return figure.scope == "cumulative" and figure.claimant is not None and not is_stale(desk, figure)


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


def rivals(desk: Desk, conflict: Conflict) -> list[Figure]:
    """Return the counts of a conflict that really contradict each other, newest first.

    An older, lower count of a running total is only older: it stands beside a newer one where they are close in
    time, or where it is higher, which no lapse of time explains.
    """
    found = [f for f in figures_of(desk, conflict) if usable(desk, f) and f.claimant is not None]
    found = [f for f in found if is_borne_out(desk, f)]
    if not found:
        return []
    # Nobody contradicts himself on one day, and his newest count takes the place of what he said before.
    found = list({f.claimant_id or f.claimant: f for f in sorted(found, key=_newest_last)}.values())[::-1]
    newest = found[0]
    return [f for f in found if _contradicts(f, newest)][:MOST_RIVALS]


def _newest_last(figure: Figure) -> tuple[object, ...]:
    return figure.as_of or "", figure.current, figure.part_of is None, len(figure.docs), figure.low or 0, figure.id


def _contradicts(figure: Figure, newest: Figure) -> bool:
    if figure.as_of is None or newest.as_of is None or days_between(figure.as_of, newest.as_of) <= SAME_TIME_DAYS:
        return True
    top = newest.high if newest.high is not None else newest.low
    return figure.low is not None and top is not None and figure.low > top


def revised_from(desk: Desk, figure: Figure) -> Figure | None:
    """Return the higher count by the same claimant that this one replaced, where the picture calls it a revision."""
    for conflict in desk.picture.conflicts:
        ids = [v.figure for v in conflict.values]
        if conflict.kind != "revision" or figure.id not in ids:
            continue
        before = [desk.figures[i] for i in ids if i in desk.figures and i != figure.id]
        before = [f for f in before if (f.as_of or "") < (figure.as_of or "")]
        if before and before[-1].low is not None and figure.high is not None and figure.high < before[-1].low:
            return before[-1]
    return None


def _unique(figures: Iterable[Figure]) -> list[Figure]:
    return list({figure.id: figure for figure in figures}.values())
