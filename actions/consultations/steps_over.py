"""What is told when an appointment was booked, moved or cancelled, and told again when the button is pressed twice."""

from __future__ import annotations

from dataclasses import replace

from actions.consultations.draft import Draft
from actions.consultations.model import Appointment
from actions.consultations.steps import Context, Outcome, ends, when_words


def booked(draft: Draft, appointment: Appointment, context: Context) -> Outcome:
    """Say what was booked, and how it can be changed."""
    person = appointment.person
    reply = "booking_done_email" if person.email else "booking_done_phone"
    return _of(draft, appointment, context, reply, "book_it", contact=person.email or person.phone or "")


def moved(draft: Draft, appointment: Appointment, context: Context) -> Outcome:
    """Say the new time."""
    return _of(draft, appointment, context, "booking_moved", "move_it")


def cancelled(draft: Draft) -> Outcome:
    """Say that it is cancelled."""
    return _by("cancel_it", ends(draft, "booking_cancelled", buttons=("consultation", "topics")))


def told_again(draft: Draft, context: Context) -> Outcome:
    """Return how it ended once more; the button of that end was pressed twice."""
    appointment = context.desk.get(draft.booked)
    if draft.pressed == "cancel_it":
        return cancelled(draft)
    if appointment is None:
        return ends(draft, "booking_not_found_call", buttons=("topics",))
    return (booked if draft.pressed == "book_it" else moved)(draft, appointment, context)


def _by(button: str, outcome: Outcome) -> Outcome:
    """Remember which button it was, also when "yes" was typed instead."""
    return replace(outcome, draft=replace(outcome.draft, pressed=button))


def _of(draft: Draft, appointment: Appointment, context: Context, reply: str, button: str, **values: str) -> Outcome:
    outcome = ends(
        draft,
        reply,
        booked=appointment.id,
        buttons=("topics",),
        details={"reference": appointment.reference, "slot": appointment.slot.start.isoformat()},
        slot=when_words(appointment.slot, draft.zone or appointment.person.zone, context),
        reference=appointment.reference,
        **values,
    )
    return _by(button, outcome)
