"""The website's conversation that this task is answering: its state is neither in memory nor legible on the disk.

The channel lends the tracker store the unsealed state for one turn, and takes it back changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Lent:
    """The state of one conversation, as the tracker store writes it; None before its first turn."""

    conversation: str
    state: str | None


_LENT: ContextVar[Lent | None] = ContextVar("lent", default=None)


@contextmanager
def lending(conversation: str, state: str | None) -> Iterator[Lent]:
    """Lend a state to whatever this task calls; what is saved meanwhile is in the value given."""
    lent = Lent(conversation, state)
    token = _LENT.set(lent)
    try:
        yield lent
    finally:
        _LENT.reset(token)


def lent_for(conversation: str) -> Lent | None:
    """Return what was lent for a conversation, if this task is answering it."""
    lent = _LENT.get()
    return lent if lent is not None and lent.conversation == conversation else None
