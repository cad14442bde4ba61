"""The page behind the link of a mail: see a consultation, move it, cancel it. Nothing here knows HTTP.

Each link changes its consultation once: afterwards it is stale, and the page goes on with a fresh one. The same form
sent twice has the result of the first time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from typing import Literal
from zoneinfo import ZoneInfo

from actions.consultations.links import ExpiredLinkError, Link, LinkError, StaleLinkError, read, require_current, sign
from actions.consultations.model import (
    Appointment,
    By,
    ChangedError,
    NotFoundError,
    Slot,
    SlotTakenError,
    Status,
)
from actions.consultations.offers import offers, spread
from actions.consultations.requests import KeyReusedError
from actions.consultations.shown import day_words, shown
from actions.pages.rendering import Page
from actions.pages.web import BadFormError
from actions.runtime import LINK_LIFETIME, Consultations
from bot.booking.person import Email, Problem, read_contact
from bot.booking.zones import zone_name

Form = Mapping[str, str]
Notice = Literal["", "moved", "taken", "choose"]
LONGEST_TIME = 160  # characters of a time in a form
# What is said instead of the consultation (templates/message.html), and with which status.
STATUSES: Mapping[str, int] = {
    "cancelled": 200,
    "garbled": 400,
    "broken": 403,
    "cross_site": 403,
    "unknown": 404,
    "method": 405,
    "expired": 410,
    "over": 410,
    "stale": 410,
    "too_large": 413,
    "not_a_form": 415,
    "too_often": 429,
    "failed": 500,
    "unavailable": 503,
}
_NOTICES: Mapping[Notice, int] = {"": 200, "moved": 200, "taken": 409, "choose": 422}
_KEY = re.compile(r"[0-9a-f]{32}")


def message(about: str, form: Form | None = None) -> Page:
    """Return a page that says one thing. form: what to send again, where trying again can help."""
    again = {name: value for name, value in (form or {}).items() if name in ("token", "key", "slot", "day")}
    return Page("message", STATUSES[about], {"about": about, "again": again})


def start(wrong: bool = False) -> Page:  # noqa: FBT001, FBT002 - a page with or without its alert
    """Return the page that links lead to, which looks up nothing. wrong: what was typed fits no consultation."""
    return Page("start", 422 if wrong else 200, {"wrong": wrong})


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
    return _consultation(parts, appointment, form["token"], now, form.get("day", ""))


def find(parts: Consultations, form: Form, now: dt.datetime) -> Page:
    """Show the consultation of a reference to who knows its e-mail address or phone number."""
    contact = read_contact(form.get("contact", ""), parts.clinic.country)
    if isinstance(contact, Problem):
        return start(wrong=True)
    known = contact.address if isinstance(contact, Email) else contact.e164
    appointment = parts.desk.proven(form.get("reference", ""), [known])
    return _consultation(parts, appointment, _token(parts, appointment, now), now) if appointment else start(wrong=True)


def move(parts: Consultations, form: Form, now: dt.datetime) -> Page:
    """Move it to the time that was chosen; one that is gone changes nothing, and others are shown."""
    link, appointment = _linked(parts, form, now)
    chosen = read_time(form.get("slot", ""))
    slot = parts.desk.slot(*chosen) if chosen else None
    if slot is None or _has_begun(appointment, now):
        require_current(link, appointment.sequence)
        notice: Notice = "taken" if chosen else "choose"
        return _consultation(parts, appointment, form["token"], now, form.get("day", ""), notice)
    try:
        moved = parts.desk.move(appointment.id, slot, "", _key(link, form), By.LINK, link.sequence)
    except SlotTakenError:
        return _consultation(parts, appointment, form["token"], now, form.get("day", ""), "taken")
    return _consultation(parts, _by_this_link(moved, link), _token(parts, moved, now), now, notice="moved")


def cancel(parts: Consultations, form: Form, now: dt.datetime) -> Page:
    """Cancel it."""
    link, appointment = _linked(parts, form, now)
    if _has_begun(appointment, now):
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
    link = read(parts.secret, "manage", form.get("token", ""), LINK_LIFETIME, now)
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


def _has_begun(appointment: Appointment, now: dt.datetime) -> bool:
    return appointment.status is Status.BOOKED and appointment.slot.start <= now


def _token(parts: Consultations, appointment: Appointment, now: dt.datetime) -> str:
    return sign(parts.secret, "manage", appointment.id, appointment.sequence, now)


def _consultation(
    parts: Consultations, appointment: Appointment, token: str, now: dt.datetime, day: str = "", notice: Notice = ""
) -> Page:
    if appointment.status is Status.CANCELLED:
        return message("cancelled")
    if _has_begun(appointment, now):
        return message("over")
    zone = _zone(appointment, parts.desk.zone)
    free = parts.desk.free()
    days = {slot.start.astimezone(zone).date(): None for slot in free}
    named = next((free_day for free_day in days if free_day.isoformat() == day), None)
    words = {
        "when": shown(appointment.slot, zone, parts.desk.zone),
        "reference": appointment.reference,
        "mailed": appointment.person.email is not None,
        "zone": zone_name(zone.key),
        "days": [(free_day.isoformat(), day_words(free_day)) for free_day in days],
        "day": named.isoformat() if named else "",
        "day_words": day_words(named) if named else "",
        "offers": offers(_of_day(free, named, zone) if named else spread(free, zone, 0), zone),
        "notice": notice,
        "token": token,
        "keys": {"move": uuid.uuid4().hex, "cancel": uuid.uuid4().hex},
    }
    return Page("consultation", _NOTICES[notice], words)


def _of_day(slots: list[Slot], day: dt.date, zone: ZoneInfo) -> list[Slot]:
    return [slot for slot in slots if slot.start.astimezone(zone).date() == day]


def _zone(appointment: Appointment, otherwise: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(appointment.person.zone)
    except (OSError, ValueError, KeyError):  # a zone that was renamed since; the page names the one it shows
        return otherwise
