"""What the action server wants said: which approved text, filled with what, and what can be chosen. Never a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

ACTION: str = "utter_consultation"  # the response of the domain that the NLG fills


@dataclass(frozen=True)
class Said:
    """One step of booking, as it is told to the patient.

    reply: a text of replies.yml. values: its placeholders. options: what can be chosen besides the named buttons, each
    sent as it is shown. details: the same for programs (a widget draws real controls from it).
    """

    reply: str
    step: str
    values: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Said:
        """Read what `to_json` wrote. Raises KeyError or TypeError for anything else."""
        return cls(
            reply=str(raw["reply"]),
            step=str(raw["step"]),
            values={str(name): str(value) for name, value in raw["values"].items()},
            options=tuple(map(str, raw["options"])),
            buttons=tuple(map(str, raw["buttons"])),
            details=dict(raw["details"]),
        )
