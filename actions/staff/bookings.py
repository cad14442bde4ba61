"""`hairline bookings`: what staff see of the appointments, and change in them."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from enum import Enum
from typing import TYPE_CHECKING

import typer
from rich.markup import escape

from actions.consultations.availability import free
from actions.consultations.calendars import Calendar
from actions.consultations.model import Appointment, By, Slot, SlotTakenError, Status
from actions.consultations.references import read_reference
from actions.staff import showing
from actions.staff.opening import consultations, staff_errors, utc_now
from actions.staff.times import DAY, read_since, read_time, read_until, short
from bot.staff.cli import out, say
from index.errors import HairlineError

if TYPE_CHECKING:
    from actions.runtime import Consultations

LONGEST = dt.timedelta(hours=4)  # of a consultation: one that began before may still be going on
EARLIEST, LATEST = (dt.datetime(year, 1, 1, tzinfo=dt.timezone.utc) for year in (2000, 3000))
NEAR = 5  # free times that are offered instead of one that cannot be had
EVER = (Status.BOOKED, Status.CANCELLED)

REFERENCE = typer.Argument(..., help="As in the confirmation: K7M-2QF, with or without the dash.")
YES = typer.Option(False, "--yes", "-y", help="Do not ask.")
AS_JSON = typer.Option(False, "--json", help="Print JSON.")
SINCE = typer.Option(None, help="From then on: 7d (ago), 2026-12-03, today, or '2026-12-03 14:00' (clinic's clock).")
UNTIL = typer.Option(None, help="Until then: 7d (from now), 2026-12-03 (all of it), tomorrow, or a time.")


class Shown(str, Enum):
    """Which appointments are listed."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    ALL = "all"


def list_(
    *,
    since: str | None = SINCE,
    until: str | None = UNTIL,
    status: Shown | None = typer.Option(None, help="Which ones; without it those that are booked."),
    everything: bool = typer.Option(False, "--all", help="Past and cancelled ones, too."),
    as_json: bool = AS_JSON,
) -> None:
    """List the upcoming consultations, or others."""
    with staff_errors(), consultations() as parts:
        now, zone = utc_now(), parts.desk.zone
        ever = everything and since is None
        begin = EARLIEST if ever else now - LONGEST if since is None else read_since(since, now, zone)
        end = LATEST if until is None else read_until(until, now, zone)
        wanted = status or (Shown.ALL if everything else Shown.BOOKED)
        found = parts.store.between(begin, end, EVER if wanted is Shown.ALL else (Status(wanted.value),))
        if since is None and not everything:
            found = [each for each in found if each.slot.end > now]
        if as_json:
            print(json.dumps([showing.appointment_json(each, zone) for each in found], ensure_ascii=False, indent=2))
        elif found:
            out.print(showing.appointments_table(found, zone))
        else:
            say("none; `hairline bookings list --all` shows past and cancelled ones, too")


def show(reference: str = REFERENCE, *, as_json: bool = AS_JSON) -> None:
    """Show one consultation: person, consent, questions passed on, history, and what is sent about it."""
    with staff_errors(), consultations() as parts:
        found, zone = of_reference(parts, reference), parts.desk.zone
        consent, history = parts.store.consent_of(found.id), parts.store.history(found.id)
        letters = parts.store.letters(found.id)
        if as_json:
            told = showing.appointment_json(found, zone)
            told["consent"] = (
                {"given": consent.given, "version": consent.version, "text_sha256": consent.text_sha256}
                | {"at": showing.iso(consent.at), "channel": consent.channel}
                if consent
                else None
            )
            told["history"] = [showing.happened_json(row) for row in history]
            told["notices"] = [showing.letter_json(row) for row in letters]
            print(json.dumps(told, ensure_ascii=False, indent=2))
            return
        out.print(showing.details_table(found, consent, zone, calendar_of(parts, found.slot.calendar)))
        out.print()
        out.print(showing.history_table(history, zone))
        out.print()
        out.print(showing.letters_table(letters, zone))


def move(
    reference: str = REFERENCE,
    to: str = typer.Argument(..., metavar="TIME", help="On the clinic's clock: '2026-12-03 14:00'."),
    *,
    calendar: str | None = typer.Option(None, help="To this calendar; without it, it stays in its own."),
    yes: bool = YES,
) -> None:
    """Move a consultation to another time that the calendar gives, and tell patient and clinic."""
    with staff_errors(), consultations() as parts:
        found = of_reference(parts, reference)
        if found.status is not Status.BOOKED:
            raise HairlineError(f"{found.reference} is {found.status.value}; book a new one")
        name = calendar or found.slot.calendar
        start = read_time(to, parts.desk.zone)
        slot = require_slot(parts, name, start)
        if (slot.start, slot.calendar) == (found.slot.start, found.slot.calendar):
            raise HairlineError(f"{found.reference} is at that time already")
        confirm(
            f"Move {found.reference} ({showing.name_of(found)}) from {_when(parts, found.slot)} to {_when(parts, slot)}?",
            yes=yes,
        )
        try:
            moved = parts.desk.move(found.id, slot, "", new_key(), by=By.STAFF)
        except SlotTakenError:
            raise HairlineError(f"{short(start, parts.desk.zone)} is taken; {_instead(parts, name, start)}") from None
        out.print(f"{moved.reference} is moved to {_when(parts, moved.slot)}", highlight=False, markup=False)
        _tell_how_they_learn_of_it(moved)


def cancel(reference: str = REFERENCE, *, yes: bool = YES) -> None:
    """Cancel a consultation, free its time, and tell patient and clinic."""
    with staff_errors(), consultations() as parts:
        found = of_reference(parts, reference)
        if found.status is Status.CANCELLED:
            out.print(f"{found.reference} is cancelled already", highlight=False)
            return
        if showing.is_over(found, utc_now()):
            raise HairlineError(f"{found.reference} began on {_when(parts, found.slot)}; there is nothing to cancel")
        confirm(f"Cancel {found.reference} ({showing.name_of(found)}) on {_when(parts, found.slot)}?", yes=yes)
        gone = parts.desk.cancel(found.id, new_key(), by=By.STAFF)
        out.print(f"{gone.reference} is cancelled; its time is free again", highlight=False)
        _tell_how_they_learn_of_it(gone)


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
        raise HairlineError(f"{name} gives no consultation at {when}; {_instead(parts, name, start)}")
    return slot


def free_slots(parts: Consultations, calendar: Calendar, since: dt.datetime, until: dt.datetime) -> list[Slot]:
    """Return what can be booked in one calendar now and starts in [since, until)."""
    now = utc_now()
    busy = parts.store.busy(calendar.id, since - DAY, until + DAY, now)  # buffers reach beyond first and last
    return free(calendar, since, until, now, busy)


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


def _instead(parts: Consultations, name: str, start: dt.datetime) -> str:
    calendar = calendar_of(parts, name)
    slots = free_slots(parts, calendar, start - 7 * DAY, start + 7 * DAY) if calendar else []
    near = sorted(sorted(slots, key=lambda slot: abs(slot.start - start))[:NEAR])
    told = ", ".join(short(slot.start, parts.desk.zone) for slot in near)
    return (
        f"free near it: {told}" if told else "nothing is free within a week of it; `hairline bookings week` shows more"
    )


def _when(parts: Consultations, slot: Slot) -> str:
    return f"{short(slot.start, parts.desk.zone)} ({parts.desk.zone.key}, {slot.calendar})"


def _tell_how_they_learn_of_it(found: Appointment) -> None:
    if found.person.email:
        say("a mail to the patient and one to the clinic are in the outbox; the running server sends them")
    else:
        phone = escape(found.person.phone or "no number")
        out.print(f"[yellow]the patient left no e-mail address: call them ({phone})[/yellow]", highlight=False)
