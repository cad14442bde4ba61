"""What is known of a booking that is still being talked about. Lives in a slot of the conversation, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Purpose = Literal["book", "manage"]
Change = Literal["", "move", "cancel"]


@dataclass(frozen=True)
class Offer:
    """A free time that was shown: what the patient reads, and what it stands for (ISO instant, UTC)."""

    title: str
    start: str
    calendar: str


@dataclass(frozen=True)
class Draft:
    """Everything asked and answered so far. Times are ISO strings; `step` is what was asked last, or ""."""

    purpose: Purpose = "book"
    step: str = ""
    key: str = ""  # of what is being talked about; with the step, of the change: the same one is never made twice
    failures: int = 0  # answers in a row that were no use
    zone: str = ""
    wish: str = ""  # the words about day and time, until they are used
    zones: tuple[str, ...] = ()  # that a place may mean, as they were shown
    offers: tuple[Offer, ...] = ()
    page: int = 0  # how often other times were asked for
    slot: str = ""
    calendar: str = ""
    hold: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    own: tuple[str, ...] = ()  # questions about the writer's own case that may be passed on, as long as they are kept
    questions: tuple[str, ...] = ()  # titles of answers that may be passed on, too
    agreed: bool | None = None  # to pass them on; None while not asked
    remind: bool | None = None  # in this conversation, where a messenger allows it; None while not asked
    parent: bool = False  # a parent books for somebody who is not of age
    change: Change = ""  # what is to be done with an appointment
    reference: str = ""  # of the appointment to move or cancel, as typed
    appointment: str = ""  # its id, once it is proven to be the writer's
    booked: str = ""  # id of the appointment last booked in this conversation
    pressed: str = ""  # which button changed something last, to say the same when it is pressed twice
    shown: tuple[str, ...] = ()  # what could be chosen last, in order: typed numbers mean these
    said: Mapping[str, Any] | None = None  # the step as it was last told, to tell it again

    @property
    def asked(self) -> tuple[str, ...]:
        """All that may be passed on."""
        return (*self.own, *self.questions)

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Any) -> Draft:
        """Read what `to_json` wrote; anything else is an empty draft, so that no old conversation gets stuck."""
        if not isinstance(raw, Mapping):
            return cls()
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in raw.items() if name in known}
        try:
            values["offers"] = tuple(Offer(**offer) for offer in values.get("offers") or ())
            for name in ("own", "questions", "shown", "zones"):
                values[name] = tuple(values.get(name) or ())
            return cls(**values)
        except (TypeError, ValueError):
            return cls()
