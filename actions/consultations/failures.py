"""Failures of the database, told in words that name neither SQL nor anybody's data."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic.util import CommandError

from actions.consultations.model import StoreUnavailableError
from index.errors import DatabaseUnavailableError

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


@contextmanager
def failures_told() -> Iterator[None]:
    """Turn every failure of the database into StoreUnavailableError, without SQL and without anybody's data."""
    try:
        yield
    except sa.exc.TimeoutError:
        raise StoreUnavailableError("the bookings' database has too much to do; try again") from None
    except (sa.exc.DBAPIError, sa.exc.DisconnectionError, sqlite3.Error) as error:
        raise StoreUnavailableError(f"the bookings' database cannot be used: {_why(error)}") from None
    except DatabaseUnavailableError as error:
        raise StoreUnavailableError(str(error)) from None
    except CommandError:
        raise StoreUnavailableError("the bookings' database was made by a newer Hairline; update this one") from None


def _why(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return next((plain for plain in _PLAIN if plain in str(cause)), type(cause).__name__)
