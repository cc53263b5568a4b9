"""What one report misreads is settled by the others that print the same number."""

from __future__ import annotations

from storyboard import Board, current, kinds, named

from sitroom.picture.aside import FAR_OFF_REASON


def flood() -> Board:
    return Board(
        "PK",
        named(
            "ndma, disaster_agency, -, National Disaster Management Authority",
            "un, un_agency, -, United Nations",
            "ocha, un_agency, -, OCHA",
            "aid:PK, ngo, -, Pakistani aid agencies",
            "edhi, monitor, -, Edhi Foundation",
        ),
        Sindh=("province", "Sindh"),
    )


def test_a_lone_odd_speaker_is_outvoted_and_a_missing_one_filled_in():
    b = flood()
    for name, who in (("a", "ndma"), ("b", "ndma"), ("c", "ocha"), ("d", None)):
        b.report(name, f"2022-08-{20 + ord(name) - 97}T10:00")
        b.figure("killed people", 937, who=who, place="Sindh", since="2022-06-14")
    figures = [f for f in b.draw().figures if f.low == 937]
    assert [(f.claimant, f.docs) for f in figures] == [("National Disaster Management Authority", ("a", "b", "c", "d"))]


def test_two_claimants_who_each_give_a_number_in_their_own_report_both_keep_it():
    b = flood()
    b.report("a", "2022-08-20T10:00", source="OCHA")
    b.figure("killed people", 937, place="Sindh", since="2022-06-14")
    for name in ("b", "c"):
        b.report(name, "2022-08-21T10:00")
        b.figure("killed people", 937, who="ndma", place="Sindh", since="2022-06-14")
    assert {f.claimant for f in b.draw().figures} == {"OCHA", "National Disaster Management Authority"}


def test_a_toll_of_weeks_read_as_a_days_in_one_report_joins_the_series():
    b = flood()
    for day, toll in (("20", 728), ("24", 937)):
        b.report(f"r{day}", f"2022-08-{day}T10:00")
        b.figure("killed people", toll, who="ndma", since="2022-06-14")
    b.report("odd", "2022-08-25T10:00")
    b.figure("killed people", 937, who="ndma", scope="incident", since="2022-06-14")
    p = b.draw()
    assert current(p, "killed") == [(937, 937)]
    assert {f.scope for f in p.figures} == {"cumulative"}


def test_a_toll_far_off_its_claimants_others_is_put_aside_with_a_reason():
    b = flood()
    for day, toll in (("20", 728), ("24", 937), ("27", 1061)):
        b.report(f"r{day}", f"2022-08-{day}T10:00")
        b.figure("killed people", toll, who="ndma", since="2022-06-14")
    b.report("old", "2022-08-28T10:00")
    b.figure("killed people", "500000+", who="ndma", since="2022-06-14")
    p = b.draw()
    assert 500000 not in {f.low for f in p.figures}
    assert [o.reason for o in p.omissions] == [FAR_OFF_REASON]
    assert not [k for k in kinds(p) if 500000 in k[1]]


def test_of_two_running_tolls_that_one_witness_gives_at_once_the_lower_is_the_older():
    b = flood()
    b.report("a", "2022-08-24T10:00")
    b.figure("killed people", 937, who="ndma", since="2022-06-14")
    b.figure("killed people", 777, who="ndma", since="2022-06-14")
    p = b.draw()
    assert current(p, "killed") == [(937, 937)]
    assert [(f.low, f.current, f.as_of) for f in p.figures if f.low == 777] == [(777, False, None)]


def test_a_start_years_before_all_others_is_another_sentences_year():
    b = flood()
    for name, day, toll in (("a", "20", 21000), ("b", "22", 33100)):
        b.report(name, f"2022-08-{day}T10:00")
        b.figure("displaced people", toll, who="ocha", place="Sindh", since="2022-08-15")
    b.report("c", "2022-08-23T10:00")
    b.figure("displaced people", 35200, who="ocha", place="Sindh", since="2010-01-01")
    p = b.draw()
    assert current(p, "displaced", place="Sindh") == [(35200, 35200)]
    assert {f.since for f in p.figures} == {"2022-08-15"}


def test_the_ngo_is_whoever_the_report_named_before():
    b = flood()
    b.report("a", "2022-08-24T10:00")
    b.figure("killed people", 937, who="edhi", place="Sindh", since="2022-06-14")
    b.figure("injured people", 1200, who="aid:PK", place="Sindh", since="2022-06-14")
    injured = [f for f in b.draw().figures if f.measure == "injured"]
    assert [f.claimant for f in injured] == ["Edhi Foundation"]


def test_the_storys_own_monitor_vouches_for_the_number_in_its_sentence():
    b = flood()
    text = "The army spoke. The Indus Valley Watch (IVW), a local group, counts 58 dead. Rain goes on."
    b.report("a", "2022-08-20T10:00", text=text)
    b.figure("killed people", 58, who="Indus Valley Watch", quote="58 dead", since="2022-08-15")
    b.report("b", "2022-08-22T10:00", text="A spokesman said the army helps. IVW now counts 73 dead. Rain goes on.")
    b.figure("killed people", 73, who="spokesman", quote="73 dead", since="2022-08-15")
    p = b.draw()
    assert {f.claimant for f in p.figures} == {"Indus Valley Watch (IVW)"}
    assert current(p, "killed") == [(73, 73)]


def test_towns_of_a_list_are_carried_over_from_the_same_claimants_other_list():
    b = flood()
    for name, day, total, parts in (("a", "20", 480, (205, 152, 123)), ("b", "22", 470, (203, 146, 121))):
        b.report(name, f"2022-08-{day}T10:00")
        whole = b.figure("displaced people", total, who="ndma", since="2022-08-15")
        for n, place in zip(parts, ("Ar", "Bo", "Ce"), strict=True):
            where = place if name == "a" else None
            b.figure("displaced people", n, who="ndma", place=where, since="2022-08-15", part_of=whole)
    p = b.draw()
    assert {f.place: f.low for f in p.figures if f.current and f.part_of} == {"Ar": 203, "Bo": 146, "Ce": 121}


def test_an_old_count_and_what_was_added_to_it_are_no_breakdown_of_the_new_one():
    b = flood()
    b.report("a", "2022-08-20T10:00")
    b.figure("displaced people", 47084, who="ndma", since="2022-08-15")
    b.report("b", "2022-08-22T10:00")
    new = b.figure("displaced people", 49612, who="ndma", since="2022-08-15")
    b.figure("displaced people", 2528, who="ndma", since="2022-08-15", part_of=new)
    b.figure("displaced people", 47084, who="ndma", since="2022-08-15", part_of=new)
    p = b.draw()
    assert p.sums == ()
    assert (47084, 47084) not in current(p, "displaced")


def test_what_reports_printed_before_is_the_older_of_two_counts_in_one_report():
    b = flood()
    b.report("a", "2022-08-20T10:00")
    b.figure("killed people", 1216, who="ndma", since="2022-06-14")
    b.report("b", "2022-08-24T10:00")
    b.figure("killed people", 1187, who="ndma", since="2022-06-14")
    b.figure("killed people", 1216, who="ndma", since="2022-06-14")
    p = b.draw()
    assert current(p, "killed") == [(1187, 1187)]
    assert ("revision", (1187, 1216)) in kinds(p)


def test_a_slip_in_a_repeated_breakdown_is_a_transcription_and_no_count():
    b = flood()
    for name, second in (("a", 11963), ("b", 11693)):
        b.report(name, f"2022-08-2{ord(name) - 96}T10:00")
        whole = b.figure("displaced people", 62263, who="ocha", since="2022-08-15")
        for n, place in ((45100, "Ar"), (second, "Bo"), (5200, "Ce")):
            b.figure("displaced people", n, who="ocha", place=place, since="2022-08-15", part_of=whole)
    p = b.draw()
    assert ("transcription", (11693, 11963)) in kinds(p)
    assert 11693 not in {f.low for f in p.figures}
    assert [(s.parts, s.adds_up) for s in p.sums] == [((45100, 11963, 5200), True), ((45100, 11693, 5200), False)]


def test_more_civilians_than_another_counts_people_is_a_disagreement():
    b = flood()
    b.report("a", "2022-08-20T10:00")
    b.figure("killed civilians", "2000+", who="ndma", place="Sindh", since="2022-08-15")
    b.report("b", "2022-08-21T10:00")
    b.figure("killed people", 903, who="edhi", place="Sindh", since="2022-08-15")
    assert ("claimants disagree", (903, 2000)) in kinds(b.draw())


def test_a_capture_that_one_report_gives_to_the_loser_is_left_out():
    b = flood()
    for name, by, day in (("a", "m23", "10"), ("b", "drc-gov", "13"), ("c", "m23", "15")):
        b.report(name, f"2025-12-{day}T10:00")
        b.control("captured" if name != "c" else "held", "Uvira", by)
    row = b.draw().control[0]
    assert (row.status, row.holder, row.since) == ("controlled", "m23", "2025-12-10")


def test_an_acronym_names_the_storys_own_monitor_in_every_language():
    b = flood()
    b.report("a", "2022-08-20T10:00", lang="fr", text="Le Réseau des droits de l'Indus (RDI) compte 58 morts.")
    b.figure("killed people", 58, who="Réseau", quote="58 morts", since="2022-08-15")
    b.report("b", "2022-08-22T10:00", lang="es", text="La Red de Derechos del Indo (RDI) cuenta 73 muertos.")
    b.figure("killed people", 73, who="Red", quote="73 muertos", since="2022-08-15")
    p = b.draw()
    assert len({f.claimant for f in p.figures}) == 1
    assert current(p, "killed") == [(73, 73)]


def test_another_claimant_between_the_name_and_the_number_keeps_its_number():
    b = flood()
    text = "The Indus Valley Watch (IVW) counts 58 dead, OCHA 80."
    b.report("a", "2022-08-20T10:00", text=text)
    b.figure("killed people", 58, who="Indus Valley Watch", quote="58 dead", since="2022-08-15")
    b.figure("killed people", 80, who="ocha", quote="80", since="2022-08-15")
    assert {f.low: f.claimant for f in b.draw().figures} == {58: "Indus Valley Watch (IVW)", 80: "OCHA"}
