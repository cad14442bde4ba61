"""Who is told what about a change, and when."""

from __future__ import annotations

import datetime as dt

from actions.consultations.model import Appointment, Change, Notice, NoticeKind

REMINDERS = {NoticeKind.DAY_BEFORE: dt.timedelta(hours=24), NoticeKind.HOUR_BEFORE: dt.timedelta(hours=1)}
TOO_SOON = dt.timedelta(minutes=10)  # a reminder that would come this soon after the message itself is left out
_TOLD = {
    Change.BOOKED: (NoticeKind.CONFIRMED, NoticeKind.STAFF_BOOKED),
    Change.MOVED: (NoticeKind.MOVED, NoticeKind.STAFF_MOVED),
    Change.CANCELLED: (NoticeKind.CANCELLED, NoticeKind.STAFF_CANCELLED),
}


def notices(change: Change, appointment: Appointment, now: dt.datetime) -> list[Notice]:
    """Return what `change` is to be told, soonest first: to the clinic always, to a patient who gave an e-mail address.

    Who wants to be reminded in a messenger gets the reminders without an address, too; the chat says the rest itself.
    appointment: as it is after the change. Holds and their ends are nobody's news.
    """
    if change not in _TOLD:
        return []
    to_patient, to_clinic = (Notice(kind, now) for kind in _TOLD[change])
    person = appointment.person
    told = [to_patient, to_clinic] if person.email else [to_clinic]
    is_reminded = change is not Change.CANCELLED and (person.email or person.remind_on)
    return [*told, *(reminders(appointment.slot.start, now) if is_reminded else [])]


def reminders(start: dt.datetime, now: dt.datetime) -> list[Notice]:
    """Return the reminders that there is still time for. start: of the appointment."""
    due = [Notice(kind, start - before) for kind, before in REMINDERS.items()]
    return [notice for notice in due if notice.due_at >= now + TOO_SOON]
