"""How far a pressed place is from whoever presses it, reckoned from two rows and reckoned again by the gate."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from sitroom.brief.compose import compose
from sitroom.brief.gate import Records, check_line
from sitroom.model import PlaceRef

sys.path.insert(0, str(Path(__file__).parent))
import pictures

DESK = pictures.expected("hama-2024", "expected-2024-12-04.json", pictures.hama_around())
KM_A_DEGREE = 111.195


def at(place, km):
    return PlaceRef(text=place, name=place, geonameid=1, lat=35.0 + km / KM_A_DEGREE, lon=36.75, country="SY")


def reach(halfaya_km, lang="en"):
    rows = tuple(
        msgspec.structs.replace(r, place_ref=at(r.place, {"Hama": 0.0, "Halfaya": halfaya_km}.get(r.place, 900.0)))
        for r in DESK.picture.control
    )
    picture = msgspec.structs.replace(DESK.picture, control=rows)
    brief = compose(picture, scenarios=(), lang=lang, **DESK.arguments())
    records = Records(picture, scenarios=(), **DESK.arguments())
    lines = [line for part in brief.parts for line in part.lines if line.rule == "matters.reach"]
    return lines, records


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_distance_to_what_may_fall_next_is_told_and_checked(lang):
    (line,), records = reach(21.0, lang)
    assert "21 km" in line.text
    assert check_line(line, records, lang) == ()
    for old, new in (("21 km", "12 km"), ("Halfaya", "Aleppo")):
        wrong = msgspec.structs.replace(line, text=line.text.replace(old, new))
        assert check_line(wrong, records, lang)


def test_what_is_far_away_is_not_told():
    assert not reach(300.0)[0]
