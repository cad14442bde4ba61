"""The clock. Decisions never read it: whoever asks for one says what time it is."""

from __future__ import annotations

import datetime as dt


def utc_now() -> dt.datetime:
    """Return the time, in UTC."""
    return dt.datetime.now(dt.timezone.utc)
