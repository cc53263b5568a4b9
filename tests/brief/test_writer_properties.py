"""Whatever the picture, a brief is written, each line rests on its records, and nothing is said that they do not hold."""

from __future__ import annotations

import re

import msgspec
import pictures
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitroom.brief.compose import compose
from sitroom.model import Conflict, ConflictValue, Control, ControlStep, Sum, TimelineRow

PLACES = ["Hama", "Goma", "El Fasher", "Cox's Bazar", "northern Shan", None]
CLAIMANTS = ["OCHA", "local officials", "Syrian Observatory for Human Rights", "The ministry", None]
ACTORS = ["hts", "syria-gov", "unheard-of", None]
DAYS = ["2025-08", "2025-08-01", "2025-09-05", "2025-09-08", "2025-09-09"]
NUMBERS = re.compile(r"\d[\d,]*(?:\.\d+)?(?: million)?")


@st.composite
def figures(draw):
    wording = draw(st.sampled_from(["exact", "at_least", "at_most", "about", "range", "vague"]))
    low = draw(st.integers(min_value=0, max_value=2_000_000))
    high = low + draw(st.integers(min_value=1, max_value=50)) if wording == "range" else low
    low_high = {"at_least": (low, None), "at_most": (None, low), "vague": (low, None)}.get(wording, (low, high))
    scope = draw(st.sampled_from(["incident", "cumulative"]))
    return pictures.figure(
        draw(st.sampled_from(["killed", "injured", "missing", "detained", "displaced", "returned"])),
        low_high[0],
        high=low_high[1],
        wording=wording,
        scope=scope,
        category=draw(st.sampled_from(["people", "civilians", "children", "combatants", "journalists"])),
        side=draw(st.sampled_from(ACTORS)),
        place=draw(st.sampled_from(PLACES)),
        since=draw(st.sampled_from([None, "2025-08-01", "2025-08"])),
        on=draw(st.sampled_from([None, *DAYS])) if scope == "incident" else None,
        claimant=draw(st.sampled_from(CLAIMANTS)),
        party=draw(st.booleans()),
        as_of=draw(st.sampled_from([None, *DAYS])),
        unit=draw(st.sampled_from(["persons", "households"])),
        standing=draw(st.sampled_from(["asserted", "denied", "claimed"])),
        background=draw(st.booleans()),
        current=draw(st.booleans()),
    )


@st.composite
def controls(draw):
    steps = tuple(
        ControlStep(
            on=draw(st.sampled_from(DAYS)),
            event=draw(st.sampled_from(["captured", "lost", "contested", "besieged", "threatened", "held"])),
            by=draw(st.sampled_from(ACTORS)),
            standing=draw(st.sampled_from(["asserted", "denied", "claimed"])),
            claimant=draw(st.sampled_from(CLAIMANTS)),
            distance_km=draw(st.sampled_from([None, 8.0])),
            docs=(),
            rests_on=(f"claim-{n}",),
        )
        for n in range(draw(st.integers(min_value=0, max_value=4)))
    )
    place = draw(st.sampled_from(PLACES[:-1]))
    return Control(
        id=f"control-{place}",
        place=place,
        status=draw(st.sampled_from(["controlled", "contested", "besieged", "threatened"])),
        holder=draw(st.sampled_from(ACTORS)),
        by=draw(st.sampled_from(ACTORS)),
        since=draw(st.sampled_from([None, *DAYS])),
        basis=draw(st.sampled_from(["confirmed", "claimed", "disputed"])),
        last_report=draw(st.sampled_from(DAYS)),
        history=steps,
        docs=(),
        rests_on=("claim-c",),
    )


@st.composite
def any_picture(draw):
    counted = tuple({f.id: f for f in draw(st.lists(figures(), max_size=7))}.values())
    places = tuple({c.place: c for c in draw(st.lists(controls(), max_size=4))}.values())
    conflicts, sums = (), ()
    if len(counted) > 1:
        values = tuple(
            ConflictValue(claimant=f.claimant, low=f.low, high=f.high, as_of=f.as_of, figure=f.id) for f in counted[:2]
        )
        kind = draw(st.sampled_from(["claimants disagree", "transcription", "scope", "revision"]))
        conflicts = (Conflict(id="conflict", about="x", kind=kind, values=values, rests_on=("claim-x",)),)
        total = counted[0].low or 0
        sums = (
            Sum(
                id="sum", total=total, parts=(total,), adds_up=True, claimant=None, figure=counted[0].id, docs=(),
                rests_on=("claim-x",),
            ),
        )  # fmt: skip
        part = msgspec.structs.replace(counted[1], part_of=counted[0].id)
        counted = (counted[0], part, *counted[2:])
    row = TimelineRow(id="row", date="2025-09-09", kind="other", weight=0.5, what="Something", docs=(), rests_on=("c",))
    return pictures.picture(figures=counted, control=places, conflicts=conflicts, sums=sums, timeline=(row,))


def ids_of(picture):
    records = (*picture.figures, *picture.control, *picture.conflicts, *picture.sums, *picture.timeline)
    below = {i for record in records for i in record.rests_on}
    steps = {i for row in picture.control for step in row.history for i in step.rests_on}
    return {record.id for record in records} | below | steps


@given(any_picture())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_any_picture_makes_a_brief_whose_lines_rest_on_it(lang, picture):
    brief = compose(picture, lang=lang, **pictures.bare(picture, names=pictures.names()))
    known = ids_of(picture)
    for line in (*brief.standfirst, *(line for part in brief.parts for line in part.lines)):
        assert line.rests_on
        assert set(line.rests_on) <= known, line
        assert not re.search(r"[{}]|\bNone\b", line.text), line.text
    for part in brief.parts:
        assert not part.paragraphs or sum(part.paragraphs) == len(part.lines)


def numbers_in(text):
    found = set()
    for match in NUMBERS.findall(
        re.sub(r"\b\d{1,2} (?:August|September)\b|(?:August )?\b20\d\d\b|30 km|\d+%", "", text)
    ):
        scale = 1_000_000 if match.endswith(" million") else 1
        found.add(round(float(match.removesuffix(" million").replace(",", "")) * scale))
    return found


@given(any_picture())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_happened_prints_no_number_that_the_records_do_not_hold(picture):
    brief = compose(picture, **pictures.bare(picture))
    held = {n for f in picture.figures for n in (f.low, f.high) if n is not None} | set(
        range(40)
    )  # and days between counts
    for part in brief.parts:
        if part.name == "happened":
            for line in part.lines:
                assert numbers_in(line.text) <= held, line.text


@given(any_picture())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_denied_background_and_enemy_counts_never_reach_the_text(picture):
    marked = tuple(
        msgspec.structs.replace(f, low=777_000 + n, high=777_000 + n, wording="exact", background=True, part_of=None)
        for n, f in enumerate(picture.figures)
    )
    conflicts = tuple(
        msgspec.structs.replace(c, values=tuple(msgspec.structs.replace(v, low=None, high=None) for v in c.values))
        for c in picture.conflicts
    )
    brief = compose(
        msgspec.structs.replace(picture, figures=marked, sums=(), conflicts=conflicts), **pictures.bare(picture)
    )
    said = " ".join([brief.title, *(line.text for part in brief.parts[:3] for line in part.lines)])
    assert "777," not in said
    assert not any("777," in card.value for card in brief.cards)
