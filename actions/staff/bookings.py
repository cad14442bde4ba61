"""`hairline bookings`: what staff see of the appointments, and change in them."""

from __future__ import annotations

import datetime as dt
import json
from enum import Enum
from typing import TYPE_CHECKING

import typer
from rich.markup import escape

from actions.clock import utc_now
from actions.consultations.model import Appointment, By, Slot, SlotTakenError, Status
from actions.staff import showing
from actions.staff.asking import (
    AS_JSON,
    EARLIEST,
    EVER,
    LATEST,
    REFERENCE,
    SINCE,
    UNTIL,
    YES,
    calendar_of,
    confirm,
    instead,
    new_key,
    of_reference,
    require_slot,
)
from actions.staff.opening import consultations, staff_errors
from actions.staff.times import read_since, read_time, read_until, short
from bot.staff.cli import out, say
from index.errors import HairlineError

if TYPE_CHECKING:
    from actions.runtime import Consultations

LONGEST = dt.timedelta(hours=4)  # of a consultation: one that began before may still be going on


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
            raise HairlineError(f"{short(start, parts.desk.zone)} is taken; {instead(parts, name, start)}") from None
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


def _when(parts: Consultations, slot: Slot) -> str:
    return f"{short(slot.start, parts.desk.zone)} ({parts.desk.zone.key}, {slot.calendar})"


def _tell_how_they_learn_of_it(found: Appointment) -> None:
    if found.person.email:
        say("a mail to the patient and one to the clinic are in the outbox; the running server sends them")
    else:
        phone = escape(found.person.phone or "no number")
        out.print(f"[yellow]the patient left no e-mail address: call them ({phone})[/yellow]", highlight=False)
