"""Keep records and give them back: the only SQL in Sitroom, the same on SQLite and PostgreSQL.

Adding is idempotent: a record's id is made from its content, so adding it again changes nothing. Each call of
`add` is one transaction: killed in the middle, nothing of it is kept, and running it again completes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self, TypeVar

import msgspec
from sqlalchemy import Connection, Engine, Table, create_engine, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from sitroom.errors import StoreError
from sitroom.model import AnyClaim, Claim, Document, Extraction, Judgement, Record, Resolution, Scenario
from sitroom.store import schema

R = TypeVar("R")

# One statement may carry 32,766 variables in SQLite; seven columns at most leaves room.
ROWS_A_STATEMENT = 4000
# How long a writer waits for another before it gives up, in seconds.
PATIENCE_SECONDS = 30


def open_store(url: str) -> Store:
    """Open the store at a database URL, making its tables where there are none.

    `url` is an SQLAlchemy URL ("sqlite:///sitroom.db", "sqlite://" for memory, "postgresql+psycopg://...");
    a bare path is a SQLite file. Raises StoreError where it cannot be opened or a newer Sitroom wrote it.
    """
    if "://" not in url:
        url = f"sqlite:///{url}"
    elif url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    try:
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(f"cannot use the store {url!r}: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    try:
        with engine.begin() as connection:
            _make_tables(connection)
    except DBAPIError as error:
        raise StoreError(f"cannot open the store {engine.url!s}: {error.orig}") from error
    return Store(engine)


def _prepare_sqlite(connection: object, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")
    cursor.close()


def _make_tables(connection: Connection) -> None:
    schema.metadata.create_all(connection)
    _insert_new(connection, schema.properties, [{"name": "schema_version", "value": str(schema.SCHEMA_VERSION)}])
    found = connection.execute(
        select(schema.properties.c.value).where(schema.properties.c.name == "schema_version")
    ).scalar_one()
    if int(found) > schema.SCHEMA_VERSION:
        raise StoreError(f"a newer Sitroom wrote this store (version {found}; this one reads {schema.SCHEMA_VERSION})")


def _insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> int:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    added = 0
    for first in range(0, len(rows), ROWS_A_STATEMENT):
        chunk = rows[first : first + ROWS_A_STATEMENT]
        statement = dialect.insert(table).values(chunk).on_conflict_do_nothing()
        added += max(0, connection.execute(statement).rowcount)
    return added


def _moment(value: datetime) -> str:
    # Fixed width and one zone, so that text order is time order in every database.
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Store:
    """An open store. Use it as a context manager, or close it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def add(self, records: Iterable[Record]) -> int:
        """Check and keep records, all of them or none; return how many were new.

        Takes documents, claims, judgements, scenarios and resolutions; a claim's document must be kept already
        or come before it. Raises StoreError where a record does not hold what its type says.
        """
        rows: dict[Table, list[dict[str, object]]] = {table: [] for table in schema.metadata.sorted_tables}
        for record in records:
            table, row = _row(record)
            rows[table].append(row)
        try:
            with self._engine.begin() as connection:
                return sum(_insert_new(connection, table, found) for table, found in rows.items() if found)
        except DBAPIError as error:
            raise StoreError(f"the store took none of these records: {error.orig}") from error

    def add_extraction(self, extraction: Extraction, extractor: str, known_at: datetime) -> int:
        """Keep what an extractor found in a document; return how many claims were new."""
        row: dict[str, object] = {
            "document": extraction.document,
            "extractor": extractor,
            "known_at": _moment(known_at),
            "body": _encode(extraction),
        }
        claims = [_row(claim)[1] for claim in extraction.claims]
        try:
            with self._engine.begin() as connection:
                added = _insert_new(connection, schema.claims, claims) if claims else 0
                _insert_new(connection, schema.extractions, [row])
        except DBAPIError as error:
            raise StoreError(f"the store did not take the claims of {extraction.document}: {error.orig}") from error
        return added

    def documents(self, as_of: datetime | None = None) -> tuple[Document, ...]:
        """Return the documents known at a time, oldest first."""
        return tuple(self._read(schema.documents, Document, as_of))

    def extractions(self, extractor: str, as_of: datetime | None = None) -> tuple[Extraction, ...]:
        """Return what one version of the extractor found, for the documents known at a time."""
        condition = schema.extractions.c.extractor == extractor
        return tuple(self._read(schema.extractions, Extraction, as_of, condition))

    def claims(self, as_of: datetime | None = None) -> tuple[AnyClaim, ...]:
        """Return every claim known at a time, whichever extractor found it."""
        return tuple(self._read(schema.claims, AnyClaim, as_of))  # type: ignore[arg-type]

    def judgements(self, as_of: datetime | None = None) -> tuple[Judgement, ...]:
        """Return the judgements made up to a time."""
        return tuple(self._read(schema.judgements, Judgement, as_of))

    def scenarios(self, as_of: datetime | None = None) -> tuple[Scenario, ...]:
        """Return the scenarios issued up to a time."""
        return tuple(self._read(schema.scenarios, Scenario, as_of))

    def resolutions(self, as_of: datetime | None = None) -> tuple[Resolution, ...]:
        """Return the resolutions known at a time."""
        return tuple(self._read(schema.resolutions, Resolution, as_of))

    def _read(self, table: Table, kind: type[R], as_of: datetime | None, condition: object = None) -> Iterator[R]:
        key = [table.c.known_at, *table.primary_key.columns]
        query = select(table.c.body).order_by(*key)
        if as_of is not None:
            query = query.where(table.c.known_at <= _moment(as_of))
        if condition is not None:
            query = query.where(condition)  # type: ignore[arg-type]
        decoder = msgspec.json.Decoder(kind)
        with self._engine.connect() as connection:
            for (body,) in connection.execute(query):
                yield decoder.decode(body)


def _encode(record: Record) -> str:
    body = msgspec.json.encode(record)
    try:
        msgspec.json.decode(body, type=type(record))
    except msgspec.ValidationError as error:
        raise StoreError(f"a {type(record).__name__} is not what its type says: {error}") from error
    return body.decode()


def _row(record: Record) -> tuple[Table, dict[str, object]]:
    body = _encode(record)
    match record:
        case Document():
            return schema.documents, {
                "id": record.id, "known_at": _moment(record.known_at), "name": record.name, "body": body,
            }  # fmt: skip
        case Claim():
            return schema.claims, {
                "id": record.id, "document": record.document, "known_at": _moment(record.known_at), "body": body,
            }  # fmt: skip
        case Judgement():
            return schema.judgements, {
                "id": record.id, "left": record.left, "right": record.right,
                "known_at": _moment(record.made_at), "body": body,
            }  # fmt: skip
        case Scenario():
            return schema.scenarios, {"id": record.id, "known_at": _moment(record.known_at), "body": body}
        case Resolution():
            return schema.resolutions, {
                "id": record.id, "scenario": record.scenario, "known_at": _moment(record.known_at), "body": body,
            }  # fmt: skip
    raise StoreError(f"a {type(record).__name__} is derived, not kept")
