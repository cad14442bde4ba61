"""A text read into what was asked for: the steps of it, one after the other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.booking.when.asked import When
from bot.booking.when.day_patterns import Hit, blank, find_days
from bot.booking.when.days import by_spans
from bot.booking.when.phrases import SOON, WHENEVER, is_negated
from bot.booking.when.span import add_days, open_end
from bot.booking.when.time_patterns import find_times
from bot.booking.when.times import read_times
from bot.booking.when.today import Today
from bot.booking.when.weekdays import by_weekdays, days_of
from bot.booking.when.wish import is_a_wish
from bot.booking.when.words import normal

_ALL_DAYS = frozenset(range(7))


def read_when(text: str, now: dt.datetime, *, day_first: bool = True, strict: bool = False) -> When | None:
    """Return what days and times `text` names, or None.

    now: aware, in the patient's zone. day_first: 3/12 is 3 December. strict: while no booking runs; only a text that is
    little else than a time, or that asks for an appointment, counts: "results after 3 months" names no day to come.
    """
    words = normal(text)
    days = find_days(words)
    rest = blank(words, [m.span() for _, m in days])
    times = find_times(rest)
    if not days and not times and not SOON.search(rest) and not WHENEVER.search(rest):
        return None
    if strict and not is_a_wish(text, words, rest, [m for _, m in days], times):
        return None
    try:
        return _read(words, rest, days, times, Today(now, day_first))
    except (ValueError, OverflowError):  # "31 february", "25:00", a day after the year 9999
        return None


def mentions_time(text: str) -> bool:
    """Whether there is any day or time of day in a text, possible or not."""
    words = normal(text)
    days = find_days(words)
    return bool(days) or bool(find_times(words)) or bool(SOON.search(words))


def _read(words: str, rest: str, days: Sequence[Hit], found: Sequence[tuple[str, re.Match[str]]], today: Today) -> When:
    times = read_times(found)
    spans = [(maker(today, m), m) for maker, m in days if maker is not None]
    named = [m for maker, m in days if maker is None]
    wanted = [(span, m) for span, m in spans if not is_negated(words, m)]
    unwanted = [span for span, m in spans if is_negated(words, m)]
    weekdays = [m for m in named if not is_negated(words, m)]
    without = frozenset(day for m in named if is_negated(words, m) for day in days_of(m))
    if wanted:
        when = by_spans(words, wanted, weekdays, today)
    elif weekdays:
        when = by_weekdays(words, weekdays, times, today)
    else:
        start = add_days(max(span.last for span in unwanted), 1) if unwanted else today.date
        when = When(max(start, today.date), open_end(max(start, today.date)), any_day=True)
    left = (when.weekdays or _ALL_DAYS) - without
    if without and left and when.first != when.last:
        when = replace(when, weekdays=left)
    soonest = bool(SOON.search(rest))
    when = replace(when, earliest=when.earliest or times.earliest, latest=times.latest, at=times.at, soonest=soonest)
    return replace(when, past=_is_over(when, today.now))


def _is_over(when: When, now: dt.datetime) -> bool:
    end = when.at or when.latest or dt.time.max
    return (when.last, end) < (now.date(), now.time().replace(tzinfo=None))
