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
from actions.consultations.steps_over import told_again, told_late, unheard
from actions.consultations.steps_remind import answers_reminder
from actions.consultations.steps_time import wish_in
from actions.consultations.steps_zone import zone_in
from bot.booking.choices import read_choice
from bot.booking.commands import Command, read_command
from bot.booking.intents import said_after_change, wants_change
from index.text import clean, key

HANDLERS: dict[str, Handler] = {**steps_book.HANDLERS, **steps_manage.HANDLERS}
MOST = 8  # questions that are offered to be passed on
LOOKED_AT = 500  # characters of a message
LISTENING = (
    "zone",
    "time",
    "name",
    "contact",
    "remind",
)  # steps at which questions that are asked meanwhile are still added
_EXISTING = re.compile(r"\b(?:appointments?|bookings?|consultations?|re-?schedul\w+|reference)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Heard:
    """One message of the patient, and what the conversation knows beside the draft."""

    text: str
    begins: bool = False  # asks for an appointment, rather than answering what was asked last
    questions: tuple[str, ...] = ()  # titles of the answers shown of late
    own: tuple[str, ...] = ()  # questions about the writer's own case that are kept for the consultation
    parent: bool = False  # the conversation is about somebody who is not of age
    zone: str = ""  # of the patient, where the channel knows it


def turn(draft: Draft, heard: Heard, context: Context) -> Outcome:
    """Return what to say next and the draft after it. Raises StoreUnavailableError; then nothing has changed."""
    draft = _with_questions(replace(draft, parent=draft.parent or heard.parent), heard)
    text = clean(heard.text)[:LOOKED_AT]
    done = unheard(draft, context)
    if done is not None and wants_change(text) is None:
        return told_late(draft, done, context)
    if done is not None:
        return _begin(Draft(booked=done.id, parent=draft.parent), text, heard, context)
    begins = heard.begins and not answers_reminder(draft, text)
    if begins or draft.step not in HANDLERS or _means_another(draft, text):
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
        wish = wish_in(said_after_change(text), context)
        begun = fresh(draft, context, purpose="manage", change=change, parent=heard.parent, zone=heard.zone, wish=wish)
        return proceed(begun, context)
    if draft.purpose == "book" and draft.slot:
        return steps_book.ask_resume(draft, context)
    known = draft.zone if draft.purpose == "book" and draft.zone else zone_in(text) or heard.zone
    wish = wish_in(text, context)
    asked = _listening(Draft(), heard)
    started = fresh(
        draft, context, parent=heard.parent, zone=known, wish=wish, own=asked.own, questions=asked.questions
    )
    return proceed(started, context)


def _means_another(draft: Draft, text: str) -> bool:
    """Whether somebody who began to book means an appointment that exists already."""
    early = draft.purpose == "book" and draft.step in ("zone", "time") and not draft.slot
    return early and bool(_EXISTING.search(text)) and wants_change(text) in ("", "move")


def _restart(draft: Draft, heard: Heard, context: Context) -> Outcome:
    begun = _listening(draft, heard)
    return proceed(fresh(draft, context, parent=draft.parent, own=begun.own, questions=begun.questions), context)


def _with_questions(draft: Draft, heard: Heard) -> Draft:
    """Return the draft with what was asked meanwhile, while that is listened to, and without what is kept no longer.

    An own question that is out of sight counts as forgotten. The title of an answer says nothing about its reader, and
    stays, however long the conversation is.
    """
    if draft.step in LISTENING and draft.purpose == "book" and draft.agreed is None:
        return _listening(draft, heard)
    draft = replace(draft, own=tuple(question for question in draft.own if question in heard.own))
    return draft if draft.asked else replace(draft, agreed=None)


def _listening(draft: Draft, heard: Heard) -> Draft:
    own = heard.own[:MOST]
    titles = tuple(dict.fromkeys((*draft.questions, *heard.questions)))
    return replace(draft, own=own, questions=titles[: MOST - len(own)])


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
