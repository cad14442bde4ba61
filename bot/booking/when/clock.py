"""A time of day as it is typed, read: "2", "2:30 pm", "9 to 5"."""

from __future__ import annotations

import datetime as dt
import re


def read_clock(text: str, half: str) -> dt.time:
    """Return the time of "2", "2:30", "2 pm" or "14:00". half: "am" or "pm" where the part of the day is named."""
    m = re.fullmatch(r"(\d{1,2})(?::(\d\d))? ?([ap]m)?", text.strip())
    if m is None:
        raise ValueError(f"{text} is no time")
    hour, minute, half = int(m[1]), int(m[2] or 0), m[3] or half
    if m[1].startswith("0") and not m[3]:  # "07:30": all 24 hours
        return dt.time(hour, minute)
    if 1 <= hour <= 12 and half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif 1 <= hour <= 7:
        hour += 12
    return dt.time(hour, minute)


def read_range(a: str, b: str, half: str) -> tuple[dt.time, dt.time]:
    """Return "10 to 2", "2-4pm", "9 to 5", "11-1pm" as start and end."""
    said = re.search(r"[ap]m", b)
    end = read_clock(b, half)
    starts = [
        read_clock(a, said[0]) if said and not half else read_clock(a, half),
        read_clock(a, half),
        read_clock(a, "am"),
    ]
    start = next((s for s in starts if s < end), starts[0])
    if start >= end and end.hour < 12:
        end = end.replace(hour=end.hour + 12)
    return start, end


def minute_after(clock: dt.time) -> dt.time | None:
    """Return the time a minute later, or None past midnight."""
    minutes = clock.hour * 60 + clock.minute + 1
    return dt.time(minutes // 60, minutes % 60) if minutes < 24 * 60 else None


def hours_from(clock: dt.time, hours: int) -> dt.time:
    """Return the time some hours later, or earlier, within the day."""
    minutes = min(max(clock.hour * 60 + clock.minute + 60 * hours, 0), 24 * 60 - 1)
    return dt.time(minutes // 60, minutes % 60)
