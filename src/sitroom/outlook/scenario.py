"""Making a scenario: a question with a rule, a date and data that will settle it, or none at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sitroom.errors import DataError
from sitroom.model import Scenario, content_id

# A model fitted on finitely many cases knows no certainty: beyond these a statement would claim more cases than exist.
LEAST_CHANCE, GREATEST_CHANCE = 0.01, 0.99


def ask(  # noqa: PLR0913  a question has this many parts, each named by its caller
    kind: str,
    *,
    predicate: str,
    place: str | None,
    country: str | None,
    horizon: date,
    rule: str,
    resolved_by: str,
    method: str,
    issued_at: datetime,
    data_cutoff: str,
    probability: float | None = None,
    quantiles: Iterable[tuple[float, float]] = (),
    threshold: float | None = None,
    base: tuple[float, int, str] | None = None,
    claimant: str | None = None,
    given: str | None = None,
    about: Mapping[str, str] | None = None,
    rests_on: Iterable[str] = (),
) -> Scenario:
    """Make a scenario; its id is its content, so that it cannot change after it was issued.

    `base` is the naive rate, how many cases it is of, and what those are. A probability is held within 1 and 99 %.
    Raises DataError where it says neither how likely nor how many, has no rule, or its day has passed when asked.
    """
    levels = tuple((float(level), float(value)) for level, value in quantiles)
    if probability is None and not levels and claimant is None:
        raise DataError(f"a {kind} question without probability or quantiles")
    if not rule or not resolved_by or not predicate:
        raise DataError(f"a {kind} question that nothing will settle")
    if horizon < issued_at.date():
        raise DataError(f"a {kind} question about {horizon}, asked on {issued_at.date()}")
    if list(levels) != sorted(levels) or [v for _, v in levels] != sorted(v for _, v in levels):
        raise DataError(f"the quantiles of a {kind} question are not in order")
    if probability is not None:
        probability = round(min(max(probability, LEAST_CHANCE), GREATEST_CHANCE), 4)
    pairs = tuple(sorted((about or {}).items()))
    rate, cases, label = base or (None, None, "")
    said = (
        kind, predicate, place, country, horizon, rule, resolved_by, probability, levels, threshold, rate, cases,
        method, claimant, given, pairs, data_cutoff, issued_at.isoformat(),
    )  # fmt: skip
    return Scenario(
        id=content_id("scenario", *said),
        kind=kind,
        predicate=predicate,
        place=place,
        country=country,
        horizon=horizon.isoformat(),
        resolution_rule=rule,
        resolved_by=resolved_by,
        probability=probability,
        quantiles=levels,
        threshold=threshold,
        base_rate=None if rate is None else round(rate, 4),
        base_n=cases,
        base_label=label,
        method=method,
        claimant=claimant,
        given=given,
        about=pairs,
        data_cutoff=data_cutoff,
        issued_at=issued_at,
        known_at=issued_at,
        rests_on=tuple(rests_on),
    )
