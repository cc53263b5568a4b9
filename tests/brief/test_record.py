"""The deadliest month since: with both counts, from the country's own history, and checked against it."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from sitroom.brief.compose import compose
from sitroom.brief.gate import Records, check_line
from sitroom.model import MonthlyDeaths

sys.path.insert(0, str(Path(__file__).parent))
import pictures

DESK = pictures.expected("hama-2024", "expected-2024-12-04.json")


def record(*deaths, lang="en"):
    history = MonthlyDeaths(id="deaths-1", country="Syria", first="2023-01", deaths=deaths)
    brief = compose(DESK.picture, scenarios=(), history=history, lang=lang, **DESK.arguments())
    records = Records(DESK.picture, scenarios=(), history=history, **DESK.arguments())
    lines = [line for part in brief.parts for line in part.lines if line.rule == "matters.record"]
    return lines, records


DEADLIEST = (900, 640, *[120] * 19, 638)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_deadliest_month_is_told_with_both_counts(lang):
    (line,), records = record(*DEADLIEST, lang=lang)
    assert "638" in line.text
    assert "640" in line.text
    assert check_line(line, records, lang) == ()


@pytest.mark.parametrize(("old", "new"), [("638", "683"), ("640", "900"), ("October 2024", "September 2024")])
def test_its_mutants_are_stopped(old, new):
    (line,), records = record(*DEADLIEST)
    assert old in line.text
    assert check_line(msgspec.structs.replace(line, text=line.text.replace(old, new)), records, "en")


@pytest.mark.parametrize("deaths", [[120] * 20, [100] * 19 + [700, 638], [1] * 19 + [20], [120, 700]])
def test_what_is_no_record_is_not_told(deaths):
    assert not record(*deaths)[0]
