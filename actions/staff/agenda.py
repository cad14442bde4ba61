"""What a calendar looks like between two instants: booked, held and free times. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from actions.consultations.calendars import Calendar
from actions.consultations.model import Appointment, Slot

if TYPE_CHECKING:
    from actions.consultations.records import Times


class State(str, Enum):
    """What a time is."""

    BOOKED = "booked"
    HELD = "held"  # somebody is giving their details
    FREE = "free"  # can be booked online now


@dataclass(frozen=True)
class Entry:
    """One time of a calendar, without its buffers; instants in UTC."""

    start: dt.datetime
    end: dt.datetime
    calendar: str
    state: State
    appointment: Appointment | None = None


def entries(
    calendar: str,
    known: Calendar | None,
    booked: Iterable[Appointment],
    busy: Iterable[Times],
    free: Iterable[Slot],
    since: dt.datetime,
    until: dt.datetime,
) -> list[Entry]:
    """Return what starts in [since, until), earliest first.

    known: the calendar's settings, None for one that is no longer set. booked: of any calendar. busy: of this one, with
    buffers, as the store tells them; what is not booked in it is held.
    """
    theirs = [appointment for appointment in booked if appointment.slot.calendar == calendar]
    taken = {(appointment.slot.busy_from, appointment.slot.busy_until) for appointment in theirs}
    before, after = (known.buffer_before, known.buffer_after) if known else (dt.timedelta(), dt.timedelta())
    found = [Entry(a.slot.start, a.slot.end, calendar, State.BOOKED, a) for a in theirs]
    found += [
        Entry(begins + before, ends - after, calendar, State.HELD)
        for begins, ends in busy
        if (begins, ends) not in taken
    ]
    found += [Entry(slot.start, slot.end, calendar, State.FREE) for slot in free]
    return sorted((entry for entry in found if since <= entry.start < until), key=lambda entry: entry.start)


@dataclass(frozen=True)
class Week:
    """A calendar's week as a table: days from left to right, clock times from top to bottom."""

    days: tuple[dt.date, ...]
    rows: tuple[tuple[dt.time, tuple[tuple[Entry, ...], ...]], ...]  # of each time, what starts then on each day


def week(found: Sequence[Entry], monday: dt.date, zone: ZoneInfo) -> Week:
    """Return the table of seven days from `monday` on; Saturday and Sunday only where something is in them.

    Where clocks show a time twice, both stand in one cell, earlier first.
    """
    cells: dict[tuple[dt.time, dt.date], list[Entry]] = {}
    for entry in found:
        local = entry.start.astimezone(zone)
        cells.setdefault((local.time().replace(fold=0), local.date()), []).append(entry)
    in_use = {day for _, day in cells}
    days = [monday + dt.timedelta(days=number) for number in range(7)]
    shown = tuple(day for day in days if day.weekday() < 5 or day in in_use)
    times = sorted({time for time, _ in cells})
    return Week(shown, tuple((time, tuple(tuple(cells.get((time, day), ())) for day in shown)) for time in times))
