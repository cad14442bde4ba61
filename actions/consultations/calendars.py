"""The bookable calendars of a clinic, as availability needs them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.clinic import Clinic
from bot.consultation_hours import WEEKDAYS, BookableCalendar, Days, Hours


@dataclass(frozen=True)
class Calendar:
    """One team or room. Hours and days are on the clock of `zone`, lengths are real time."""

    id: str
    name: str
    zone: ZoneInfo
    weekly: tuple[tuple[Hours, ...], ...]  # seven, Monday first
    length: dt.timedelta  # of a consultation
    every: dt.timedelta  # from start to start, on the clock
    horizon_days: int  # how many days after today can be booked
    notice: dt.timedelta = dt.timedelta()  # the least time from now to a start
    buffer_before: dt.timedelta = dt.timedelta()
    buffer_after: dt.timedelta = dt.timedelta()
    closed: tuple[Days, ...] = ()
    exceptions: Mapping[dt.date, tuple[Hours, ...]] = field(default_factory=dict, hash=False)

    def hours(self, day: dt.date) -> tuple[Hours, ...]:
        """Return the hours of that day, in order; none when it is closed."""
        if any(first <= day <= last for first, last in self.closed):
            return ()
        return self.exceptions.get(day, self.weekly[day.weekday()])


def calendars(clinic: Clinic) -> tuple[Calendar, ...]:
    """Return the clinic's calendars in their order; none when it cannot be booked online."""
    if clinic.consultations is None:
        return ()
    zone = ZoneInfo(clinic.time_zone)
    return tuple(_calendar(configured, zone) for configured in clinic.consultations.calendars)


def _calendar(configured: BookableCalendar, zone: ZoneInfo) -> Calendar:
    return Calendar(
        id=configured.id,
        name=configured.name,
        zone=zone,
        weekly=tuple(configured.weekly.get(day, ()) for day in WEEKDAYS),
        length=dt.timedelta(minutes=configured.length_minutes),
        every=dt.timedelta(minutes=configured.every_minutes or configured.length_minutes),
        horizon_days=configured.horizon_days,
        notice=dt.timedelta(hours=configured.notice_hours),
        buffer_before=dt.timedelta(minutes=configured.buffer_before_minutes),
        buffer_after=dt.timedelta(minutes=configured.buffer_after_minutes),
        closed=configured.closed,
        exceptions=dict(configured.exceptions),
    )
