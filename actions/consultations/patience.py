"""A change that comes too late is not made: its patient was told by then that nothing has been booked or changed."""

from __future__ import annotations

import time
from contextvars import ContextVar

from actions.consultations.model import StoreUnavailableError

_until: ContextVar[float | None] = ContextVar("until", default=None)


def wait_until(header: str | None) -> None:
    """Let changes in this context be made until then. header: seconds since 1970; nothing, or nonsense, is for ever."""
    try:
        _until.set(float(header) if header else None)
    except ValueError:
        _until.set(None)


def wait_for(seconds: float) -> None:
    """Let changes in this context be made for so long from now on."""
    _until.set(time.time() + seconds)


def require_time_left() -> None:
    """Raise StoreUnavailableError when nobody waits for the change any more. Asked right before it is written."""
    until = _until.get()
    if until is not None and time.time() > until:
        raise StoreUnavailableError("it took too long, and the patient was told so; nothing is changed")
