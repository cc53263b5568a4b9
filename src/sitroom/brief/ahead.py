"""What may come next: a few of the stored scenarios, a line each, then what the sources themselves warn of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sitroom.brief import numerals
from sitroom.brief.desk import Desk
from sitroom.model import FigureClaim, Line, Scenario
from sitroom.terms.likelihood import likelihood_word

# A reader takes in six lines; a chapter of odds is no outlook. The rest is in the edition's file.
MOST_LINES = 6
MOST_WARNINGS = 2
MOST_PLACES = 2
# The order in which kinds are told after the places: what is nearest to people first.
KINDS = (
    "displaced_range", "toll", "deaths", "siege", "ceasefire", "total_displaced", "deaths_range", "toll_injured",
    "coverage",
)  # fmt: skip
CAPTURE = "capture"
PRESSED = ("contested", "besieged", "threatened")
# Of a place that nobody presses, a fall is worth a line from here on.
LEAST_UNPRESSED = 0.05
DESTINATIONS = ("to_1", "to_2", "to_3")


def write_ahead(desk: Desk, scenarios: Sequence[Scenario]) -> tuple[Line, ...]:
    """Write the conditional line where a place is pressed, the places, the counts, then warnings in their mouths."""
    warnings = _warnings(desk)[:MOST_WARNINGS]
    room = MOST_LINES - len(warnings)
    found = [line for line in _lines(desk, scenarios) if line is not None]
    return (*found[:room], *warnings)


def _lines(desk: Desk, scenarios: Sequence[Scenario]) -> Iterator[Line | None]:
    by_id = {scenario.id: scenario for scenario in scenarios}
    effect = _weightiest(desk, by_id, scenarios)
    told = set()
    if effect is not None:
        condition = by_id[effect.given or ""]
        told.add(condition.id)
        yield _conditional(desk, condition, effect)
    yield from _places(desk, [s for s in scenarios if s.kind == CAPTURE and s.id not in told])
    conditions = {s.given for s in scenarios if s.given is not None}
    for kind in KINDS:
        of_kind = [s for s in scenarios if s.kind == kind and s.given is None and s.id not in conditions]
        if of_kind:
            yield _line(desk, _same_question(of_kind))


def _weightiest(desk: Desk, by_id: dict[str, Scenario], scenarios: Iterable[Scenario]) -> Scenario | None:
    """Return what follows from the fall that matters most: of a place pressed, then by chance times effect."""
    found = [s for s in scenarios if s.given is not None and s.given in by_id and by_id[s.given].probability]
    found = [s for s in found if _worth_telling(desk, by_id[s.given or ""])]

    def weight(effect: Scenario) -> tuple[object, ...]:
        condition = by_id[effect.given or ""]
        middle = sorted(value for _, value in effect.quantiles)[len(effect.quantiles) // 2] if effect.quantiles else 1.0
        return not _is_pressed(desk, condition), -(condition.probability or 0.0) * middle, effect.id

    return min(found, key=weight, default=None)


def _places(desk: Desk, captures: Sequence[Scenario]) -> Iterator[Line | None]:
    """Write a line a place with all its days: the likeliest to fall of those pressed, or one that nobody presses."""
    by_place: dict[str, list[Scenario]] = {}
    for one in captures:
        if _worth_telling(desk, one):
            by_place.setdefault(one.place or "", []).append(one)
    groups = sorted(by_place.values(), key=lambda g: (-max(s.probability or 0.0 for s in g), g[0].place or ""))
    pressed = [g for g in groups if _is_pressed(desk, g[0])]
    for group in pressed[:MOST_PLACES] or groups[:1]:
        yield _line(desk, group)


def _is_pressed(desk: Desk, scenario: Scenario) -> bool:
    row = desk.control(scenario.place or "")
    return row is not None and row.status in PRESSED


def _worth_telling(desk: Desk, scenario: Scenario) -> bool:
    return _is_pressed(desk, scenario) or (scenario.probability or 0.0) >= LEAST_UNPRESSED


def _same_question(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Return those that ask the first one's question of other days."""
    first = scenarios[0]
    same = (first.place, first.claimant, first.threshold, first.predicate if first.threshold else None)
    return [s for s in scenarios if (s.place, s.claimant, s.threshold, s.predicate if s.threshold else None) == same]


def _line(desk: Desk, scenarios: Sequence[Scenario]) -> Line | None:
    """Write one question with each of its days; None where there are no words for its kind."""
    in_order = sorted(scenarios, key=lambda s: (s.horizon, s.id))
    first = in_order[0]
    outcome = _outcome(desk, first)
    if outcome is None:
        return None
    ids = [one for s in in_order for one in (s.id, *s.rests_on)]
    if first.probability is not None:
        dated = any(desk.words.asks(f"outcome_{first.kind}", slot) for slot in ("by", "month"))
        texts = [desk.words.say("scenario_dated" if dated else "scenario", outcome=outcome, **_odds(desk, first))]
        more = f"scenario_more_{first.kind}"
        more = more if desk.words.has(more) else "scenario_more"
        texts += [desk.words.say(more, **_odds(desk, s, label=False)) for s in in_order[1:]]
        return desk.line(f"scenario.{first.kind}", str(desk.words.join(texts, "semicolon")), ids)
    if not first.quantiles:
        return None
    dated = desk.words.asks(f"outcome_{first.kind}", "month")
    if dated:
        # The month stands in the question, so that only one can be told.
        in_order, ids = [first], [first.id, *first.rests_on]
    spans = [desk.words.say("span" if dated else "span_on", **_range(desk, s)) for s in in_order]
    text = desk.words.say(
        "scenario_range", outcome=outcome, spans=desk.words.join(spans), level=_range(desk, first)["level"]
    )
    return desk.line(f"scenario.{first.kind}", text, ids)


def _conditional(desk: Desk, condition: Scenario, effect: Scenario) -> Line | None:
    """If A then B: the chance of A, and the range of B given A, kept apart."""
    first = _outcome(desk, condition)
    key = f"effect_{effect.kind}"
    if first is None or not desk.words.has(key) or not effect.quantiles:
        return None
    about = dict(effect.about)
    towns = [desk.words.place_name(about[name]) for name in DESTINATIONS if name in about]
    to = desk.words.say("effect_to", towns=desk.words.join(towns)) if towns else ""
    text = desk.words.say(
        "scenario_if",
        condition=first,
        effect=desk.words.say(key, **_range(desk, effect)),
        to=to,
        **_odds(desk, condition),
    )
    return desk.line(f"scenario.{effect.kind}", text, [condition.id, effect.id, *effect.rests_on])


def _outcome(desk: Desk, scenario: Scenario) -> str | None:
    key = f"outcome_{scenario.kind}"
    if not desk.words.has(key):
        return None
    figure = next((desk.figures[one] for one in scenario.rests_on if one in desk.figures), None)
    return desk.words.say(
        key,
        place=desk.words.place_name(scenario.place or scenario.country or ""),
        where=desk.where(figure) if figure is not None else "",
        threshold=numerals.number(desk.words, round(scenario.threshold)) if scenario.threshold is not None else "",
        claimant=desk.claimant(scenario.claimant, scenario.claimant) or desk.words.say("claimant_unknown"),
        by=desk.day(scenario.horizon),
        month=desk.day(scenario.horizon[: len("2024-12")]),
    )


def _odds(desk: Desk, scenario: Scenario, *, label: bool = True) -> dict[str, object]:
    """Put a chance into words and its number, with the naive rate it has to beat and of how many cases that is."""
    probability = scenario.probability or 0.0
    word, rate = desk.words.say(likelihood_word(probability)), scenario.base_rate
    named = desk.words.say(f"base_{scenario.kind}" if desk.words.has(f"base_{scenario.kind}") else "base_any")
    if rate is None or not scenario.base_n:
        base = desk.words.say("base_none", label=named) if label else desk.words.say("base_none_more")
    else:
        cases = {"rate": _percent(desk, rate), "n": numerals.number(desk.words, scenario.base_n)}
        base = desk.words.say("base_rate" if label else "base_rate_more", label=named, **cases)
    chance = desk.words.say("chance", word=word, percent=_percent(desk, probability))
    return {"by": desk.day(scenario.horizon), "chance": chance, "base": base}


def _percent(desk: Desk, share: float) -> str:
    return desk.words.say("percent", n=numerals.number(desk.words, round(100 * share)))


def _range(desk: Desk, scenario: Scenario) -> dict[str, object]:
    levels = sorted(scenario.quantiles)
    (low_level, low), (high_level, high) = levels[0], levels[-1]
    return {
        "low": numerals.number(desk.words, round(low)),
        "high": numerals.number(desk.words, round(high)),
        "level": _percent(desk, high_level - low_level),
        "by": desk.day(scenario.horizon),
        "on": desk.on(scenario.horizon),
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
    return [line for line in lines if line is not None]


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
