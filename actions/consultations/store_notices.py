"""The part of the store that a worker asks: the notices that are still to be sent. What happens is in outbox_table."""

from __future__ import annotations

import datetime as dt

from actions.consultations import outbox_table
from actions.consultations.database import Database
from actions.consultations.records import Due, Letter


class Notices:
    """The outbox in a database; each method is one transaction, and may raise StoreUnavailableError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, now: dt.datetime, lease: dt.timedelta, limit: int) -> list[Due]:
        """Return up to `limit` notices to send now, longest due first; no other worker gets them before now + lease."""
        with self._database.writing() as connection:
            return outbox_table.claim(connection, now, lease, limit)

    def sent(self, id: int, now: dt.datetime) -> None:
        """Note that a notice was sent."""
        with self._database.writing() as connection:
            outbox_table.sent(connection, id, now)

    def failed(self, id: int, error: str, retry_at: dt.datetime, now: dt.datetime) -> None:  # noqa: ARG002 - the worker tells it
        """Note why it was not sent; it can be claimed again from `retry_at` on."""
        with self._database.writing() as connection:
            outbox_table.failed(connection, id, error, retry_at)

    def gave_up(self, id: int, error: str, now: dt.datetime) -> None:
        """Note that it is never to be tried again, and why."""
        with self._database.writing() as connection:
            outbox_table.gave_up(connection, id, error, now)

    def overdue(self, now: dt.datetime, grace: dt.timedelta) -> int:
        """Return how many notices were due `grace` ago and are neither sent nor dropped nor given up."""
        with self._database.reading() as connection:
            return outbox_table.overdue(connection, now, grace)

    def letters(self, appointment_id: str | None = None) -> list[Letter]:
        """Return all notices of an appointment, or everybody's that are neither sent nor dropped; soonest due first."""
        with self._database.reading() as connection:
            return outbox_table.letters(connection, appointment_id)

    def retry(self, id: int, now: dt.datetime) -> bool:
        """Let a notice be claimed again at once; return whether it is one that was neither sent nor dropped."""
        with self._database.writing() as connection:
            return outbox_table.retry(connection, id, now)
