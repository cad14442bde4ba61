"""The database of conversations: SQLite under var/, or the clinic's PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.chats.model import UnavailableError
from bot.databases import engine_at, make_file
from index.errors import DatabaseUnavailableError

_MAKER = 7_401_003  # the number of our lock in PostgreSQL, for whoever makes tables


class Database:
    """Gives connections; makes its tables when it first answers, also when somebody moved the file away."""

    def __init__(self, url: str, tables: sa.MetaData) -> None:
        """tables: what it makes. Raises SettingsError for a URL of another kind; touches nothing yet."""
        self._tables = tables
        self._engine = engine_at(url)
        self._reads = self._engine.execution_options(reads=True)
        self._ready: int | None = None
        self._making = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Give a connection for questions. Raises UnavailableError."""
        with self._told():
            self._prepare()
            with self._reads.connect() as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Give a connection whose changes are all written at the end, or none after an error."""
        with self._told():
            self._prepare()
            with self._engine.begin() as connection:
                yield connection

    def scrub(self) -> None:
        """Take what was deleted out of SQLite's journal too."""
        if self._engine.dialect.name == "sqlite":
            with self._told():
                connection = self._engine.raw_connection()
                try:
                    connection.cursor().execute("pragma wal_checkpoint(truncate)")
                finally:
                    connection.close()

    def close(self) -> None:
        """Close the connections; they open again when they are needed."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DatabaseUnavailableError as error:
            raise UnavailableError(str(error)) from None
        except (sa.exc.DBAPIError, sa.exc.DisconnectionError, sa.exc.TimeoutError, sqlite3.Error) as error:
            self._ready = None  # whatever broke, look next time whether the tables are there
            self._engine.dispose()
            cause = getattr(error, "orig", None) or error
            raise UnavailableError(f"the conversations' database cannot be used: {type(cause).__name__}") from None

    def _prepare(self) -> None:
        if self._ready is not None and self._ready == self._number():
            return
        with self._making:
            if self._ready is not None and self._ready == self._number():
                return
            self._engine.dispose()
            if self._engine.dialect.name == "sqlite":
                make_file(Path(self._engine.url.database))
            with self._engine.begin() as connection:
                if self._engine.dialect.name == "postgresql":
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MAKER)))
                self._tables.create_all(connection)
            self._ready = self._number()

    def _number(self) -> int | None:
        """The file's number on its disk: another one when it was moved away."""
        if self._engine.dialect.name != "sqlite":
            return 0
        try:
            return Path(self._engine.url.database).stat().st_ino
        except OSError:
            return None
