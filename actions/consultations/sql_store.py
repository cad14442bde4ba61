"""The store in a database: each method is one transaction; what happens in it is told by topic in its own file."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection
from typing import Any

from typing_extensions import override

from actions.consultations import appointments, holds, lookup, outbox_table, people
from actions.consultations.database import Database, open_database
from actions.consultations.model import Appointment, By, Consent, Hold, Person, Slot, Status, StoreUnavailableError
from actions.consultations.records import Due, Entry, Letter, Times
from actions.consultations.store import BOOKED, Store
from actions.consultations.tables import links_used

logger = logging.getLogger(__name__)


class SqlStore(Store):
    """See `Store` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    def hold(self, slot: Slot, owner: str, now: dt.datetime, ttl: dt.timedelta) -> Hold:
        self._look(slot, owner, now)
        try:
            with self._database.writing() as connection:
                return holds.hold(connection, slot, owner, now, ttl)
        except StoreUnavailableError:
            self._look(slot, owner, now)  # who waited in vain is told that it is taken, if it is
            raise

    def _look(self, slot: Slot, owner: str, now: dt.datetime) -> None:
        with self._database.reading() as connection:
            holds.look(connection, slot, owner, now)

    @override
    def extend(self, hold_id: str, now: dt.datetime, ttl: dt.timedelta) -> Hold:
        with self._database.writing() as connection:
            return holds.extend(connection, hold_id, now, ttl)

    @override
    def release(self, hold_id: str, now: dt.datetime) -> None:
        with self._database.writing() as connection:
            holds.release(connection, hold_id, now)

    @override
    def confirm(
        self, hold_id: str, person: Person, consent: Consent, key: str, by: By, now: dt.datetime
    ) -> Appointment:
        with self._database.writing() as connection:
            return appointments.confirm(connection, hold_id, person, consent, key, by, now)

    @override
    def move(
        self,
        appointment_id: str,
        slot: Slot,
        key: str,
        by: By,
        now: dt.datetime,
        held: str | None = None,
        expected: int | None = None,
    ) -> Appointment:
        with self._database.writing() as connection:
            return appointments.move(connection, appointment_id, slot, key, by, now, held, expected)

    @override
    def cancel(
        self, appointment_id: str, key: str, by: By, now: dt.datetime, expected: int | None = None
    ) -> Appointment:
        with self._database.writing() as connection:
            return appointments.cancel(connection, appointment_id, key, by, now, expected)

    @override
    def busy(self, calendar_key: str, since: dt.datetime, until: dt.datetime, now: dt.datetime) -> list[Times]:
        with self._database.reading() as connection:
            return lookup.busy(connection, calendar_key, since, until, now)

    @override
    def get(self, appointment_id: str) -> Appointment | None:
        with self._database.reading() as connection:
            return lookup.get(connection, appointment_id)

    @override
    def find(self, reference: str) -> Appointment | None:
        with self._database.reading() as connection:
            return lookup.find(connection, reference)

    @override
    def between(
        self, since: dt.datetime, until: dt.datetime, statuses: Collection[Status] = BOOKED
    ) -> list[Appointment]:
        with self._database.reading() as connection:
            return lookup.between(connection, since, until, statuses)

    @override
    def of_contact(self, contact: str) -> list[Appointment]:
        with self._database.reading() as connection:
            return lookup.of_contact(connection, contact)

    @override
    def history(self, appointment_id: str) -> list[Entry]:
        with self._database.reading() as connection:
            return lookup.history_of(connection, appointment_id)

    @override
    def consent_of(self, appointment_id: str) -> Consent | None:
        with self._database.reading() as connection:
            return lookup.consent_of(connection, appointment_id)

    @override
    def claim(self, now: dt.datetime, lease: dt.timedelta, limit: int) -> list[Due]:
        with self._database.writing() as connection:
            return outbox_table.claim(connection, now, lease, limit)

    @override
    def sent(self, id: int, now: dt.datetime) -> None:
        with self._database.writing() as connection:
            outbox_table.sent(connection, id, now)

    @override
    def failed(self, id: int, error: str, retry_at: dt.datetime, now: dt.datetime) -> None:
        with self._database.writing() as connection:
            outbox_table.failed(connection, id, error, retry_at)

    @override
    def gave_up(self, id: int, error: str, now: dt.datetime) -> None:
        with self._database.writing() as connection:
            outbox_table.gave_up(connection, id, error, now)

    @override
    def overdue(self, now: dt.datetime, grace: dt.timedelta) -> int:
        with self._database.reading() as connection:
            return outbox_table.overdue(connection, now, grace)

    @override
    def letters(self, appointment_id: str | None = None) -> list[Letter]:
        with self._database.reading() as connection:
            return outbox_table.letters(connection, appointment_id)

    @override
    def retry(self, id: int, now: dt.datetime) -> bool:
        with self._database.writing() as connection:
            return outbox_table.retry(connection, id, now)

    @override
    def use_link(self, jti: str, now: dt.datetime) -> bool:
        with self._database.writing() as connection:
            if connection.execute(links_used.select().where(links_used.c.jti == jti)).first():
                return False
            connection.execute(links_used.insert().values(jti=jti, at=now))
            return True

    @override
    def export_person(
        self, email: str | None = None, phone: str | None = None, owner: str | None = None
    ) -> dict[str, list[dict[str, Any]]]:
        with self._database.reading() as connection:
            return people.export(connection, email, phone, owner)

    @override
    def forget_person(
        self, email: str | None = None, phone: str | None = None, owner: str | None = None, *, now: dt.datetime
    ) -> dict[str, int]:
        with self._database.writing() as connection:
            counts = people.forget(connection, email, phone, owner, now)
        self._database.scrub()
        return counts

    @override
    def purge(self, before: dt.datetime, now: dt.datetime) -> dict[str, int]:
        with self._database.writing() as connection:
            counts = people.purge(connection, before, now)
        self._database.scrub()
        return counts

    @override
    def close(self) -> None:
        self._database.close()


def open_sql_store(url: str) -> SqlStore:
    """Return the store at `url`; one that does not answer yet is tried again at every use. Raises SettingsError."""
    database = open_database(url)
    try:
        database.prepare()
    except StoreUnavailableError as error:
        logger.error("consultations.unavailable %s", error)  # noqa: TRY400 - the reason is enough
    return SqlStore(database)
