"""Holding a time for one conversation while its patient decides."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa

from actions.consultations import lookup
from actions.consultations.changes import log
from actions.consultations.model import By, Change, Hold, HoldExpiredError, NotFoundError, Slot, SlotTakenError, Status
from actions.consultations.records import ROWS, entry_from, hold_of, slot_of
from actions.consultations.tables import OVERLAP, appointments, calendars, history

_TAKEN = "this time is taken; offer another"


def look(connection: Any, slot: Slot, owner: str, now: dt.datetime) -> None:
    """Raise SlotTakenError when it is plain to see; most of a crowd need then not wait for the one who writes."""
    own = (appointments.c.status == Status.HELD) & (appointments.c.owner == owner)
    taken = lookup.taking(now) & ~own
    overlaps = (appointments.c.busy_from < slot.busy_until) & (appointments.c.busy_until > slot.busy_from)
    if connection.execute(ROWS.where((calendars.c.key == slot.calendar) & taken & overlaps).limit(1)).first():
        raise SlotTakenError(_TAKEN)


def hold(connection: Any, slot: Slot, owner: str, now: dt.datetime, ttl: dt.timedelta) -> Hold:
    """Hold `slot`, and let go what the owner held before. Raises SlotTakenError."""
    expire(connection, now)
    _end(connection, appointments.c.owner == owner, Change.RELEASED, now)
    number = str(uuid.uuid4())
    values = times_of(connection, slot) | {"hold_expires_at": now + ttl, "created_at": now, "updated_at": now}
    row = appointments.insert().values(id=number, status=Status.HELD, owner=owner, **values)
    take(connection, row, SlotTakenError(_TAKEN))
    log(connection, number, Change.HELD, By.CHAT, now, after=slot)
    return hold_of(_row(connection, number))


def was(connection: Any, hold_id: str) -> Slot | None:
    """Return the time that was held, wherever its appointment may have been moved since; None for no such hold."""
    held = (history.c.appointment_id == hold_id) & (history.c.change == Change.HELD)
    row = connection.execute(sa.select(history).where(held)).first()
    return None if row is None else entry_from(row).after


def release(connection: Any, hold_id: str, now: dt.datetime) -> None:
    """Let go of a hold for good, run out or not; what is booked stays."""
    _end(connection, appointments.c.id == hold_id, Change.RELEASED, now)
    over = (appointments.c.id == hold_id) & (appointments.c.status == Status.EXPIRED)
    connection.execute(appointments.update().where(over).values(hold_expires_at=None))


def revivable(connection: Any, hold_id: str, now: dt.datetime) -> Any:
    """Return the row of a hold, which may have run out. Raises HoldExpiredError, NotFoundError.

    All other holds that ran out are marked so: only a live one, or a booking, can now be in its way.
    """
    found = _row(connection, hold_id)
    if found is None or found.hold_expires_at is None or found.status not in (Status.HELD, Status.EXPIRED):
        raise NotFoundError("there is no such hold; it was given up, or it is booked already")
    if found.starts_at <= now:
        raise HoldExpiredError("the time that was held has come; offer another")
    expire(connection, now, besides=hold_id)
    return found


def expire(connection: Any, now: dt.datetime, besides: str = "") -> None:
    """Mark the holds that ran out."""
    over = (appointments.c.hold_expires_at <= now) & (appointments.c.id != besides)
    _end(connection, over, Change.EXPIRED, now)


def take(connection: Any, statement: Any, refused: Exception) -> None:
    """Run a statement that takes a time; raise `refused` when the database says that it is taken."""
    try:
        connection.execute(statement)
    except sa.exc.IntegrityError as error:
        if OVERLAP in str(error.orig):
            raise refused from None
        raise


def times_of(connection: Any, slot: Slot) -> dict[str, Any]:
    """Return the columns of a slot; a calendar gets its number when it is first seen."""
    query = sa.select(calendars.c.id).where(calendars.c.key == slot.calendar)
    number = connection.execute(query).scalar()
    if number is None:
        number = connection.execute(calendars.insert().values(key=slot.calendar)).inserted_primary_key[0]
    times = {"starts_at": slot.start, "ends_at": slot.end, "busy_from": slot.busy_from, "busy_until": slot.busy_until}
    return {"calendar_id": number, **times}


def _row(connection: Any, hold_id: str) -> Any:
    return connection.execute(ROWS.where(appointments.c.id == hold_id)).first()


def _end(connection: Any, which: Any, change: Change, now: dt.datetime) -> None:
    held = connection.execute(ROWS.where(which & (appointments.c.status == Status.HELD))).all()
    if not held:
        return
    values = {"status": Status.EXPIRED, "updated_at": now}
    if change is Change.RELEASED:
        values["hold_expires_at"] = None
    rows = appointments.c.id.in_([row.id for row in held])
    connection.execute(appointments.update().where(rows).values(values))
    by = By.SYSTEM if change is Change.EXPIRED else By.CHAT
    for row in held:
        log(connection, row.id, change, by, now, before=slot_of(row))
