"""Whole weeks, months and years, and their beginnings and ends. What the patterns found, made into days.

Days that there are not raise ValueError or OverflowError.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import replace

from bot.booking.when.span import Span, add_days, add_months
from bot.booking.when.thirds import third
from bot.booking.when.today import Today
from bot.booking.when.vocabulary import MONTHS


def week(today: Today, m: re.Match[str]) -> Span:
    """Return "next week" or "late this week", without the days that have passed."""
    which, part = m["which"], m["part"] or ""
    weeks = 2 if "after next" in which else 1 if re.search("next|following|coming|after", which) else 0
    monday = today.monday(-1 if "last" in which else weeks)
    first, last = ((0, 6), (0, 1), (1, 3), (3, 4))[third(part)]
    if part.startswith("later"):
        first, last = (today.date.weekday() + 1 if not weeks else 2), 6
    return today.without_past(add_days(monday, min(first, last)), add_days(monday, last))


def weekend(today: Today, m: re.Match[str]) -> Span:
    """Return the weekend of a calendar week; for "next weekend", `instead` is this week's."""
    weeks = 1 if "next" in m[0] else -1 if "last" in m[0] else 0
    saturday = add_days(today.monday(weeks), 5)
    near = max(add_days(today.monday(0), 5), today.date) if weeks == 1 else None
    return replace(today.without_past(saturday, add_days(saturday, 1)), instead=near)


def month(today: Today, m: re.Match[str]) -> Span:
    """Return the days of "december", "early december" or "december 2027"."""
    number = MONTHS.index(m["month"]) + 1
    year = int(m["year"]) if m["year"] else today.date.year + (number < today.date.month)
    return _third_of_month(today, m["part"], year, number)


def relative_month(today: Today, m: re.Match[str]) -> Span:
    """Return the days of "next month" or "early next month"."""
    months = {"next": 1, "following": 1, "coming": 1, "last": -1}.get(m["which"] or "", 0)
    day = add_months(today.date.replace(day=1), months)
    return _third_of_month(today, m["part"], day.year, day.month)


def year(today: Today, m: re.Match[str]) -> Span:
    """Return the days of "next year"."""
    number = today.date.year + {"next": 1, "last": -1}.get(m["which"], 0)
    return today.without_past(dt.date(number, 1, 1), dt.date(number, 12, 31))


def _third_of_month(today: Today, part: str | None, year: int, month: int) -> Span:
    length = calendar.monthrange(year, month)[1]
    first, last = ((1, length), (1, 10), (11, 20), (21, length))[third(part)]
    return today.without_past(dt.date(year, month, first), dt.date(year, month, last))
