"""What every change leaves behind, in its own transaction: a row of history, and the notices that tell of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.consultations.model import Appointment, By, Change, Slot
from actions.consultations.notices import notices
from actions.consultations.outbox_table import UNSENT
from actions.consultations.tables import history, outbox


def log(
    connection: Any,
    appointment_id: str,
    change: Change,
    by: By,
    now: dt.datetime,
    before: Slot | None = None,
    after: Slot | None = None,
) -> None:
    """Write a row of history."""
    columns: dict[str, Any] = {"appointment_id": appointment_id, "at": now, "change": change, "by": by}
    if before is not None:
        columns |= {"from_calendar": before.calendar, "from_start": before.start, "from_end": before.end}
    if after is not None:
        columns |= {"to_calendar": after.calendar, "to_start": after.start, "to_end": after.end}
    connection.execute(history.insert().values(columns))


def tell(connection: Any, appointment: Appointment, change: Change, now: dt.datetime) -> None:
    """Put the notices of a change into the outbox, and drop those it has made untrue.

    appointment: as it is after the change, with its new sequence.
    """
    stale = UNSENT & (outbox.c.appointment_id == appointment.id) & (outbox.c.sequence < appointment.sequence)
    connection.execute(outbox.update().where(stale).values(dropped_at=now))
    for notice in notices(change, appointment, now):
        row = {"kind": notice.kind, "due_at": notice.due_at, "next_at": notice.due_at}
        row |= {"appointment_id": appointment.id, "sequence": appointment.sequence}
        connection.execute(outbox.insert().values(row))
