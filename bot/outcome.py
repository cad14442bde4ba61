"""What can be decided about a message, and how a decision travels as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.names import Kind, Route


@dataclass(frozen=True)
class Chosen:
    """One curated answer to show, the chance (0 to 1) that it fits, and the phrasing it was found by."""

    answer: str
    score: float
    matched: str = ""


@dataclass(frozen=True)
class Answer:
    """Show curated answers, one per question asked, best first."""

    answers: tuple[Chosen, ...]


@dataclass(frozen=True)
class HandOver:
    """The reply depends on the asker: say so, offer the consultation, add at most one general note.

    general: what to show when the writer then says that the question was meant in general.
    """

    reply: str
    note: Chosen | None = None
    general: Chosen | None = None


@dataclass(frozen=True)
class Emergency:
    """Help first; nothing else."""

    reply: str


@dataclass(frozen=True)
class Booking:
    """A step towards the clinic: booking, or a person."""

    reply: str


@dataclass(frozen=True)
class Clarify:
    """Ask back; `options` are answers to choose from, none of them for the whole menu."""

    reply: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Abstain:
    """Say that this is not answered here; `subject` is an uncovered subject's id, `near` a covered answer to offer."""

    reply: str
    subject: str | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Smalltalk:
    """Greeting, thanks, goodbye, who are you, what can you do, where is it from; `topic` opens a page of the menu."""

    reply: str
    topic: str | None = None
    page: int = 0


Decision = Answer | HandOver | Emergency | Booking | Clarify | Abstain | Smalltalk

KINDS: Mapping[type, Kind] = {
    Answer: Kind.ANSWER,
    HandOver: Kind.HANDOVER,
    Emergency: Kind.EMERGENCY,
    Booking: Kind.BOOKING,
    Clarify: Kind.CLARIFY,
    Abstain: Kind.ABSTAIN,
    Smalltalk: Kind.SMALLTALK,
}


Menu = Mapping[str, tuple[Route, Decision]]


def to_json(route: Route, decision: Decision) -> dict[str, Any]:
    """Return a decision as plain values: ids and scores, never what the patient wrote."""
    return {"route": route.value, "type": type(decision).__name__, **asdict(decision)}


def from_json(raw: Mapping[str, Any]) -> tuple[Route, Decision]:
    """Read what `to_json` wrote."""
    values = dict(raw)
    route, kind = Route(values.pop("route")), _TYPES[values.pop("type")]
    if kind is Answer:
        return route, Answer(tuple(Chosen(**chosen) for chosen in values["answers"]))
    if kind is HandOver:
        note, general = (Chosen(**values[name]) if values[name] else None for name in ("note", "general"))
        return route, HandOver(values["reply"], note, general)
    return route, kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})


_TYPES: Mapping[str, Any] = {kind.__name__: kind for kind in KINDS}
