"""What may come next: one line a stored scenario, then what the sources themselves warn of and announce."""

from __future__ import annotations

from collections.abc import Sequence

from sitroom.brief import numerals
from sitroom.brief.desk import Desk
from sitroom.model import FigureClaim, Line, Scenario
from sitroom.terms.likelihood import likelihood_word

MOST_WARNINGS = 4


def write_ahead(desk: Desk, scenarios: Sequence[Scenario]) -> tuple[Line, ...]:
    """Write the scenarios, then the warnings in the mouths of those who gave them."""
    by_id = {scenario.id: scenario for scenario in scenarios}
    conditional = [s for s in scenarios if s.given is not None and s.given in by_id]
    conditions = {s.given for s in conditional}
    lines = [_conditional(desk, by_id[s.given or ""], s) for s in conditional]
    lines += [_scenario(desk, s) for s in scenarios if s.id not in conditions and s not in conditional]
    return (*(line for line in lines if line is not None), *_warnings(desk))


def _scenario(desk: Desk, scenario: Scenario) -> Line | None:
    outcome = _outcome(desk, scenario)
    if outcome is None:
        return None
    if scenario.quantiles and scenario.probability is None:
        text = desk.words.say("scenario_range", outcome=outcome, **_common(desk, scenario), **_range(desk, scenario))
    elif scenario.probability is not None:
        text = desk.words.say("scenario", outcome=outcome, **_common(desk, scenario))
    else:
        return None
    return desk.line(f"scenario.{scenario.kind}", text, [scenario.id, *scenario.rests_on])


def _conditional(desk: Desk, condition: Scenario, effect: Scenario) -> Line | None:
    """If A then B: the chance of A, and the range or chance of B given A, kept apart."""
    first, second = _outcome(desk, condition), _outcome(desk, effect)
    if first is None or second is None or condition.probability is None:
        return None
    key = "scenario_if_range" if effect.quantiles else "scenario_if"
    slots: dict[str, object] = {"condition": first, "outcome": second, **_common(desk, condition)}
    slots |= {"then_horizon": desk.day(effect.horizon), "rule": effect.resolved_by}
    if effect.quantiles:
        slots |= _range(desk, effect)
    elif effect.probability is not None:
        slots |= {"then": _chance(desk, effect.probability)}
    else:
        return None
    return desk.line(
        f"scenario.{effect.kind}", desk.words.say(key, **slots), [condition.id, effect.id, *effect.rests_on]
    )


def _outcome(desk: Desk, scenario: Scenario) -> str | None:
    key = f"outcome_{scenario.kind}"
    if not desk.words.has(key):
        return None
    threshold = numerals.number(desk.words, round(scenario.threshold)) if scenario.threshold is not None else ""
    claimant = desk.claimant(scenario.claimant, scenario.claimant)
    return desk.words.say(
        key,
        place=scenario.place or scenario.country or "",
        country=scenario.country or "",
        threshold=threshold,
        claimant=claimant or desk.words.say("claimant_unknown"),
        by=desk.day(scenario.horizon),
    )


def _common(desk: Desk, scenario: Scenario) -> dict[str, object]:
    base = ""
    if scenario.base_rate is not None:
        key = "base_rate_n" if scenario.base_n is not None else "base_rate"
        base = desk.words.say(
            key,
            label=scenario.base_label or desk.words.say("base_label"),
            rate=_percent(desk, scenario.base_rate),
            n=numerals.number(desk.words, scenario.base_n or 0),
        )
    chance = _chance(desk, scenario.probability) if scenario.probability is not None else ""
    return {"by": desk.day(scenario.horizon), "chance": chance, "base": base, "resolved": scenario.resolved_by}


def _chance(desk: Desk, probability: float) -> str:
    return desk.words.say(
        "chance", word=desk.words.say(likelihood_word(probability)), percent=_percent(desk, probability)
    )


def _percent(desk: Desk, share: float) -> str:
    return desk.words.say("percent", n=numerals.number(desk.words, round(100 * share)))


def _range(desk: Desk, scenario: Scenario) -> dict[str, object]:
    levels = sorted(scenario.quantiles)
    (low_level, low), (high_level, high) = levels[0], levels[-1]
    return {
        "low": numerals.number(desk.words, round(low)),
        "high": numerals.number(desk.words, round(high)),
        "level": _percent(desk, high_level - low_level),
    }


def _warnings(desk: Desk) -> list[Line]:
    """Numbers that sources warn of: always "warned", always with who and when, never as what is."""
    lines, seen = [], set()
    for claim in sorted(desk.picture.warnings, key=lambda c: (c.known_at, c.id), reverse=True):
        key = (claim.measure, claim.low, claim.high, claim.attributed_to.id if claim.attributed_to else None)
        if key in seen or claim.background:
            continue
        seen.add(key)
        lines.append(_warning(desk, claim))
    return [line for line in lines if line is not None][:MOST_WARNINGS]


def _warning(desk: Desk, claim: FigureClaim) -> Line | None:
    said = claim.attributed_to
    claimant = desk.claimant(said.text, said.id) if said is not None else None
    if claimant is None:
        document = desk.documents.get(claim.document)
        claimant = desk.words.noun(document.source) if document is not None else None
    if claimant is None or (claim.low is None and claim.high is None):
        return None
    same = [c.id for c in desk.picture.warnings if (c.measure, c.low, c.high) == (claim.measure, claim.low, claim.high)]
    place = desk.place(claim.place, claim.place.text if claim.place is not None else None)
    count = claim.high if claim.low is None else claim.low
    noun = desk.words.choose(
        desk.words.writer.people.get(claim.category, desk.words.writer.people["people"]), count or 2
    )
    if claim.unit == "households":
        noun = desk.words.choose(desk.words.writer.people["households"], count or 2)
    text = desk.words.say(
        "warned",
        claimant=claimant,
        on=desk.on(min(claim.known_at.date().isoformat(), desk.today)),
        amount=numerals.amount(desk.words, claim.low, claim.high, claim.wording),
        counted=noun,
        done=desk.words.say(f"could_{claim.measure}"),
        where=desk.words.place(place) if place else "",
    )
    return desk.line("warning", text, same)
