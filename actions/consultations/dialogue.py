"""One step of the conversation that books, moves or cancels a consultation: what was understood, and what comes next.

The draft goes in and comes out; only the desk knows the store. Whatever is typed, something useful is said, and nothing
is booked without a last yes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from actions.consultations import steps_book, steps_manage
from actions.consultations.corrections import cancels, corrected
from actions.consultations.draft import Draft
from actions.consultations.steps import Context, Given, Handler, Outcome, again, fresh, stop
from actions.consultations.steps_over import told_again
from actions.consultations.steps_time import wish_in, zone_in
from bot.booking.choices import read_choice
from bot.booking.commands import Command, read_command
from bot.booking.intents import wants_change
from index.text import clean, key

HANDLERS: dict[str, Handler] = {**steps_book.HANDLERS, **steps_manage.HANDLERS}
LOOKED_AT = 500  # characters of a message
LISTENING = ("zone", "time", "name", "contact")  # steps at which questions that are asked meanwhile are still added
_EXISTING = re.compile(r"\b(?:appointments?|bookings?|consultations?|re-?schedul\w+|reference)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Heard:
    """One message of the patient, and what the conversation knows beside the draft."""

    text: str
    begins: bool = False  # asks for an appointment, rather than answering what was asked last
    questions: tuple[str, ...] = ()  # asked so far, that could be passed on
    parent: bool = False  # the conversation is about somebody who is not of age


def turn(draft: Draft, heard: Heard, context: Context) -> Outcome:
    """Return what to say next and the draft after it. Raises StoreUnavailableError; then nothing has changed."""
    draft = replace(draft, parent=draft.parent or heard.parent)
    if draft.step in LISTENING and draft.purpose == "book" and draft.agreed is None and heard.questions:
        draft = replace(draft, questions=heard.questions)
    text = clean(heard.text)[:LOOKED_AT]
    if heard.begins or draft.step not in HANDLERS or _means_another(draft, text):
        return _begin(draft, text, heard, context)
    given = _given(text, draft, context)
    if _stops(draft, given):
        return stop(draft, context)
    if given.pressed == "start_over" or given.command is Command.RESTART:
        return _restart(draft, heard, context)
    if key(text) == key(context.titles["consultation"]):
        return again(draft, context)
    if given.command is Command.HELP:
        return again(draft, context, "booking_help")
    changed = corrected(draft, given, context) or HANDLERS[draft.step](draft, given, context)
    return changed if isinstance(changed, Outcome) else proceed(changed, context)


def proceed(draft: Draft, context: Context) -> Outcome:
    """Ask for what is still missing."""
    if draft.purpose == "book":
        return steps_book.proceed(draft, context)
    return steps_manage.proceed(draft, context)


def _begin(draft: Draft, text: str, heard: Heard, context: Context) -> Outcome:
    if draft.pressed and key(text) == key(context.titles[draft.pressed]):
        return told_again(draft, context)
    change = wants_change(text)
    if change is not None:
        wish = wish_in(text, context) if " to " in text else ""
        return proceed(fresh(draft, context, purpose="manage", change=change, parent=heard.parent, wish=wish), context)
    if draft.purpose == "book" and draft.slot:
        return steps_book.ask_resume(draft, context)
    known = draft.zone if draft.purpose == "book" and draft.zone else zone_in(text)
    wish = wish_in(text, context)
    started = fresh(draft, context, parent=heard.parent, zone=known, wish=wish, questions=heard.questions)
    return proceed(started, context)


def _means_another(draft: Draft, text: str) -> bool:
    """Whether somebody who began to book means an appointment that exists already."""
    early = draft.purpose == "book" and draft.step in ("zone", "time") and not draft.slot
    return early and bool(_EXISTING.search(text)) and wants_change(text) in ("", "move")


def _restart(draft: Draft, heard: Heard, context: Context) -> Outcome:
    questions = draft.questions or heard.questions
    return proceed(fresh(draft, context, parent=draft.parent, questions=questions), context)


def _given(text: str, draft: Draft, context: Context) -> Given:
    options = len(draft.said["options"]) if draft.said else 0
    chosen = read_choice(text, len(draft.shown), options)
    if chosen is not None:
        text = draft.shown[chosen - 1]  # a number stands for what was shown there
    shown = {key(title) for title in draft.shown}
    pressed = next(
        (name for name, title in context.titles.items() if key(title) == key(text) and key(text) in shown), None
    )
    return Given(text, pressed, None if pressed else read_command(text))


def _stops(draft: Draft, given: Given) -> bool:
    if given.pressed == "stop":
        return True
    return given.command is Command.CANCEL and not cancels(draft, given)
