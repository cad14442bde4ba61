"""What a patient wants to say anew, whatever was asked last: another time, another name, one step back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from actions.consultations.draft import Draft
from actions.consultations.steps import Context, Given, Outcome, again, let_go
from actions.consultations.steps_time import another_time
from actions.consultations.steps_zone import ask_zone
from bot.booking.commands import Command

BUTTONS: Mapping[str, Command] = {
    "change_time": Command.CHANGE_TIME,
    "change_name": Command.CHANGE_NAME,
    "change_contact": Command.CHANGE_CONTACT,
}


def cancels(draft: Draft, given: Given) -> bool:
    """Whether "cancel" means the appointment that is talked about, and not the talk."""
    found = draft.purpose == "manage" and bool(draft.appointment)
    return found and given.command is Command.CANCEL and "cancel" in given.text.casefold()


def corrected(draft: Draft, given: Given, context: Context) -> Draft | Outcome | None:
    """Return the draft without what is to be said anew, or what to say; None when the message is an answer."""
    if cancels(draft, given) and draft.step != "cancel":
        return replace(let_go(draft, context), change="cancel", failures=0)
    command = BUTTONS.get(given.pressed or "", given.command)
    if command is Command.BACK:
        return _step_back(draft, context)
    if not draft.slot:
        return None
    if command is Command.CHANGE_ZONE:
        return ask_zone(replace(draft, zone="", failures=0), context)
    return _without(draft, command, context) or another_time(draft, given, context)


def _without(draft: Draft, command: Command | None, context: Context) -> Draft | None:
    if command is Command.CHANGE_TIME:
        return replace(let_go(draft, context), wish="", page=0, failures=0)  # also their own time is free again
    if command is Command.CHANGE_NAME:
        return replace(draft, name="", failures=0)
    if command is Command.CHANGE_CONTACT:
        return replace(draft, email="", phone="", failures=0)
    if command is Command.CHANGE_CONSENT:
        return replace(draft, agreed=None, failures=0)
    return None


def _step_back(draft: Draft, context: Context) -> Draft | Outcome:
    if not draft.slot:
        choosing = draft.step == "time" and draft.purpose == "book"
        return ask_zone(replace(draft, zone="", failures=0), context) if choosing else again(draft, context)
    if draft.purpose == "manage" or not draft.name:
        return _without(draft, Command.CHANGE_TIME, context) or draft
    if not draft.email and not draft.phone:
        return _without(draft, Command.CHANGE_NAME, context) or draft
    if draft.agreed is None and draft.remind is not None:
        return replace(draft, remind=None, failures=0)
    if draft.agreed is None:
        return _without(draft, Command.CHANGE_CONTACT, context) or draft
    return _without(draft, Command.CHANGE_CONSENT, context) or draft
