"""The outbox: notices wait here until a worker has sent them."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from actions.consultations.model import Change, Slot
from actions.consultations.records import ROWS, Due, Letter, appointment_of, slot_before
from actions.consultations.tables import Instant, appointments, history, outbox

UNSENT = outbox.c.sent_at.is_(None) & outbox.c.dropped_at.is_(None) & outbox.c.given_up_at.is_(None)


def claim(connection: Any, now: dt.datetime, lease: dt.timedelta, limit: int) -> list[Due]:
    """Lease up to `limit` notices that are due, the longest due first; nobody else gets them until the lease ends."""
    free = outbox.c.leased_until.is_(None) | (outbox.c.leased_until <= now)
    due = sa.select(outbox).where(UNSENT & free & (outbox.c.next_at <= now)).order_by(outbox.c.next_at, outbox.c.id)
    rows = connection.execute(due.limit(limit)).all()
    mine = outbox.update().where(outbox.c.id.in_([row.id for row in rows]))
    connection.execute(mine.values(leased_until=now + lease))
    return [_due(connection, row) for row in rows]


def sent(connection: Any, notice_id: int, now: dt.datetime) -> None:
    """Note that it was sent."""
    _note(connection, notice_id, sent_at=sa.func.coalesce(outbox.c.sent_at, sa.literal(now, Instant)), error=None)


def failed(connection: Any, notice_id: int, error: str, retry_at: dt.datetime) -> None:
    """Note why it could not be sent, and when to try again."""
    _note(connection, notice_id, next_at=retry_at, leased_until=None, error=error, attempts=outbox.c.attempts + 1)


def gave_up(connection: Any, notice_id: int, error: str, now: dt.datetime) -> None:
    """Note that it will not be tried again, and why."""
    _note(connection, notice_id, given_up_at=now, leased_until=None, error=error)


def overdue(connection: Any, now: dt.datetime, grace: dt.timedelta) -> int:
    """Return how many notices should have been sent `grace` ago."""
    late = UNSENT & (outbox.c.due_at <= now - grace)
    return int(connection.execute(sa.select(sa.func.count()).select_from(outbox).where(late)).scalar())


def letters(connection: Any, appointment_id: str | None) -> list[Letter]:
    """Return all rows of an appointment, or the rows of everybody that are neither sent nor dropped; soonest first."""
    open_ = outbox.c.sent_at.is_(None) & outbox.c.dropped_at.is_(None)
    which = open_ if appointment_id is None else outbox.c.appointment_id == appointment_id
    is_current = (outbox.c.sequence == appointments.c.sequence).label("is_current")
    query = sa.select(outbox, appointments.c.reference, appointments.c.starts_at, is_current).join(appointments)
    rows = connection.execute(query.where(which).order_by(outbox.c.due_at, outbox.c.id)).mappings()
    return [Letter(**{field.name: row[field.name] for field in fields(Letter)}) for row in rows]


def retry(connection: Any, notice_id: int, now: dt.datetime) -> bool:
    """Let a row be tried again now; return whether it is one that was neither sent nor dropped."""
    waiting = outbox.c.sent_at.is_(None) & outbox.c.dropped_at.is_(None) & (outbox.c.id == notice_id)
    values = {"given_up_at": None, "next_at": now, "leased_until": None, "attempts": 0}
    return bool(connection.execute(outbox.update().where(waiting).values(values)).rowcount)


def _note(connection: Any, notice_id: int, **values: Any) -> None:
    connection.execute(outbox.update().where(outbox.c.id == notice_id).values(values))


def _due(connection: Any, row: Any) -> Due:
    about = connection.execute(ROWS.where(appointments.c.id == row.appointment_id)).one()
    appointment = appointment_of(about)
    before = _before_the_last_move(connection, row.appointment_id)
    return Due(row.id, row.kind, row.sequence, row.attempts, appointment, appointment.questions, before)


def _before_the_last_move(connection: Any, appointment_id: str) -> Slot | None:
    moves = (history.c.appointment_id == appointment_id) & (history.c.change == Change.MOVED)
    last = connection.execute(sa.select(history).where(moves).order_by(history.c.id.desc()).limit(1)).first()
    return None if last is None else slot_before(last)
