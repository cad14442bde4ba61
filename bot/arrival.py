"""When the message that is being answered arrived: set by the channel, read where the reply is written."""

from __future__ import annotations

import time
from contextvars import ContextVar

_ARRIVED: ContextVar[float | None] = ContextVar("arrived", default=None)


def arrived() -> None:
    """Note that a message arrives now, in this task."""
    _ARRIVED.set(time.perf_counter())


def milliseconds() -> float | None:
    """Return the milliseconds since then; None when no channel took the time."""
    start = _ARRIVED.get()
    return None if start is None else round((time.perf_counter() - start) * 1000, 1)
