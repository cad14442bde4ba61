"""When a clinic gives consultations: the block `consultations` of clinic.yml, checked when the assistant starts."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from pydantic import BaseModel, Extra, Field, validator
from pydantic.fields import ModelField

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_CLOSED = 366  # days; beyond that somebody mistyped a year
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII)
_PERSON = re.compile(r"(dr|doctor|prof|professor)\b\.?\s", re.IGNORECASE)
_RANGES = {  # least and most of each whole number
    "length_minutes": (5, 240),
    "every_minutes": (5, 720),
    "buffer_before_minutes": (0, 240),
    "buffer_after_minutes": (0, 240),
    "horizon_days": (1, 365),  # a weekday and a date without a year mean one day only
    "notice_hours": (0, 720),
}


class Hours(NamedTuple):
    """A stretch of one day on the clinic's clock, in minutes since midnight, half-open: 0 <= opens < closes <= 1440."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{self.opens // 60:02}:{self.opens % 60:02}-{self.closes // 60:02}:{self.closes % 60:02}"


class Days(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date


class BookableCalendar(BaseModel):
    """A team or a room that gives consultations; all clocks are the clinic's."""

    id: str = Field(regex=r"\A[a-z0-9][a-z0-9-]{0,39}\Z")
    name: str = Field(min_length=2, max_length=80)  # of a team or a room, as patients read it
    length_minutes: int  # of a consultation
    every_minutes: int | None = None  # from start to start, counted from the beginning of the hours; None: the length
    buffer_before_minutes: int = 0  # kept free before a consultation, also outside the hours
    buffer_after_minutes: int = 0
    horizon_days: int  # how many days after today can be booked
    notice_hours: int  # the least time from booking to start
    weekly: dict[str, tuple[Hours, ...]]  # by weekday; a weekday that is not there is free
    closed: tuple[Days, ...] = ()
    exceptions: dict[dt.date, tuple[Hours, ...]] = {}  # hours of a day instead of its weekly ones

    class Config:
        extra = Extra.forbid
        frozen = True

    @validator("name")
    def _no_person(cls, value: str) -> str:
        if _PERSON.match(value.strip()):
            raise ValueError(f"{value!r} is a person; name a team or a room")
        return value

    @validator(*_RANGES, pre=True)
    def _in_range(cls, value: Any, field: ModelField) -> Any:
        least, most = _RANGES[field.name]
        if value is None and field.allow_none:
            return None
        if type(value) is not int or not least <= value <= most:
            raise ValueError(f"{value!r} cannot be; use a whole number from {least} to {most}")
        return value

    @validator("notice_hours")
    def _before_the_horizon(cls, value: int, values: Mapping[str, Any]) -> int:
        days = values.get("horizon_days")
        if days is not None and value >= days * 24:
            raise ValueError(f"a notice of {value} hours reaches past horizon_days ({days}); lower it")
        return value

    @validator("weekly", pre=True)
    def _known_weekdays(cls, value: Any, values: Mapping[str, Any]) -> dict[str, tuple[Hours, ...]]:
        if not isinstance(value, dict):
            raise TypeError('give weekdays with their hours, such as monday: ["09:00-12:30"]')
        for day in value:
            if day not in WEEKDAYS:
                raise ValueError(f"{day!r} is not a weekday; use {', '.join(WEEKDAYS)}")
        return {day: _read_hours(day, hours, values.get("length_minutes")) for day, hours in value.items()}

    @validator("closed", pre=True)
    def _in_order(cls, value: Any) -> tuple[Days, ...]:
        if not isinstance(value, list):
            raise TypeError(f"{value!r} is not a list; use dates or ranges, such as [2026-12-24/2026-12-26]")
        return tuple(map(_read_days, value))

    @validator("exceptions", pre=True, always=True)
    def _open_days(cls, value: Any, values: Mapping[str, Any]) -> dict[dt.date, tuple[Hours, ...]]:
        if not isinstance(value, dict):
            raise TypeError(f'{value!r} has no dates; use dates with hours, such as 2026-12-23: ["09:00-12:30"]')
        found = {_read_date(day): hours for day, hours in value.items()}
        for day in found:
            if any(first <= day <= last for first, last in values.get("closed", ())):
                raise ValueError(f"{day} is also in `closed`; remove it from one of them")
        read = {day: _read_hours(str(day), hours, values.get("length_minutes")) for day, hours in found.items()}
        if "weekly" in values and not any(values["weekly"].values()) and not any(read.values()):
            raise ValueError("`weekly` and `exceptions` hold no hours at all; add some, or remove the calendar")
        return read


class Consultations(BaseModel):
    """What can be booked online."""

    calendars: tuple[BookableCalendar, ...]

    class Config:
        extra = Extra.forbid
        frozen = True

    @validator("calendars")
    def _some_each_once(cls, value: tuple[BookableCalendar, ...]) -> tuple[BookableCalendar, ...]:
        if not value:
            raise ValueError("there is no calendar; add one, or remove the block `consultations`")
        for name, times in Counter(calendar.id for calendar in value).items():
            if times > 1:
                raise ValueError(f"the id {name!r} is there {times} times; give each calendar its own")
        return value


def _read_hours(day: str, raw: Any, length: int | None) -> tuple[Hours, ...]:
    """Return the hours in order. Raises TypeError or ValueError, which pydantic gathers, naming day, value and fix."""
    if not isinstance(raw, list):
        raise TypeError(f'{day}: {raw!r} is not a list of hours; write ["09:00-12:30"]')
    found = sorted(_read_stretch(day, text) for text in raw)
    for hours in found:
        if length is not None and hours.closes - hours.opens < length:
            raise ValueError(f"{day}: {hours} is shorter than length_minutes ({length}); make it longer")
    for one, other in pairwise(found):
        if other.opens < one.closes:
            raise ValueError(f"{day}: {one} and {other} overlap; part or join them")
    return tuple(found)


def _read_stretch(day: str, text: Any) -> Hours:
    match = _HOURS.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"{day}: {text!r} is not hours; write them as 09:00-12:30, at the latest 24:00")
    opens_hour, opens_minute, closes_hour, closes_minute = map(int, match.groups())
    hours = Hours(opens_hour * 60 + opens_minute, closes_hour * 60 + closes_minute)
    if hours.closes > 24 * 60:
        raise ValueError(f"{day}: {text!r} ends after 24:00; go on in the next day's hours")
    if hours.closes <= hours.opens:
        raise ValueError(f"{day}: {text!r} ends before it starts; swap the times, or part them at midnight (24:00)")
    return hours


def _read_days(raw: Any) -> Days:
    first, slash, last = raw.partition("/") if isinstance(raw, str) else (raw, "", raw)
    days = Days(_read_date(first), _read_date(last if slash else first))
    if days.last < days.first:
        raise ValueError(f"{raw!r} ends before it starts; swap the dates")
    if (days.last - days.first).days >= LONGEST_CLOSED:
        raise ValueError(f"{raw!r} is longer than a year; check the years")
    return days


def _read_date(raw: Any) -> dt.date:
    if type(raw) is dt.date:  # as YAML reads it; a datetime is a date, too, but no day
        return raw
    try:
        return dt.datetime.strptime(raw.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no instant
    except (AttributeError, TypeError, ValueError):
        raise ValueError(f"{raw!r} is not a date; write it as 2026-12-24") from None
