"""`hairline bookings day` and `week`: the calendars as staff look at them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import typer

from actions.clock import utc_now
from actions.consultations.model import Appointment
from actions.staff import agenda, showing
from actions.staff.asking import calendar_of, free_slots
from actions.staff.opening import consultations, staff_errors
from actions.staff.times import DAY, midnight, read_day
from bot.staff.cli import out, say

if TYPE_CHECKING:
    from actions.runtime import Consultations

DATE = typer.Argument(None, help="2026-12-03, today or tomorrow; without it, today.")


def day(date: str | None = DATE) -> None:
    """Show a day: booked, held and free times of all calendars, on the clinic's clock."""
    with staff_errors(), consultations() as parts:
        shown = read_day(date, utc_now(), parts.desk.zone)
        found = _entries(parts, shown, 1)
        rows = sorted((entry for entries in found.values() for entry in entries), key=lambda e: (e.start, e.calendar))
        out.print(f"{shown:%A} {shown} ({parts.desk.zone.key})", highlight=False)
        out.print(showing.day_table(rows, parts.desk.zone)) if rows else say("nothing is booked, held or free")


def week(date: str | None = DATE) -> None:
    """Show the week of a day: booked, held and free times of each calendar, on the clinic's clock."""
    with staff_errors(), consultations() as parts:
        chosen = read_day(date, utc_now(), parts.desk.zone)
        monday = chosen - chosen.weekday() * DAY
        out.print(f"Week of Monday {monday} ({parts.desk.zone.key})", highlight=False)
        calendars = _entries(parts, monday, 7)
        if not calendars:
            say("there is no calendar; add one to `consultations` in clinic.yml")
        for name, found in calendars.items():
            calendar = calendar_of(parts, name)
            title = f"{name}: {calendar.name}" if calendar else f"{name} (no longer in clinic.yml)"
            out.print(showing.week_table(title, agenda.week(found, monday, parts.desk.zone)))
            if not found:
                say("nothing is booked, held or free")


def _entries(parts: Consultations, first: dt.date, days: int) -> dict[str, list[agenda.Entry]]:
    """What starts in those days, by calendar; calendars that are gone only where something is booked in them."""
    since, until = midnight(first, parts.desk.zone), midnight(first, parts.desk.zone, days=days)
    around: list[Appointment] = parts.store.between(since - DAY, until + DAY)  # their buffers reach into it
    known = [calendar.id for calendar in parts.desk.calendars]
    gone = sorted({each.slot.calendar for each in around if since <= each.slot.start < until} - set(known))
    found = {}
    for name in [*known, *gone]:
        calendar = calendar_of(parts, name)
        busy = parts.store.busy(name, since, until, utc_now())
        free = free_slots(parts, calendar, since, until) if calendar else []
        found[name] = agenda.entries(name, calendar, around, busy, free, since, until)
    return found
