"""The words of booking: slot, hold, appointment, person, consent, notice. Plain values; instants are in UTC."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum


class Status(str, Enum):
    """What an appointment is. Held and booked ones take their time; the others do not."""

    HELD = "held"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Change(str, Enum):
    """What happened to an appointment; the kinds of its history rows."""

    HELD = "held"
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RELEASED = "released"
    EXPIRED = "expired"


class By(str, Enum):
    """Who changed it."""

    CHAT = "chat"
    LINK = "link"
    STAFF = "staff"
    SYSTEM = "system"


class NoticeKind(str, Enum):
    """What people are told, each kind a row of the outbox."""

    CONFIRMED = "confirmed"  # to the patient, with a calendar file
    MOVED = "moved"
    CANCELLED = "cancelled"
    DAY_BEFORE = "day_before"
    HOUR_BEFORE = "hour_before"
    STAFF_BOOKED = "staff_booked"  # to the clinic
    STAFF_MOVED = "staff_moved"
    STAFF_CANCELLED = "staff_cancelled"


@dataclass(frozen=True, order=True)
class Slot:
    """A time that a calendar can give. busy_*: with the buffers around it, half-open [from, until)."""

    start: dt.datetime
    end: dt.datetime
    calendar: str
    busy_from: dt.datetime
    busy_until: dt.datetime


@dataclass(frozen=True)
class Person:
    """Who comes: the least that is needed. At least one of email and phone; phone in E.164; zone an IANA name.

    remind_on: the messenger in whose conversation, the appointment's owner, they want to be reminded.
    """

    name: str
    zone: str
    email: str | None = None
    phone: str | None = None
    remind_on: str | None = None


@dataclass(frozen=True)
class Consent:
    """What was agreed to, word for word by its version, and what is passed on because of it."""

    version: str  # of the text that was shown
    text_sha256: str
    given: bool
    at: dt.datetime
    channel: str
    questions: tuple[str, ...] = ()  # passed on to the clinic; empty unless given


@dataclass(frozen=True)
class Hold:
    """A slot kept for one conversation until `expires_at`."""

    id: str
    slot: Slot
    owner: str  # conversation
    expires_at: dt.datetime


@dataclass(frozen=True)
class Appointment:
    """A consultation that was booked, perhaps moved, perhaps cancelled since."""

    id: str
    reference: str  # what a patient types and reads aloud: six unmistakable letters and digits, "K7M-2QF"
    status: Status
    slot: Slot
    person: Person
    questions: tuple[str, ...]
    sequence: int  # of its calendar file; grows with every change
    owner: str
    booked_at: dt.datetime


@dataclass(frozen=True)
class Notice:
    """A row of the outbox: what to tell about which appointment, and when it is due."""

    kind: NoticeKind
    due_at: dt.datetime


class BookingError(Exception):
    """A change that was not made; nothing was written."""


class SlotTakenError(BookingError):
    """Somebody else has this time, or one that overlaps it."""


class HoldExpiredError(BookingError):
    """The hold is over and its time has gone to somebody else."""


class ChangedError(BookingError):
    """It is no longer as it was when the change was asked for."""


class NotFoundError(BookingError):
    """There is no such hold or appointment, or it is not one that can be changed so."""


class StoreUnavailableError(BookingError):
    """The database cannot be reached, is locked, full, or too slow. Nothing is known to have been written."""
