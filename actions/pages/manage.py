"""The page behind the link of a mail: see a consultation, move it, cancel it. Nothing here knows HTTP.

Each link changes its consultation once: afterwards it is stale, and the page goes on with a fresh one. The same form
sent twice has the result of the first time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping

from actions.consultations.links import (
    LIFETIME,
    ExpiredLinkError,
    Link,
    LinkError,
    StaleLinkError,
    read,
    require_current,
    sign,
)
from actions.consultations.model import (
    Appointment,
    By,
    ChangedError,
    NotFoundError,
    SlotTakenError,
)
from actions.consultations.references import read_reference
from actions.consultations.requests import KeyReusedError
from actions.pages.contents import Form, Notice, consultation, has_begun, message, start
from actions.pages.rendering import Page
from actions.pages.web import BadFormError
from actions.runtime import Consultations
from bot.booking.person import Email, Problem, read_contact

LONGEST_TIME = 160  # characters of a time in a form
_KEY = re.compile(r"[0-9a-f]{32}")


def act(action: str, parts: Consultations, form: Form, now: dt.datetime) -> Page:
    """Return what a form of the page leads to. action: a key of ACTIONS. Raises StoreUnavailableError, BadFormError."""
    try:
        return ACTIONS[action](parts, form, now)
    except ExpiredLinkError:
        return message("expired")
    except (StaleLinkError, ChangedError, KeyReusedError, NotFoundError):
        return message("stale")
    except LinkError:
        return message("broken")


def show(parts: Consultations, form: Form, now: dt.datetime) -> Page:
    """Show the consultation of a link, and when it could be instead."""
    link, appointment = _linked(parts, form, now)
    require_current(link, appointment.sequence)
    return consultation(parts, appointment, form["token"], now, form.get("day", ""))


def find(parts: Consultations, form: Form, now: dt.datetime) -> Page:
    """Show the consultation of a reference to who knows its e-mail address or phone number."""
    contact = read_contact(form.get("contact", ""), parts.clinic.country)
    reference = read_reference(form.get("reference", ""))
    if isinstance(contact, Problem) or reference is None:  # a slip, not a guess: it must not count as one
        return start(wrong=True)
    known = contact.address if isinstance(contact, Email) else contact.e164
    appointment = parts.desk.proven(reference, [known])
    return consultation(parts, appointment, _token(parts, appointment, now), now) if appointment else start(wrong=True)


def move(parts: Consultations, form: Form, now: dt.datetime) -> Page:
    """Move it to the time that was chosen; one that is gone changes nothing, and others are shown."""
    link, appointment = _linked(parts, form, now)
    chosen = read_time(form.get("slot", ""))
    slot = parts.desk.slot(*chosen) if chosen else None
    if slot is None or has_begun(appointment, now):
        require_current(link, appointment.sequence)
        notice: Notice = "taken" if chosen else "choose"
        return consultation(parts, appointment, form["token"], now, form.get("day", ""), notice)
    try:
        moved = parts.desk.move(appointment.id, slot, "", _key(link, form), By.LINK, link.sequence)
    except SlotTakenError:
        return consultation(parts, appointment, form["token"], now, form.get("day", ""), "taken")
    return consultation(parts, _by_this_link(moved, link), _token(parts, moved, now), now, notice="moved")


def cancel(parts: Consultations, form: Form, now: dt.datetime) -> Page:
    """Cancel it."""
    link, appointment = _linked(parts, form, now)
    if has_begun(appointment, now):
        require_current(link, appointment.sequence)
        return message("over")
    _by_this_link(parts.desk.cancel(appointment.id, _key(link, form), By.LINK, link.sequence), link)
    return message("cancelled")


ACTIONS: Mapping[str, Callable[[Consultations, Form, dt.datetime], Page]] = {
    "show": show,
    "find": find,
    "move": move,
    "cancel": cancel,
}


def read_time(typed: str) -> tuple[str, dt.datetime] | None:
    """Return calendar and start of a time as the page's forms send it ("team 2026-12-01T14:00:00+00:00"), or None."""
    calendar, _, start = typed.partition(" ")
    try:
        instant = dt.datetime.fromisoformat(start) if len(typed) <= LONGEST_TIME else None
    except ValueError:
        return None
    return (calendar, instant) if instant is not None and instant.tzinfo is not None else None


def _linked(parts: Consultations, form: Form, now: dt.datetime) -> tuple[Link, Appointment]:
    link = read(parts.secret, "manage", form.get("token", ""), LIFETIME, now)
    appointment = parts.store.get(link.appointment_id)
    if appointment is None:
        raise StaleLinkError("the consultation of this link was long ago, and is no longer kept")
    return link, appointment


def _by_this_link(changed: Appointment, link: Link) -> Appointment:
    """Return it, unless it has changed again since: then this form says nothing about it any more."""
    require_current(link, changed.sequence - 1)
    return changed


def _key(link: Link, form: Form) -> str:
    """Return the idempotency key of a form: nobody else's form can have the same one."""
    given = form.get("key", "")
    if not _KEY.fullmatch(given):
        raise BadFormError("garbled")
    return "link-" + hashlib.sha256(f"{link.appointment_id} {link.sequence} {given}".encode()).hexdigest()


def _token(parts: Consultations, appointment: Appointment, now: dt.datetime) -> str:
    return sign(parts.secret, "manage", appointment.id, appointment.sequence, now)
