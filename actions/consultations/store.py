"""Whoever keeps the appointments: a database. Each method is one transaction; what happens in it is told by topic.

Every method may raise StoreUnavailableError. A change is written whole, with its history row and its notices, or not at
all. All instants are UTC datetimes, kept to the second.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection
from typing import Any

from actions.consultations import appointments, holds, lookup, people, requests
from actions.consultations.database import open_database
from actions.consultations.model import Appointment, By, Consent, Hold, Person, Slot, Status, StoreUnavailableError
from actions.consultations.records import Entry, Times
from actions.consultations.store_notices import Notices

BOOKED = (Status.BOOKED,)
logger = logging.getLogger(__name__)


class Store(Notices):
    """Keeps holds, appointments, what was agreed to, and the notices that are still to be sent."""

    def hold(self, slot: Slot, owner: str, now: dt.datetime, ttl: dt.timedelta) -> Hold:
        """Keep `slot` for a conversation until now + ttl; its other holds are let go. Raises SlotTakenError."""
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

    def release(self, hold_id: str, now: dt.datetime) -> None:
        """Let go of a hold for good. Nothing happens to one that is over, unknown or booked."""
        with self._database.writing() as connection:
            holds.release(connection, hold_id, now)

    def confirm(
        self, hold_id: str, person: Person, consent: Consent, key: str, by: By, now: dt.datetime
    ) -> Appointment:
        """Make a hold an appointment, even if it ran out and nobody took it.

        key: the same one again, for the same time and person, returns the same appointment and writes nothing. Raises
        HoldExpiredError, NotFoundError (given up, or booked under another key), KeyReusedError, ValueError (a person
        without name or contact).
        """
        with self._database.writing() as connection:
            return appointments.confirm(connection, hold_id, person, consent, key, by, now)

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
        """Give it the new time and free the old one, at once; its sequence grows by one.

        held: a hold of the mover's that is let go for it. expected: the sequence that it must have, if it matters.
        Raises SlotTakenError (all stays as it was), NotFoundError (not booked, or begun and not moved by staff),
        ChangedError, KeyReusedError.
        """
        with self._database.writing() as connection:
            return appointments.move(connection, appointment_id, slot, key, by, now, held, expected)

    def cancel(
        self, appointment_id: str, key: str, by: By, now: dt.datetime, expected: int | None = None
    ) -> Appointment:
        """Free its time; its sequence grows by one. Twice is fine.

        expected: the sequence that it must have, if it matters. Raises NotFoundError (unknown, or begun and not
        cancelled by staff), ChangedError, KeyReusedError.
        """
        with self._database.writing() as connection:
            return appointments.cancel(connection, appointment_id, key, by, now, expected)

    def busy(self, calendar_key: str, since: dt.datetime, until: dt.datetime, now: dt.datetime) -> list[Times]:
        """Return the times, buffers included, that are booked or held and touch [since, until); earliest first."""
        with self._database.reading() as connection:
            return lookup.busy(connection, calendar_key, since, until, now)

    def made(self, key: str) -> Appointment | None:
        """Return the appointment that a change with this key made or changed, as it is now; None if there was none."""
        with self._database.reading() as connection:
            number = requests.made(connection, key)
            return lookup.get(connection, number) if number else None

    def get(self, appointment_id: str) -> Appointment | None:
        """Return an appointment that is or was booked."""
        with self._database.reading() as connection:
            return lookup.get(connection, appointment_id)

    def find(self, reference: str) -> Appointment | None:
        """Return it by its reference in any case, with or without dash and spaces."""
        with self._database.reading() as connection:
            return lookup.find(connection, reference)

    def between(
        self, since: dt.datetime, until: dt.datetime, statuses: Collection[Status] = BOOKED
    ) -> list[Appointment]:
        """Return the appointments that start in [since, until), earliest first."""
        with self._database.reading() as connection:
            return lookup.between(connection, since, until, statuses)

    def of_contact(self, contact: str) -> list[Appointment]:
        """Return the appointments of an e-mail address (in any case) or a phone number (E.164), earliest first."""
        with self._database.reading() as connection:
            return lookup.of_contact(connection, contact)

    def history(self, appointment_id: str) -> list[Entry]:
        """Return what happened to it, from its hold on."""
        with self._database.reading() as connection:
            return lookup.history_of(connection, appointment_id)

    def consent_of(self, appointment_id: str) -> Consent | None:
        """Return what was agreed to when it was booked."""
        with self._database.reading() as connection:
            return lookup.consent_of(connection, appointment_id)

    def export_person(
        self, email: str | None = None, phone: str | None = None, owner: str | None = None
    ) -> dict[str, list[dict[str, Any]]]:
        """Return all rows about a person, by table, ready for JSON. Raises ValueError when nobody is named."""
        with self._database.reading() as connection:
            return people.export(connection, email, phone, owner)

    def forget_person(
        self, email: str | None = None, phone: str | None = None, owner: str | None = None, *, now: dt.datetime
    ) -> dict[str, int]:
        """Erase who they are everywhere, and return the number of rows by table. Raises ValueError.

        Coming appointments are cancelled ("cancelled" counts them) and the clinic is told, without a name.
        """
        with self._database.writing() as connection:
            counts = people.forget(connection, email, phone, owner, now)
        self._database.scrub()
        return counts

    def purge(self, before: dt.datetime, now: dt.datetime) -> dict[str, int]:
        """Delete all about appointments that ended before then; return the number of rows by table."""
        with self._database.writing() as connection:
            counts = people.purge(connection, before, now)
        self._database.scrub()
        return counts

    def close(self) -> None:
        """Close the connections; the next question opens them again."""
        self._database.close()


def open_store(url: str) -> Store:
    """Return the store at a sqlite or postgresql URL, its tables made or brought up to date.

    A database that does not answer yet is no error here: every use tries again and raises StoreUnavailableError until
    it does. Raises SettingsError for a URL that can never work.
    """
    database = open_database(url)
    try:
        database.prepare()
    except StoreUnavailableError as error:
        logger.error("consultations.unavailable %s", error)  # noqa: TRY400 - the reason is enough
    return Store(database)
