"""What the store tells about an appointment besides itself, and how its rows are read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from actions.consultations.model import Appointment, By, Change, Consent, Hold, NoticeKind, Person, Slot
from actions.consultations.tables import appointments, calendars, consents

Times = tuple[dt.datetime, dt.datetime]  # from and until


@dataclass(frozen=True)
class Entry:
    """A row of an appointment's history."""

    at: dt.datetime
    change: Change
    by: By
    before: Slot | None  # where it was until then, without buffers
    after: Slot | None


@dataclass(frozen=True)
class Due:
    """A notice that its claimer is to send now."""

    id: int
    kind: NoticeKind
    sequence: int  # of the appointment when the notice was written
    attempts: int  # that failed so far
    appointment: Appointment  # as it is now
    questions: tuple[str, ...] = ()  # passed on with consent
    before: Slot | None = None  # where it was before it was last moved, without buffers


@dataclass(frozen=True)
class Letter:
    """A row of the outbox as staff see it."""

    id: int
    kind: NoticeKind
    appointment_id: str
    reference: str
    due_at: dt.datetime
    next_at: dt.datetime  # when it is tried next
    leased_until: dt.datetime | None  # a worker may be sending it until then
    attempts: int  # that failed
    error: str | None  # of the last one, or why it was given up
    sent_at: dt.datetime | None
    dropped_at: dt.datetime | None  # a later change made it untrue
    given_up_at: dt.datetime | None
    starts_at: dt.datetime  # of the appointment, as it is now
    is_current: bool  # the appointment has not changed since

    @property
    def state(self) -> str:
        """One of: sent, dropped, given up, failed (to be tried again), pending."""
        if self.sent_at or self.dropped_at or self.given_up_at:
            return "sent" if self.sent_at else "dropped" if self.dropped_at else "given up"
        return "failed" if self.attempts else "pending"

    def is_on_its_way(self, now: dt.datetime) -> bool:
        """Whether a worker may be writing or sending it at this moment."""
        settled = self.sent_at or self.given_up_at
        return not settled and self.leased_until is not None and self.leased_until > now

    def is_missed(self, now: dt.datetime) -> bool:
        """Whether somebody does not know what they still need to know, and no letter will tell them."""
        return self.state == "given up" and self.is_current and self.starts_at > now


ROWS = sa.select(appointments, calendars.c.key.label("calendar"), consents.c.given, consents.c.questions).select_from(
    appointments.join(calendars).outerjoin(consents)
)


def has_email(typed: str) -> Any:
    """Return the condition for appointments of an e-mail address, however its letters are written."""
    address = typed.strip()
    # SQLite lowers no letter beyond ASCII.
    return (sa.func.lower(appointments.c.email) == address.lower()) | (appointments.c.email == address)


def slot_of(row: Any) -> Slot:
    """Return the time of a row of ROWS."""
    return Slot(row.starts_at, row.ends_at, row.calendar, row.busy_from, row.busy_until)


def hold_of(row: Any) -> Hold:
    """Return a row of ROWS that is held."""
    return Hold(row.id, slot_of(row), row.owner, row.hold_expires_at)


def appointment_of(row: Any) -> Appointment:
    """Return a row of ROWS that was booked; of one whose person was forgotten, a person without name and contact."""
    return Appointment(
        id=row.id,
        reference=row.reference,
        status=row.status,
        slot=slot_of(row),
        person=Person(row.name or "", row.zone or "UTC", row.email, row.phone, row.remind_on),
        questions=tuple(row.questions or ()) if row.given else (),
        sequence=row.sequence,
        owner=row.owner,
        booked_at=row.booked_at,
    )


def consent_from(row: Any) -> Consent:
    """Return a row of the consents."""
    return Consent(row.version, row.text_sha256, row.given, row.at, row.channel, tuple(row.questions))


def entry_from(row: Any) -> Entry:
    """Return a row of the history."""
    return Entry(row.at, row.change, row.by, slot_before(row), _slot(row.to_calendar, row.to_start, row.to_end))


def slot_before(row: Any) -> Slot | None:
    """Return where an appointment was before this row of its history."""
    return _slot(row.from_calendar, row.from_start, row.from_end)


def _slot(calendar: str | None, start: dt.datetime | None, end: dt.datetime | None) -> Slot | None:
    return None if calendar is None or start is None or end is None else Slot(start, end, calendar, start, end)
