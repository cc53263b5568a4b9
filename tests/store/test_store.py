"""The store keeps what it is given, once, and gives nothing back that was not yet known."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import create_engine, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from sitroom.errors import StoreError
from sitroom.model import Document, Extraction, FigureClaim, Judgement, Resolution, Scenario, Span
from sitroom.store import open_store, schema
from sitroom.store.migrations import STEPS
from sitroom.store.opening import open_engine

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
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE properties SET value = '999' WHERE name = 'schema_version'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer"):
        open_store(url)


@pytest.mark.parametrize("bad", ["sqlite:////no/such/folder/x.db", "nonsense://x"])
def test_a_store_that_cannot_be_opened_says_so(bad):
    with pytest.raises(StoreError):
        open_store(bad)


RECORDS = (
    Scenario(
        id="s", kind="capture", predicate="Hama is captured", place="Hama", country="SY", horizon="2024-12-11",
        resolution_rule="r", resolved_by="d", probability=0.5, method="m", data_cutoff="2024-12-04", issued_at=DAY,
        known_at=DAY,
    ),
    Resolution(id="r", scenario="s", outcome=1.0, resolved_at=DAY, known_at=DAY),
    Judgement(id="j", left="doc-1", right="doc-2", verdict="same_text", score=0.9, by="test", made_at=DAY),
)  # fmt: skip


def everything(url):
    with open_store(url) as store:
        store.add([document(1), claim(1), *RECORDS])
        store.add_extraction(Extraction(document="doc-1", claims=(claim(1),)), "v1", DAY)


@pytest.mark.parametrize("change", ["UPDATE {} SET body = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["documents", "claims", "extractions", "judgements", "scenarios", "resolutions"])
def test_the_database_itself_refuses_to_change_what_was_kept(url, table, change):
    everything(url)
    engine = open_engine(url)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(change.format(table)))
    engine.dispose()


def test_documents_are_given_by_id_and_those_not_yet_read(url):
    with open_store(url) as store:
        store.add([document(n, DAY - timedelta(hours=n)) for n in range(5)])
        store.add_extraction(Extraction(document="doc-3", claims=()), "v1", DAY)
        assert [d.id for d in store.documents(ids=["doc-1", "doc-4", "doc-9"])] == ["doc-4", "doc-1"]
        assert store.documents(ids=[]) == ()
        assert [d.id for d in store.unread("v1")] == ["doc-4", "doc-2", "doc-1", "doc-0"]
        assert len(list(store.unread("v2"))) == 5
        assert [e.document for e in store.extractions("v1", ids=["doc-3", "doc-1"])] == ["doc-3"]
        assert store.count() == (5, 0)


def as_the_first_version_made_it(url):
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        STEPS[0](connection)
        connection.execute(text("INSERT INTO properties VALUES ('schema_version', '1')"))
        row = {"id": "doc-1", "known_at": "2024-12-04T18:00:00.000000Z", "name": "report-1"}
        connection.execute(insert(schema.documents).values(**row, body=msgspec.json.encode(document(1)).decode()))
    engine.dispose()


def test_the_steps_lead_to_the_tables_that_are_named(url):
    engine = open_engine(url)
    found = inspect(engine)
    for table in schema.metadata.sorted_tables:
        columns = {c["name"]: c["nullable"] for c in found.get_columns(table.name)}
        assert columns == {c.name: c.nullable for c in table.columns}
        assert found.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]
        assert len(found.get_foreign_keys(table.name)) == len(table.foreign_keys)
        wanted = {tuple(c.name for c in index.columns) for index in table.indexes}
        assert wanted <= {tuple(i["column_names"]) for i in found.get_indexes(table.name)}
    engine.dispose()


def test_a_store_of_the_first_version_is_brought_up_to_date_and_keeps_what_it_holds(url):
    as_the_first_version_made_it(url)
    with open_store(url) as store:
        assert store.documents() == (document(1),)
        assert [h.document for h in store.search("killed")] == [document(1)]
        assert store.add([document(1), document(2)]) == 1
    with open_store(url) as store:
        assert [h.document.id for h in store.search("killed")] == ["doc-1", "doc-2"]


def test_a_database_of_something_else_is_left_alone(url):
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE customers (id INTEGER)"))
    with pytest.raises(StoreError, match="customers"):
        open_store(url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == ["customers"]
    engine.dispose()


def test_a_password_is_not_printed():
    with pytest.raises(StoreError) as refused:
        open_store("postgresql://user:secret@127.0.0.1:1/none?connect_timeout=1")
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("These are notes. " * 100)
    with pytest.raises(StoreError, match="not a database"):
        open_store(str(file))
    assert file.read_text().startswith("These are notes.")


def test_two_writers_that_open_one_new_store_and_add_the_same_records_at_once_both_succeed(url):
    def write(first):
        with open_store(url) as store:
            for n in range(first, first + 30):
                store.add([document(k) for k in (n, n + 1, n % 7)])
                store.add_extraction(Extraction(document=f"doc-{n}", claims=(claim(n),)), "v1", DAY)
            return len(store.documents())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, (0, 10, 20, 0)))
    with open_store(url) as store:
        assert {d.id for d in store.documents()} == {f"doc-{n}" for n in range(51)}
        assert len(store.claims()) == len(store.extractions("v1")) == 50
        assert len(store.search("killed", limit=100)) == 51
