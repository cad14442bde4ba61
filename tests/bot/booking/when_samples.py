"""A made-up moment to read days and times at."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from bot.booking.when import When, read_when

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 11, 23, 10, tzinfo=LONDON)  # a Monday


def read(text: str, now: dt.datetime = NOW, *, day_first: bool = True) -> When:
    found = read_when(text, now, day_first=day_first)
    assert found is not None, text
    return found
