"""Which times a calendar can give. Pure; instants are aware, results in UTC."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from zoneinfo import ZoneInfo

from actions.consultations.calendars import Calendar
from actions.consultations.model import Slot
from bot.consultation_hours import Hours

UTC = dt.timezone.utc
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


def slots(calendar: Calendar, since: dt.datetime, until: dt.datetime, now: dt.datetime) -> list[Slot]:
    """Return what may start within [since, until), earliest first, taken or not; neighbours may overlap each other.

    A slot starts on the grid of its hours, at least `notice` after now and on a day of the clinic that is at most
    `horizon_days` after today. Every moment of it lies within its hours on the clinic's clock, and it lasts `length`
    of real time: a clock time that is skipped starts no slot, one that comes twice starts one, the first time.
    Raises ValueError when an instant has no zone.
    """
    now = _utc(now)
    last_day = now.astimezone(calendar.zone).date() + calendar.horizon_days * DAY
    since = max(_utc(since), now + calendar.notice)
    until = min(_utc(until), now + (calendar.horizon_days + 2) * DAY)
    if since >= until:
        return []
    # A day more on both sides: where clocks go back over midnight, a date comes twice.
    day = since.astimezone(calendar.zone).date() - DAY
    last_day = min(last_day, until.astimezone(calendar.zone).date() + DAY)
    found: list[Slot] = []
    while day <= last_day:
        found += (slot for slot in _of_day(calendar, day) if since <= slot.start < until)
        day += DAY
    return found


def free(
    calendar: Calendar,
    since: dt.datetime,
    until: dt.datetime,
    now: dt.datetime,
    busy: Sequence[tuple[dt.datetime, dt.datetime]],
) -> list[Slot]:
    """Return the slots, buffers included, that no busy interval overlaps.

    busy: half-open [from, until), in any order, with their own buffers; back to back is no overlap, and an interval
    without length takes nothing. Raises ValueError when an instant has no zone.
    """
    in_utc = ((_utc(begins), _utc(ends)) for begins, ends in busy)
    taken = sorted((begins, ends) for begins, ends in in_utc if begins < ends)
    starts = [begins for begins, _ in taken]
    latest_ends = list(accumulate((ends for _, ends in taken), max))

    def is_free(slot: Slot) -> bool:
        earlier = bisect_left(starts, slot.busy_until)
        return earlier == 0 or latest_ends[earlier - 1] <= slot.busy_from

    return [slot for slot in slots(calendar, since, until, now) if is_free(slot)]


def fits(calendar: Calendar, slot_start: dt.datetime, now: dt.datetime) -> Slot | None:
    """Return the slot that starts at this very instant, or None when the calendar has none there (taken or not)."""
    start, now = _utc(slot_start), _utc(now)
    if not now <= start <= now + (calendar.horizon_days + 2) * DAY:  # a client may send the year 1 or 9999
        return None
    return next(iter(slots(calendar, start, start + dt.timedelta.resolution, now)), None)


def _of_day(calendar: Calendar, day: dt.date) -> Iterator[Slot]:
    midnight = dt.datetime.combine(day, dt.time.min)
    for hours in calendar.hours(day):
        local, closes = midnight + hours.opens * MINUTE, midnight + hours.closes * MINUTE
        while local < closes:
            start = _first_instant(local, calendar.zone)
            if start is not None and _stays_within(start, start + calendar.length, day, hours, calendar.zone):
                yield _slot(calendar, start)
            local += calendar.every


def _first_instant(local: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """Return the first instant at which clocks in `zone` show `local` (without a zone), or None when they skip it."""
    instant = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return instant if instant.astimezone(zone).replace(tzinfo=None) == local else None


def _stays_within(start: dt.datetime, end: dt.datetime, day: dt.date, hours: Hours, zone: ZoneInfo) -> bool:
    """Whether clocks show that day and those hours from `start`, which is within them, to `end`."""
    before, after = start.astimezone(zone), end.astimezone(zone)
    if before.utcoffset() == after.utcoffset():
        return after.replace(tzinfo=None) <= dt.datetime.combine(day, dt.time.min) + hours.closes * MINUTE
    # Clocks change meanwhile, and may lead out of the hours, or back into them.
    clocks = ((start + minute * MINUTE).astimezone(zone) for minute in range((end - start) // MINUTE))
    return all(clock.date() == day and hours.opens <= clock.hour * 60 + clock.minute < hours.closes for clock in clocks)


def _slot(calendar: Calendar, start: dt.datetime) -> Slot:
    end = start + calendar.length
    return Slot(
        start=start,
        end=end,
        calendar=calendar.id,
        busy_from=start - calendar.buffer_before,
        busy_until=end + calendar.buffer_after,
    )


def _utc(instant: dt.datetime) -> dt.datetime:
    """Return the instant in UTC, where sums and comparisons are real time: within a zone, Python does them by clock."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no zone; give instants in UTC")
    try:
        return instant.astimezone(UTC)
    except OverflowError:  # a client may send the first or the last day there is
        return dt.datetime.min.replace(tzinfo=UTC) if instant.year == 1 else dt.datetime.max.replace(tzinfo=UTC)
