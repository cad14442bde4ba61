"""What the widget needs before the first message: the clinic, the first words, the privacy notice, the topics. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from bot.clinic import Clinic
from bot.templates import Templates

PRIVACY_VERSION = "1"  # raise it when the notice says something new: visitors are asked again
MAX_TYPED = 1_000  # characters that the widget lets a visitor type
RENEW_BEFORE = 300  # seconds before a token expires


class Welcome:
    """The first words of one clinic's chat."""

    def __init__(self, clinic: Clinic, templates: Templates, topics: Iterable[str]) -> None:
        """topics: titles of the topics that have answers; sent as they are when chosen."""
        self._clinic, self._templates, self._topics = clinic, templates, tuple(topics)

    @property
    def clinic(self) -> str:
        """The clinic's name."""
        return self._clinic.name

    @cached_property
    def config(self) -> dict[str, Any]:
        """Everything at once, as JSON."""
        clinic = self._clinic
        return {
            "clinic": {
                "name": clinic.name,
                "phone": clinic.phone,
                "email": clinic.email,
                "hours": clinic.hours,
                "urgent_phone": clinic.urgent_phone,
                "urgent_hours": clinic.urgent_hours,
                "emergency_number": clinic.emergency_number,
                "crisis_line": {"name": clinic.crisis_line.name, "contact": clinic.crisis_line.contact},
            },
            "intro": self._templates.reply("intro"),
            "privacy": {"version": PRIVACY_VERSION, "text": self._templates.reply("privacy")},
            "topics": [{"title": title, "payload": title} for title in self._topics],
            "limits": {"text": MAX_TYPED, "renew_before": RENEW_BEFORE},
        }
