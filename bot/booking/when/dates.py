"""Days by their date: 2026-12-03, 3/12, 3 December, the 3rd. What the patterns found, made into days.

A date that there is not raises ValueError or OverflowError.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from bot.booking.when.span import Span, add_months, one_day
from bot.booking.when.today import Today


def iso(_today: Today, m: re.Match[str]) -> Span:
    """Return the day of "2026-12-03"."""
    return one_day(dt.date(int(m[1]), int(m[3]), int(m[4])))


def numbers(today: Today, m: re.Match[str]) -> Span:
    """Return the day of "3/12": one way by preference, the other by need."""
    first, second, *more = [group for group in m.groups() if group and group not in "-/."]
    orders = [(int(first), int(second)), (int(second), int(first))]
    found = [today.day(*order, more[0] if more else None) for order in orders[:: 1 if today.day_first else -1]]
    days = [day for day in found if day is not None]
    if not days:
        raise ValueError(f"{m[0]} is no day")
    return one_day(days[0], days[-1] if days[-1] != days[0] else None)


def day_month(today: Today, m: re.Match[str]) -> Span:
    """Return the day of "3 December"."""
    return one_day(today.named(m["day"], m["month"], m["year"]))


def days_month(today: Today, m: re.Match[str]) -> Span:
    """Return the days of "3 to 5 December"."""
    a, b = (today.named(m[day], m["month"], m["year"]) for day in ("day", "until"))
    return Span(min(a, b), max(a, b))


def day_of_month(today: Today, m: re.Match[str]) -> Span:
    """Return "the 3rd": of this month, or of the first one to come that has such a day ahead."""
    day, which = int(m["day"]), m.groupdict().get("which") or ""
    months = [1] if "next" in which else [0] if which else range(13)
    for start in (add_months(today.date.replace(day=1), month) for month in months):
        if 1 <= day <= calendar.monthrange(start.year, start.month)[1]:
            found = start.replace(day=day)
            if found >= today.date or which:
                return one_day(found)
    raise ValueError(f"no such month has a day {day}")
