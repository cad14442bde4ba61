"""When a letter is tried again, and when it is no longer to be sent. Pure."""

from __future__ import annotations

import datetime as dt

from actions.consultations.model import NoticeKind, Status
from actions.consultations.notices import REMINDERS
from actions.consultations.records import Due

GRACE = dt.timedelta(minutes=15)  # a letter that waits for longer is late
BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))  # the last one again and again
PATIENCE = dt.timedelta(days=2)  # of trying, after which a person must look
CANCELLATIONS = frozenset({NoticeKind.CANCELLED, NoticeKind.STAFF_CANCELLED})


def out_of_date(due: Due, now: dt.datetime) -> str | None:
    """Return why a letter should no longer be sent, or None.

    Whatever changed the appointment since has put a letter of its own into the outbox, which says how things are now.
    """
    if due.sequence < due.appointment.sequence:
        return "the appointment has changed since"
    if due.appointment.status is not Status.BOOKED and due.kind not in CANCELLATIONS:
        return f"the appointment is {due.appointment.status.value}"
    if due.kind in REMINDERS and due.appointment.slot.start <= now:
        return "the appointment has begun"
    return None


def back_off(attempts: int) -> dt.timedelta | None:
    """Return how long to wait after one more failure, or None when two days of trying are over.

    attempts: that failed before it. 1, 5, 15 and 60 minutes, then every 3 hours.
    """
    waits = [BACK_OFF[min(number, len(BACK_OFF) - 1)] for number in range(attempts + 1)]
    return waits[-1] if sum(waits[:-1], dt.timedelta()) < PATIENCE else None
