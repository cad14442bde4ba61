"""Questions about bookings; they change nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from actions.consultations.model import Appointment, Consent, Status
from actions.consultations.records import ROWS, Entry, Times, appointment_of, consent_from, entry_from
from actions.consultations.references import read_reference
from actions.consultations.tables import appointments, calendars, consents, history

_WAS_BOOKED = appointments.c.booked_at.is_not(None)


def busy(connection: Any, calendar: str, since: dt.datetime, until: dt.datetime, now: dt.datetime) -> list[Times]:
    """Return the taken times, buffers included, that touch [since, until); earliest first."""
    touches = (appointments.c.busy_until > since) & (appointments.c.busy_from < until)
    query = sa.select(appointments.c.busy_from, appointments.c.busy_until).join(calendars)
    query = query.where((calendars.c.key == calendar) & taking(now) & touches).order_by(appointments.c.busy_from)
    return [(row.busy_from, row.busy_until) for row in connection.execute(query)]


def taking(now: dt.datetime) -> Any:
    """Return the condition that an appointment takes its time now: it is booked, or held and not run out."""
    held = (appointments.c.status == Status.HELD) & (appointments.c.hold_expires_at > now)
    return (appointments.c.status == Status.BOOKED) | held


def get(connection: Any, appointment_id: str) -> Appointment | None:
    """Return an appointment by its id."""
    return next(iter(_appointments(connection, appointments.c.id == appointment_id)), None)


def find(connection: Any, typed: str) -> Appointment | None:
    """Return an appointment by its reference, as people type it."""
    reference = read_reference(typed)
    return next(iter(_appointments(connection, appointments.c.reference == reference)), None) if reference else None


def between(connection: Any, since: dt.datetime, until: dt.datetime, statuses: Collection[Status]) -> list[Appointment]:
    """Return those that start in [since, until), earliest first."""
    starts = (appointments.c.starts_at >= since) & (appointments.c.starts_at < until)
    return _appointments(connection, starts & appointments.c.status.in_(list(statuses)))


def of_contact(connection: Any, contact: str) -> list[Appointment]:
    """Return those of an e-mail address (in any case) or a phone number (E.164), earliest first."""
    typed = contact.strip()
    email = (sa.func.lower(appointments.c.email) == typed.lower()) | (appointments.c.email == typed)
    return _appointments(connection, email | (appointments.c.phone == typed))


def history_of(connection: Any, appointment_id: str) -> list[Entry]:
    """Return what happened to an appointment or a hold, oldest first."""
    query = sa.select(history).where(history.c.appointment_id == appointment_id).order_by(history.c.id)
    return [entry_from(row) for row in connection.execute(query)]


def consent_of(connection: Any, appointment_id: str) -> Consent | None:
    """Return what was agreed to."""
    row = connection.execute(sa.select(consents).where(consents.c.appointment_id == appointment_id)).first()
    return None if row is None else consent_from(row)


def _appointments(connection: Any, which: Any) -> list[Appointment]:
    query = ROWS.where(which & _WAS_BOOKED).order_by(appointments.c.starts_at, appointments.c.id)
    return [appointment_of(row) for row in connection.execute(query)]
