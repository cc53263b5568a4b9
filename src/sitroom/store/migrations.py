"""How a store grew: numbered steps, each taken once, in order; a store is at the number of its last step.

To change the shape of the store, add a step at the end of STEPS, never change an old one, and bring `schema.py` up to
date. Alembic is not used: the program itself makes and mends its store, there is no step backwards since records are
only ever added, and its autogeneration would not see triggers and indexes of words.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from sqlalchemy import Connection, Table, insert, inspect, select, text, update

from sitroom.errors import StoreError
from sitroom.model import Document
from sitroom.store import schema
from sitroom.store.search import add_to_index, make_index

_VERSION = "schema_version"
# Any number, the same for every Sitroom: who holds it on PostgreSQL is the one who mends the store.
_LOCK = 7_480_117
_AT_ONCE = 500


def migrate(connection: Connection) -> None:
    """Bring a store to the shape of this version, within the caller's transaction.

    Raises StoreError where a newer Sitroom wrote it, or where the database holds something else; nothing is
    changed then.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    found = _version(connection)
    if found > len(STEPS):
        raise StoreError(
            f"a newer Sitroom wrote this store (version {found}; this one reads {len(STEPS)}): update Sitroom"
        )
    for step in STEPS[found:]:
        step(connection)
    if found == 0:
        connection.execute(insert(schema.properties).values(name=_VERSION, value=str(len(STEPS))))
    elif found < len(STEPS):
        row = schema.properties.c.name == _VERSION
        connection.execute(update(schema.properties).where(row).values(value=str(len(STEPS))))


def _version(connection: Connection) -> int:
    """Return how many steps a store has taken; 0 where the database is empty."""
    tables = set(inspect(connection).get_table_names())
    if schema.properties.name not in tables:
        if tables:
            raise StoreError(f"this database is no store of Sitroom: it holds {', '.join(sorted(tables)[:3])}")
        return 0
    value = schema.properties.c.value
    found = connection.execute(select(value).where(schema.properties.c.name == _VERSION)).scalar_one_or_none()
    if found is None or not found.isdigit():
        raise StoreError("this database is no store of Sitroom: it does not tell its version")
    return int(found)


_FIRST_TABLES = """
CREATE TABLE properties (name VARCHAR(64) NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (
    id VARCHAR(64) NOT NULL PRIMARY KEY, known_at VARCHAR(32) NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE claims (
    id VARCHAR(64) NOT NULL PRIMARY KEY, document VARCHAR(64) NOT NULL REFERENCES documents(id),
    known_at VARCHAR(32) NOT NULL, body TEXT NOT NULL);
CREATE TABLE extractions (
    document VARCHAR(64) NOT NULL REFERENCES documents(id), extractor VARCHAR(64) NOT NULL,
    known_at VARCHAR(32) NOT NULL, body TEXT NOT NULL, PRIMARY KEY (document, extractor));
CREATE TABLE judgements (
    id VARCHAR(64) NOT NULL PRIMARY KEY, "left" VARCHAR(64) NOT NULL, "right" VARCHAR(64) NOT NULL,
    known_at VARCHAR(32) NOT NULL, body TEXT NOT NULL);
CREATE TABLE scenarios (id VARCHAR(64) NOT NULL PRIMARY KEY, known_at VARCHAR(32) NOT NULL, body TEXT NOT NULL);
CREATE TABLE resolutions (
    id VARCHAR(64) NOT NULL PRIMARY KEY, scenario VARCHAR(64) NOT NULL REFERENCES scenarios(id),
    known_at VARCHAR(32) NOT NULL, body TEXT NOT NULL);
CREATE INDEX ix_documents_known_at ON documents (known_at);
CREATE INDEX ix_claims_document ON claims (document);
CREATE INDEX judgements_pair ON judgements ("left", "right");
CREATE INDEX ix_scenarios_known_at ON scenarios (known_at);
CREATE INDEX ix_resolutions_scenario ON resolutions (scenario)
"""


def _make_tables(connection: Connection) -> None:
    for statement in _FIRST_TABLES.split(";"):
        connection.execute(text(statement))


def _only_add(connection: Connection) -> None:
    """Let the database itself refuse to change or delete a record."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION only_add() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
            )
        )
    for table in schema.RECORDS:
        for statement in _guards(connection.dialect.name, table):
            connection.execute(text(statement))


def _guards(dialect: str, table: Table) -> list[str]:
    if dialect == "postgresql":
        what = f"{table.name}_only_add BEFORE UPDATE OR DELETE OR TRUNCATE ON {table.name}"
        return [f"CREATE TRIGGER {what} FOR EACH STATEMENT EXECUTE FUNCTION only_add()"]
    return [
        f"CREATE TRIGGER {table.name}_no_{what} BEFORE {what} ON {table.name}"
        f" BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
        for what in ("update", "delete")
    ]


def _let_a_judgement_hold_values(connection: Connection) -> None:
    """Give the right side of a judgement the length that a correction's values need. SQLite asks no length."""
    if connection.dialect.name == "postgresql":
        connection.execute(text('ALTER TABLE judgements ALTER COLUMN "right" TYPE TEXT'))


def _index_words(connection: Connection) -> None:
    """Make the index of words, and put into it what the store holds already."""
    number = "SERIAL" if connection.dialect.name == "postgresql" else "INTEGER"
    document = "document VARCHAR(64) NOT NULL UNIQUE REFERENCES documents(id)"
    connection.execute(text(f"CREATE TABLE indexed (number {number} NOT NULL PRIMARY KEY, {document})"))
    make_index(connection)
    decoder = msgspec.json.Decoder(Document)
    ids = connection.execute(select(schema.documents.c.id)).scalars().all()
    for first in range(0, len(ids), _AT_ONCE):
        chosen = select(schema.documents.c.body).where(schema.documents.c.id.in_(ids[first : first + _AT_ONCE]))
        found = [decoder.decode(body) for body in connection.execute(chosen).scalars()]
        add_to_index(connection, {d.id: f"{d.title}\n{d.text}" for d in found})


STEPS: tuple[Callable[[Connection], None], ...] = (
    _make_tables,
    _only_add,
    _index_words,
    _let_a_judgement_hold_values,
)
