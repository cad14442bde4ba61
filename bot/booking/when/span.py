"""A stretch of days, and sums with days. A day that there is not is a ValueError or an OverflowError."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

OPEN = 365  # days that a wish without an end goes on


@dataclass(frozen=True)
class Span:
    """The days that some words name."""

    first: dt.date
    last: dt.date  # inclusive
    instead: dt.date | None = None
    earliest: dt.time | None = None  # "in two hours"
    open: bool = False  # goes on for OPEN days only because no end was named


def one_day(day: dt.date, instead: dt.date | None = None) -> Span:
    """Return a single day. instead: the other day that the same words may mean."""
    return Span(day, day, instead)


def add_days(day: dt.date, days: int) -> dt.date:
    """Return the day so many days later."""
    return day + dt.timedelta(days=days)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of another month, or the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def open_end(day: dt.date) -> dt.date:
    """Return the last day of a wish that begins on `day` and names no end."""
    return add_days(day, min(OPEN, (dt.date.max - day).days))
