"""What is held about one person: to hand out, to erase, and to delete when its time is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from actions.consultations.appointments import call_off, existing, fresh_reference
from actions.consultations.changes import tell
from actions.consultations.holds import expire
from actions.consultations.model import By, Change, NoticeKind, Status
from actions.consultations.outbox_table import UNSENT
from actions.consultations.records import has_email
from actions.consultations.tables import appointments, calendars, consents, history, outbox, requests

_ABOUT = (history, outbox, consents, requests)  # tables whose rows belong to an appointment
_ERASED = {"name": None, "email": None, "phone": None, "zone": None, "remind_on": None, "owner": ""}


def export(connection: Any, email: str | None, phone: str | None, owner: str | None) -> dict[str, list[dict[str, Any]]]:
    """Return every row about them by table, times in ISO 8601. Raises ValueError when nobody is named."""
    theirs = _theirs(connection, email, phone, owner)
    with_calendar = sa.select(appointments, calendars.c.key.label("calendar")).join(calendars)
    found = {"appointments": _plain(connection, with_calendar.where(appointments.c.id.in_(theirs)))}
    for table in _ABOUT:
        found[table.name] = _plain(connection, sa.select(table).where(table.c.appointment_id.in_(theirs)))
    return found


def forget(
    connection: Any, email: str | None, phone: str | None, owner: str | None, now: dt.datetime
) -> dict[str, int]:
    """Erase what says who they are; return the number of rows by table. Raises ValueError when nobody is named.

    Coming appointments are cancelled, and the clinic is told without a name. Each gets another reference. Holds are
    deleted.
    """
    theirs = _theirs(connection, email, phone, owner)
    coming = (appointments.c.status == Status.BOOKED) & (appointments.c.starts_at > now)
    cancelled = _ids(connection, appointments.c.id.in_(theirs) & coming)
    counts = {"appointments": len(theirs), "cancelled": len(cancelled), "history": 0}
    for table in (consents, requests):
        counts[table.name] = _delete(connection, table, table.c.appointment_id.in_(theirs))
    counts["outbox"] = _silence(connection, theirs, now)
    mine = appointments.c.id.in_(theirs)
    connection.execute(appointments.update().where(mine).values(**_ERASED, erased_at=now, updated_at=now))
    for number in _ids(connection, mine & appointments.c.booked_at.is_not(None)):  # theirs must lead nowhere
        fresh = {"reference": fresh_reference(connection)}
        connection.execute(appointments.update().where(appointments.c.id == number).values(**fresh))
    for number in cancelled:
        call_off(connection, existing(connection, number), By.SYSTEM, now)
        tell(connection, existing(connection, number), Change.CANCELLED, now)
    holds = _ids(connection, mine & appointments.c.booked_at.is_(None))
    counts["history"] = _delete(connection, history, history.c.appointment_id.in_(holds))
    _delete(connection, appointments, appointments.c.id.in_(holds))
    return counts


def purge(connection: Any, before: dt.datetime, now: dt.datetime) -> dict[str, int]:
    """Delete appointments that ended, and holds, keys and used links that were done with, before then; by table."""
    expire(connection, now)
    limit = min(before, now)
    done = appointments.c.booked_at.is_(None) & (appointments.c.created_at < limit)
    over = (appointments.c.ends_at < limit) | (done & (appointments.c.status == Status.EXPIRED))
    old = sa.select(appointments.c.id).where(over)
    counts = {table.name: _delete(connection, table, table.c.appointment_id.in_(old)) for table in _ABOUT}
    counts["appointments"] = _delete(connection, appointments, over)
    counts["requests"] += _delete(connection, requests, requests.c.at < limit)
    return counts


def _theirs(connection: Any, email: str | None, phone: str | None, owner: str | None) -> list[str]:
    asked = []
    if email:
        asked.append(has_email(email))
    if phone:
        asked.append(appointments.c.phone == phone.strip())
    if owner:
        asked.append(appointments.c.owner == owner)
    if not asked:
        raise ValueError("nobody is named; give an e-mail address, a phone number or a conversation")
    return _ids(connection, sa.or_(*asked))


def _silence(connection: Any, theirs: Sequence[str], now: dt.datetime) -> int:
    """Drop what would still be sent, but for cancellations that the clinic waits for. Return how many."""
    about = outbox.c.appointment_id.in_(theirs)
    unsent = about & UNSENT & (outbox.c.kind != NoticeKind.STAFF_CANCELLED)
    dropped = connection.execute(outbox.update().where(unsent).values(dropped_at=now)).rowcount
    connection.execute(outbox.update().where(about).values(error=None))  # a mail server may have named the address
    return int(dropped)


def _ids(connection: Any, which: Any) -> list[str]:
    return list(connection.execute(sa.select(appointments.c.id).where(which)).scalars())


def _delete(connection: Any, table: Any, which: Any) -> int:
    return int(connection.execute(table.delete().where(which)).rowcount)


def _plain(connection: Any, query: Any) -> list[dict[str, Any]]:
    rows = connection.execute(query).mappings()
    return [{name: _said(value) for name, value in row.items() if name != "calendar_id"} for row in rows]


def _said(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return value.value if isinstance(value, (Status, Change, By, NoticeKind)) else value
