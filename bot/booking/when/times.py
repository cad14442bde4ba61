"""The times of day of a message, brought together."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.booking.when.clock import hours_from, minute_after, read_clock, read_range
from bot.booking.when.phrases import NEGATED
from bot.booking.when.time_patterns import PARTS


@dataclass
class Times:
    """What the times of a message come to."""

    earliest: dt.time | None = None
    latest: dt.time | None = None
    at: dt.time | None = None

    def not_before(self, clock: dt.time | None) -> None:
        """Let nothing begin before then."""
        self.earliest = clock if self.earliest is None or (clock and clock > self.earliest) else self.earliest

    def not_from(self, clock: dt.time | None) -> None:
        """Let nothing begin then or later."""
        self.latest = clock if self.latest is None or (clock and clock < self.latest) else self.latest


def read_times(found: Sequence[tuple[str, re.Match[str]]]) -> Times:
    """Bring the named times together: parts of the day first, then what narrows them."""
    times, named = Times(), []
    parts = [_part(m) for kind, m in found if kind == "part"]
    halves = {
        "am" if (latest or 24) <= 12 else "pm"
        for earliest, latest in parts
        if (latest or 24) <= 12 or (earliest or 0) >= 12
    }
    half = halves.pop() if len(halves) == 1 else ""
    for kind, m in found:
        clocks = [group for group in m.groups() if group and group[0].isdigit()] if kind != "part" else []
        if kind == "range":
            start, end = read_range(clocks[0], clocks[1], half)
            times.not_before(start)
            times.not_from(end)
        elif clocks:
            read = [read_clock(clock, half or _half_of(clocks)) for clock in clocks]
            if kind in ("at", "about", "either"):
                named += read
            elif kind == "from":
                times.not_before(read[0])
            else:
                times.not_from(read[0] if kind == "before" else minute_after(read[0]))
        if kind == "about":
            times.not_before(hours_from(named[-1], -1))
            times.not_from(minute_after(hours_from(named[-1], 1)))
    if len(set(named)) == 1:
        times.at = named[0]
    elif named:
        times.not_before(min(named))
        times.not_from(minute_after(max(named)))
    elif parts:
        starts, ends = [a for a, _ in parts], [b for _, b in parts]
        times.not_before(dt.time(min(a for a in starts if a is not None)) if None not in starts else None)
        times.not_from(dt.time(max(b for b in ends if b is not None)) if None not in ends else None)
    return times


def _half_of(clocks: Sequence[str]) -> str:
    """In "2 or 3pm" the end goes for both."""
    said = re.search(r"[ap]m", clocks[-1])
    return said[0] if said and len(clocks) > 1 else ""


def _part(m: re.Match[str]) -> tuple[int | None, int | None]:
    """Return the hours of a part of the day; of "not in the morning", those that are left."""
    earliest, latest = next((a, b) for pattern, a, b in PARTS if pattern is m.re)
    if not NEGATED.search(m.string[: m.start()].replace("|", " ")):
        return earliest, latest
    return (latest, None) if earliest is None else (None, earliest)
