"""An appointment that exists: whose it is, and then moving or cancelling it."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.consultations.draft import Draft
from actions.consultations.model import Appointment, NotFoundError, SlotTakenError
from actions.consultations.references import read_reference
from actions.consultations.steps import (
    CONTACT_PROBLEMS,
    PATIENCE,
    WISH,
    Context,
    Given,
    Handler,
    Outcome,
    change_key,
    ends,
    let_go,
    stop,
    tell,
    when_words,
    wrong,
)
from actions.consultations.steps_over import cancelled, moved
from actions.consultations.steps_time import ask_time, slot_of
from actions.consultations.steps_zone import ask_zone
from bot.booking.commands import Command
from bot.booking.person import Email, Problem, read_contact
from bot.booking.when import mentions_time

# "keep it", "don't cancel"
_LEAVE = re.compile(
    r"\bkeep\b|\bleave (?:it|that|as)\b|\b(?:do not|don'?t|dont) (?:cancel|move|change)\b", re.IGNORECASE
)
_REFERENCE = re.compile(r"(?=\b([a-z0-9]{3})[\s-]?([a-z0-9]{3})\b)", re.IGNORECASE)  # also behind "ref"


def proceed(draft: Draft, context: Context) -> Outcome:
    """Ask for the first thing that is still missing."""
    appointment = context.desk.get(draft.appointment or draft.booked)
    if appointment is None and draft.appointment:  # it was theirs, and has begun or was cancelled meanwhile
        return ends(draft, context, "booking_not_found_call", buttons=("topics",))
    if appointment is None:
        return _ask_proof(draft, context) if draft.reference else _ask_reference(draft, context)
    draft = replace(draft, appointment=appointment.id, zone=draft.zone or appointment.person.zone)
    if draft.change == "cancel":
        return _tell_of(draft, appointment, context, "cancel", ("cancel_it", "leave_it"))
    if draft.change == "move" and draft.slot:
        return _ask_move(draft, appointment, context)
    if draft.change == "move":
        return ask_time(draft, context) if draft.zone else ask_zone(draft, context)
    return _tell_of(draft, appointment, context, "choice", ("move_it", "cancel_it", "leave_it"))


def _ask_reference(draft: Draft, context: Context) -> Outcome:
    return tell(draft, context, "reference", "booking_reference", buttons=("stop",))


def _reference(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    if _LEAVE.search(given.text):
        return stop(draft, context)
    read = (read_reference("".join(pair)) for pair in _REFERENCE.findall(given.text))
    found = next((reference for reference in read if reference), None)  # "my" or "can you" are no part of one
    if found is None:
        return wrong(draft, context, "booking_reference_unclear")
    return replace(draft, reference=found)


def _ask_proof(draft: Draft, context: Context) -> Outcome:
    return tell(draft, context, "proof", "booking_proof", buttons=("stop",))


def _proof(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    if _LEAVE.search(given.text):
        return stop(draft, context)
    contact = read_contact(given.text, context.desk.clinic.country)
    if isinstance(contact, Problem):
        return wrong(draft, context, CONTACT_PROBLEMS[contact])
    known = contact.address if isinstance(contact, Email) else contact.e164
    appointment = context.desk.proven(draft.reference, [known])
    if appointment is not None:
        return replace(draft, appointment=appointment.id, failures=0)
    failures = draft.failures + 1
    if failures >= PATIENCE:
        return ends(draft, context, "booking_not_found_call", buttons=("topics",))
    asked = replace(draft, reference="", failures=failures)
    return tell(asked, context, "reference", "booking_not_found", buttons=("stop",))


def _tell_of(draft: Draft, appointment: Appointment, context: Context, step: str, buttons: tuple[str, ...]) -> Outcome:
    details = {"reference": appointment.reference, "slot": appointment.slot.start.isoformat()}
    words = when_words(appointment.slot, draft.zone, context)
    return tell(draft, context, step, f"booking_{step}", buttons=buttons, details=details, slot=words)


def _choice(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    if _leaves(given):
        return stop(draft, context)
    if given.pressed == "move_it" or given.command is Command.CHANGE_TIME:
        return replace(draft, change="move", failures=0)
    if given.pressed == "cancel_it":
        return replace(draft, change="cancel", failures=0)
    if mentions_time(given.text):
        return replace(draft, change="move", wish=given.text[:WISH], failures=0)
    return wrong(draft, context, "booking_choice_unclear")


def _cancel(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    if _leaves(given):
        return stop(draft, context)
    if given.pressed != "cancel_it" and given.command not in (Command.YES, Command.CANCEL):
        return wrong(draft, context, "booking_cancel_unclear")
    try:
        context.desk.cancel(draft.appointment, change_key(draft))
    except NotFoundError:
        return ends(draft, context, "booking_not_found_call", buttons=("topics",))
    return cancelled(draft, context)


def _ask_move(draft: Draft, appointment: Appointment, context: Context) -> Outcome:
    slot = slot_of(draft.calendar, draft.slot, context)
    if slot is None:
        return ask_time(let_go(draft, context), context, "booking_time_taken")
    return tell(
        draft,
        context,
        "move",
        "booking_move",
        buttons=("move_it", "change_time", "leave_it"),
        details={"slot": draft.slot, "zone": draft.zone},
        old=when_words(appointment.slot, draft.zone, context),
        slot=when_words(slot, draft.zone, context),
    )


def _move(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    if _leaves(given):
        return stop(draft, context)
    if given.pressed != "move_it" and given.command is not Command.YES:
        return wrong(draft, context, "booking_move_unclear")
    slot = slot_of(draft.calendar, draft.slot, context)
    try:
        changed = context.desk.move(draft.appointment, slot, draft.hold, change_key(draft)) if slot else None
    except SlotTakenError:
        changed = None
    except NotFoundError:
        return ends(draft, context, "booking_not_found_call", buttons=("topics",))
    if changed is None:
        return ask_time(let_go(draft, context), context, "booking_time_taken")
    return moved(draft, changed, context)


def _leaves(given: Given) -> bool:
    return given.pressed == "leave_it" or given.command in (Command.NO, Command.SKIP) or bool(_LEAVE.search(given.text))


HANDLERS: dict[str, Handler] = {
    "reference": _reference,
    "proof": _proof,
    "choice": _choice,
    "cancel": _cancel,
    "move": _move,
}
