"""How a time is told to a patient: on their own clock, and on the clinic's where that one differs. Pure."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from actions.consultations.model import Person, Slot
from bot.consultation_hours import WEEKDAYS

_MINUTE = dt.timedelta(minutes=1)
# The operating system's language must not change what is told.
MONTHS = "January February March April May June July August September October November December".split()
_CONTINENTS = "Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific".split()


def zone_of(person: Person, otherwise: ZoneInfo) -> ZoneInfo:
    """Return the time zone of a patient's clock; `otherwise` for one that was renamed since."""
    try:
        return ZoneInfo(person.zone)
    except (OSError, ValueError, KeyError):
        return otherwise


def shown(slot: Slot, zone: ZoneInfo, clinic_zone: ZoneInfo) -> str:
    """Return when a slot starts, on the patient's clock, and on the clinic's when that one differs then."""
    here, there = slot.start.astimezone(zone), slot.start.astimezone(clinic_zone)
    if here.utcoffset() == there.utcoffset():
        return f"{day_words(here)}, {clock_words(here)} ({place_words(here)})"
    day = "" if here.date() == there.date() else f"{day_words(there)}, "
    return (
        f"{day_words(here)}, {clock_words(here)} in your time ({place_words(here)}), "
        f"{day}{clock_words(there)} at the clinic ({place_words(there)})"
    )


def day_words(local: dt.date) -> str:
    """Return "Tuesday 24 November". local: on the clock that is meant; a datetime is a date, too."""
    return f"{WEEKDAYS[local.weekday()].capitalize()} {local.day} {MONTHS[local.month - 1]}"


def clock_words(local: dt.datetime) -> str:
    """Return "2:00 pm", and "12:00 am" at midnight. local: on the clock that is meant."""
    return f"{local.hour % 12 or 12}:{local.minute:02} {'am' if local.hour < 12 else 'pm'}"


def place_words(local: dt.datetime) -> str:
    """Return whose clock it is: "New York", or "UTC-5"; "New York, UTC-5" when the clock shows this time twice.

    local: in a ZoneInfo. Names such as Etc/GMT+5 (which is UTC-5) and EST would mislead and give way to their offset.
    """
    name = local.tzinfo.key or "" if isinstance(local.tzinfo, ZoneInfo) else ""
    area, slash, place = name.partition("/")
    if not slash or area == "Etc":
        return _offset_words(local)
    words = (place.rpartition("/")[2] if area in _CONTINENTS else name.replace("/", " ")).replace("_", " ")
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{words}, {_offset_words(local)}" if twice else words


def _offset_words(local: dt.datetime) -> str:
    minutes = round((local.utcoffset() or dt.timedelta()) / _MINUTE)
    hours, rest = divmod(abs(minutes), 60)
    return "UTC" + (f"{'-' if minutes < 0 else '+'}{hours}" if minutes else "") + (f":{rest:02}" if rest else "")
