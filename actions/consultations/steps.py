"""What every step of booking shares: its surroundings, how it is told, and what happens when an answer is no use."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from actions.consultations.desk import Desk
from actions.consultations.draft import Change, Draft, Purpose
from actions.consultations.model import Slot
from actions.consultations.shown import shown
from bot.booking.commands import Command
from bot.booking.person import Problem
from bot.booking.said import Said

PATIENCE = 3  # answers in a row that were no use, before the phone is offered
WISH = 200  # characters of a wish for a time that are looked at
_EMAIL, _PHONE = (Problem.EMAIL_BROKEN, Problem.EMAIL_SEVERAL, Problem.NO_EMAIL), (
    Problem.PHONE_TOO_SHORT, Problem.PHONE_TOO_LONG, Problem.PHONE_UNKNOWN, Problem.PHONE_SEVERAL, Problem.NO_PHONE
)  # fmt: skip
CONTACT_PROBLEMS: Mapping[Problem, str] = {
    **dict.fromkeys(Problem, "booking_contact_none"),
    **dict.fromkeys(_EMAIL, "booking_contact_email"),
    **dict.fromkeys(_PHONE, "booking_contact_phone"),
    Problem.PHONE_NEEDS_COUNTRY: "booking_contact_country",
}


@dataclass(frozen=True)
class Context:
    """What a step may look at besides the draft."""

    desk: Desk
    owner: str  # conversation
    channel: str
    now: dt.datetime
    titles: Mapping[str, str]  # of the buttons, by name
    consent_sha256: str  # of the text that asks whether questions may be passed on


@dataclass(frozen=True)
class Outcome:
    """What to say, the draft after it, and whether the booking is over."""

    draft: Draft
    said: Said
    over: bool = False


@dataclass(frozen=True)
class Given:
    """What was answered: its words, the button that was pressed, or the command that was typed."""

    text: str
    pressed: str | None = None
    command: Command | None = None


# A handler returns the draft with what it learned, to go on with what is still missing, or something to say.
Handler = Callable[[Draft, Given, Context], "Draft | Outcome"]


def fresh(
    before: Draft,
    context: Context,
    *,
    purpose: Purpose = "book",
    change: Change = "",
    parent: bool = False,
    zone: str = "",
    wish: str = "",
    own: tuple[str, ...] = (),
    questions: tuple[str, ...] = (),
) -> Draft:
    """Return an empty draft; of the one before it, only the appointment that was booked stays known."""
    let_go(before, context)
    return Draft(
        purpose=purpose,
        change=change,
        key=uuid.uuid4().hex,
        parent=parent or before.parent,
        zone=zone,
        wish=wish[:WISH],
        own=own,
        questions=questions,
        booked=before.booked,
    )


def tell(
    draft: Draft,
    context: Context,
    step: str,
    reply: str,
    *,
    options: tuple[str, ...] = (),
    buttons: tuple[str, ...] = (),
    details: Mapping[str, Any] | None = None,
    **values: str,
) -> Outcome:
    """Ask something: return it, and the draft that remembers what was asked and what could be chosen."""
    said = Said(reply, step, values, options, buttons, details or {})
    choices = (*options, *(context.titles[name] for name in buttons))
    return Outcome(replace(draft, step=step, shown=choices, said=said.to_json()), said)


def ends(
    draft: Draft,
    context: Context,
    reply: str,
    *,
    buttons: tuple[str, ...] = (),
    booked: str = "",
    details: Mapping[str, Any] | None = None,
    **values: str,
) -> Outcome:
    """Say how it ended and let go of a hold; nothing of the draft is kept but the appointment."""
    let_go(draft, context)
    said = Said(reply, "over", values, (), buttons, details or {})
    return Outcome(Draft(booked=booked or draft.booked), said, over=True)


def again(draft: Draft, context: Context, reply: str = "", **values: str) -> Outcome:
    """Tell the step again, or say something else over its choices."""
    asked = Said.from_json(draft.said or Said("booking_unclear", draft.step).to_json())
    said = replace(asked, reply=reply, values=values, buttons=_with_stop(asked.buttons)) if reply else asked
    choices = (*said.options, *(context.titles[name] for name in said.buttons))
    return Outcome(replace(draft, shown=choices), said)


def wrong(draft: Draft, context: Context, reply: str, **values: str) -> Outcome:
    """Say why an answer was no use and leave the choices as they are; after PATIENCE of them, offer the phone."""
    failures = draft.failures + 1
    if failures >= PATIENCE:
        reply, values = "booking_help", {}
    return again(replace(draft, failures=failures), context, reply, **values)


def stop(draft: Draft, context: Context) -> Outcome:
    """Let go of everything. What was booked before stays booked."""
    reply = "booking_stopped" if draft.purpose == "book" else "booking_left"
    return ends(draft, context, reply, buttons=("consultation",))


def let_go(draft: Draft, context: Context) -> Draft:
    """Return the draft without its time, which others may have, and may be offered once more."""
    if draft.hold:
        context.desk.release(draft.hold)
    return replace(draft, slot="", hold="")


def change_key(draft: Draft) -> str:
    """Return the idempotency key of what a yes at this step does."""
    return f"{draft.key}-{draft.step}"


def when_words(slot: Slot, zone: str, context: Context) -> str:
    """Return a slot in the patient's time, and in the clinic's where they differ."""
    return shown(slot, ZoneInfo(zone) if zone else context.desk.zone, context.desk.zone)


def _with_stop(buttons: tuple[str, ...]) -> tuple[str, ...]:
    return buttons if "stop" in buttons else (*buttons, "stop")
