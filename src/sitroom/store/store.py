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
from sqlalchemy import ColumnElement, Connection, Engine, Table, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from sitroom.errors import StoreError
from sitroom.model import AnyClaim, Claim, Document, Extraction, Judgement, Record, Resolution, Scenario
from sitroom.store import schema
from sitroom.store.opening import open_engine, writing
from sitroom.store.search import Hit, add_to_index, condition, hit, terms_of

R = TypeVar("R")
Row = dict[str, object]

# One statement may carry 32,766 variables in SQLite; seven columns at most leaves room.
_ROWS_A_STATEMENT = 4000
# How many ids one question may name.
_IDS_A_QUESTION = 1000


def open_store(url: str) -> Store:
    """Open the store at a path or database URL, making it where there is none.

    Raises StoreError where it cannot be opened, where a newer Sitroom wrote it, or where it holds something else.
    """
    return Store(open_engine(url))


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
        or be among them. Raises StoreError where a record does not hold what its type says.
        """
        rows: dict[Table, list[Row]] = {table: [] for table in schema.metadata.sorted_tables}
        texts: dict[str, str] = {}
        for record in records:
            table, row = _row(record)
            rows[table].append(row)
            if isinstance(record, Document):
                texts[record.id] = f"{record.title}\n{record.text}"
        try:
            with writing(self._engine).begin() as connection:
                return sum(_insert(connection, table, found, texts) for table, found in rows.items() if found)
        except DBAPIError as error:
            raise StoreError(f"the store took none of these records: {error.orig}") from error

    def add_extraction(self, extraction: Extraction, extractor: str, known_at: datetime) -> int:
        """Keep what an extractor found in a document, its claims with it; return how many claims were new."""
        row: Row = {
            "document": extraction.document,
            "extractor": extractor,
            "known_at": _moment(known_at),
            "body": _encode(extraction),
        }
        claims = [_row(claim)[1] for claim in extraction.claims]
        try:
            with writing(self._engine).begin() as connection:
                added = _insert(connection, schema.claims, claims) if claims else 0
                _insert(connection, schema.extractions, [row])
        except DBAPIError as error:
            raise StoreError(f"the store did not take the claims of {extraction.document}: {error.orig}") from error
        return added

    def documents(self, as_of: datetime | None = None, ids: Iterable[str] | None = None) -> tuple[Document, ...]:
        """Return the documents known at a time, oldest first; of those ids, where ids are given."""
        return tuple(self._read(schema.documents, Document, as_of, among=(schema.documents.c.id, ids)))

    def unread(self, extractor: str) -> Iterator[Document]:
        """Yield the documents that one version of the extractor has not read, oldest first."""
        done = select(schema.extractions.c.document).where(schema.extractions.c.extractor == extractor)
        missing = schema.documents.c.id.not_in(done)
        key = (schema.documents.c.known_at, schema.documents.c.id)
        with self._engine.connect() as connection:
            ids = connection.execute(select(schema.documents.c.id).where(missing).order_by(*key)).scalars().all()
        for first in range(0, len(ids), _IDS_A_QUESTION):
            yield from self.documents(ids=ids[first : first + _IDS_A_QUESTION])

    def extractions(
        self, extractor: str, as_of: datetime | None = None, ids: Iterable[str] | None = None
    ) -> tuple[Extraction, ...]:
        """Return what one version of the extractor found, for the documents known at a time, or of those ids."""
        table = schema.extractions
        by = table.c.extractor == extractor
        return tuple(self._read(table, Extraction, as_of, by, among=(table.c.document, ids)))

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

    def search(self, question: str, as_of: datetime | None = None, limit: int = 20) -> tuple[Hit, ...]:
        """Return the documents known at a time that hold all words of a question, the newest first.

        Case and accents do not count; "words in quotes" stand side by side; a word ending in * is a beginning.
        Raises StoreError where the question holds no word.
        """
        terms = terms_of(question)
        found, value = condition(self._engine.dialect.name, terms)
        query = (
            select(schema.documents.c.body)
            .join(schema.indexed)
            .where(text(found).bindparams(question=value))
            .order_by(schema.documents.c.known_at.desc(), schema.documents.c.id)
            .limit(limit)
        )
        if as_of is not None:
            query = query.where(schema.documents.c.known_at <= _moment(as_of))
        with self._engine.connect() as connection:
            bodies = connection.execute(query).scalars().all()
        return tuple(hit(msgspec.json.decode(body, type=Document), terms) for body in bodies)

    def count(self) -> tuple[int, int]:
        """Return how many documents and how many claims the store holds."""
        with self._engine.connect() as connection:
            counted = [
                connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (schema.documents, schema.claims)
            ]
        return counted[0], counted[1]

    def _read(
        self,
        table: Table,
        kind: type[R],
        as_of: datetime | None,
        condition: ColumnElement[bool] | None = None,
        among: tuple[ColumnElement[str], Iterable[str] | None] | None = None,
    ) -> Iterator[R]:
        query = select(table.c.known_at, *table.primary_key.columns, table.c.body)
        if as_of is not None:
            query = query.where(table.c.known_at <= _moment(as_of))
        if condition is not None:
            query = query.where(condition)
        queries = [query]
        if among is not None and among[1] is not None:
            column, wanted = among[0], sorted(set(among[1]))
            chunks = (wanted[at : at + _IDS_A_QUESTION] for at in range(0, len(wanted), _IDS_A_QUESTION))
            queries = [query.where(column.in_(chunk)) for chunk in chunks]
        with self._engine.connect() as connection:
            rows = [tuple(row) for asked in queries for row in connection.execute(asked)]
        # Databases sort text each in its own way.
        rows.sort()
        decoder = msgspec.json.Decoder(kind)
        for row in rows:
            yield decoder.decode(row[-1])


def _insert(connection: Connection, table: Table, rows: Sequence[Row], texts: Mapping[str, str] | None = None) -> int:
    """Insert the rows that are not there yet; return how many. New documents are put into the index of words."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    key = [column.name for column in table.primary_key.columns]
    unique = {tuple(str(row[name]) for name in key): row for row in rows}
    # Two writers that take the same rows in the same order cannot block each other.
    ordered = [unique[at] for at in sorted(unique)]
    added = 0
    for first in range(0, len(ordered), _ROWS_A_STATEMENT):
        chunk = ordered[first : first + _ROWS_A_STATEMENT]
        statement = dialect.insert(table).values(chunk).on_conflict_do_nothing().returning(table.c[key[0]])
        new = connection.execute(statement).scalars().all()
        added += len(new)
        if table is schema.documents and texts is not None:
            add_to_index(connection, {document: texts[document] for document in new})
    return added


def _moment(value: datetime) -> str:
    # Fixed width and one zone, so that text order is time order in every database.
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _encode(record: Record) -> str:
    body = msgspec.json.encode(record)
    try:
        msgspec.json.decode(body, type=type(record))
    except msgspec.ValidationError as error:
        raise StoreError(f"a {type(record).__name__} is not what its type says: {error}") from error
    return body.decode()


def _row(record: Record) -> tuple[Table, Row]:
    row: Row = {"id": getattr(record, "id", None), "body": _encode(record)}
    match record:
        case Document():
            return schema.documents, row | {"known_at": _moment(record.known_at), "name": record.name}
        case Claim():
            return schema.claims, row | {"known_at": _moment(record.known_at), "document": record.document}
        case Judgement():
            pair: Row = {"left": record.left, "right": record.right}
            return schema.judgements, row | pair | {"known_at": _moment(record.made_at)}
        case Scenario():
            return schema.scenarios, row | {"known_at": _moment(record.known_at)}
        case Resolution():
            return schema.resolutions, row | {"known_at": _moment(record.known_at), "scenario": record.scenario}
    raise StoreError(f"a {type(record).__name__} is derived, not kept")
