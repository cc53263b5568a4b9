"""What a line says may come next is let through, and each of its mutants is stopped."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sitroom.brief.compose import compose
from sitroom.brief.gate import Records, check_line
from sitroom.model import Line, Scenario

sys.path.insert(0, str(Path(__file__).parent))
import pictures

DESK = pictures.expected("hama-2024", "expected-2024-12-04.json")


def scenario(**fields):
    row = {
        "id": "scenario-1", "kind": "capture", "predicate": "captured", "place": "Hama", "country": "SY",
        "horizon": "2024-12-11", "resolution_rule": "two sources", "resolved_by": "later reports",
        "probability": 0.62, "base_rate": 0.41, "base_n": 90, "method": "logit", "data_cutoff": "2024-12-04",
        "issued_at": pictures.NOON, "known_at": pictures.NOON,
    } | fields  # fmt: skip
    return Scenario(**row)


ASKED = (
    scenario(),
    scenario(id="scenario-2", horizon="2025-01-01", probability=0.81, base_rate=0.55, base_n=88),
    scenario(
        id="scenario-3", kind="displaced", given="scenario-1", probability=None, base_rate=None, base_n=None,
        quantiles=((0.1, 90000.0), (0.9, 260000.0)), horizon="2024-12-18",
        about=(("to_1", "Homs"), ("to_1_share", "0.5 0.4 0.6")),
    ),
    scenario(id="scenario-4", kind="toll", place=None, claimant="sohr", threshold=1000.0, probability=0.31),
    scenario(
        id="scenario-5", kind="displaced_range", place=None, claimant="ocha", probability=None, base_rate=None,
        base_n=None, quantiles=((0.1, 120000.0), (0.9, 410000.0)),
    ),
    scenario(
        id="scenario-6", kind="displaced_range", place=None, claimant="ocha", probability=None, base_rate=None,
        base_n=None, quantiles=((0.1, 130000.0), (0.9, 1600000.0)), horizon="2025-01-03",
    ),
)  # fmt: skip
RECORDS = Records(DESK.picture, scenarios=ASKED, **DESK.arguments())


def lines(lang):
    brief = compose(DESK.picture, scenarios=ASKED, lang=lang, **DESK.arguments())
    return [line for part in brief.parts for line in part.lines if line.rule.startswith("scenario")]


LINES = {line.rule.removeprefix("scenario."): line for line in lines("en")}


def refusals(kind, old, new, lang="en"):
    line = LINES[kind]
    assert old in line.text
    said = line.text.replace(old, new, 1)
    return check_line(Line(id=line.id, text=said, rests_on=line.rests_on, rule=line.rule), RECORDS, lang)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_true_lines_pass(lang):
    found = lines(lang)
    assert len(found) == 4
    assert {line.text: check_line(line, RECORDS, lang) for line in found} == {line.text: () for line in found}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("percent", [2, 10, 33, 49, 62, 88, 97])
def test_every_word_of_likelihood_passes_with_its_number(percent, lang):
    asked = (scenario(probability=percent / 100),)
    records = Records(DESK.picture, scenarios=asked, **DESK.arguments())
    brief = compose(DESK.picture, scenarios=asked, lang=lang, **DESK.arguments())
    (line,) = [one for part in brief.parts for one in part.lines if one.rule == "scenario.capture"]
    assert check_line(line, records, lang) == ()


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("displaced", "likely, 62%", "very likely, 62%"),
        ("displaced", "likely, 62%", "likely, 63%"),
        ("displaced", "likely, 62%", "likely, 41%"),
        ("displaced", "likely, 62%", "likely"),
        ("displaced", "(likely, 62%; ", "("),
        ("displaced", "11 December", "12 December"),
        ("displaced", "front: 41%", "front: 62%"),
        ("displaced", "n = 90)", "n = 900)"),
        ("displaced", "90,000 to 260,000", "260,000 to 90,000"),
        ("displaced", "90,000", "9,000"),
        ("displaced", "80% interval", "90% interval"),
        ("displaced", "by 18 December", "by 11 December"),
        ("displaced", "Homs", "Aleppo"),
        ("displaced", "more people would be displaced", "people would be killed"),
        ("displaced", "If Hama is captured", "If Hama is not captured"),
        ("displaced", "If Hama", "If Homs"),
        ("capture", "1 January 2025: very likely, 81%", "11 December: very likely, 81%"),
        ("toll", "passes 1,000", "passes 10,000"),
        ("toll", "toll passes", "count of people injured passes"),
        ("toll", "unlikely, 31%", "likely, 31%"),
        ("toll", "unlikely, 31%", "unlikely, 31%, with high confidence"),
        ("displaced_range", "120,000 to 410,000", "130,000 to 410,000"),
        ("displaced_range", "on 11 December", "on 3 January 2025"),
    ],
)
def test_mutants_are_stopped(kind, old, new):
    assert refusals(kind, old, new)


def test_another_source_is_stopped():
    (name,) = [n for n in ("SOHR", "Syrian Observatory for Human Rights (SOHR)") if n in LINES["toll"].text][:1]
    assert refusals("toll", name, "OCHA")


def test_a_word_of_likelihood_needs_a_forecast_behind_it():
    figure = next(f for f in DESK.picture.figures if f.low == 704)
    text = "The Syrian Observatory for Human Rights (SOHR) counts 704 people killed, and more are likely."
    line = Line(id="line-1", text=text, rests_on=(figure.id,), rule="toll")
    assert any("without a forecast" in reason for reason in check_line(line, RECORDS, "en"))
