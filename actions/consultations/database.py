"""Where bookings are kept: one transaction for a change, a snapshot for a question, and no endless wait."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from actions.consultations.migrations import LATEST
from actions.consultations.model import StoreUnavailableError
from actions.consultations.patience import require_time_left
from index.errors import SettingsError

WAIT = 3  # seconds for a connection, a lock or a statement
QUEUE = 10  # seconds for one of our own connections, when many patients come at once
MIGRATING = 30  # seconds for the process that migrates
_WRITER, _MIGRATOR = 7_401_001, 7_401_002  # the numbers of our locks in PostgreSQL
_MIGRATIONS = Path(__file__).with_name("migrations")
_migrating = threading.Lock()  # alembic's environment is one per process
# What SQLite says that helps and names neither SQL nor data.
_PLAIN = (
    "database is locked",
    "database or disk is full",
    "disk I/O error",
    "attempt to write a readonly database",
    "unable to open database file",
    "file is not a database",
    "database disk image is malformed",
)
logger = logging.getLogger(__name__)


class Database:
    """One SQLite file or PostgreSQL database. Its tables are made or brought up to date when it first answers."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._reads = engine.execution_options(reads=True)
        self._is_file = engine.dialect.name == "sqlite"
        self._ready: int | None = None

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Give a connection for questions. Raises StoreUnavailableError."""
        self.prepare()
        with _told(), self._reads.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Give a connection whose changes are all written at the end, or none after an error.

        One writer at a time, on PostgreSQL as on SQLite: a clinic's changes take milliseconds, and those that wait in
        line can neither deadlock nor see half of another. Raises StoreUnavailableError.
        """
        self.prepare()
        with _told(), self._engine.begin() as connection:
            if not self._is_file:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITER)))
            yield connection
            require_time_left()

    def prepare(self) -> None:
        """Make what is missing; several processes may do so at once. Raises StoreUnavailableError."""
        if self._ready is not None and self._ready == self._number():
            return
        if not _migrating.acquire(timeout=WAIT):
            raise StoreUnavailableError("the bookings' database is being prepared for too long; try again")
        try:
            if self._ready is None or self._ready != self._number():
                self._make()
        finally:
            _migrating.release()

    def _make(self) -> None:
        with _told():
            self._engine.dispose()
            if self._is_file:
                _make_file(Path(self._engine.url.database))
            if not self._is_up_to_date():
                self._migrate()
            self._ready = self._number()

    def _number(self) -> int | None:
        """The file's number on its disk: another one when it was moved away, or a backup was put in its place."""
        if not self._is_file:
            return 0
        try:
            return Path(self._engine.url.database).stat().st_ino
        except OSError:
            return None

    def scrub(self) -> None:
        """Take what was deleted out of SQLite's journal too; a busy file is left to its next checkpoint."""
        if self._is_file:
            with _told(), closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("pragma wal_checkpoint(truncate)")

    def close(self) -> None:
        """Close the connections; they open again when they are needed."""
        self._engine.dispose()

    def _is_up_to_date(self) -> bool:
        with self._reads.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return False
            return bool(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == LATEST)

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with self._engine.begin() as connection:
            if not self._is_file:
                for limit in ("lock_timeout", "statement_timeout"):
                    connection.exec_driver_sql(f"SET LOCAL {limit} = '{MIGRATING}s'")
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATOR)))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def open_database(url: str) -> Database:
    """Return the database at a sqlite or postgresql URL. Raises SettingsError for another one; touches nothing yet."""
    try:
        parsed = sa.engine.make_url(url.replace("postgres://", "postgresql://", 1))
    except sa.exc.ArgumentError:
        raise SettingsError(
            "the bookings' database is not a URL; use sqlite:////folder/file or postgresql://…"
        ) from None
    kind = parsed.get_backend_name()
    if kind == "sqlite" and parsed.database and parsed.database != ":memory:":
        return Database(_sqlite(parsed))
    if kind == "postgresql":
        return Database(_postgresql(parsed))
    raise SettingsError(f"the bookings' database cannot be {kind!r}; use sqlite:////folder/file or postgresql://…")


def _sqlite(url: Any) -> Any:
    # Threads queue for a few connections in turn; SQLite's own waiting is a lottery.
    engine = sa.create_engine(
        url,
        future=True,
        hide_parameters=True,
        poolclass=sa.pool.QueuePool,
        pool_size=4,
        max_overflow=0,
        pool_timeout=QUEUE,
        connect_args={"timeout": WAIT, "check_same_thread": False},
    )
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the transactions are ours, see _begin_sqlite
    for pragma in ("foreign_keys=on", "synchronous=full", "secure_delete=on"):
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A writer takes its lock at once: one that read first and then has to wait would be refused.
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reads") else "BEGIN IMMEDIATE")


def _postgresql(url: Any) -> Any:
    limits = {"statement_timeout": WAIT, "lock_timeout": WAIT, "idle_in_transaction_session_timeout": 2 * WAIT}
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg2"),
        future=True,
        hide_parameters=True,
        pool_size=10,
        max_overflow=10,  # a server takes 100 connections as it comes, and serves staff and mail too
        pool_timeout=QUEUE,
        pool_pre_ping=True,  # connections that an outage broke are replaced
        pool_recycle=1800,
        connect_args={
            "connect_timeout": WAIT,
            "tcp_user_timeout": WAIT * 1000,
            "options": " ".join(f"-c {name}={seconds * 1000}" for name, seconds in limits.items()),
        },
    )


def _make_file(path: Path) -> None:
    """Make the file, for us alone, and switch it to write-ahead logging, where readers never wait."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreUnavailableError(f"{path} cannot be made: {error.strerror}") from None
    until = time.monotonic() + WAIT
    while True:
        try:
            with closing(sqlite3.connect(path, timeout=WAIT)) as connection:
                connection.execute("pragma journal_mode=wal")
        except sqlite3.OperationalError:  # two that switch at once do not wait for each other
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


@contextmanager
def _told() -> Iterator[None]:
    """Turn every failure of the database into StoreUnavailableError, without SQL and without anybody's data."""
    try:
        yield
    except sa.exc.TimeoutError:
        raise StoreUnavailableError("the bookings' database has too much to do; try again") from None
    except (sa.exc.DBAPIError, sa.exc.DisconnectionError, sqlite3.Error) as error:
        raise StoreUnavailableError(f"the bookings' database cannot be used: {_why(error)}") from None
    except CommandError:
        raise StoreUnavailableError("the bookings' database was made by a newer Hairline; update this one") from None


def _why(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return next((plain for plain in _PLAIN if plain in str(cause)), type(cause).__name__)
