"""A real PostgreSQL for tests, which can be stopped and started as in an outage."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from sqlalchemy.engine import make_url


class Postgresql:
    """One server on a socket in `folder`. Raises what starting it raises."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        """durable: survives a power cut, and takes its time to write; of no use to most tests."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it says about XDG folders is no finding of ours
            import pgserver
        self._server = pgserver.get_server(folder, cleanup_mode="delete")
        self._numbers = itertools.count(1)
        if not durable:
            self.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")

    def run(self, *statements: str) -> None:
        """Run statements as its administrator."""
        with closing(psycopg2.connect(self._server.get_uri())) as connection:
            connection.autocommit = True
            for statement in statements:
                connection.cursor().execute(statement)

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """Give the URL of an empty database, which is dropped at the end."""
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name}")
        yield make_url(self._server.get_uri()).set(database=name).render_as_string(hide_password=False)
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop it as an administrator does in a hurry: every connection breaks."""
        from pgserver import pg_ctl

        pg_ctl(["-w", "-m", "fast", "stop"], pgdata=self._server.pgdata, user=self._server.system_user)

    def start(self) -> None:
        """Start it again."""
        self._server.ensure_postgres_running()

    def remove(self) -> None:
        """Stop it, and delete its folder."""
        self._server.cleanup()
