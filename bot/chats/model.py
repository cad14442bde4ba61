"""What the store of conversations gives back, and why it may refuse."""

from __future__ import annotations

from dataclasses import dataclass

KEPT = 48 * 3600.0  # seconds that a conversation is kept after its last message
LEASE = 8.0  # seconds in which a message is answered, or somebody else may do it


class ChatError(Exception):
    """Base of the errors below."""


class GoneError(ChatError):
    """The conversation was deleted, or is over."""


class BusyError(ChatError):
    """A message of the conversation is being answered; try again in a moment."""


class UnavailableError(ChatError):
    """The store cannot be used just now; nothing was written."""


@dataclass(frozen=True)
class Stored:
    """One turn as it lies in the store: sealed. said: None while it is not answered."""

    seq: int
    id: str
    at: float
    asked: bytes
    said: bytes | None


@dataclass(frozen=True)
class Claim:
    """The right to answer one message. state: sealed, None at the first message. by: names the holder."""

    turn: Stored
    state: bytes | None
    by: str


@dataclass(frozen=True)
class Vote:
    """Whether an answer of a turn helped."""

    turn: str
    answer: str
    version: str
    helpful: bool
    at: float


@dataclass(frozen=True)
class Tally:
    """How often an answer, in one version, was said to help or not."""

    answer: str
    version: str
    helped: int
    did_not: int
