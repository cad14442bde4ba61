"""What is told when an appointment was booked, moved or cancelled, and told again when the button is pressed twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from actions.consultations.draft import Draft
from actions.consultations.model import Appointment, Status
from actions.consultations.notices import reminders
from actions.consultations.steps import Context, Outcome, change_key, ends, when_words


def booked(draft: Draft, appointment: Appointment, context: Context) -> Outcome:
    """Say what is booked, as it is stored, and how it can be changed."""
    person = appointment.person
    reply = "booking_done_email" if person.email else "booking_done_phone"
    if person.remind_on and reminders(appointment.slot.start, context.now):
        reply += "_remind"
    return _of(draft, appointment, context, reply, "book_it", contact=person.email or person.phone or "")


def moved(draft: Draft, appointment: Appointment, context: Context) -> Outcome:
    """Say the new time."""
    return _of(draft, appointment, context, "booking_moved", "move_it")


def cancelled(draft: Draft, context: Context) -> Outcome:
    """Say that it is cancelled."""
    return _by("cancel_it", ends(draft, context, "booking_cancelled", buttons=("consultation", "topics")))


def told_again(draft: Draft, context: Context) -> Outcome:
    """Return how it ended once more; the button of that end was pressed twice."""
    appointment = context.desk.get(draft.booked)
    if draft.pressed == "cancel_it":
        return cancelled(draft, context)
    if appointment is None:
        return ends(draft, context, "booking_not_found_call", buttons=("topics",))
    return (booked if draft.pressed == "book_it" else moved)(draft, appointment, context)


def unheard(draft: Draft, context: Context) -> Appointment | None:
    """Return the appointment that the yes to this step was about, when it was done and its answer never arrived."""
    return context.desk.made(change_key(draft)) if draft.step in _DECIDES else None


def told_late(draft: Draft, appointment: Appointment, context: Context) -> Outcome:
    """Return how it ended, for who did not hear it, whatever was said since."""
    button = "cancel_it" if appointment.status is Status.CANCELLED else _DECIDES[draft.step]
    if button == "cancel_it":
        return cancelled(draft, context)
    return (booked if button == "book_it" else moved)(draft, appointment, context)


_DECIDES: Mapping[str, str] = {"confirm": "book_it", "move": "move_it", "cancel": "cancel_it"}  # step: its button


def _by(button: str, outcome: Outcome) -> Outcome:
    """Remember which button it was, also when "yes" was typed instead."""
    return replace(outcome, draft=replace(outcome.draft, pressed=button))


def _of(draft: Draft, appointment: Appointment, context: Context, reply: str, button: str, **values: str) -> Outcome:
    if appointment.status is Status.CANCELLED:  # since then
        return cancelled(draft, context)
    start = appointment.slot.start
    as_wished = not draft.slot or dt.datetime.fromisoformat(draft.slot) == start
    outcome = ends(
        replace(draft, hold="") if as_wished else draft,  # it is the appointment, or went into it
        context,
        reply,
        booked=appointment.id,
        buttons=("topics",) if as_wished else ("move_it", "topics"),
        details={"reference": appointment.reference, "slot": start.isoformat()},
        slot=when_words(appointment.slot, draft.zone or appointment.person.zone, context),
        reference=appointment.reference,
        **values,
    )
    return _by(button, outcome)
