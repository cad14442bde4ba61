"""Weekdays: the nearest one, several of them, those of a longer stretch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.booking.when.asked import When
from bot.booking.when.limits import shifted, together
from bot.booking.when.relative import week_day
from bot.booking.when.span import add_days, open_end
from bot.booking.when.times import Times
from bot.booking.when.today import Today
from bot.booking.when.vocabulary import DAYS

_WORKING, _WEEKEND = frozenset(range(5)), frozenset({5, 6})


def by_weekdays(words: str, weekdays: Sequence[re.Match[str]], times: Times, today: Today) -> When:
    """Return what is asked for where weekdays are named and no other day. times: say whether today still counts."""
    named = frozenset(day for m in weekdays for day in days_of(m))
    stretch = between_days(words, weekdays)
    if stretch:
        span = week_day(today, weekdays[0], times)
        last = add_days(span.first, len(stretch) - 1)
        return When(span.first, last)
    if any(
        m["all"] or m["ends"] or m["plural"] or (m["which"] or "").strip() in ("every", "any", "each", "all")
        for m in weekdays
    ):
        return When(today.date, open_end(today.date), weekdays=named, any_day=True)
    if len(weekdays) > 1 and len(named) > 1:
        single = [m for m in weekdays if m["day"]]
        near = [week_day(today, m, times) for m in single]
        limited = together([shifted(span, words, m, today.date) for span, m in zip(near, single, strict=True)], near)
        if len(limited) == 1:
            return When(limited[0].first, limited[0].last, any_day=limited[0].open)
        next_week = (weekdays[0]["which"] or "").strip() == "next"
        first = today.monday(1) if next_week else today.date
        return narrowed(When(first, add_days(first, 6)), named)
    span = shifted(week_day(today, weekdays[0], times), words, weekdays[0], today.date)
    return When(span.first, span.last, any_day=span.open, instead=span.instead)


def narrowed(when: When, weekdays: frozenset[int]) -> When:
    """Return the named weekdays of a stretch of days; when all of them have passed, the last one before it."""
    if when.any_day:
        return replace(when, weekdays=weekdays, instead=None)
    days = [add_days(when.first, i) for i in range(min((when.last - when.first).days + 1, 800))]
    fitting = [day for day in days if day.weekday() in weekdays]
    if not fitting:
        last = max(add_days(when.first, -i) for i in range(1, 8) if add_days(when.first, -i).weekday() in weekdays)
        return replace(when, first=last, last=last, instead=None)
    rest = frozenset() if len(weekdays) == 1 and len(fitting) == 1 else weekdays
    return replace(when, first=fitting[0], last=fitting[-1], weekdays=rest, instead=None)


def between_days(words: str, weekdays: Sequence[re.Match[str]]) -> frozenset[int]:
    """Return the weekdays of "monday to wednesday", or none when it is no such pair."""
    if len(weekdays) != 2 or not all(m["day"] for m in weekdays):
        return frozenset()
    a, b = weekdays
    joint = words[a.end() : b.start()].strip()
    between = joint == "and" and words[: a.start()].rstrip().endswith("between")
    if not between and joint not in ("-", "to", "through", "until", "to the"):
        return frozenset()
    first = DAYS.index(a["day"])
    return frozenset((first + i) % 7 for i in range((DAYS.index(b["day"]) - first) % 7 + 1))


def days_of(m: re.Match[str]) -> frozenset[int]:
    """Return the weekdays that a match names: one, all working days, or those of weekends."""
    if m["day"]:
        return frozenset({DAYS.index(m["day"])})
    return _WEEKEND if m["ends"] else _WORKING
