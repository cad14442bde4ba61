"""Booking, moving and cancelling: each in one transaction with its history, its notices and its idempotency key."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from actions.consultations import holds, requests
from actions.consultations.changes import log, tell
from actions.consultations.model import (
    Appointment,
    By,
    Change,
    ChangedError,
    Consent,
    HoldExpiredError,
    NotFoundError,
    Person,
    Slot,
    SlotTakenError,
    Status,
)
from actions.consultations.records import ROWS, appointment_of, slot_of
from actions.consultations.references import new_reference
from actions.consultations.tables import appointments, consents

PATIENTS = frozenset({By.CHAT, By.LINK})  # may change only what is still ahead; the clinic may tidy up afterwards


def confirm(
    connection: Any, hold_id: str, person: Person, consent: Consent, key: str, by: By, now: dt.datetime
) -> Appointment:
    """Make a hold an appointment. Raises HoldExpiredError, NotFoundError, KeyReusedError, ValueError."""
    if not person.name or not (person.email or person.phone):
        raise ValueError("a person needs a name, and an e-mail address or a phone number")
    asked = requests.digest("confirm", holds.was(connection, hold_id), person, consent)
    if again := requests.outcome(connection, key, asked):
        return existing(connection, again)
    held = holds.revivable(connection, hold_id, now)
    values = {
        "status": Status.BOOKED,
        "reference": fresh_reference(connection),
        "hold_expires_at": None,
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "zone": person.zone,
        "remind_on": person.remind_on,
        "booked_at": now,
        "updated_at": now,
    }
    row = appointments.update().where(appointments.c.id == hold_id).values(values)
    holds.take(connection, row, HoldExpiredError("the hold ran out and its time is taken; offer another"))
    agreed = {"version": consent.version, "text_sha256": consent.text_sha256, "given": consent.given}
    agreed |= {"at": consent.at, "channel": consent.channel}
    questions = list(consent.questions) if consent.given else []
    connection.execute(consents.insert().values(appointment_id=hold_id, questions=questions, **agreed))
    log(connection, hold_id, Change.BOOKED, by, now, after=slot_of(held))
    return _told(connection, hold_id, Change.BOOKED, key, asked, now)


def move(
    connection: Any,
    appointment_id: str,
    slot: Slot,
    key: str,
    by: By,
    now: dt.datetime,
    held: str | None = None,
    expected: int | None = None,
) -> Appointment:
    """Move a booked appointment to `slot`. Raises SlotTakenError, NotFoundError, ChangedError, KeyReusedError.

    held: a hold of that slot, or of another, that the mover gives up for it in the same transaction.
    expected: the sequence that it must still have.
    """
    asked = requests.digest("move", appointment_id, slot)
    if again := requests.outcome(connection, key, asked):
        return existing(connection, again)
    before = _booked(connection, appointment_id)
    _require_unchanged(before, expected)
    _require_ahead(before, by, now)
    holds.expire(connection, now)
    if held is not None:
        holds.release(connection, held, now)
    values = holds.times_of(connection, slot) | {"sequence": before.sequence + 1, "updated_at": now}
    row = appointments.update().where(appointments.c.id == appointment_id).values(values)
    holds.take(connection, row, SlotTakenError("this time is taken; the appointment stays where it was"))
    log(connection, appointment_id, Change.MOVED, by, now, before=before.slot, after=slot)
    return _told(connection, appointment_id, Change.MOVED, key, asked, now)


def cancel(
    connection: Any, appointment_id: str, key: str, by: By, now: dt.datetime, expected: int | None = None
) -> Appointment:
    """Cancel a booked appointment; one that is cancelled stays so. Raises NotFoundError, ChangedError, KeyReusedError.

    expected: the sequence that it must still have.
    """
    asked = requests.digest("cancel", appointment_id)
    if again := requests.outcome(connection, key, asked):
        return existing(connection, again)
    found = existing(connection, appointment_id)
    _require_unchanged(found, expected)
    if found.status is Status.CANCELLED:
        return found
    _require_ahead(found, by, now)
    call_off(connection, found, by, now)
    return _told(connection, appointment_id, Change.CANCELLED, key, asked, now)


def call_off(connection: Any, appointment: Appointment, by: By, now: dt.datetime) -> None:
    """Set a booked appointment to cancelled and log it; telling people is the caller's."""
    values = {"status": Status.CANCELLED, "sequence": appointment.sequence + 1, "updated_at": now}
    connection.execute(appointments.update().where(appointments.c.id == appointment.id).values(values))
    log(connection, appointment.id, Change.CANCELLED, by, now, before=appointment.slot)


def existing(connection: Any, appointment_id: str) -> Appointment:
    """Return an appointment that is or was booked. Raises NotFoundError."""
    query = ROWS.where((appointments.c.id == appointment_id) & appointments.c.booked_at.is_not(None))
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError("there is no such appointment")
    return appointment_of(row)


def _booked(connection: Any, appointment_id: str) -> Appointment:
    found = existing(connection, appointment_id)
    if found.status is not Status.BOOKED:
        raise NotFoundError("this appointment is cancelled; book a new one")
    return found


def _require_unchanged(appointment: Appointment, expected: int | None) -> None:
    if expected is not None and appointment.sequence != expected:
        raise ChangedError("the appointment has changed since; look at it again")


def _require_ahead(appointment: Appointment, by: By, now: dt.datetime) -> None:
    if by in PATIENTS and appointment.slot.start <= now:
        raise NotFoundError("this consultation has begun, or is over; only the clinic can change it")


def _told(connection: Any, appointment_id: str, change: Change, key: str, asked: str, now: dt.datetime) -> Appointment:
    changed = existing(connection, appointment_id)
    tell(connection, changed, change, now)
    requests.remember(connection, key, asked, appointment_id, now)
    return changed


def fresh_reference(connection: Any) -> str:
    """Return a reference that no appointment has."""

    def is_taken(reference: str) -> bool:
        query = sa.select(appointments.c.id).where(appointments.c.reference == reference)
        return connection.execute(query).first() is not None

    return new_reference(is_taken)
