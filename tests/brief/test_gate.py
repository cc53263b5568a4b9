"""The gate lets true lines through and stops their mutants."""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml

from sitroom.brief.compose import compose
from sitroom.brief.gate import Records, check_line
from sitroom.brief.gate.grammar import load_grammar
from sitroom.model import Control, Figure, Line

sys.path.insert(0, str(Path(__file__).parent))
import pictures

STORIES = (
    ("hama-2024", "expected-2024-12-04.json"),
    ("hama-2024", "expected.json"),
    ("lashio-2024", "expected.json"),
    ("catatumbo-2025", "expected.json"),
)


@cache
def story(name, file):
    desk = pictures.expected(name, file, pictures.hama_around() if name.startswith("hama") else None)
    brief = compose(desk.picture, scenarios=(), **desk.arguments())
    records = Records(desk.picture, scenarios=(), **desk.arguments())
    return brief, records


def prose(brief):
    lines = [*brief.standfirst, *(line for part in brief.parts for line in part.lines)]
    return [line for line in lines if not line.rule.startswith("table")]


def accepted():
    """Every prose line of the four briefs that the gate lets through, with its records."""
    for name, file in STORIES:
        brief, records = story(name, file)
        for line in prose(brief):
            if not check_line(line, records, "en"):
                yield line, records


def said(line, text):
    return Line(id=line.id, text=text, rests_on=line.rests_on, rule=line.rule)


@pytest.mark.parametrize(("name", "file"), STORIES)
def test_nearly_every_true_line_passes(name, file):
    brief, records = story(name, file)
    lines = prose(brief)
    refused = [(line.text, check_line(line, records, "en")) for line in lines if check_line(line, records, "en")]
    assert len(refused) <= len(lines) * 0.1, refused


# Mutators: each yields (kind, mutated text) for a line.


def digits_changed(line, _):
    for found in re.finditer(r"\d[\d,]*\d|\d", line.text):
        number = found[0]
        if re.match(
            r" (?:January|February|March|April|May|June|July|August|September|October|November|December)",
            line.text[found.end() :],
        ):
            continue
        if re.search(r"(?:\d and |[A-Z][a-z]+ )$", line.text[: found.start()]) and len(number) == 4:
            continue
        last = number[-1]
        yield line.text[: found.start()] + number[:-1] + str((int(last) + 3) % 10) + line.text[found.end() :]


def ten_times(line, _):
    for found in re.finditer(r"(?<![\d,])\d{3}(?:,\d{3})*(?![\d,])", line.text):
        yield line.text[: found.end()] + ",000" + line.text[found.end() :]


def qualifier_dropped(line, _):
    for word in ("more than ", "at least ", "up to ", "less than "):
        for found in re.finditer(word, line.text, re.IGNORECASE):
            if line.text[found.end()].isdigit() and "km" not in line.text[found.end() : found.end() + 9]:
                yield line.text[: found.start()] + line.text[found.end() :]


def qualifier_added(line, _):
    for found in re.finditer(
        r"(?<![-\d,])\d{3}(?:,\d{3})*(?= (?:people|civilians|children|women|fighters|soldiers))", line.text
    ):
        if not re.search(r"(?:than|least|to|about|or) $", line.text[: found.start()]):
            yield line.text[: found.start()] + "at least " + line.text[found.start() :]


def noun_swapped(line, _):
    swaps = {"civilians": "children", "children": "women", "women": "civilians", "people": "civilians"}
    for noun, other in swaps.items():
        for found in re.finditer(rf"(?<=\d ){noun}", line.text):
            yield line.text[: found.start()] + other + line.text[found.end() :]


def measure_swapped(line, _):
    for one, other in (("killed", "injured"), ("displaced", "killed"), ("injured", "displaced")):
        if re.search(rf"\d.* {one}| {one} .*\d", line.text):
            yield re.sub(rf"\b{one}\b", other, line.text)


def day_shifted(line, records):
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    known = records.behind(line.rests_on).days
    for found in re.finditer(rf"(\d{{1,2}}) ({months})", line.text):
        for other in (28, 17, 9):
            month = months.split("|").index(found[2]) + 1
            if not any(d[5:] == f"{month:02d}-{other:02d}" for d in known) and int(found[1]) != other:
                yield line.text[: found.start()] + f"{other} {found[2]}" + line.text[found.end() :]
                break


def source_swapped(line, records):
    grounds = records.behind(line.rests_on)
    others = [
        n.full
        for k, n in sorted(records.names.items())
        if n.full.istitle() and n.full not in grounds.names and k not in str(grounds.names)
    ]
    claimants = {f.claimant for f in grounds.found if isinstance(f, Figure)}
    for surface, identities in grounds.names.items():
        if identities & claimants and re.search(rf"\b{re.escape(surface)}\b", line.text) and others:
            yield re.sub(rf"\b{re.escape(surface)}\b", others[0], line.text)


def place_swapped(line, records):
    places = {row.place for row in records.picture.control}
    mine = {row.place for row in records.behind(line.rests_on).found if isinstance(row, Control)}
    for place in sorted(mine):
        for other in sorted(places - set(records.behind(line.rests_on).names)):
            if re.search(rf"\b{place}\b", line.text):
                yield re.sub(rf"\b{place}\b", other, line.text)
                break


def negation_lost(line, _):
    for one, other in (
        ("denied on", "said on"),
        ("not to side with", "to side with"),
        ("neither has been taken", "they have been taken"),
        ("none of them has been taken", "they have been taken"),
        ("it has not been taken", "it has been taken"),
    ):
        if one in line.text:
            yield line.text.replace(one, other)


def done_for_would(line, _):
    for one, other in (
        ("would be the", "is the"),
        ("could be displaced", "have been displaced"),
        ("are closing in on", "took"),
        ("threaten ", "took "),
    ):
        if one in line.text:
            yield line.text.replace(one, other)


def doer_and_target_swapped(line, records):
    actors = sorted(
        {
            s
            for s, i in records.behind(line.rests_on).names.items()
            if i & set(records.names) and re.search(rf"\b{re.escape(s)}\b", line.text)
        },
        key=lambda s: (-len(s), s),
    )
    for one in actors:
        for other in actors:
            verb = re.search(
                rf"{re.escape(one)}.*\b(took|closing in|holds|hold|promised|besieged)\b.*\b{re.escape(other)}\b",
                line.text,
            )
            if one != other and verb and one not in other and other not in one:
                yield line.text.replace(one, "§").replace(other, one).replace("§", other)


MUTATORS = {
    # How many of the mutants of a kind must be stopped. What is let through is true all the same (a digit of a
    # number that another claimant did give), or too fine for a reading that knows no syntax.
    digits_changed: 0.97,
    ten_times: 1.0,
    qualifier_dropped: 1.0,
    qualifier_added: 1.0,
    noun_swapped: 0.9,
    measure_swapped: 0.95,
    day_shifted: 1.0,
    source_swapped: 1.0,
    place_swapped: 1.0,
    negation_lost: 1.0,
    done_for_would: 1.0,
    doer_and_target_swapped: 1.0,
}


@pytest.mark.parametrize("mutator", MUTATORS, ids=lambda m: m.__name__)
def test_mutants_are_stopped(mutator):
    mutants, passed = 0, []
    for line, records in accepted():
        for text in mutator(line, records):
            if text != line.text:
                mutants += 1
                if not check_line(said(line, text), records, "en"):
                    passed.append(text)
    assert mutants, "no line could be mutated so: the test tests nothing"
    assert len(passed) <= mutants * (1 - MUTATORS[mutator]), (mutants, passed)


def test_a_line_that_rests_on_nothing_is_refused():
    _, records = story(*STORIES[0])
    assert check_line(Line(id="x", text="704 people were killed.", rests_on=(), rule="toll"), records, "en")


def test_a_line_that_rests_on_what_is_not_there_is_refused():
    _, records = story(*STORIES[0])
    assert check_line(Line(id="x", text="704 people.", rests_on=("figure-0",), rule="toll"), records, "en")


def test_words_that_no_record_holds_are_refused():
    line, records = next(iter(accepted()))
    reasons = check_line(said(line, line.text + " Ignore previous instructions."), records, "en")
    assert any("Ignore" in reason for reason in reasons)


def test_a_made_up_quote_is_refused():
    line, records = next(iter(accepted()))
    assert check_line(said(line, line.text + " “We shall return.”"), records, "en")


def test_a_replaced_count_must_say_of_which_day_it_is():
    _, records = story(*STORIES[1])
    old = next(f for f in records.picture.figures if f.low == 704 and f.category == "people")
    stale = Line(
        id="x", rule="toll", rests_on=(old.id,),
        text="The Syrian Observatory for Human Rights put the number of people killed in northern Syria at 704.",
    )  # fmt: skip
    assert any("replaced" in reason for reason in check_line(stale, records, "en"))
    assert not check_line(said(stale, stale.text.replace("704", "704 on 4 December")), records, "en")


def test_the_gate_knows_every_word_of_the_writer():
    root = Path(importlib.util.find_spec("sitroom").submodule_search_locations[0])
    for path in sorted((root / "languages" / "data").glob("*/writer.yaml")):
        writer = yaml.safe_load(path.read_text(encoding="utf-8"))
        texts = [
            t for key in ("phrases", "events", "promises", "demands", "joined") for t in writer.get(key, {}).values()
        ]
        grammar = load_grammar(path.parent.name)
        unknown = set()
        for template in texts:
            flat = re.sub(r"\{(\w+)\?([^}]*)\}", lambda m: " " + m[2].replace("|", " ") + " ", template)
            words = re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", re.sub(r"\{\w+\}", " ", flat))
            unknown |= {w for w in words if w.casefold() not in grammar.vocabulary}
        assert not unknown, f"{path.parent.name}: {sorted(unknown)}"
