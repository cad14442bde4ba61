"""The connections of a database: SQLite's and PostgreSQL's own ways, and no endless wait in either."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from index.errors import DatabaseUnavailableError, SettingsError

WAIT = 3  # seconds for a connection, a lock or a statement
QUEUE = 10  # seconds for one of our own connections, when many patients come at once


def engine_at(url: str) -> Any:
    """Return the engine for a sqlite or postgresql URL. Raises SettingsError for another one; touches nothing yet."""
    try:
        parsed = sa.engine.make_url(url.replace("postgres://", "postgresql://", 1))
    except sa.exc.ArgumentError:
        raise SettingsError("the database is not a URL; use sqlite:////folder/file or postgresql://…") from None
    kind = parsed.get_backend_name()
    if kind == "sqlite" and parsed.database and parsed.database != ":memory:":
        return _sqlite(parsed)
    if kind == "postgresql":
        return _postgresql(parsed)
    raise SettingsError(f"the database cannot be {kind!r}; use sqlite:////folder/file or postgresql://…")


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


def make_file(path: Path) -> None:
    """Make SQLite's file, for us alone, and switch it to write-ahead logging, where readers never wait.

    Raises DatabaseUnavailableError when it cannot be made.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise DatabaseUnavailableError(f"{path} cannot be made: {error.strerror}") from None
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
