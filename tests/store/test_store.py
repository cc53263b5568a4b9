"""The store keeps what it is given, once, and gives nothing back that was not yet known."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from sitroom.errors import StoreError
from sitroom.model import Document, Extraction, FigureClaim, Judgement, Span
from sitroom.store import open_store

DAY = datetime(2024, 12, 4, 18, tzinfo=UTC)


def document(number: int, known_at: datetime = DAY) -> Document:
    return Document(
        id=f"doc-{number}", name=f"report-{number}", source="Wire", title="Toll rises", lang="en",
        published=known_at, fetched_at=known_at, known_at=known_at, text="704 people were killed.",
    )  # fmt: skip


def claim(number: int) -> FigureClaim:
    return FigureClaim(
        id=f"claim-{number}", document=f"doc-{number}", known_at=DAY, measure="killed", category="people",
        low=704, high=704, wording="exact", scope="cumulative", confidence=0.9,
        spans=(Span(document=f"doc-{number}", start=0, end=10),),
    )  # fmt: skip


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'store.db'}"


def test_what_is_added_comes_back_whole(url):
    with open_store(url) as store:
        assert store.add([document(1), claim(1)]) == 2
        assert store.documents() == (document(1),)
        assert store.claims() == (claim(1),)


def test_adding_again_changes_nothing(url):
    with open_store(url) as store:
        store.add([document(1), claim(1)])
        assert store.add([claim(1), document(1)]) == 0
        assert len(store.documents()) == 1


def test_nothing_known_later_is_seen(url):
    later = document(2, DAY + timedelta(microseconds=1))
    with open_store(url) as store:
        store.add([document(1), later])
        assert store.documents(as_of=DAY) == (document(1),)


def test_times_in_other_zones_keep_their_order(url):
    earlier = document(3, datetime.fromisoformat("2024-12-04T22:30:00+05:00"))
    with open_store(url) as store:
        store.add([document(1), earlier])
        assert [d.name for d in store.documents()] == ["report-3", "report-1"]


def test_a_claim_without_its_document_is_refused_and_nothing_is_kept(url):
    with open_store(url) as store:
        with pytest.raises(StoreError):
            store.add([document(1), claim(2)])
        assert store.documents() == ()


def test_a_record_that_is_not_what_its_type_says_is_refused(url):
    bad = FigureClaim(
        id="claim-9", document="doc-1", known_at=DAY, measure="vanished", category="people", low=1, high=1,
        wording="exact", scope="incident", confidence=1.0, spans=(),
    )  # fmt: skip
    with open_store(url) as store, pytest.raises(StoreError, match="vanished"):
        store.add([bad])


def test_an_extraction_without_claims_is_remembered(url):
    with open_store(url) as store:
        store.add([document(1)])
        store.add_extraction(Extraction(document="doc-1", claims=()), "v1", DAY)
        assert [e.document for e in store.extractions("v1")] == ["doc-1"]
        assert store.extractions("v2") == ()


def test_judgements_are_kept(url):
    judgement = Judgement(id="j", left="doc-1", right="doc-2", verdict="same_text", score=0.9, by="test", made_at=DAY)
    with open_store(url) as store:
        store.add([judgement])
        assert store.judgements() == (judgement,)


def test_a_store_of_a_newer_version_is_refused(url):
    open_store(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE properties SET value = '999' WHERE name = 'schema_version'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer"):
        open_store(url)


@pytest.mark.parametrize("bad", ["sqlite:////no/such/folder/x.db", "nonsense://x"])
def test_a_store_that_cannot_be_opened_says_so(bad):
    with pytest.raises(StoreError):
        open_store(bad)
