"""A new appointment: name, contact, reminders, what may be passed on, and the last yes."""

from __future__ import annotations

from dataclasses import replace

from actions.consultations.desk import KEPT_FOR
from actions.consultations.draft import Draft
from actions.consultations.model import Consent, Person, SlotTakenError
from actions.consultations.steps import Context, Given, Handler, Outcome, change_key, let_go, tell, when_words, wrong
from actions.consultations.steps_contact import LIKE_A_CONTACT, ask_contact, contact
from actions.consultations.steps_over import booked
from actions.consultations.steps_remind import BOOK, answers_reminder, ask_remind, is_to_be_asked, remind, will_remind
from actions.consultations.steps_time import ask_time, slot_of, take, time
from actions.consultations.steps_zone import ask_zone, zone
from bot.booking.commands import Command
from bot.booking.person import Problem, read_name

CONSENT_VERSION = "1"
NONE_ASKED = "none"  # version of a consent that nobody was asked for, because there was nothing to pass on


def proceed(draft: Draft, context: Context) -> Outcome:
    """Ask for the first thing that is still missing."""
    if not draft.zone:
        return ask_zone(draft, context)
    if not draft.slot:
        return ask_time(draft, context)
    if slot_of(draft.calendar, draft.slot, context) is None:  # it has come too near, or the hours have changed
        return ask_time(let_go(draft, context), context, "booking_time_taken")
    if not draft.name:
        return _ask_name(draft, context)
    if not draft.email and not draft.phone:
        return ask_contact(draft, context)
    if is_to_be_asked(draft, context):
        return ask_remind(draft, context)
    if draft.asked and draft.agreed is None:
        return _ask_consent(draft, context)
    return _ask_confirm(draft, context)


def _ask_name(draft: Draft, context: Context) -> Outcome:
    return tell(
        draft,
        context,
        "name",
        "booking_name_parent" if draft.parent else "booking_name",
        buttons=("change_time", "stop"),
        slot=_words(draft, context),
        minutes=str(int(KEPT_FOR.total_seconds() // 60)),
    )


def _name(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    found = read_name(given.text)
    if isinstance(found, Problem):
        return wrong(draft, context, "booking_name_unclear")
    return replace(draft, name=found, failures=0)


def _ask_consent(draft: Draft, context: Context) -> Outcome:
    listed = "\n".join(f"- {question}" for question in draft.asked)
    return tell(
        draft,
        context,
        "consent",
        "booking_consent",
        buttons=("pass_on", "keep_private", "stop"),
        details={"questions": draft.asked},
        questions=listed,
    )


def _consent(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    if given.pressed == "pass_on" or given.command is Command.YES:
        return replace(draft, agreed=True, failures=0)
    if given.pressed == "keep_private" or given.command in (Command.NO, Command.SKIP):
        return replace(draft, agreed=False, failures=0)
    return wrong(draft, context, "booking_yes_or_no")


def _ask_confirm(draft: Draft, context: Context) -> Outcome:
    reply = "booking_confirm_questions" if draft.agreed and draft.asked else "booking_confirm"
    return tell(
        draft,
        context,
        "confirm",
        f"{reply}_remind" if will_remind(draft, context) else reply,
        buttons=("book_it", "change_time", "change_name", "change_contact", "stop"),
        details={"slot": draft.slot, "zone": draft.zone},
        slot=_words(draft, context),
        name=draft.name,
        contact=draft.email or draft.phone,
        number=str(len(draft.asked)),
    )


def _confirm(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    if given.pressed == "book_it" or given.command is Command.YES or BOOK.fullmatch(given.text):
        return _book(draft, context)
    if answers_reminder(draft, given.text):
        return remind(draft, given, context)
    if LIKE_A_CONTACT.search(given.text):  # another address than the one that is shown
        return contact(draft, given, context)
    if given.command is Command.NO:
        return wrong(draft, context, "booking_change_what")
    return wrong(draft, context, "booking_yes_or_change")


def _book(draft: Draft, context: Context) -> Draft | Outcome:
    slot = slot_of(draft.calendar, draft.slot, context)
    if slot is None:
        return ask_time(let_go(draft, context), context, "booking_time_taken")
    remind_on = context.channel if draft.remind else None
    person = Person(draft.name, draft.zone, draft.email or None, draft.phone or None, remind_on)
    consent = Consent(
        version=CONSENT_VERSION if draft.asked else NONE_ASKED,
        text_sha256=context.consent_sha256,
        given=bool(draft.agreed and draft.asked),
        at=context.now,
        channel=context.channel,
        questions=draft.asked if draft.agreed else (),
    )
    try:
        made = context.desk.book(draft.hold, slot, context.owner, person, consent, change_key(draft))
    except SlotTakenError:
        return ask_time(let_go(draft, context), context, "booking_time_taken")
    return booked(draft, made, context)


def _words(draft: Draft, context: Context) -> str:
    slot = slot_of(draft.calendar, draft.slot, context)
    return when_words(slot, draft.zone, context) if slot else ""


def ask_resume(draft: Draft, context: Context) -> Outcome:
    """Ask whether an unfinished booking goes on; if its time is over, for another one."""
    if not _words(draft, context):
        return proceed(draft, context)
    return tell(
        draft, context, "resume", "booking_resume", buttons=("go_on", "start_over", "stop"), slot=_words(draft, context)
    )


def _resume(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    if given.pressed == "go_on" or given.command is Command.YES:
        return take(draft, draft.calendar, draft.slot, context)  # anew: it may have been let go meanwhile
    if given.command is Command.NO:
        return replace(let_go(draft, context), failures=0)
    return wrong(draft, context, "booking_yes_or_no")


HANDLERS: dict[str, Handler] = {
    "zone": zone,
    "time": time,
    "name": _name,
    "contact": contact,
    "remind": remind,
    "consent": _consent,
    "confirm": _confirm,
    "resume": _resume,
}
