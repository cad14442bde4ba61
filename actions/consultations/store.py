"""The port of booking: what can be asked of whoever keeps the appointments. `open_store` opens the real one.

Every method may raise StoreUnavailableError. A change is written whole, with its history row and its notices, or not at
all. All instants are UTC datetimes, kept to the second.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Protocol

from actions.consultations.model import Appointment, By, Consent, Hold, Person, Slot, Status
from actions.consultations.records import Due, Entry, Letter, Times

BOOKED = (Status.BOOKED,)


class Store(Protocol):
    """Keeps holds, appointments, what was agreed to, and the notices that are still to be sent."""

    def hold(self, slot: Slot, owner: str, now: dt.datetime, ttl: dt.timedelta) -> Hold:
        """Keep `slot` for a conversation until now + ttl; its other holds are let go. Raises SlotTakenError."""

    def extend(self, hold_id: str, now: dt.datetime, ttl: dt.timedelta) -> Hold:
        """Keep it until now + ttl, even if it ran out and nobody took it. Raises HoldExpiredError, NotFoundError."""

    def release(self, hold_id: str, now: dt.datetime) -> None:
        """Let go of a hold for good. Nothing happens to one that is over, unknown or booked."""

    def confirm(
        self, hold_id: str, person: Person, consent: Consent, key: str, by: By, now: dt.datetime
    ) -> Appointment:
        """Make a hold an appointment, even if it ran out and nobody took it.

        key: the same one again returns the same appointment and writes nothing. Raises HoldExpiredError, NotFoundError
        (given up, or booked under another key), KeyReusedError, ValueError (a person without name or contact).
        """

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
        Raises SlotTakenError (all stays as it was), NotFoundError (not booked), ChangedError, KeyReusedError.
        """

    def cancel(
        self, appointment_id: str, key: str, by: By, now: dt.datetime, expected: int | None = None
    ) -> Appointment:
        """Free its time; its sequence grows by one. Twice is fine.

        expected: the sequence that it must have, if it matters. Raises NotFoundError, ChangedError, KeyReusedError.
        """

    def busy(self, calendar_key: str, since: dt.datetime, until: dt.datetime, now: dt.datetime) -> list[Times]:
        """Return the times, buffers included, that are booked or held and touch [since, until); earliest first."""

    def get(self, appointment_id: str) -> Appointment | None:
        """Return an appointment that is or was booked."""

    def find(self, reference: str) -> Appointment | None:
        """Return it by its reference in any case, with or without dash and spaces."""

    def between(
        self, since: dt.datetime, until: dt.datetime, statuses: Collection[Status] = BOOKED
    ) -> list[Appointment]:
        """Return the appointments that start in [since, until), earliest first."""

    def of_contact(self, contact: str) -> list[Appointment]:
        """Return the appointments of an e-mail address (in any case) or a phone number (E.164), earliest first."""

    def history(self, appointment_id: str) -> list[Entry]:
        """Return what happened to it, from its hold on."""

    def consent_of(self, appointment_id: str) -> Consent | None:
        """Return what was agreed to when it was booked."""

    def claim(self, now: dt.datetime, lease: dt.timedelta, limit: int) -> list[Due]:
        """Return up to `limit` notices to send now, longest due first; no other worker gets them before now + lease."""

    def sent(self, id: int, now: dt.datetime) -> None:
        """Note that a notice was sent."""

    def failed(self, id: int, error: str, retry_at: dt.datetime, now: dt.datetime) -> None:
        """Note why it was not sent; it can be claimed again from `retry_at` on."""

    def gave_up(self, id: int, error: str, now: dt.datetime) -> None:
        """Note that it is never to be tried again, and why."""

    def overdue(self, now: dt.datetime, grace: dt.timedelta) -> int:
        """Return how many notices were due `grace` ago and are neither sent nor dropped nor given up."""

    def letters(self, appointment_id: str | None = None) -> list[Letter]:
        """Return all notices of an appointment, or everybody's that are neither sent nor dropped; soonest due first."""

    def retry(self, id: int, now: dt.datetime) -> bool:
        """Let a notice be claimed again at once; return whether it is one that was neither sent nor dropped."""

    def use_link(self, jti: str, now: dt.datetime) -> bool:
        """Return whether this is the first use of a link."""

    def export_person(
        self, email: str | None = None, phone: str | None = None, owner: str | None = None
    ) -> dict[str, list[dict[str, Any]]]:
        """Return all rows about a person, by table, ready for JSON. Raises ValueError when nobody is named."""

    def forget_person(
        self, email: str | None = None, phone: str | None = None, owner: str | None = None, *, now: dt.datetime
    ) -> dict[str, int]:
        """Erase who they are everywhere, and return the number of rows by table. Raises ValueError.

        Coming appointments are cancelled ("cancelled" counts them) and the clinic is told, without a name.
        """

    def purge(self, before: dt.datetime, now: dt.datetime) -> dict[str, int]:
        """Delete all about appointments that ended before then; return the number of rows by table."""

    def close(self) -> None:
        """Close the connections; the next question opens them again."""


def open_store(url: str) -> Store:
    """Return the store at a sqlite or postgresql URL, its tables made or brought up to date.

    A database that does not answer yet is no error here: every use tries again and raises StoreUnavailableError until
    it does. Raises SettingsError for a URL that can never work.
    """
    from actions.consultations.sql_store import open_sql_store  # the port itself needs no database

    return open_sql_store(url)
