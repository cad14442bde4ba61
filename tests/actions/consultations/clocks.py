"""Calendars, and what clocks show: computed by stepping through the minutes, independently of the code under test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

from actions.consultations.availability import slots
from actions.consultations.calendars import Calendar
from bot.consultation_hours import Hours

UTC = dt.timezone.utc
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
ODD = [
    "America/New_York", "Europe/London", "Asia/Kathmandu", "Pacific/Chatham", "Australia/Lord_Howe", "Pacific/Apia",
    "Pacific/Kiritimati", "America/St_Johns", "Asia/Beirut", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Tehran",
    "America/Havana", "Europe/Dublin", "Antarctica/Troll", "Africa/Cairo", "Asia/Pyongyang", "America/Caracas",
]  # fmt: skip
ZONES = st.sampled_from(ODD) | st.sampled_from(sorted(available_timezones()))
NEW_YORK = ZoneInfo("America/New_York")
DAILY = (Hours(0, 24 * 60),)


def calendar(zone: str, *hours: Hours, length: int = 30, every: int = 30, horizon_days: int = 60) -> Calendar:
    """A calendar with the same hours every day, without notice and buffers."""
    return Calendar(
        id="online",
        name="Online consultation team",
        zone=ZoneInfo(zone),
        weekly=(hours,) * 7,
        length=length * MINUTE,
        every=every * MINUTE,
        horizon_days=horizon_days,
    )


def starts(cal: Calendar, day: str, now: dt.datetime | None = None) -> list[str]:
    """What is offered on one day of the clinic, as its clock shows it with the offset."""
    midnight = dt.datetime.fromisoformat(day).replace(tzinfo=cal.zone).astimezone(UTC)
    found = slots(cal, midnight - DAY, midnight + 2 * DAY, now or midnight - DAY)
    local = [slot.start.astimezone(cal.zone) for slot in found]
    return [f"{start:%H:%M%z}" for start in local if start.date().isoformat() == day]


def clock(instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def minutes(since: dt.datetime, until: dt.datetime) -> Iterator[dt.datetime]:
    while since < until:
        yield since
        since += MINUTE


def stretch_at(cal: Calendar, local: dt.datetime) -> tuple[dt.date, Hours] | None:
    for hours in cal.hours(local.date()):
        if hours.opens <= local.hour * 60 + local.minute < hours.closes:
            return local.date(), hours
    return None


def expected_starts(cal: Calendar, since: dt.datetime, until: dt.datetime, now: dt.datetime) -> list[dt.datetime]:
    seen: set[dt.datetime] = set()
    found = []
    for instant in minutes(since - DAY, until):
        local = clock(instant, cal.zone)
        stretch, again = stretch_at(cal, local), local in seen
        seen.add(local)
        if stretch is None or again or instant < since or instant < now + cal.notice:
            continue
        if (local.hour * 60 + local.minute - stretch[1].opens) % (cal.every // MINUTE):
            continue
        if (local.date() - clock(now, cal.zone).date()).days > cal.horizon_days:
            continue
        if all(stretch_at(cal, clock(m, cal.zone)) == stretch for m in minutes(instant, instant + cal.length)):
            found.append(instant)
    return found


@cache
def changes(zone: str, year: int) -> tuple[dt.datetime, ...]:
    """The hours of a year in which clocks of the zone change."""
    begins = dt.datetime(year, 1, 1, tzinfo=UTC)
    days = [begins + number * DAY for number in range(366)]
    offset = {day: day.astimezone(ZoneInfo(zone)).utcoffset() for day in [*days, days[-1] + DAY]}
    return tuple(
        day + hour * HOUR
        for day in days
        if offset[day] != offset[day + DAY]
        for hour in range(24)
        if (day + hour * HOUR).astimezone(ZoneInfo(zone)).utcoffset()
        != (day + (hour + 1) * HOUR).astimezone(ZoneInfo(zone)).utcoffset()
    )


@st.composite
def moments(draw: st.DrawFn, zone: str) -> dt.datetime:
    """A minute at a change of the zone's clocks, or any minute, leap days included; 2000 to 2060."""
    near = changes(zone, draw(st.integers(2000, 2060)))
    if near and draw(st.integers(0, 3)):
        return draw(st.sampled_from(near)) + draw(st.integers(-300, 300)) * MINUTE
    any_day = st.dates(dt.date(2000, 1, 2), dt.date(2060, 12, 30)) | st.sampled_from(
        [dt.date(year, 2, 29) for year in range(2000, 2061, 4)]
    )
    midnight = dt.datetime.combine(draw(any_day), dt.time.min, UTC)
    return midnight + draw(st.integers(0, 24 * 60 - 1)) * MINUTE
