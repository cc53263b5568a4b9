"""The slots of figures: place, speaker, days and totals, on sentences that leave little to choose."""

from __future__ import annotations

import pytest
from tests.claims.marked import marked

from sitroom.claims import dating, filling, placing
from sitroom.claims.amounts import find_amounts
from sitroom.claims.choice import Model, load_model
from sitroom.claims.days import DayMention, find_days
from sitroom.claims.figures import Reading, figure_claims
from sitroom.claims.mentions import Mentions
from sitroom.claims.tying import offers
from sitroom.languages import load
from sitroom.model import FigureClaim

TITLE = "Wire"


def read(text: str, lang: str = "en") -> Mentions:
    """Return the mentions of a marked text, with its amounts and days."""
    m = marked(text, lang)
    m.amounts = find_amounts(m.text, load(lang))
    m.days = find_days(m.text, load(lang), m.document.published if m.document else None)
    return m


def claims(text: str, lang: str = "en") -> list[FigureClaim]:
    """Return the figures of a marked text without a title."""
    return figure_claims(read(text, lang), read(TITLE, lang))[0]


PLACES = [
    ("en", "At least 12 people were killed in {Hama} on Tuesday, [the Observatory=sohr] said.", "Hama"),
    ("fr", "Douze personnes ont été tuées à {Goma}, selon [l'ONU=un].", "Goma"),
    ("it", "Dodici persone sono state uccise a {Goma}, secondo [l'Onu=un].", "Goma"),
    ("es", "Doce personas murieron en {Tibú}, según [la ONU=un].", "Tibú"),
    ("pt", "Doze pessoas morreram em {Goma}, segundo [a ONU=un].", "Goma"),
    ("de", "In {Goma} wurden nach Angaben [der UN=un] zwölf Menschen getötet.", "Goma"),
    ("ru", "В {Хаме} погибли 12 человек, сообщили [в ООН=un].", "Хаме"),
    ("uk", "У {Херсоні} загинули 12 людей, повідомили [в ООН=un].", "Херсоні"),
]


@pytest.mark.parametrize(("lang", "text", "place"), PLACES)
def test_the_place_and_the_speaker_of_one_sentence(lang: str, text: str, place: str) -> None:
    (claim,) = claims(text, lang)
    assert claim.place is not None
    assert claim.place.text == place
    assert claim.attributed_to is not None


def test_the_day_of_an_incident_is_the_one_before_publication() -> None:
    (claim,) = claims("At least 12 people were killed in {Hama} on Tuesday, [the Observatory=sohr] said.")
    assert claim.scope == "incident"
    assert claim.on is not None
    assert len(claim.on) == len("2024-12-03")


def test_parts_belong_to_their_total() -> None:
    found = claims("The attack killed 30 people in {Hama}, including 12 civilians and 18 soldiers.")
    assert [c.low for c in found] == [30, 12, 18]
    assert [c.part_of for c in found] == [None, found[0].id, found[0].id]


def test_a_start_told_by_its_month_begins_on_the_first() -> None:
    day = DayMention(0, 5, None, "2023-04", None, kind="since")
    assert dating._values(day, "since") == ["2023-04-01"]
    assert dating._values(day._replace(since="2023"), "since") == ["2023-01-01"]


PREPOSITIONS = [
    ("en", "They fled from {Hama}.", "from"),
    ("en", "They fled to {Hama}.", "to"),
    ("en", "They died in {Hama}.", "in"),
    ("es", "PAZ. {Hama} – Ao menos", "-"),
    ("tr", "{Hama}'dan kaçtılar.", "from"),
    ("tr", "{Hama}'da öldüler.", "in"),
]


@pytest.mark.parametrize(("lang", "text", "prep"), PREPOSITIONS)
def test_the_preposition_of_a_place(lang: str, text: str, prep: str) -> None:
    report = Reading(read(text, lang), read(TITLE, lang)).report
    word, mention = report.places[0]
    assert placing.standing_of(report, placing.Spot(word, mention, "hama")).prep == prep


def test_the_town_of_the_dateline_is_told_apart() -> None:
    report = Reading(read("{BEIRUT}, 4 DEC 89 -- Nine soldiers died in {Tyre}."), read(TITLE)).report
    known = [placing.standing_of(report, placing.Spot(w, p, placing.key_of(p))) for w, p in report.places]
    assert ["dateline" in k.names for k in known] == [True, False]


def test_every_row_of_a_slot_is_of_one_length() -> None:
    body = read("12 people were killed in {Hama} on Tuesday, [the Observatory=sohr] said. Three died in {Homs}.")
    reading = Reading(body, read("{Hama}"))
    drafts = [filling.DraftFigure(v, "killed", 1.0) for v in reading.views]
    for slot in filling.SLOTS:
        tables = filling.tables_of(reading.report, drafts, slot)
        ties = filling.first_look(reading.report, drafts, tables, slot, Model(weights={}).chooser(""))
        rows = [
            row
            for at, table in enumerate(tables)
            if table is not None
            for row in filling.rows_of(reading.report, drafts, at, slot, table, ties)
        ]
        assert len({len(row) for row in rows}) <= 1


def test_options_of_one_value_are_counted_together() -> None:
    keys = ["homs", "hama", "hama", None]
    assert offers(keys, [0.4, 0.3, 0.25, 0.05]).by_key["hama"] == pytest.approx(0.55)
    assert filling.likeliest(keys, [0.4, 0.3, 0.25, 0.05]) == 1


def test_a_model_gives_the_same_bytes_again() -> None:
    model = load_model()
    assert model.files() == load_model().files()
    assert set(model.forests) == set(filling.SLOTS)
