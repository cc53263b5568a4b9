"""The records of a scorecard: how forecasts did. Made by the outlook, shown by the brief and the command line."""

from __future__ import annotations

from sitroom.model import Record, Resolution, Scenario


class Pair(Record, frozen=True, kw_only=True):
    """A question and what came of it; None while it is open."""

    scenario: Scenario
    resolution: Resolution | None = None


class ScoreRow(Record, frozen=True, kw_only=True):
    """How the forecasts of one kind did; every score is None where nothing of its sort was resolved.

    `resolved` are those whose day is over. `early` came about before their day and are scored when it comes: what
    happened is known sooner than what did not, and to score it sooner would make forecasts look too low.
    `unmet` are those whose condition did not come about: they are neither scored nor void. Brier, log score (in nats)
    and CRPS are the lower the better; `skill` is 1 - Brier over that of the stated base rates, on the same questions;
    `range_skill` is 1 - CRPS over the error of saying that a count stays as it is. `coverage` is the share of outcomes
    inside the outer interval, which should be `coverage_stated`. `came_true` is the share of a source's own warnings
    that came true.
    """

    kind: str
    asked: int
    open: int
    early: int
    resolved: int
    void: int
    unmet: int
    void_rate: float | None = None
    brier: float | None = None
    brier_base: float | None = None
    skill: float | None = None
    log_score: float | None = None
    log_score_base: float | None = None
    crps: float | None = None
    range_skill: float | None = None
    coverage: float | None = None
    coverage_stated: float | None = None
    came_true: float | None = None


class WordRow(Record, frozen=True, kw_only=True):
    """How often what was called by one word of likelihood came about: `said` is the mean chance, `seen` the share."""

    word: str
    n: int
    said: float
    seen: float


class Scorecard(Record, frozen=True, kw_only=True):
    """Scores by kind, the whole last, and reliability by word; `voids` counts why questions are void."""

    rows: tuple[ScoreRow, ...]
    words: tuple[WordRow, ...]
    voids: tuple[tuple[str, int], ...] = ()
