"""Search finds the same reports on both databases, in every script."""

from datetime import UTC, datetime, timedelta

import pytest

from sitroom.errors import StoreError
from sitroom.model import Document
from sitroom.store import open_store

DAY = datetime(2024, 12, 4, 18, tzinfo=UTC)
TEXTS = {
    "en": "Rebels entered the city of Hama on Tuesday; 704 people were killed, O'Brien's monitor said.",
    "fr": "Les réfugiés ont quitté Alep à pied, selon l'Observatoire.",
    "ar": "دخلت الفصائل مدينة حَماة يوم الثلاثاء",
    "ru": "Повстанцы вошли в город Хама во вторник.",
    "tr": "İsyancılar İdlib'den Hama kentine yürüdü.",
    "zh": "叛军周二进入哈马市。",
    "de": "Die Straße nach Hama ist gesperrt.",
}


def document(name: str, text: str, hours: int = 0) -> Document:
    moment = DAY + timedelta(hours=hours)
    return Document(
        id=f"doc-{name}", name=name, source="Wire", title=f"Report {name}", lang=name, published=moment,
        fetched_at=moment, known_at=moment, text=text,
    )  # fmt: skip


@pytest.fixture
def store(url):
    with open_store(url) as opened:
        opened.add(document(name, text, hours) for hours, (name, text) in enumerate(TEXTS.items()))
        yield opened


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("hama", ["de", "tr", "en"]),
        ("HAMA killed", ["en"]),
        ("hama aleppo", []),
        ("refugies", ["fr"]),
        ("RÉFUGIÉS", ["fr"]),
        ("حماة", ["ar"]),
        ("хама", ["ru"]),
        ("哈马", ["zh"]),
        ("马哈", []),
        ("strasse", ["de"]),
        ('"city of Hama"', ["en"]),
        ('"Hama of city"', []),
        ('"people were kill"', []),
        ("kill*", ["en"]),
        ("повст* хама", ["ru"]),
        ("704", ["en"]),
        ("70", []),
        ("o'brien", ["en"]),
        ("report", ["de", "zh", "tr", "ru", "ar", "fr", "en"]),
        ("hama | alep", []),
        ("hama NOT killed", []),
        ("hama' OR 1=1 --", []),
        ("'hama':*", ["de", "tr", "en"]),
    ],
)
def test_a_question_finds_the_reports_that_hold_all_its_words_the_newest_first(store, question, found):
    assert [h.document.name for h in store.search(question)] == found


def test_a_search_sees_nothing_known_later_and_stops_at_its_limit(store):
    assert [h.document.name for h in store.search("report", as_of=DAY + timedelta(hours=1))] == ["fr", "en"]
    assert [h.document.name for h in store.search("report", limit=1)] == ["de"]


@pytest.mark.parametrize("question", ["", "  ", "!?", '""', "*"])
def test_a_question_without_a_word_is_refused(store, question):
    with pytest.raises(StoreError, match="word"):
        store.search(question)


@pytest.mark.parametrize(
    ("question", "around"),
    [
        ("killed", "Rebels entered the city of Hama on Tuesday; 704 people were killed, O'Brien's monitor said."),
        ("حماة", TEXTS["ar"]),
        ("哈马", TEXTS["zh"]),
    ],
)
def test_a_hit_shows_the_words_around_the_first_word_asked_for(store, question, around):
    assert [h.around for h in store.search(question)] == [around]


def test_a_hit_in_a_long_report_shows_a_piece_of_it(store):
    store.add([document("long", "Before it all. " * 30 + "Then Idlíb fell. " + "After it all. " * 30, 9)])
    (found,) = store.search("idlib fell")
    assert "Then Idlíb fell." in found.around
    assert found.around.startswith("… ")
    assert found.around.endswith(" …")
    assert len(found.around) < 200


def test_a_report_added_again_is_found_once(store):
    store.add([document("en", TEXTS["en"])])
    assert [h.document.name for h in store.search("704")] == ["en"]


def test_a_text_of_nothing_but_one_endless_word_is_kept_and_found_by_its_beginning(store):
    store.add([document("long", "x" * 100_000 + " " + "word " * 100_000, 9)])
    assert [h.document.name for h in store.search("xxxx*")] == ["long"]
