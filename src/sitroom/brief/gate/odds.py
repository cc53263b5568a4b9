"""What a line says may come next, against the scenarios it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sitroom.brief.gate.grounds import Grounds, destinations
from sitroom.brief.gate.reading import Counted, Dated, Reading
from sitroom.model import Scenario
from sitroom.terms.likelihood import likelihood_word

# A line about what may come next says nothing else: its numbers, days, names and verbs are the scenarios'.
SCENARIO = "scenario"


class _Chance(NamedTuple):
    """A word of likelihood in a line, the number behind it, and the scenario whose they are."""

    start: int
    percent: Counted | None
    scenario: Scenario | None


def wrong_words(reading: Reading, grounds: Grounds) -> Iterator[str]:
    """Yield words of likelihood without a scenario behind them, or in one sentence with a degree of confidence."""
    found = reading.grammar.likelihood.search(reading.bare)
    if found is None:
        return
    if not _scenarios(grounds):
        yield f"“{found[0]}” without a forecast behind it"
    if reading.grammar.has(reading.grammar.words.confidence, reading.bare):
        yield "confidence and likelihood in one sentence"


def wrong_odds(reading: Reading, grounds: Grounds) -> Iterator[str]:
    """Yield what a line about what may come next says otherwise than its scenarios."""
    scenarios = _scenarios(grounds)
    if not scenarios:
        yield "no scenario is behind it"
        return
    horizons = [s.horizon for s in scenarios]
    for dated in reading.dates:
        if not any(_is_day(dated, horizon) for horizon in horizons):
            yield f"no scenario ends on {reading.text[dated.start : dated.end]}"
    if reading.grammar.has(reading.grammar.words.negators, reading.bare):
        yield "a negation that no scenario holds"
    chances = list(_chances(reading, scenarios))
    yield from _wrong_chances(chances, reading, scenarios)
    yield from _wrong_numbers(chances, reading, scenarios)
    yield from _wrong_outcomes(reading, scenarios)
    yield from _wrong_names(reading, grounds, scenarios)


def _scenarios(grounds: Grounds) -> list[Scenario]:
    return [record for record in grounds.told if isinstance(record, Scenario)]


def _is_day(dated: Dated, day: str) -> bool:
    # A line that gives no year means the year of the brief, or of the scenario: "--12-11".
    return day[4:].startswith(dated.day[1:]) if dated.day.startswith("-") else day.startswith(dated.day)


def _chances(reading: Reading, scenarios: Sequence[Scenario]) -> Iterator[_Chance]:
    for found in reading.grammar.likelihood.finditer(reading.bare):
        code = reading.grammar.words.likelihood[found[0].casefold()]
        after = [c for c in reading.counted if 0 <= c.start - found.end() <= len(", ") and c.unit == "percent"]
        before = [d for d in reading.dates if d.end <= found.start()]
        percent = after[0] if after else None
        fitting = [
            s
            for s in scenarios
            if percent is not None
            and s.probability is not None
            and round(100 * s.probability) == percent.value
            and likelihood_word(s.probability) == code
            and before
            and _is_day(before[-1], s.horizon)
        ]
        yield _Chance(found.start(), percent, fitting[0] if fitting else None)


def _wrong_chances(chances: Sequence[_Chance], reading: Reading, scenarios: Iterable[Scenario]) -> Iterator[str]:
    if not chances and any(s.probability is not None for s in scenarios):
        yield "it does not say how likely"
    for chance in chances:
        said = reading.text[chance.start : chance.percent.end if chance.percent else chance.start + 12]
        if chance.percent is None:
            yield f"“{said}…”: a word of likelihood without its number"
        elif chance.scenario is None:
            yield f"“{said}”: no scenario has that chance by that day"


def _wrong_numbers(chances: Sequence[_Chance], reading: Reading, scenarios: Sequence[Scenario]) -> Iterator[str]:
    """Each number is a chance, a base rate with its n, a level, a threshold, or an end of a range: in its place."""
    spoken = {c.percent.start for c in chances if c.percent is not None}
    # "Une chance sur deux" is a word of likelihood, and no count.
    words = [found.span() for found in reading.grammar.likelihood.finditer(reading.bare)]
    rest = [c for c in reading.counted if c.start not in spoken and not any(a <= c.start < b for a, b in words)]
    left = iter(rest)
    spans: list[Counted] = []
    for counted in left:
        shown = reading.text[counted.start : counted.end]
        if counted.unit == "percent" and reading.grammar.cases.search(reading.bare[counted.end :]):
            cases = next(left, None)
            behind = [c for c in chances if c.start < counted.start and c.scenario is not None]
            if not behind or not _is_base(behind[-1].scenario, counted, cases):
                yield f"the base rate {shown} is not that of the forecast before it"
        elif counted.unit == "percent":
            if not any(_level(s) == counted.value for s in scenarios):
                yield f"no scenario has an interval of {shown}"
        elif any(s.threshold == counted.value for s in scenarios):
            continue
        elif counted.unit == "time" or counted.spelled:
            yield f"nothing in the scenarios makes “{shown}”"
        else:
            spans.append(counted)
    yield from _wrong_spans(spans, reading, scenarios)


def _is_base(scenario: Scenario | None, rate: Counted, cases: Counted | None) -> bool:
    if scenario is None or scenario.base_rate is None or cases is None:
        return False
    return round(100 * scenario.base_rate) == rate.value and scenario.base_n == cases.value


def _level(scenario: Scenario) -> int | None:
    levels = [level for level, _ in scenario.quantiles]
    return round(100 * (max(levels) - min(levels))) if levels else None


def _wrong_spans(spans: Sequence[Counted], reading: Reading, scenarios: Iterable[Scenario]) -> Iterator[str]:
    """The ends of ranges come in pairs, each with its own day."""
    ranged = [s for s in scenarios if s.quantiles and s.probability is None]
    if len(spans) % 2:
        yield f"the number {reading.text[spans[-1].start : spans[-1].end]} is not in the scenarios"
        return
    for low, high in zip(spans[::2], spans[1::2], strict=True):
        ends = [s for s in ranged if (round(s.quantiles[0][1]), round(s.quantiles[-1][1])) == (low.value, high.value)]
        after = [d for d in reading.dates if d.start >= high.end]
        day = after[0] if after else reading.dates[-1] if reading.dates else None
        if not any(day is not None and _is_day(day, s.horizon) for s in ends):
            yield f"{reading.text[low.start : high.end]} is no scenario's range for that day"


def _wrong_outcomes(reading: Reading, scenarios: Iterable[Scenario]) -> Iterator[str]:
    """Each scenario's outcome is said, in words of its kind, and no other."""
    outcomes = reading.grammar.words.outcomes
    kinds = {s.kind for s in scenarios}
    said = {kind for kind, forms in outcomes.items() if reading.grammar.has(forms, reading.bare)}
    for kind in sorted(kinds - said):
        yield f"it does not say what the scenario of {kind} asks"
    # Two kinds may be asked in the same words (a count's number, a count's range).
    spoken = {form for kind in kinds for form in outcomes.get(kind, ())}
    for kind in sorted(said - kinds):
        if not spoken.issuperset(outcomes[kind]):
            yield f"it speaks of {kind}, and no scenario does"


def _wrong_names(reading: Reading, grounds: Grounds, scenarios: Sequence[Scenario]) -> Iterator[str]:
    places = {one for s in scenarios for one in (s.place, s.country) if one}
    places |= {place for record in grounds.found for place in _places_of(record)}
    refuges = {one for s in scenarios for one in destinations(s)}
    claimants = {s.claimant for s in scenarios if s.claimant}
    first = reading.grammar.likelihood.search(reading.bare)
    for named in reading.named:
        where = {i.removeprefix("place:") for i in named.identities if i.startswith("place:")}
        # Where people go to is said behind what would drive them out.
        behind = first is not None and named.start > first.end()
        if not (where & (places | refuges if behind else places) or named.identities & claimants):
            yield f"the scenarios do not name {reading.text[named.start : named.end]} there"


def _places_of(record: object) -> Iterator[str]:
    """Yield the places that a count behind a scenario covers."""
    if getattr(record, "measure", None) is not None:
        place = getattr(record, "place", None)
        if isinstance(place, str):
            yield place
        elif place is not None:
            yield from (one for one in (place.name, place.text) if one)
