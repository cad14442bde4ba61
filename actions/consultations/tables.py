"""The tables of booking. `migrations/` makes them, with the rules that keep bookings apart; a test compares both."""

from __future__ import annotations

import datetime as dt
import math
from enum import Enum
from typing import Any

import sqlalchemy as sa

from actions.consultations.model import By, Change, NoticeKind, Status

TAKES_TIME = (Status.HELD, Status.BOOKED)
OVERLAP = "appointments_overlap"  # the rule that refuses a second booking, as both databases name it


class Instant(sa.types.TypeDecorator):
    """Whole seconds since 1970 in the database, a UTC datetime outside. Raises ValueError for one without a zone."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, _dialect: Any) -> int | None:  # noqa: D102 - SQLAlchemy's name
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone; give an instant in UTC")
        return math.floor(value.timestamp())

    def process_result_value(self, value: int | None, _dialect: Any) -> dt.datetime | None:  # noqa: D102
        return None if value is None else dt.datetime.fromtimestamp(value, dt.timezone.utc)


class Word(sa.types.TypeDecorator):
    """A member of an enumeration, as its value."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, words: type[Enum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Enum | None, _dialect: Any) -> str | None:  # noqa: D102
        return None if value is None else str(self.words(value).value)

    def process_result_value(self, value: str | None, _dialect: Any) -> Enum | None:  # noqa: D102
        return None if value is None else self.words(value)


metadata = sa.MetaData()


def _of_appointment(**options: bool) -> sa.Column:
    return sa.Column("appointment_id", sa.Text, sa.ForeignKey("appointments.id"), nullable=False, **options)


calendars = sa.Table(
    "calendars",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
)

# A hold becomes an appointment in its own row. One that was given up is `expired` without `hold_expires_at`.
appointments = sa.Table(
    "appointments",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("reference", sa.Text, unique=True),
    sa.Column("calendar_id", sa.Integer, sa.ForeignKey("calendars.id"), nullable=False),
    sa.Column("starts_at", Instant, nullable=False),
    sa.Column("ends_at", Instant, nullable=False),
    sa.Column("busy_from", Instant, nullable=False),
    sa.Column("busy_until", Instant, nullable=False),
    sa.Column("status", Word(Status), nullable=False),
    sa.Column("hold_expires_at", Instant),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("name", sa.Text),
    sa.Column("email", sa.Text),
    sa.Column("phone", sa.Text),
    sa.Column("zone", sa.Text),
    sa.Column("remind_on", sa.Text),  # the messenger in which they want to be reminded
    sa.Column("sequence", sa.Integer, nullable=False, default=0),
    sa.Column("booked_at", Instant),
    sa.Column("erased_at", Instant),  # when its person was forgotten
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Index("appointments_calendar", "calendar_id", "busy_until"),
    sa.Index("appointments_starts", "starts_at"),
    sa.Index("appointments_owner", "owner"),
)

history = sa.Table(
    "history",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _of_appointment(),
    sa.Column("at", Instant, nullable=False),
    sa.Column("change", Word(Change), nullable=False),
    sa.Column("by", Word(By), nullable=False),
    sa.Column("from_calendar", sa.Text),
    sa.Column("from_start", Instant),
    sa.Column("from_end", Instant),
    sa.Column("to_calendar", sa.Text),
    sa.Column("to_start", Instant),
    sa.Column("to_end", Instant),
    sa.Index("history_appointment", "appointment_id"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _of_appointment(),
    sa.Column("kind", Word(NoticeKind), nullable=False),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("next_at", Instant, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("leased_until", Instant),
    sa.Column("sent_at", Instant),
    sa.Column("dropped_at", Instant),
    sa.Column("given_up_at", Instant),
    sa.Column("error", sa.Text),
    sa.UniqueConstraint("appointment_id", "kind", "sequence", name="outbox_once"),
    sa.Index("outbox_next", "next_at"),
)

consents = sa.Table(
    "consents",
    metadata,
    _of_appointment(primary_key=True),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("text_sha256", sa.Text, nullable=False),
    sa.Column("given", sa.Boolean, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("questions", sa.JSON, nullable=False),
)

# What was asked under which idempotency key, and the appointment that it led to.
requests = sa.Table(
    "requests",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    _of_appointment(),
    sa.Column("at", Instant, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Index("requests_appointment", "appointment_id"),
)
