"""What the store of messages gives back. Times are seconds since 1970, UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KEPT = 48 * 3600.0  # seconds that a conversation is kept after its last message
REMEMBERED = 8 * 86400.0  # seconds in which a message that comes again is known; providers try for up to seven days
WINDOW = 24 * 3600.0  # seconds after somebody's message in which some providers let us write freely
ANSWERING = 40.0  # seconds in which a message is answered, or somebody else may do it
SENDING = 30.0  # seconds in which a call is made, or somebody else may make it
MOST_WAITING = 50  # messages of one person; what comes on top of them is let go


@dataclass(frozen=True)
class Known:
    """What is kept of a conversation besides its messages.

    tracker: the assistant's state. choices: texts of the buttons that were shown of late, by id. told: that the first
    message has said what is kept. forgetting: that deleting was asked for, and is to be said yes to.
    """

    tracker: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    told: bool = False
    forgetting: bool = False


@dataclass(frozen=True)
class Inward:
    """A message that waits to be answered. content: an event, as plain values; empty when unreadable."""

    seq: int
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Work:
    """The right to answer the next message of one person. by: names the holder."""

    person: str
    channel: str
    message: Inward
    known: Known
    stopped: bool  # they want no more messages
    by: str


@dataclass(frozen=True)
class Outward:
    """A call that the holder is to make now. attempts: that failed."""

    seq: int
    person: str
    channel: str
    call: Mapping[str, Any]
    attempts: int


@dataclass(frozen=True)
class Reached:
    """How somebody can be written to. about: of their latest event. wrote_at: when that was."""

    channel: str
    person: str
    about: Mapping[str, str]
    wrote_at: float


@dataclass(frozen=True)
class Tally:
    """How often something happened on a channel."""

    channel: str
    what: str
    times: int
