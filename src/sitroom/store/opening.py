"""Open a store by its URL: SQLite by default, PostgreSQL by URL. The two differ here and in the index of words only."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from sitroom.errors import StoreError
from sitroom.store.migrations import migrate

# How long a writer waits for another before it gives up, in seconds.
PATIENCE_SECONDS = 60
# SQLite does not wait when two programs make one file at the same moment, so this one tries again.
_TRIES = 50
_PAUSE_SECONDS = 0.1
_WRITES = "sitroom_writes"


def open_engine(url: str) -> Engine:
    """Return an engine on the store at a URL, in the shape of this version.

    `url` is a path or an SQLAlchemy URL ("sqlite:///sitroom.db", "sqlite://" for memory, "postgresql://...").
    Raises StoreError where it cannot be opened, where a newer Sitroom wrote it, or where it holds something else.
    """
    if "://" not in url:
        url = f"sqlite:///{url}"
    elif url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.partition("://")[2]
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
            raise StoreError(f"cannot use the store {parsed!s}: give a SQLite file or postgresql://...")
        engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() == "postgresql")
    except ModuleNotFoundError as error:
        raise StoreError(f"{error.name} is missing: install sitroom[postgres]") from error
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(f"cannot use {url!r} as a store: give a SQLite file or postgresql://...") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    _bring_up_to_date(engine)
    return engine


def without_password(url: str) -> str:
    """Return a store's URL fit to be printed."""
    return make_url(url).render_as_string(hide_password=True) if "://" in url else url


def writing(engine: Engine) -> Engine:
    """Return the engine for a transaction that writes: on SQLite it waits for its turn before it reads anything."""
    return engine.execution_options(**{_WRITES: True})


def _bring_up_to_date(engine: Engine) -> None:
    place = engine.url.render_as_string(hide_password=True)
    for left in reversed(range(_TRIES)):
        try:
            with writing(engine).begin() as connection:
                migrate(connection)
        except DBAPIError as error:
            if left and engine.dialect.name == "sqlite" and "locked" in str(error.orig):
                time.sleep(_PAUSE_SECONDS)
                continue
            engine.dispose()
            raise StoreError(f"cannot open the store {place}: {_reason(error, engine)}") from error
        except StoreError:
            engine.dispose()
            raise
        return


def _reason(error: DBAPIError, engine: Engine) -> str:
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database and not Path(database).absolute().parent.is_dir():
        return "there is no such folder"
    return " ".join(str(error.orig).split())


def _prepare_sqlite(connection: object, _: ConnectionPoolEntry) -> None:
    # Python's driver would begin transactions by its own lights; `_begin_sqlite` does it.
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads before it writes could not wait for another writer: what it read would be stale.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
