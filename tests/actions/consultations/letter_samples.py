"""A clinic, a patient and an appointment, to be varied by the tests of letters, calendar files and their sending."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from actions.consultations.model import Appointment, NoticeKind, Person, Slot, Status
from actions.consultations.records import Due
from bot.clinic import Clinic, load_clinic
from bot.settings import ROOT

UTC = dt.timezone.utc
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=UTC)
SHIPPED = load_clinic(ROOT / "data" / "content" / "clinic.yml")
ANNA = Person("Anna Berg", "Europe/Berlin", email="anna@patient.example", phone="+4930123456")


def clinic(**changes: object) -> Clinic:
    """Return the shipped clinic with some fields changed."""
    return SHIPPED.copy(update=changes)


def slot(start: dt.datetime, minutes: int = 30) -> Slot:
    """Return a slot without buffers."""
    end = start + dt.timedelta(minutes=minutes)
    return Slot(start, end, "consultations", start, end)


APPOINTMENT = Appointment(
    id="a1f0c2",
    reference="K7M-2QF",
    status=Status.BOOKED,
    slot=slot(dt.datetime(2026, 12, 1, 15, tzinfo=UTC)),
    person=ANNA,
    questions=("Is it safe with my warfarin?",),
    sequence=0,
    owner="conversation",
    booked_at=NOW,
)


def due(kind: NoticeKind = NoticeKind.CONFIRMED, id: int = 7, attempts: int = 0, **changes: object) -> Due:
    """Return a due row about the appointment, which has these changes."""
    appointment = replace(APPOINTMENT, **changes)  # type: ignore[arg-type]
    before = slot(dt.datetime(2026, 11, 30, 15, tzinfo=UTC)) if "moved" in kind.value else None
    return Due(id, kind, appointment.sequence, attempts, appointment, appointment.questions, before)
