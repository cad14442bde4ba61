"""What booking asks of the messengers: may a patient be reminded in this conversation, and remind them."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from actions.consultations.model import Appointment
from actions.consultations.records import Due
from index.errors import HairlineError


class NoReminderError(HairlineError):
    """The messenger takes no reminder now; send an e-mail, or have a person tell them. The text names nobody."""


class Reminders(Protocol):
    """Reminders in the conversation in which a consultation was booked."""

    def offers(self, owner: str, channel: str) -> bool:
        """Whether somebody can be promised a reminder, however long they say nothing until then. Never raises.

        owner: the conversation. channel: its messenger.
        """

    def keep(self, appointment: Appointment) -> None:
        """Keep how to reach whoever wants to be reminded until a day after it ends. Never raises."""

    def remind(self, due: Due, now: dt.datetime) -> None:
        """Have a reminder sent, once for each row however often it is called. now: UTC.

        Raises NoReminderError, and bot.chats.model.UnavailableError when it is worth to try again later.
        """


class NoReminders:
    """For an installation without messengers."""

    def offers(self, owner: str, channel: str) -> bool:  # noqa: ARG002
        """Promise nothing."""
        return False

    def keep(self, appointment: Appointment) -> None:
        """Keep nothing."""

    def remind(self, due: Due, now: dt.datetime) -> None:  # noqa: ARG002
        """Raise NoReminderError."""
        raise NoReminderError("no messenger is set up here; `hairline channels` says what there is")
