"""Comparing what a line says with what its records hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations, pairwise
from math import floor

import msgspec

from sitroom.brief.gate.deeds import wrong_deeds
from sitroom.brief.gate.grammar import load_grammar
from sitroom.brief.gate.grounds import Grounds, Quantity, Records
from sitroom.brief.gate.odds import SCENARIO, wrong_odds, wrong_words
from sitroom.brief.gate.reading import Counted, Reading
from sitroom.model import AppealClaim, Brief, Line, Part, Refusal

# Lines of these parts are computed from figures; the gate computes again what they may state.
COMPUTED = ("matters", "change", "standfirst")
# The rows of these tables are cells, not sentences: numbers, names and dates are checked, not who did what.
TABLES = "table"
# What an outlet printed is the outlet's, whoever counted.
BROKEN_SUM = "disagree.sum"
# The words of these rows are the reports' own titles and outlets.
SOURCES = "table.source"
QUALIFIER_OF_WORDING = {
    "exact": None, "range": None, "vague": None, "about": "about", "at_least": "at_least", "at_most": "at_most",
}  # fmt: skip


def check_brief(brief: Brief, records: Records) -> Brief:
    """Return the brief without the lines that the gate refuses; those, with the reasons, in `refused`."""
    refused: list[Refusal] = []

    def kept(lines: Iterable[Line]) -> tuple[Line, ...]:
        out = []
        for line in lines:
            reasons = check_line(line, records, brief.lang)
            if reasons:
                refused.append(Refusal(text=line.text, rule=line.rule, reasons=reasons))
            else:
                out.append(line)
        return tuple(out)

    standfirst = kept(brief.standfirst)
    parts = []
    for part in brief.parts:
        lines = kept(part.lines)
        sizes = _sizes(part, {line.id for line in lines})
        parts.append(msgspec.structs.replace(part, lines=lines, paragraphs=sizes))
    title = Line(id="title", text=brief.title, rests_on=brief.title_rests_on, rule="title")
    reasons = check_line(title, records, brief.lang) if brief.title_rests_on else ()
    name = brief.title
    if reasons:
        refused.append(Refusal(text=brief.title, rule="title", reasons=reasons))
        name = records.picture.story
    return msgspec.structs.replace(
        brief, title=name, standfirst=standfirst, parts=tuple(parts), refused=(*brief.refused, *refused)
    )


def _sizes(part: Part, kept: set[str]) -> tuple[int, ...]:
    sizes, lines = [], iter(part.lines)
    for size in part.paragraphs:
        sizes.append(sum(next(lines).id in kept for _ in range(size)))  # noqa: PERF401  it walks one iterator
    return tuple(size for size in sizes if size)


def check_line(line: Line, records: Records, lang: str) -> tuple[str, ...]:
    """Return why a line may not be printed; nothing where its records bear it out.

    Raises DataError where the gate has no words for the language.
    """
    if not line.rests_on:
        return ("it rests on nothing",)
    try:
        grounds = records.behind(line.rests_on)
    except KeyError as missing:
        return (f"it rests on {missing}, which is not in the records",)
    grammar = load_grammar(lang)
    if line.rule.startswith(SOURCES):
        return tuple(_wrong_source(line, grounds))
    reading = Reading(grammar.as_recorded(line.text), grammar, grounds.names)
    ahead = line.rule.startswith(SCENARIO)
    reasons = list(wrong_odds(reading, grounds) if ahead else _wrong_facts(line, reading, grounds))
    reasons += [f"“{word}” is neither a word of the brief nor a name in the records" for word in reading.unknown]
    reasons += wrong_words(reading, grounds)
    reasons += _wrong_quotes(reading, grounds)
    return tuple(dict.fromkeys(reasons))


def _wrong_facts(line: Line, reading: Reading, grounds: Grounds) -> Iterator[str]:
    yield from _wrong_dates(reading, grounds)
    yield from _wrong_numbers(line, reading, grounds)
    if not line.rule.startswith(TABLES):
        yield from _wrong_negation(reading, grounds)
        yield from wrong_deeds(reading, grounds)


def _wrong_source(line: Line, grounds: Grounds) -> Iterator[str]:
    if not any(d.source in line.text and (d.title or d.name) in line.text for d in grounds.documents):
        yield "no report of these has that outlet and title"


def _wrong_dates(reading: Reading, grounds: Grounds) -> Iterator[str]:
    for dated in reading.dates:
        if not any(_same_day(dated.day, known) for known in grounds.days):
            yield f"the date {reading.text[dated.start : dated.end]} is not in the records"


def _same_day(said: str, known: str) -> bool:
    if said.startswith("-"):  # the line gives no year
        return known[4:].startswith(said[1:])
    return known.startswith(said)


def _wrong_numbers(line: Line, reading: Reading, grounds: Grounds) -> Iterator[str]:
    stated = grounds.other_numbers
    if line.rule.startswith(COMPUTED):
        stated |= frozenset(_derived(grounds))
    for counted in reading.counted:
        shown = reading.text[counted.start : counted.end]
        candidates = [q for q in grounds.quantities if counted.value in q.bounds]
        # The picture's figure knows more than the claims below it: whether it has been replaced.
        candidates = [q for q in candidates if q.reconciled] or candidates
        if counted.unit in {"time", "reports"} or counted.spelled:
            if not _small_number_stands(counted, reading, grounds):
                yield f"nothing in the records makes “{shown}”"
        elif counted.unit in {"percent", "rate", "km"}:
            if counted.value not in stated:
                yield f"the number {shown} does not follow from the records"
        elif not candidates:
            yield from (f"{shown}: {problem}" for problem in _wrong_other_number(counted, stated, grounds))
        elif not line.rule.startswith(TABLES) and not (line.rule == BROKEN_SUM and counted.value in stated):
            failures = [_misfit(counted, q, reading, grounds) for q in candidates]
            if all(failures):
                yield f"{shown}: {failures[0]}"
    yield from _wrong_times(reading)


def _wrong_other_number(counted: Counted, stated: frozenset[float], grounds: Grounds) -> Iterator[str]:
    """Yield what is wrong with a number that is no figure: a part, a distance, inhabitants."""
    inhabitants = {_two_figures(n) for n in grounds.inhabitants}
    if counted.value in inhabitants and counted.qualifier == "about":
        # The gazetteer's inhabitants are printed to two figures, and said to be "about".
        if counted.noun not in {None, "people"}:
            yield "the gazetteer counts people"
    elif counted.value not in stated:
        yield "it is not in the records"
    elif counted.noun is not None and all(q.category != counted.noun for q in grounds.quantities):
        yield f"the records do not count {counted.noun}"


def _two_figures(number: int) -> int:
    return round(number, 2 - len(str(number)))


def _small_number_stands(counted: Counted, reading: Reading, grounds: Grounds) -> bool:
    known = sorted(d for d in grounds.days if len(d) == len("2024-12-04"))
    spans = {abs(_days_between(a, b)) for a, b in combinations(known, 2)}
    if counted.unit == "time":
        return counted.value in spans or counted.value == 1 or counted.value in grounds.other_numbers
    counts = {len(grounds.found), len(reading.named), len({n.identities for n in reading.named})}
    in_records = any(counted.value in q.bounds for q in grounds.quantities)
    return in_records or counted.value in spans | counts | grounds.other_numbers or counted.unit == "reports"


def _days_between(one: str, other: str) -> int:
    return (date.fromisoformat(other) - date.fromisoformat(one)).days


def _derived(grounds: Grounds) -> Iterator[float]:
    """Yield what may be computed from two counts: difference, rate a day, share."""
    for one, other in combinations(grounds.quantities, 2):
        for a in one.bounds:
            for b in other.bounds:
                yield abs(a - b)
                if max(a, b):
                    yield round(100 * min(a, b) / max(a, b))
                if one.told_on and other.told_on and one.told_on != other.told_on:
                    yield round(abs(a - b) / abs(_days_between(one.told_on[:10], other.told_on[:10])))
    counts = [bound for q in grounds.quantities for bound in q.bounds]
    yield from (float(c) for c in counts)


def _wrong_times(reading: Reading) -> Iterator[str]:
    for found in reading.grammar.times.finditer(reading.bare):
        wanted = reading.grammar.words.times[found["word"].casefold()]
        said = [c.value for c in reading.counted if c.unit is None and not c.spelled]
        ratios = [b / a for a, b in pairwise(said) if a]
        top = max(reading.grammar.words.times.values())
        if not any(floor(r) == wanted or (wanted == top and r >= top) for r in ratios):
            yield f"“{found[0]}” does not follow from the numbers"


def _misfit(counted: Counted, quantity: Quantity, reading: Reading, grounds: Grounds) -> str:
    """Return what keeps a number from being this quantity; "" where nothing does."""
    words, has = reading.grammar.words, reading.grammar.has
    segment = reading.segment(counted.start)
    measures = _measures(reading, segment) or _measures(reading, (0, len(reading.bare)))
    days = {d.day for d in reading.dates if segment[0] <= d.start < segment[1]} or {d.day for d in reading.dates}
    of_today = quantity.current and quantity.told_on == grounds.records.picture.as_of.date().isoformat()
    told = quantity.told_on is not None and any(_same_day(d.day, quantity.told_on) for d in reading.dates)
    problems = (
        (counted.vague != (quantity.wording == "vague"), "exact and vague are not the same"),
        (counted.qualifier != QUALIFIER_OF_WORDING[quantity.wording], f"the records say {quantity.wording}"),
        (counted.noun not in {None, quantity.category}, f"the records count {quantity.category}"),
        (
            quantity.side is not None and bool(counted.of) and quantity.side not in counted.of,
            f"the records count those of {quantity.side}",
        ),
        (bool(measures) and quantity.measure not in measures, f"the records say {quantity.measure}"),
        (not _claimant_fits(quantity, reading, grounds, segment), "the records name another claimant"),
        (
            bool(days) and not of_today and not any(_same_day(d, known) for d in days for known in quantity.days),
            "the records give another day",
        ),
        (
            not quantity.current and not told and not has(words.past, reading.bare),
            "the count has been replaced, and the line does not say of which day it is",
        ),
        (quantity.warned and not has(words.modals, reading.bare), "the records only warn of it"),
    )
    return next((problem for wrong, problem in problems if wrong), "")


def _measures(reading: Reading, within: tuple[int, int]) -> set[str]:
    words = reading.grammar.words.measures
    return {words[m["word"].casefold()] for m in reading.grammar.measure.finditer(reading.bare, *within)}


def _claimant_fits(quantity: Quantity, reading: Reading, grounds: Grounds, segment: tuple[int, int]) -> bool:
    if not quantity.claimants:
        return True
    claimants = {c for q in grounds.quantities for c in q.claimants}
    here = {i for n in reading.named if segment[0] <= n.start < segment[1] for i in n.identities} & claimants
    anywhere = {i for n in reading.named for i in n.identities} & claimants
    named = here or anywhere
    return bool(named & quantity.claimants)


def _wrong_negation(reading: Reading, grounds: Grounds) -> Iterator[str]:
    grammar = reading.grammar
    words = grammar.words
    if not grammar.has(words.negators, reading.bare):
        return
    forbids = any(c.startswith("do_not") for r in grounds.found if isinstance(r, AppealClaim) for c in r.content)
    untaken = any(d.kind in {"threatened", "besieged", "contested", "held"} for d in grounds.deeds)
    compared = any(q.low is not None for q in grounds.quantities)
    if not (forbids or untaken or compared):
        yield "a negation that the records do not hold"


def _wrong_quotes(reading: Reading, grounds: Grounds) -> Iterator[str]:
    for start, end in reading.quotes:
        quoted = reading.text[start + 1 : end - 1]
        if not any(quoted in document.text for document in grounds.documents):
            yield f"nobody in these reports wrote “{quoted}”"
