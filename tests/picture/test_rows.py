"""Rows of the picture one by one: sums over several reports, what changed, scope and the choice of best."""

from __future__ import annotations

import pytest
from storyboard import Board, kinds, named

from sitroom.picture import diff, printed
from sitroom.picture.amounts import bounds, meet, same_number, slip

NAMES = named(
    "m, monitor, -, Monitor",
    "o, un_agency, -, OCHA",
    "w, un_agency, -, WFP",
    "gov, ministry, gov, Ministry",
    "g, local_authority, -, Governor",
)


@pytest.mark.parametrize(
    ("a", "b", "yes"),
    [
        (268, 267, True),
        (24, 42, True),
        (12206, 12026, True),
        (110, 149, False),
        (5, 8, False),
        (41, 48, False),
        (704, 7040, False),
    ],
)
def test_a_slip_of_the_pen(a, b, yes):
    assert slip(a, b) is yes
    assert slip(b, a) is yes


@pytest.mark.parametrize(
    ("a", "b", "yes"),
    [
        ((60, 60, "about"), (58, 58, "exact"), True),
        ((700, 700, "exact"), (704, 704, "exact"), True),
        ((80, None, "at_least"), (58, 58, "exact"), False),
        ((80, None, "at_least"), (120, 120, "exact"), True),
        ((None, 60, "at_most"), (58, 58, "exact"), True),
        ((80, 90, "range"), (41, 41, "exact"), False),
        ((24, None, "vague"), (300, 300, "exact"), True),
        ((41, 41, "exact"), (48, 48, "exact"), False),
    ],
)
def test_amounts_that_may_both_be_true(a, b, yes):
    assert meet(bounds(*a, rounding=True), bounds(*b, rounding=True)) is yes


def test_one_number_in_two_wordings_is_one_number_and_a_range_is_not():
    assert same_number((48500, None), (48500, 48500))
    assert same_number((None, 60), (60, 60))
    assert not same_number((80, 90), (80, 80))


def test_a_breakdown_that_two_reports_complete_together():
    b = Board("XX", NAMES)
    b.report("a", "2024-05-01T10:00")
    b.figure("killed people", 704, who="m", since="2024-04-20")
    b.figure("killed civilians", 110, who="m", since="2024-04-20")
    b.report("b", "2024-05-01T12:00")
    b.figure("killed combatants", 361, who="m", since="2024-04-20", side="rebels")
    b.figure("killed combatants", 233, who="m", since="2024-04-20", side="army")
    (row,) = b.draw().sums
    assert (row.total, row.parts, row.adds_up, row.docs) == (704, (361, 233, 110), True, ("a", "b"))


def test_newly_and_all_displaced_and_two_grounds_are_differences_of_scope():
    b = Board("XX", NAMES, Upper_Land=("province", "Upper Land"))
    b.report("a", "2024-05-01T10:00", source="OCHA")
    total = b.figure("displaced people", 178000, since="2024-04-20")
    b.figure("displaced people", 128000, since="2024-04-20", part_of=total)
    b.figure("displaced people", "3100000~", scope="cumulative")
    b.report("b", "2024-05-02T10:00", source="OCHA")
    b.figure("displaced people", 190000, since="2024-04-20")
    b.figure("displaced people", 115000, since="2024-04-20", place="Upper_Land", as_of="2024-04-28")
    found = kinds(b.draw())
    assert ("scope", (128000, 178000)) in found
    assert ("scope", (178000, 3100000)) in found or ("scope", (190000, 3100000)) in found
    assert not [k for k in found if k[0] == "claimants disagree"]


def test_best_is_an_independent_claimants_and_never_a_partys_or_an_average():
    b = Board("XX", NAMES)
    b.report("a", "2024-05-01T10:00")
    b.event("offensive", "gov", "rebels")
    b.figure("killed civilians", 30, who="gov", since="2024-04-20")
    b.figure("killed civilians", 58, who="m", since="2024-04-20")
    b.report("b", "2024-05-02T10:00")
    b.figure("killed civilians", 44, who="g", since="2024-04-20")
    p = b.draw()
    assert {(f.best, f.low_across, f.high_across) for f in p.figures} == {(58, 30, 58)}
    assert {f.claimant: f.party for f in p.figures} == {"Ministry": True, "Monitor": False, "Governor": False}
    by_claimant = {f.claimant: f for f in p.figures}
    assert set(by_claimant["Monitor"].disputed_by) == {by_claimant["Ministry"].id, by_claimant["Governor"].id}


def test_what_changed_between_two_pictures_and_which_report_caused_it():
    b = Board("XX", NAMES)
    b.report("a", "2024-05-01T10:00")
    b.figure("killed people", 100, who="m", since="2024-04-20")
    b.control("threatened", "Alfa", "red", "blue")
    old = b.draw()
    b.report("b", "2024-05-02T10:00")
    b.figure("killed people", 130, who="m", since="2024-04-20")
    b.control("captured", "Alfa", "red", "blue")
    changes = diff(old, b.draw())
    assert [(c.what, c.before, c.after, c.docs) for c in changes] == [
        ("figure", "exact 100", "exact 130", ("b",)),
        ("control", "threatened, blue, confirmed", "controlled, red, confirmed", ("b",)),
    ]
    assert diff(old, old) == ()


def test_a_printed_picture_carries_every_name_of_claimants_and_places():
    b = Board("XX", NAMES)
    b.report("a", "2024-05-01T10:00")
    b.figure("killed people", 100, who="m", place="Alfa", on="2024-05-01")
    b.control("held", "Alfa", "blue")
    rows = printed(b.draw(), b.names)
    assert rows["figures"][0]["claimant"] == {"text": "m", "name": "Monitor", "short": None, "id": "m"}
    assert rows["control"][0]["place"]["name"] == rows["figures"][0]["place"]["name"] == "Alfa"
