"""Whether the patient wants to be reminded in this conversation; asked only where that can be promised."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from actions.consultations.draft import Draft
from actions.consultations.model import NoticeKind
from actions.consultations.notices import reminders
from actions.consultations.steps import Context, Given, Outcome, tell, wrong
from actions.consultations.steps_contact import LIKE_A_CONTACT, contact
from bot.booking.commands import Command
from bot.booking.reminding import read_reminder

# "yes please book", where "book" is a yes: to the booking, not to reminders.
BOOK = re.compile(
    r"(?:(?:yes|yeah|yep|ok|okay|sure|great|fine|please)\b[\s,.!]*)*book(?: (?:it|that|this|me))?[\s.!]*", re.IGNORECASE
)


def is_to_be_asked(draft: Draft, context: Context) -> bool:
    """Whether it was not asked yet, there is time for a reminder, and it can be sent here."""
    return (
        draft.remind is None
        and bool(_due(draft, context))
        and context.desk.reminders.offers(context.owner, context.channel)
    )


def ask_remind(draft: Draft, context: Context) -> Outcome:
    """Ask it, and say when the reminders would come."""
    both = NoticeKind.DAY_BEFORE in _due(draft, context)
    reply = "booking_remind" if both else "booking_remind_hour"
    return tell(draft, context, "remind", reply, buttons=("remind_here", "remind_not", "stop"))


def remind(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    """Take a yes or a no; or another contact, which was asked for just before."""
    if LIKE_A_CONTACT.search(given.text):
        return contact(draft, given, context)
    wanted = _wanted(given)
    return wrong(draft, context, "booking_yes_or_no") if wanted is None else replace(draft, remind=wanted, failures=0)


def answers_reminder(draft: Draft, text: str) -> bool:
    """Whether somebody thinks again about reminders when all is to be confirmed."""
    return draft.step == "confirm" and draft.remind is not None and read_reminder(text) is not None


def will_remind(draft: Draft, context: Context) -> bool:
    """Whether a reminder will come here, as things stand."""
    return bool(draft.remind and _due(draft, context))


def _wanted(given: Given) -> bool | None:
    if given.pressed in ("remind_here", "remind_not"):
        return given.pressed == "remind_here"
    if BOOK.fullmatch(given.text):
        return None
    if given.command in (Command.YES, Command.NO, Command.SKIP):
        return given.command is Command.YES
    return read_reminder(given.text)


def _due(draft: Draft, context: Context) -> list[NoticeKind]:
    return [notice.kind for notice in reminders(dt.datetime.fromisoformat(draft.slot), context.now)]
