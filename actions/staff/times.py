"""Days and times as staff type and read them, on the clinic's clock. Pure."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from index.errors import HairlineError

DAY = dt.timedelta(days=1)
_SPAN = re.compile(r"(\d{1,4})d", re.ASCII)
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}


def read_day(text: str | None, now: dt.datetime, zone: ZoneInfo) -> dt.date:
    """Return the day of "2026-12-03", "yesterday", "today" or "tomorrow"; today without one. Raises HairlineError."""
    word = (text or "today").strip().lower()
    today = now.astimezone(zone).date()
    if word in _DAYS:
        return today + _DAYS[word] * DAY
    try:
        day = dt.date.fromisoformat(word)
    except ValueError:
        day = dt.date.min
    if not 2000 <= day.year < 3000:
        raise HairlineError(f"{text!r} is not a day; write 2026-12-03, today or tomorrow")
    return day


def read_time(text: str, zone: ZoneInfo) -> dt.datetime:
    """Return the instant (UTC) of "2026-12-03 14:00" on the clinic's clock; the first of two.

    Raises HairlineError when it is no time, or one that the clock skips.
    """
    try:
        local = dt.datetime.strptime(text.strip().replace("T", " "), "%Y-%m-%d %H:%M").replace(tzinfo=zone)
        instant = local.astimezone(dt.timezone.utc)
    except (ValueError, OverflowError):
        raise HairlineError(f'{text!r} is not a time; write it by the clinic\'s clock, as "2026-12-03 14:00"') from None
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise HairlineError(f"clocks in {zone.key} skip {text}; choose another time")
    return instant


def read_since(text: str, now: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return where "7d" (ago), a day or a time begins, in UTC. Raises HairlineError."""
    if span := _SPAN.fullmatch(text.strip()):
        return now - int(span[1]) * DAY
    return read_time(text, zone) if ":" in text else midnight(read_day(text, now, zone), zone)


def read_until(text: str, now: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return where "7d" (from now), a day (all of it) or a time ends, in UTC. Raises HairlineError."""
    if span := _SPAN.fullmatch(text.strip()):
        return now + int(span[1]) * DAY
    return read_time(text, zone) if ":" in text else midnight(read_day(text, now, zone), zone, days=1)


def midnight(day: dt.date, zone: ZoneInfo, *, days: int = 0) -> dt.datetime:
    """Return the instant (UTC) at which a day begins there; `days` after it."""
    return dt.datetime.combine(day + days * DAY, dt.time.min, zone).astimezone(dt.timezone.utc)


def short(instant: dt.datetime, zone: ZoneInfo) -> str:
    """Return "Thu 2026-12-03 14:00"."""
    return f"{instant.astimezone(zone):%a %Y-%m-%d %H:%M}"
