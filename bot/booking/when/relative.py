"""Days counted from today: tomorrow, in two weeks, next Friday. What the patterns found, made into days.

Days that there are not raise ValueError or OverflowError.
"""

from __future__ import annotations

import datetime as dt
import re

from bot.booking.when.span import Span, add_days, add_months, one_day
from bot.booking.when.times import Times
from bot.booking.when.today import Today
from bot.booking.when.vocabulary import DAYS

OFFICE_ENDS = dt.time(18)  # from then on "friday", said on a Friday, is the one in a week


def in_some_time(today: Today, m: re.Match[str]) -> Span:
    """Return the days of "in two weeks"; hours are counted as they pass, whether the clocks change or not."""
    if m["unit"] not in ("minutes", "hours"):
        return _later(m["count"], m["unit"], today.date)
    passed = dt.timedelta(**{m["unit"]: 3 if m["count"] == "few" else int(m["count"])})
    moment = (today.now.astimezone(dt.timezone.utc) + passed).astimezone(today.now.tzinfo)
    return Span(moment.date(), moment.date(), earliest=moment.time().replace(second=0, microsecond=0))


def within(today: Today, m: re.Match[str]) -> Span:
    """Return the days from today to the end of "the next two weeks"."""
    count, unit = m["count"] or "1", m["unit"]
    if unit in ("minutes", "hours"):
        return one_day(today.date)
    span = _later(count, unit, today.date)
    return Span(today.date, span.last if count == "few" else span.first)


def ago(today: Today, m: re.Match[str]) -> Span:
    """Return the day of "two weeks ago"."""
    number = 3 if m["count"] == "few" else int(m["count"])
    if m["unit"][0] in "my" and m["unit"] != "minutes":
        return one_day(add_months(today.date, -number * (12 if "y" in m["unit"] else 1)))
    return one_day(add_days(today.date, -number * {"d": 1, "w": 7}.get(m["unit"][0], 1)))


def from_day(today: Today, m: re.Match[str]) -> Span:
    """Return the day of "two weeks from tomorrow", "a week on friday" or "tomorrow week"."""
    words = m.groupdict()
    start = _start(today, words["start"])
    if words.get("unit", "week").startswith("week"):
        return one_day(add_days(start, 7 * int((words.get("count") or "1").replace("few", "3"))))
    return _later(words["count"], words["unit"], start)


def named_day(today: Today, m: re.Match[str]) -> Span:
    """Return today, tomorrow, the day after, or yesterday."""
    after = {"tomorrow": 1, "day after tomorrow": 2, "overmorrow": 2, "yesterday": -1, "last night": -1}
    return one_day(add_days(today.date, after.get(m["day"], 0)))


def week_day(today: Today, m: re.Match[str], times: Times) -> Span:
    """Return the day meant by "friday" or "next friday", as the package says."""
    weekday, monday = DAYS.index(m["day"]), today.monday
    near = today.coming(weekday)
    other = near if near.isocalendar()[:2] == today.date.isocalendar()[:2] and near > today.date else None
    if (m["after"] or "").endswith("after next"):
        return one_day(add_days(monday(2), weekday), add_days(monday(1), weekday) if other else None)
    if "next" in (m["which"] or "") + (m["after"] or ""):
        return one_day(add_days(monday(1), weekday), other)
    if near > today.date or _still_ahead(times, today.now):
        return one_day(near)
    return one_day(add_days(near, 7))


def last_weekday(today: Today, m: re.Match[str]) -> Span:
    """Return the day of "last friday"."""
    return one_day(add_days(today.date, -((today.date.weekday() - DAYS.index(m["day"]) - 1) % 7 + 1)))


def _later(count: str, unit: str, start: dt.date) -> Span:
    """In 3 days: that day. In 2 weeks, in a month: the seven days from then on. In a few days: two to five."""
    number = 3 if count == "few" else int(count)
    if unit.startswith("day"):
        return Span(add_days(start, 2), add_days(start, 5)) if count == "few" else one_day(add_days(start, number))
    weeks = unit.startswith("week")
    first = add_days(start, 7 * number) if weeks else add_months(start, number * (12 if "y" in unit else 1))
    return Span(first, add_days(first, 6))


def _start(today: Today, word: str) -> dt.date:
    """Today, tomorrow, or the nearest weekday of that name."""
    if word in DAYS:
        return today.coming(DAYS.index(word))
    return add_days(today.date, 1 if word == "tomorrow" else 0)


def _still_ahead(times: Times, now: dt.datetime) -> bool:
    return (times.at or times.latest or OFFICE_ENDS) > now.time().replace(tzinfo=None)
