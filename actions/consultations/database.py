"""Where bookings are kept: one transaction for a change, a snapshot for a question, tables that are up to date."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from actions.consultations.failures import failures_told
from actions.consultations.migrations import LATEST
from actions.consultations.model import StoreUnavailableError
from actions.consultations.patience import require_time_left
from bot.databases import WAIT, engine_at, make_file

MIGRATING = 30  # seconds for the process that migrates
_WRITER, _MIGRATOR = 7_401_001, 7_401_002  # the numbers of our locks in PostgreSQL
_MIGRATIONS = Path(__file__).with_name("migrations")
_migrating = threading.Lock()  # alembic's environment is one per process


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
        with failures_told(), self._reads.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Give a connection whose changes are all written at the end, or none after an error.

        One writer at a time, on PostgreSQL as on SQLite: a clinic's changes take milliseconds, and those that wait in
        line can neither deadlock nor see half of another. Raises StoreUnavailableError.
        """
        self.prepare()
        with failures_told(), self._engine.begin() as connection:
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
        with failures_told():
            self._engine.dispose()
            if self._is_file:
                make_file(Path(self._engine.url.database))
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
            with failures_told(), closing(self._engine.raw_connection()) as connection:
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
    return Database(engine_at(url))
