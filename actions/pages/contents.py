"""What the manage page shows: a consultation, the way to one, or one thing that is to be said."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Literal
from zoneinfo import ZoneInfo

from actions.consultations.model import Appointment, Slot, Status
from actions.consultations.offers import offers, spread
from actions.consultations.shown import day_words, shown, zone_of
from actions.pages.rendering import Page
from actions.runtime import Consultations
from bot.booking.zones import zone_name

Form = Mapping[str, str]
Notice = Literal["", "moved", "taken", "choose"]
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


def message(about: str, form: Form | None = None) -> Page:
    """Return a page that says one thing. form: what to send again, where trying again can help."""
    again = {name: value for name, value in (form or {}).items() if name in ("token", "key", "slot", "day")}
    return Page("message", STATUSES[about], {"about": about, "again": again})


def start(wrong: bool = False) -> Page:  # noqa: FBT001, FBT002 - a page with or without its alert
    """Return the page that links lead to, which looks up nothing. wrong: what was typed fits no consultation."""
    return Page("start", 422 if wrong else 200, {"wrong": wrong})


def consultation(
    parts: Consultations, appointment: Appointment, token: str, now: dt.datetime, day: str = "", notice: Notice = ""
) -> Page:
    """Return the page of a consultation: when it is, when it could be instead, and forms to move and cancel it.

    token: for its forms. day: whose free times are shown ("2026-12-01"); without one, some of the next days.
    """
    if appointment.status is Status.CANCELLED:
        return message("cancelled")
    if has_begun(appointment, now):
        return message("over")
    zone = zone_of(appointment.person, parts.desk.zone)
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


def has_begun(appointment: Appointment, now: dt.datetime) -> bool:
    """Whether it can no longer be changed here."""
    return appointment.status is Status.BOOKED and appointment.slot.start <= now
