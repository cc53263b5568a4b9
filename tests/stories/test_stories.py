"""Stories: what belongs together, what stays apart, and how a decision is undone."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from storyboard import Board, named

from sitroom.model import Extraction, Judgement, content_id
from sitroom.stories import assign, derive, voices

NAMES = named("afad, disaster_agency, -, AFAD", "m, monitor, -, Monitor", "ocha, un_agency, -, OCHA")
QUAKE = (
    "The earthquake struck Kahramanmaras and Antakya before dawn, rescuers in Antakya said, and aftershocks followed."
)
FRENCH = "Le séisme a frappé Kahramanmaras et Antakya avant l'aube, ont indiqué les secouristes à Antakya lundi."
ELECTION = (
    "Voters went to the polls in Izmir on Sunday, and the count in Izmir was slow, officials of the council said."
)
MINE = "Rescuers in Soma searched the coal mine in Soma after a blast under ground, the mine's owner said."


def extractions(b: Board) -> list[Extraction]:
    return [Extraction(document=d.id, claims=tuple(c for c in b.claims if c.document == d.id)) for d in b.documents]


def grouped(b: Board, judgements: tuple[Judgement, ...]) -> set[frozenset[str]]:
    name = {d.id: d.name for d in b.documents}
    return {frozenset(name[i] for i in s.documents) for s in derive(b.documents, b.claims, judgements)}


def quake() -> Board:
    """Four reports of an earthquake in two languages, a mine blast in the same country and a vote."""
    b = Board("TR", NAMES, Kahramanmaras=("province", "Kahramanmaras"), Antakya=("settlement", "Hatay"))
    b.report("q1", "2023-02-06T06:00", text=QUAKE + " A first count spoke of 912 dead.")
    b.figure("killed people", 912, who="afad", place="Kahramanmaras", on="2023-02-06")
    b.report("mine", "2023-02-06T12:00", source="Herald", text=MINE)
    b.figure("killed people", 3, place="Soma", on="2023-02-06")
    b.report("q2", "2023-02-06T15:00", source="Le Fil", lang="fr", text=FRENCH + " Le bilan est de 2.379 morts.")
    b.figure("killed people", 2379, who="afad", place="Kahramanmaras", on="2023-02-06")
    b.figure("killed people", 400, place="Antakya", on="2023-02-06")
    b.report("vote", "2023-02-06T18:00", source="Post", text=ELECTION)
    b.report("q3", "2023-02-07T09:00", text=QUAKE + " The toll rose to 5,894, the agency said on Tuesday.")
    b.figure("killed people", 5894, who="afad", place="Antakya", on="2023-02-06")
    b.report("q4", "2023-02-08T09:00", source="Herald", text="In Antakya the dead number 12,391 by now, up from 5,894.")
    b.figure("killed people", 12391, who="afad", place="Antakya", on="2023-02-06")
    return b


def test_one_event_in_two_languages_is_one_story_and_the_mine_and_the_vote_are_not_in_it():
    b = quake()
    assert grouped(b, assign(b.documents, extractions(b), ())) == {frozenset({"q1", "q2", "q3", "q4"})}


def test_two_sieges_in_one_country_by_one_army_stay_apart():
    b = Board("SD", NAMES, Alfa=("settlement", "North"), Zulu=("settlement", "South"))
    for day in (1, 2, 3):
        for town, n in (("Alfa", 40), ("Zulu", 90)):
            b.report(
                f"{town}{day}", f"2025-10-0{day}T{8 + n // 10:02}:00", text=f"Fighting went on around {town}. " * 5
            )
            b.control("besieged", town, "rsf", "saf")
            b.figure("killed civilians", n + day, who="m", place=town, since="2025-09-01")
    found = grouped(b, assign(b.documents, extractions(b), ()))
    assert found == {frozenset({"Alfa1", "Alfa2", "Alfa3"}), frozenset({"Zulu1", "Zulu2", "Zulu3"})}


def test_a_namesake_of_the_storys_town_is_no_part_of_it():
    b = Board("SY", NAMES)
    for day in (1, 2, 3):
        b.report(
            f"front{day}", f"2024-12-0{day}T08:00", text=f"Fighters neared Hama from Idlib on day {day}, monitors said."
        )
        b.control("threatened", "Hama", "hts", "syria-gov")
        b.figure("killed people", 300 + day, who="m", place="Idlib", since="2024-11-27")
    b.report(
        "namesake", "2024-12-03T12:00", lang="fr", text="À Niamey, les partisans de Hama Amadou se souviennent de lui."
    )
    b.figure("injured people", 6, place="Hama", on="2024-12-02")
    assert grouped(b, assign(b.documents, extractions(b), ())) == {frozenset({"front1", "front2", "front3"})}


def test_the_order_of_reading_does_not_matter():
    b = quake()
    before = assign(b.documents, extractions(b), ())
    for seed in range(5):
        documents, claims = list(b.documents), extractions(b)
        random.Random(seed).shuffle(documents)  # noqa: S311
        random.Random(seed + 1).shuffle(claims)  # noqa: S311
        assert assign(documents, claims, ()) == before
        assert derive(documents, b.claims, before) == derive(b.documents, b.claims, before)


def test_id_stays_while_a_story_grows_and_judgements_made_are_not_made_again():
    b = quake()
    early = [d for d in b.documents if d.name in ("q1", "mine", "q2")]
    first = assign(early, extractions(b)[:3], ())
    young = derive(early, b.claims, first)
    later = assign(b.documents, extractions(b), first)
    grown = derive(b.documents, b.claims, first + later)
    assert young[0].id == grown[0].id
    assert len(grown[0].documents) == 4
    assert not {j.id for j in later} & {j.id for j in first}


def judgement(left: str, right: str, verdict: str, b: Board, hours: int, replaces: str | None = None) -> Judgement:
    made_at = max(d.known_at for d in b.documents) + timedelta(hours=hours)
    return Judgement(
        id=content_id("judgement", left, right, verdict, hours),
        left=left,
        right=right,
        verdict=verdict,
        score=1.0,
        by="analyst",
        made_at=made_at,
        replaces=replaces,
    )


def test_a_report_is_taken_out_by_a_newer_judgement_and_put_back_by_undoing_it():
    b = quake()
    made = assign(b.documents, extractions(b), ())
    ids = {d.name: d.id for d in b.documents}
    joined = next(j for j in made if j.left == ids["q4"])
    out = judgement(ids["q4"], joined.right, "apart", b, 1)
    assert grouped(b, (*made, out)) == {frozenset({"q1", "q2", "q3"})}
    assert not [j for j in assign(b.documents, extractions(b), (*made, out)) if j.left == ids["q4"]]
    undone = judgement(ids["q4"], joined.right, "same_story", b, 2, replaces=out.id)
    assert grouped(b, (*made, out, undone)) == {frozenset({"q1", "q2", "q3", "q4"})}


def test_stories_are_joined_by_a_judgement_and_keep_the_older_ones_id():
    b = quake()
    made = assign(b.documents, extractions(b), ())
    ids = {d.name: d.id for d in b.documents}
    before = derive(b.documents, b.claims, made)[0].id
    joined = derive(b.documents, b.claims, (*made, judgement(ids["mine"], ids["q1"], "same_story", b, 1)))
    assert joined[0].id == before
    assert ids["mine"] in joined[0].documents


def test_one_single_report_is_a_story_of_its_own_and_none_is_none():
    b = Board("TR", NAMES)
    assert assign((), (), ()) == ()
    assert derive((), (), ()) == ()
    b.report("only", "2023-02-06T06:00")
    b.figure("killed people", 912, place="Antakya", on="2023-02-06")
    found = derive(b.documents, b.claims, assign(b.documents, extractions(b), ()))
    assert [s.documents for s in found] == [(b.documents[0].id,)]
    assert found[0].title == "Türkiye: deaths in Antakya, February 2023"


@pytest.mark.parametrize(
    ("say", "title"),
    [
        (
            lambda b: b.event("offensive", "rsf", "saf", place="Bara", on="2025-10-02"),
            "Sudan: offensive in Bara, October 2025",
        ),
        (lambda b: b.control("besieged", "Bara", "rsf", "saf"), "Sudan: fighting in Bara, October 2025"),
        (
            lambda b: b.figure("displaced people", 900, place="Bara", since="2025-10-01"),
            "Sudan: displacement in Bara, October 2025",
        ),
        (lambda _: None, "report a"),
    ],
)
def test_a_title_is_made_from_facts_and_from_a_headline_only_where_there_are_none(say, title):
    b = Board("SD", NAMES)
    for n, name in enumerate(("report a", "report b")):
        b.report(name, f"2025-10-03T1{n}:00")
        say(b)
    same = (judgement(b.documents[1].id, b.documents[0].id, "same_story", b, 1),)
    assert derive(b.documents, b.claims, same)[0].title == title


WIRE = (
    "GOMA, Jan 27 - Fighting in and around Goma since 23 January has killed 773 people and wounded 2,880, the health"
    " ministry said, with 400,000 people newly displaced since 1 January. In Sake, 27 km west, 56 soldiers died."
)
TRANSLATED = (
    "GOMA, 27 janv. - Les combats à Goma et alentour ont fait 773 morts et 2.880 blessés depuis le 23 janvier, selon le"
    " ministère de la Santé, et 400.000 déplacés depuis le 1 janvier. À Sake, à 27 km à l'ouest, 56 soldats sont morts."
)
QUOTED = (
    "Au marché de Goma, on compte les absents. Le ministère parle de 773 morts ; personne ici n'y croit. Deux voisines"
    " racontent leur fuite de nuit, avec six enfants, vers la frontière, où la pluie ne cesse pas depuis trois jours."
)


def goma() -> Board:
    b = Board("CD", NAMES)
    for name, lang, text, hour in (
        ("wire", "en", WIRE, 8),
        ("copy", "fr", TRANSLATED, 14),
        ("quote", "fr", QUOTED, 15),
    ):
        b.report(name, f"2025-01-27T{hour:02}:00", lang=lang, source=name.title(), text=text)
        b.figure("killed people", 773, place="Goma", since="2025-01-23")
        if name != "quote":
            b.figure("injured people", 2880, place="Goma", since="2025-01-23")
            b.figure("displaced people", 400000, since="2025-01-01")
            b.figure("killed combatants", 56, place="Sake")
    return b


def test_a_translation_is_one_voice_with_its_original_and_a_report_that_quotes_the_toll_is_not():
    b = goma()
    name = {d.id: d.name for d in b.documents}
    assert [[name[i] for i in group] for group in voices(b.documents, b.claims, ())] == [["wire", "copy"]]
    random.Random(3).shuffle(b.documents)  # noqa: S311
    random.Random(4).shuffle(b.claims)  # noqa: S311
    assert [[name[i] for i in group] for group in voices(b.documents, b.claims, ())] == [["wire", "copy"]]


def test_copies_judged_to_be_one_text_and_a_translation_of_either_are_one_voice():
    b = goma()
    b.copy("again", "2025-01-28T06:00", "Again")
    ids = {d.name: d.id for d in b.documents}
    left, right = sorted((ids["quote"], ids["again"]))
    same = judgement(left, right, "same_text", b, 1)
    name = {d.id: d.name for d in b.documents}
    assert [[name[i] for i in group] for group in voices(b.documents, b.claims, (same,))] == [
        ["wire", "copy"],
        ["quote", "again"],
    ]


def test_a_translation_two_days_later_is_another_report():
    b = goma()
    late = b.documents[1]
    b.documents[1] = type(late)(
        **{**{f: getattr(late, f) for f in late.__struct_fields__}, "published": late.published + timedelta(days=2)}
    )
    assert voices(b.documents, b.claims, ()) == ()
