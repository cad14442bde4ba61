"""What became of a call, as far as all providers say it alike. Pure."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Mapping

from bot.channels.messengers.model import Again, Done, Never, Outcome

MOST_AFTER = 3600.0  # seconds that a provider may make us wait


def by_status(status: int, headers: Mapping[str, str]) -> Outcome:
    """Return what an HTTP status means: 2xx taken; 408, 409, 425, 429 and 5xx perhaps later; the rest never."""
    if 200 <= status < 300:
        return Done()
    if status in (408, 409, 425, 429) or status >= 500:
        return Again(f"HTTP {status}", retry_after(headers))
    return Never(f"HTTP {status}")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of Retry-After, given as a number or as a date (RFC 9110, 10.2.3); None without one."""
    given = headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        return min(float(given[:9]), MOST_AFTER)
    try:
        until = email.utils.parsedate_to_datetime(given).timestamp() if given else None
    except (TypeError, ValueError, OverflowError):
        return None
    return None if until is None else min(max(until - time.time(), 0.0), MOST_AFTER)
