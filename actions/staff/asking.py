"""What the commands about consultations share: what can be typed, what is meant by it, and asking before a change."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import typer

from actions.consultations.calendars import Calendar
from actions.consultations.model import Appointment, Slot, Status
from actions.consultations.references import read_reference
from actions.staff.times import DAY, short
from index.errors import HairlineError

if TYPE_CHECKING:
    from actions.runtime import Consultations

EARLIEST, LATEST = (dt.datetime(year, 1, 1, tzinfo=dt.timezone.utc) for year in (2000, 3000))
NEAR = 5  # free times that are offered instead of one that cannot be had
EVER = (Status.BOOKED, Status.CANCELLED)

REFERENCE = typer.Argument(..., help="As in the confirmation: K7M-2QF, with or without the dash.")
YES = typer.Option(False, "--yes", "-y", help="Do not ask.")
AS_JSON = typer.Option(False, "--json", help="Print JSON.")
SINCE = typer.Option(None, help="From then on: 7d (ago), 2026-12-03, today, or '2026-12-03 14:00' (clinic's clock).")
UNTIL = typer.Option(None, help="Until then: 7d (from now), 2026-12-03 (all of it), tomorrow, or a time.")


def of_reference(parts: Consultations, typed: str) -> Appointment:
    """Return the appointment of a reference, as people type it. Raises HairlineError."""
    if read_reference(typed) is None:
        raise HairlineError(f"{typed!r} is not a reference; it has six letters and digits, such as K7M-2QF")
    found = parts.store.find(typed)
    if found is None:
        raise HairlineError(f"no consultation {read_reference(typed)}; `hairline bookings list --all` shows all")
    return found


def calendar_of(parts: Consultations, name: str) -> Calendar | None:
    """Return a calendar of clinic.yml."""
    return next((calendar for calendar in parts.desk.calendars if calendar.id == name), None)


def require_slot(parts: Consultations, name: str, start: dt.datetime) -> Slot:
    """Return the calendar's slot that begins then, taken or not. Raises HairlineError naming free ones near it."""
    if calendar_of(parts, name) is None:
        known = ", ".join(calendar.id for calendar in parts.desk.calendars) or "none"
        raise HairlineError(f"no calendar {name!r} in clinic.yml; there are: {known}; use --calendar")
    slot = parts.desk.slot(name, start)
    if slot is None:
        when = short(start, parts.desk.zone)
        raise HairlineError(f"{name} gives no consultation at {when}; {instead(parts, name, start)}")
    return slot


def free_slots(parts: Consultations, calendar: Calendar, since: dt.datetime, until: dt.datetime) -> list[Slot]:
    """Return what can be booked in one calendar now and starts in [since, until)."""
    return parts.desk.free_in(calendar, since, until)


def confirm(question: str, *, yes: bool) -> None:
    """Ask, unless `yes`. Raises HairlineError without an agreement."""
    if yes:
        return
    try:
        agreed = typer.confirm(question, err=True)
    except typer.Abort:  # nobody is there to answer
        raise HairlineError("nothing was changed; add --yes to do it without a question") from None
    if not agreed:
        raise HairlineError("nothing was changed")


def new_key() -> str:
    """Return an idempotency key for one run of a command."""
    return f"staff-{uuid.uuid4()}"


def instead(parts: Consultations, name: str, start: dt.datetime) -> str:
    """Return the free times of a calendar near one that cannot be had, as a sentence."""
    calendar = calendar_of(parts, name)
    slots = free_slots(parts, calendar, start - 7 * DAY, start + 7 * DAY) if calendar else []
    near = sorted(sorted(slots, key=lambda slot: abs(slot.start - start))[:NEAR])
    told = ", ".join(short(slot.start, parts.desk.zone) for slot in near)
    return (
        f"free near it: {told}" if told else "nothing is free within a week of it; `hairline bookings week` shows more"
    )
