"""What forecasts were worth: proper scores, skill against the stated base rate, coverage and reliability by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from math import log
from statistics import fmean

from sitroom.model import Scenario
from sitroom.outlook.evidence import asked_about
from sitroom.outlook.resolution import NO_CONDITION
from sitroom.outlook.scenario import GREATEST_CHANCE, LEAST_CHANCE
from sitroom.scorecard import Pair, Scorecard, ScoreRow, WordRow
from sitroom.terms.likelihood import likelihood_bands, likelihood_word

ALL = "all"


def brier(probability: float, outcome: float) -> float:
    """Return the squared error of a probability (Brier 1950); 0 is best."""
    return (probability - outcome) ** 2


def log_score(probability: float, outcome: float) -> float:
    """Return minus the logarithm of the chance that was given to what came about, in nats (Good 1952); 0 is best.

    A probability is held within what a scenario may state: a base rate of nought would else cost infinitely much.
    """
    held = min(max(probability, LEAST_CHANCE), GREATEST_CHANCE)
    return -log(held if outcome else 1 - held)


def quantile_crps(quantiles: Sequence[tuple[float, float]], outcome: float) -> float:
    """Return the CRPS as far as quantiles tell it: twice the mean quantile loss over their levels.

    Gneiting & Ranjan (2011): the CRPS is the integral of twice the quantile loss over all levels. In the unit of the
    outcome, the lower the better.
    """
    losses = (((outcome < value) - level) * (value - outcome) for level, value in quantiles)
    return 2 * fmean(losses)


def covers(quantiles: Sequence[tuple[float, float]], outcome: float) -> bool:
    """Say whether an outcome lies within the outermost quantiles."""
    return min(v for _, v in quantiles) <= outcome <= max(v for _, v in quantiles)


def score(pairs: Iterable[Pair], today: date) -> Scorecard:
    """Score questions by their outcomes, by kind and as a whole; the order of the pairs does not matter.

    Only questions whose day is before `today` are scored: what happens is known at once, what does not only on its day.
    """
    ordered = sorted(pairs, key=lambda p: p.scenario.id)
    over = [p for p in ordered if p.scenario.horizon < today.isoformat()]
    kinds = sorted({p.scenario.kind for p in ordered})
    rows = [_row(kind, [p for p in ordered if p.scenario.kind == kind], today) for kind in kinds]
    voids = Counter(
        p.resolution.void_reason for p in ordered if p.resolution is not None and p.resolution.void_reason is not None
    )
    return Scorecard(
        rows=(*rows, _row(ALL, ordered, today)),
        words=tuple(_words(over)),
        voids=tuple(sorted(voids.items(), key=lambda item: (-item[1], item[0]))),
    )


def _row(kind: str, pairs: Sequence[Pair], today: date) -> ScoreRow:
    known = [(p.scenario, p.resolution) for p in pairs if p.resolution is not None]
    settled = [(s, r) for s, r in known if r.outcome is None or s.horizon < today.isoformat()]
    resolved = [(s, r.outcome) for s, r in settled if r.outcome is not None]
    unmet = sum(r.void_reason == NO_CONDITION for _, r in settled)
    void = len(settled) - len(resolved) - unmet
    chances = [(s.probability, o) for s, o in resolved if s.probability is not None]
    both = [(s.probability, s.base_rate, o) for s, o in resolved if s.probability is not None]
    based = [(p, base, o) for p, base, o in both if base is not None]
    ranges = [(s, o) for s, o in resolved if s.quantiles and s.probability is None]
    theirs = [o for s, o in resolved if s.probability is None and not s.quantiles]
    # Skill compares the two on the same questions.
    rival = _mean(brier(base, o) for _, base, o in based)
    own = _mean(brier(p, o) for p, _, o in based)
    total = len(resolved) + void
    return ScoreRow(
        kind=kind,
        asked=len(pairs),
        open=len(pairs) - len(known),
        early=len(known) - len(settled),
        resolved=len(resolved),
        void=void,
        unmet=unmet,
        void_rate=_rounded(void / total) if total else None,
        brier=_mean(brier(p, o) for p, o in chances),
        brier_base=rival,
        skill=_rounded(1 - own / rival) if own is not None and rival else None,
        log_score=_mean(log_score(p, o) for p, o in chances),
        log_score_base=_mean(log_score(base, o) for _, base, o in based),
        crps=_mean(quantile_crps(s.quantiles, o) for s, o in ranges),
        range_skill=_range_skill(ranges),
        coverage=_mean(float(covers(s.quantiles, o)) for s, o in ranges),
        coverage_stated=_mean(s.quantiles[-1][0] - s.quantiles[0][0] for s, _ in ranges),
        came_true=_mean(theirs),
    )


def _range_skill(ranges: Sequence[tuple[Scenario, float]]) -> float | None:
    """Return the skill against a count that stays as it was when asked (a rise of nought, where a rise is asked)."""
    rival = own = 0.0
    for scenario, outcome in ranges:
        count = asked_about(scenario, "count")
        if count:
            stays = float(count) if scenario.given is None else 0.0
            rival += abs(stays - outcome)
            own += quantile_crps(scenario.quantiles, outcome)
    return _rounded(1 - own / rival) if rival else None


def _words(pairs: Iterable[Pair]) -> Iterable[WordRow]:
    found: dict[str, list[tuple[float, float]]] = {}
    for pair in pairs:
        chance, resolution = pair.scenario.probability, pair.resolution
        if chance is not None and resolution is not None and resolution.outcome is not None:
            found.setdefault(likelihood_word(chance), []).append((chance, resolution.outcome))
    for band in likelihood_bands():
        if rows := found.get(band.word):
            said, seen = _rounded(fmean(c for c, _ in rows)), _rounded(fmean(o for _, o in rows))
            yield WordRow(word=band.word, n=len(rows), said=said, seen=seen)


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return _rounded(fmean(known)) if known else None


def _rounded(value: float) -> float:
    return round(value, 4)
