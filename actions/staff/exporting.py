"""`hairline bookings fhir` and `ics`: the appointments for the clinic's other systems."""

from __future__ import annotations

from pathlib import Path

import typer

from actions.clock import utc_now
from actions.staff.asking import EARLIEST, EVER, LATEST, SINCE, UNTIL, free_slots
from actions.staff.opening import consultations, staff_errors, write_out
from actions.staff.times import DAY, read_since, read_until

FILE = typer.Option(None, "-o", "--output", help="Into this file, for your eyes only; without it, standard output.")
PAST = 31 * DAY  # that a calendar file still tells


def fhir(
    *,
    since: str | None = SINCE,
    until: str | None = UNTIL,
    contacts: bool = typer.Option(False, "--contacts", help="With e-mail addresses and phone numbers."),
    file: Path | None = FILE,
) -> None:
    """Write schedules, free and busy slots and appointments as FHIR R4; without bounds, from now to the horizon."""
    from actions.consultations.fhir import bundle, to_json  # its library takes a while

    with staff_errors(), consultations() as parts:
        now, zone = utc_now(), parts.desk.zone
        furthest = max((calendar.horizon_days for calendar in parts.desk.calendars), default=0)
        begin = now if since is None else read_since(since, now, zone)
        end = now + (furthest + 1) * DAY if until is None else read_until(until, now, zone)
        free = [slot for calendar in parts.desk.calendars for slot in free_slots(parts, calendar, begin, end)]
        booked = parts.store.between(begin, end, EVER)
        made = bundle(parts.desk.calendars, free, booked, now, clinic=parts.clinic.name, contacts=contacts)
        write_out(to_json(made).encode(), file)


def ics(*, since: str | None = SINCE, until: str | None = UNTIL, file: Path | None = FILE) -> None:
    """Write booked and cancelled consultations as a calendar file; without bounds, from 31 days ago on."""
    from actions.consultations.calendar_file import feed

    with staff_errors(), consultations() as parts:
        now, zone = utc_now(), parts.desk.zone
        begin = max(now - PAST, EARLIEST) if since is None else read_since(since, now, zone)
        end = LATEST if until is None else read_until(until, now, zone)
        write_out(feed(parts.store.between(begin, end, EVER), parts.clinic, now), file)
