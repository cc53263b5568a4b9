"""Invented stories of other regions and kinds than those the rules were set on, each with its trap."""

from __future__ import annotations

from storyboard import Board, current, kinds, named


def test_the_toll_of_an_earthquake_rises_and_is_no_correction():
    b = Board("TR", named("afad, disaster_agency, turkey, AFAD"), Turkey=("country", None), Hatay=("province", "Hatay"))
    for day, toll in (("06", 912), ("06", 2379), ("07", 5894), ("08", 12391), ("10", 21848)):
        b.report(f"t{toll}", f"2023-02-{day}T{toll % 10 + 8:02}:00")
        b.figure("killed people", toll, who="afad", place="Turkey", on="2023-02-06")
    b.figure("killed people", 1300, who="afad", place="Antakya", on="2023-02-06")
    p = b.draw()
    assert current(p, "killed", place="Turkey") == [(21848, 21848)]
    assert current(p, "killed", place="Antakya") == [(1300, 1300)]
    assert not [k for k in kinds(p) if k[0] == "revision"]
    assert not any(f.party for f in p.figures), "nobody fights in an earthquake"


def test_two_governments_count_a_flood_and_the_un_lowers_its_count():
    b = Board("LY", named("east, ministry, east-gov, eastern interior ministry", "ocha, un_agency, -, OCHA"))
    b.report("l1", "2023-09-13T10:00")
    b.figure("killed people", 5300, who="east", place="Derna", since="2023-09-10")
    b.report("l2", "2023-09-16T10:00", source="OCHA")
    b.figure("killed people", 11300, place="Derna", since="2023-09-10")
    b.figure("missing people", 10100, place="Derna", since="2023-09-10")
    b.report("l3", "2023-09-17T20:00", source="OCHA")
    b.figure("killed people", 3958, place="Derna", since="2023-09-10", who="ocha")
    b.figure("killed people", 11300, place="Derna", since="2023-09-10", who="ocha", superseded=True)
    p = b.draw()
    ocha = [f for f in p.figures if f.claimant == "OCHA" and f.measure == "killed"]
    assert [(f.low, f.current) for f in ocha] == [(11300, False), (3958, True)]
    assert ("revision", (3958, 11300)) in kinds(p)
    assert ("claimants disagree", (3958, 5300)) in kinds(p)


def sudan() -> Board:
    return Board(
        "SD",
        named(
            "rsf, militia, rsf, Rapid Support Forces",
            "saf, army, saf, Sudanese army",
            "iom, un_agency, -, IOM",
            "sdn, union, -, Sudan Doctors Network",
        ),
        El_Fasher=("settlement", "North Darfur"),
        North_Darfur=("province", "North Darfur"),
    )


def test_a_city_falls_after_claim_and_denial_and_its_province_is_another_matter():
    b = sudan()
    b.report("s0", "2025-10-20T10:00")
    b.control("besieged", "El Fasher", "rsf", "saf")
    b.report("s1", "2025-10-26T09:00")
    b.control("captured", "El Fasher", "rsf", "saf", who="rsf", standing="claimed")
    b.report("s2", "2025-10-26T15:00")
    b.control("captured", "El Fasher", "rsf", "saf", who="saf", standing="denied")
    disputed = b.draw().control[0]
    assert (disputed.status, disputed.holder, disputed.basis) == ("contested", "saf", "disputed")
    b.report("s3", "2025-10-27T18:00")
    b.control("lost", "El Fasher", "saf", who="saf")
    b.control("contested", "North Darfur", "rsf")
    rows = {c.place: c for c in b.draw().control}
    fallen = rows["El Fasher"]
    assert (fallen.status, fallen.holder, fallen.basis, fallen.since) == (
        "controlled",
        "rsf",
        "confirmed",
        "2025-10-26",
    )
    assert rows["North Darfur"].status == "contested"
    assert [(s.event, s.standing) for s in fallen.history][:1] == [("besieged", "asserted")]


def test_people_displaced_since_a_day_and_people_displaced_are_two_numbers():
    b = sudan()
    b.report("s1", "2025-10-28T10:00", source="IOM")
    b.figure("displaced people", 26000, place="El Fasher", since="2025-10-26")
    b.figure("displaced people", 260000, place="El Fasher", scope="cumulative")
    b.report("s2", "2025-10-30T10:00", source="IOM")
    b.figure("displaced people", 36000, place="El Fasher", since="2025-10-26")
    p = b.draw()
    assert current(p, "displaced", stock_or_flow="flow") == [(36000, 36000)]
    assert current(p, "displaced", stock_or_flow="stock") == [(260000, 260000)]
    assert all(f.high_across == f.low for f in p.figures if f.current), "stock and flow are never compared as one"


def test_a_ministry_that_starts_anew_counts_two_things():
    b = Board("PS", named("health-ministry:PS, ministry, hamas, health ministry"), Gaza_Strip=("region", None))
    for day, total, new in (("20", 67900, 104), ("25", 68200, 216), ("30", 68527, 241)):
        b.report(f"g{day}", f"2025-10-{day}T10:00")
        b.figure("killed people", total, who="health-ministry:PS", place="Gaza Strip", since="2023-10-07")
        b.figure("killed people", new, who="health-ministry:PS", place="Gaza Strip", since="2025-10-10")
    p = b.draw()
    assert current(p, "killed") == [(241, 241), (68527, 68527)]
    assert not [k for k in kinds(p) if k[0] in ("revision", "claimants disagree")]


def test_what_an_army_says_of_its_enemy_is_kept_apart_and_never_best():
    b = Board(
        "UA",
        named("russia, state, russia, Russia", "ukraine, state, ukraine, Ukraine", "deepstate, monitor, -, DeepState"),
    )
    b.report("u1", "2025-11-02T10:00")
    b.figure("killed combatants", 1200, who="russia", side="ukraine", on="2025-11-01")
    b.figure("killed combatants", 40, who="ukraine", side="ukraine", on="2025-11-01")
    b.control("captured", "Novo", "russia", "ukraine", who="russia", standing="claimed")
    b.report("u2", "2025-11-03T10:00")
    b.control("captured", "Novo", "russia", "ukraine", who="ukraine", standing="denied")
    b.report("u3", "2025-11-05T10:00")
    b.control("held", "Novo", "ukraine", who="deepstate")
    p = b.draw()
    claimed = next(f for f in p.figures if f.low == 1200)
    own = next(f for f in p.figures if f.low == 40)
    assert (claimed.standing, own.standing) == ("claimed", "asserted")
    assert (claimed.best, claimed.high_across) == (own.best, own.high_across) == (40, 40)
    assert not p.conflicts
    assert (p.control[0].status, p.control[0].holder) == ("controlled", "ukraine")


def test_the_toll_of_one_massacre_is_corrected_upward_once():
    b = Board("HT", named("rnddh, monitor, -, RNDDH", "binuh, un_agency, -, BINUH"))
    b.report("h1", "2024-10-04T10:00")
    b.figure("killed people", 20, who="rnddh", place="Pont-Sondé", on="2024-10-03")
    b.report("h2", "2024-10-05T10:00")
    b.figure("killed people", 70, who="rnddh", place="Pont-Sondé", on="2024-10-03")
    b.figure("killed people", "3661+", who="binuh", since="2024-01-01")
    p = b.draw()
    assert ("revision", (20, 70)) in kinds(p)
    assert current(p, "killed", scope="incident") == [(70, 70)]
    assert all(f.high_across in (70, 3661, None) for f in p.figures)


def test_a_repeated_number_keeps_its_first_day_and_an_old_one_its_own():
    b = Board("XX", named("m, monitor, -, Monitor"))
    b.report("a", "2024-05-01T10:00")
    b.figure("killed people", 100, who="m", since="2024-04-20")
    b.report("b", "2024-05-03T10:00")
    b.figure("killed people", 130, who="m", since="2024-04-20")
    b.figure("killed people", 80, who="m", since="2024-04-20", as_of="2024-04-28")
    b.report("c", "2024-05-04T10:00")
    b.figure("killed people", 130, who="m")
    b.claims[-1] = type(b.claims[-1])(
        **{**{f: getattr(b.claims[-1], f) for f in b.claims[-1].__struct_fields__}, "scope": "cumulative"}
    )
    p = b.draw()
    assert [(f.low, f.as_of, f.current) for f in p.figures] == [
        (80, "2024-04-28", False),
        (100, "2024-05-01", False),
        (130, "2024-05-03", True),
    ]
    assert p.figures[-1].docs == ("b", "c")
    assert p.figures[0].replaced_by == p.figures[1].id


def test_a_slip_in_a_copy_is_located_by_the_copy_that_adds_up():
    b = Board("XX", named("m, monitor, -, Monitor"))
    b.report("good", "2024-05-01T10:00", source="Agency")
    total = b.figure("killed people", 514, who="m", since="2024-04-20")
    b.figure("killed combatants", 268, who="m", since="2024-04-20", side="rebels", part_of=total)
    b.figure("killed combatants", 154, who="m", since="2024-04-20", side="army", part_of=total)
    b.figure("killed civilians", 92, who="m", since="2024-04-20", part_of=total)
    b.copy("bad", "2024-05-01T12:00", "Paper", _268=267)
    p = b.draw(voices=[["good", "bad"]])
    assert [(s.total, s.adds_up, s.docs) for s in p.sums] == [(514, False, ("bad",)), (514, True, ("good",))]
    assert kinds(p) == [("transcription", (267, 268))]
    assert 267 not in {f.low for f in p.figures}
    assert "good carries 268 + 154 + 92" in p.sums[0].explanation


def test_the_slip_is_found_though_the_wrong_copy_came_first():
    b = Board("XX", named("m, monitor, -, Monitor"))
    b.report("bad", "2024-05-01T10:00", source="Paper")
    total = b.figure("displaced people", 36139, who="m", since="2024-04-20")
    for place, n in (("A", 16482), ("B", 12026), ("C", 7451)):
        b.figure("displaced people", n, who="m", since="2024-04-20", place=place, part_of=total)
    b.copy("good", "2024-05-01T12:00", "Agency", _12026=12206)
    p = b.draw(voices=[["good", "bad"]])
    assert ("transcription", (12026, 12206)) in kinds(p)
    assert [f.low for f in p.figures if f.place == "B"] == [12206]


def test_a_copy_that_lost_a_part_is_shown_beside_the_whole():
    b = Board("XX", named("m, monitor, -, Monitor"))
    b.report("whole", "2024-05-01T10:00", source="Agency")
    total = b.figure("killed people", 704, who="m", since="2024-04-20")
    b.figure("killed combatants", 361, who="m", since="2024-04-20", side="rebels", part_of=total)
    b.figure("killed combatants", 233, who="m", since="2024-04-20", side="army", part_of=total)
    b.figure("killed civilians", 110, who="m", since="2024-04-20", part_of=total)
    b.copy("cut", "2024-05-01T12:00", "Paper", without=["110"])
    p = b.draw(voices=[["whole", "cut"]])
    assert sorted((s.adds_up, s.parts) for s in p.sums) == [(False, (361, 233)), (True, (361, 233, 110))]
    assert ("transcription", (594, 704)) in kinds(p)


def test_women_and_children_among_the_dead_are_no_breakdown():
    b = Board("XX", named("m, monitor, -, Monitor"))
    b.report("a", "2024-05-01T10:00", text="149 civilians: 35 children and 16 women")
    total = b.figure("killed civilians", 149, who="m", since="2024-04-20", quote="149 civilians")
    b.figure("killed children", 35, who="m", since="2024-04-20", part_of=total, quote="35 children")
    b.figure("killed women", 16, who="m", since="2024-04-20", part_of=total, quote="16 women")
    assert b.draw().sums == ()


def test_a_list_behind_a_colon_claims_to_be_whole_and_an_unread_number_completes_it_or_silences_it():
    b = Board("XX", named("m, monitor, -, Monitor"))
    b.report("a", "2024-05-01T10:00", text="90 dead: 41 in Ar, 40 in Bo, as far as is known.")
    total = b.figure("killed people", 90, who="m", since="2024-04-20", quote="90 dead")
    b.figure("killed people", 41, who="m", since="2024-04-20", place="Ar", part_of=total, quote="41 in Ar")
    b.figure("killed people", 40, who="m", since="2024-04-20", place="Bo", part_of=total, quote="40 in Bo")
    assert [(s.total, s.adds_up) for s in b.draw().sums] == [(90, False)]
    c = Board("XX", named("m, monitor, -, Monitor"))
    c.report("a", "2024-05-01T10:00", text="90 dead: 41 in Ar, 40 in Bo, 9 in Ce.")
    total = c.figure("killed people", 90, who="m", since="2024-04-20", quote="90 dead")
    c.figure("killed people", 41, who="m", since="2024-04-20", place="Ar", part_of=total, quote="41 in Ar")
    c.figure("killed people", 40, who="m", since="2024-04-20", place="Bo", part_of=total, quote="40 in Bo")
    assert [(s.total, s.parts, s.adds_up) for s in c.draw().sums] == [(90, (41, 40, 9), True)]
    d = Board("XX", named("m, monitor, -, Monitor"))
    d.report("a", "2024-05-01T10:00", text="90 dead: 41 in Ar, 40 in Bo, 7 in Ce.")
    total = d.figure("killed people", 90, who="m", since="2024-04-20", quote="90 dead")
    d.figure("killed people", 41, who="m", since="2024-04-20", place="Ar", part_of=total, quote="41 in Ar")
    d.figure("killed people", 40, who="m", since="2024-04-20", place="Bo", part_of=total, quote="40 in Bo")
    assert d.draw().sums == ()


def test_claimants_who_round_do_not_disagree():
    b = Board("XX", named("m, monitor, -, Monitor", "n, un_agency, -, Agency"))
    b.report("a", "2024-05-01T10:00")
    b.figure("killed people", 704, who="m", since="2024-04-20")
    b.figure("killed people", "700~", who="n", since="2024-04-20")
    assert b.draw().conflicts == ()
    b.figure("killed people", 820, who="n", since="2024-04-20", as_of="2024-05-01")
    assert [k for k, _ in kinds(b.draw())] == ["claimants disagree"]


def test_an_older_and_lower_running_count_is_behind_and_not_at_odds():
    b = Board("XX", named("m, monitor, -, Monitor", "n, un_agency, -, Agency"))
    b.report("a", "2024-05-01T10:00")
    b.figure("displaced people", 10000, who="m", since="2024-04-20")
    b.report("b", "2024-05-08T10:00")
    b.figure("displaced people", 45000, who="n", since="2024-04-20")
    assert b.draw().conflicts == ()


def test_warnings_and_denials_and_old_battles_are_no_current_figures():
    b = Board("XX", named("m, monitor, -, Monitor"))
    b.report("a", "2024-05-01T10:00")
    b.figure("displaced people", "1500000<", who="m", standing="warned")
    b.figure("killed people", 40, who="m", on="2024-05-01", standing="denied")
    b.figure("killed people", 31000, on="2016", background=True)
    p = b.draw()
    assert [f.low for f in p.figures if not f.background] == []
    assert [w.high for w in p.warnings] == [1500000]
    assert p.timeline == ()


def test_threatened_besieged_and_contested_places_are_the_defenders():
    b = sudan()
    b.report("a", "2025-10-20T10:00")
    b.control("threatened", "Alfa", "rsf", "saf")
    b.control("besieged", "Bravo", "rsf")
    b.control("contested", "Charlie", None)
    b.control("captured", "Delta", "rebels", who="saf")
    rows = {c.place: (c.status, c.holder) for c in b.draw().control}
    assert rows == {
        "Alfa": ("threatened", "saf"),
        "Bravo": ("besieged", "saf"),
        "Charlie": ("contested", None),
        "Delta": ("controlled", "rebels"),
    }


def test_a_threat_does_not_lift_a_siege_and_a_town_taken_is_not_threatened_by_its_holder():
    b = sudan()
    b.report("a", "2025-10-20T10:00")
    b.control("besieged", "Alfa", "rsf", "saf")
    b.control("captured", "Bravo", "rsf", "saf")
    b.report("b", "2025-10-21T10:00")
    b.control("threatened", "Alfa", "rsf", "saf")
    b.control("threatened", "Bravo", "rsf", who="saf")
    rows = {c.place: (c.status, c.holder) for c in b.draw().control}
    assert rows == {"Alfa": ("besieged", "saf"), "Bravo": ("controlled", "rsf")}


def test_a_place_retaken_is_the_later_holders():
    b = sudan()
    b.report("a", "2025-10-20T10:00")
    b.control("captured", "Alfa", "rsf", "saf")
    b.report("b", "2025-10-22T10:00")
    b.control("captured", "Alfa", "saf", "rsf")
    row = b.draw().control[0]
    assert (row.holder, row.since, row.status) == ("saf", "2025-10-22", "controlled")
    assert (b.draw("2025-10-21T00:00").control[0].holder) == "rsf"


def test_the_timeline_stands_on_the_day_of_the_event():
    b = sudan()
    b.report("a", "2025-10-22T10:00")
    b.event("airstrike", "saf", "rsf", place="Alfa", on="2025-10-20")
    b.figure("killed people", 12, who="sdn", place="Alfa", on="2025-10-20")
    b.appeal("Bravo", "rsf", "stay_home", on="2025-10-21")
    rows = [(r.date, r.what) for r in b.draw().timeline]
    assert ("2025-10-20", "Air strike in Alfa by Sudanese army against Rapid Support Forces") in rows
    assert ("2025-10-20", "Sudan Doctors Network counts 12 people killed in Alfa") in rows
    assert ("2025-10-21", "Rapid Support Forces appeals to the people of Bravo") in rows


def test_a_toll_since_the_start_that_was_read_as_the_toll_of_the_first_day():
    b = Board("XX", named("m, monitor, -, Monitor"))
    b.report("a", "2024-05-01T10:00")
    b.figure("killed people", 100, who="m", since="2024-04-20")
    b.report("b", "2024-05-02T10:00")
    b.figure("killed people", 130, who="m", on="2024-04-20")
    b.report("c", "2024-05-02T12:00")
    b.figure("killed people", 7, who="m", on="2024-05-02", place="Alfa")
    p = b.draw()
    assert [(f.low, f.scope, f.since, f.current) for f in p.figures] == [
        (100, "cumulative", "2024-04-20", False),
        (130, "cumulative", "2024-04-20", True),
        (7, "incident", None, True),
    ]


def test_numbers_that_make_the_one_before_them_are_its_parts():
    b = Board("XX", named("m, monitor, -, Monitor"))
    b.report("a", "2024-05-01T10:00")
    total = b.figure("displaced people", 48119, who="m", since="2024-04-20")
    for place, n in (("Alfa", 20563), ("Bravo", 15241), ("Charlie", 12315)):
        b.figure("displaced people", n, place=place, scope="incident")
    p = b.draw()
    assert [(s.total, s.parts, s.adds_up) for s in p.sums] == [(48119, (20563, 15241, 12315), True)]
    whole = next(f for f in p.figures if f.rests_on == (total,))
    assert {(f.part_of, f.claimant, f.since, f.scope) for f in p.figures if f is not whole} == {
        (whole.id, "Monitor", "2024-04-20", "cumulative")
    }


def test_a_breakdown_that_one_copy_links_is_linked_in_the_others_too():
    b = Board("XX", named("m, monitor, -, Monitor"))
    b.report("good", "2024-05-01T10:00", source="Agency", text="36139 displaced: 16482 A, 12206 B, 7451 C " + "x" * 90)
    b.figure("displaced people", 36139, who="m", since="2024-04-20")
    for place, n in (("A", 16482), ("B", 12206), ("C", 7451)):
        b.figure("displaced people", n, who="m", since="2024-04-20", place=place)
    b.copy("slip", "2024-05-01T12:00", "Paper", _12206=12026)
    p = b.draw(voices=[["good", "slip"]])
    assert sorted((s.adds_up, s.parts, s.docs) for s in p.sums) == [
        (False, (16482, 12026, 7451), ("slip",)),
        (True, (16482, 12206, 7451), ("good",)),
    ]
    assert kinds(p) == [("transcription", (12026, 12206))]


def test_an_old_count_and_what_was_added_to_it_are_no_breakdown():
    b = Board("XX", named("m, monitor, -, Monitor"))
    b.report("a", "2024-05-01T10:00")
    b.figure("displaced people", 49612, who="m", since="2024-04-20")
    b.figure("displaced people", 2528, who="m", since="2024-04-20")
    b.figure("displaced people", 47084, who="m", since="2024-04-20", as_of="2024-04-29")
    assert b.draw().sums == ()


def test_an_attacker_that_falls_back_gives_nobody_a_place_that_it_never_held():
    b = sudan()
    b.report("s0", "2025-10-20T10:00")
    b.control("threatened", "El Fasher", "rsf", "saf")
    b.report("s1", "2025-10-21T10:00")
    b.control("lost", "El Fasher", "rsf")
    row = b.draw().control[0]
    assert (row.holder, row.status, row.since) == ("saf", "threatened", "2025-10-20")
