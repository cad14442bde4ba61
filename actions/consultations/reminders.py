"""Reminders through the messengers: written here, and put where the messengers' sender finds them."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict

from actions.consultations.model import Appointment, Status
from actions.consultations.records import Due
from actions.consultations.reminding import NoReminderError
from bot.channels.messengers.known import REMINDS
from bot.channels.messengers.model import Provider, Reminder, To
from bot.chats.model import UnavailableError
from bot.messages.model import WINDOW, Reached
from bot.messages.store import MessageStore
from bot.where import where

EARLY = 300.0  # seconds before its end in which a window counts as closed: a call may have to be made again
AFTERWARDS = dt.timedelta(days=1)  # that an address is kept after the consultation
_ANY = Reminder("-", "-", "-", "-", "-")
Write = Callable[[Due, str, dt.datetime], Reminder]  # for a channel, now
logger = logging.getLogger(__name__)


class MessengerReminders:
    """Reminds people where they booked."""

    def __init__(self, store: MessageStore, providers: Mapping[str, Provider], write: Write) -> None:
        """providers: the messengers that are set up, by name."""
        self._store, self._providers, self._write = store, providers, write

    def offers(self, owner: str, channel: str) -> bool:
        """Whether a messenger would take a reminder also when they wrote long ago, and knows how to reach them."""
        provider = self._providers.get(channel)
        if provider is None or channel not in REMINDS:
            return False
        try:
            reached = self._store.reached(owner)
            if reached is None or reached.channel != channel:
                return False
            return bool(provider.reminder(_ANY, To(reached.person, reached.about, is_open=False)))
        except Exception as error:  # noqa: BLE001 - a booking goes on without reminders, whatever is wrong with them
            _log("reminders.not_offered", error)
            return False

    def keep(self, appointment: Appointment) -> None:
        """Keep an address for as long as there is something to remind of; it falls back to e-mail when that fails."""
        if not appointment.person.remind_on or appointment.status is not Status.BOOKED:
            return
        try:
            self._store.keep(appointment.owner, (appointment.slot.end + AFTERWARDS).timestamp())
        except Exception as error:  # noqa: BLE001 - the consultation is booked, and must be told so
            _log("reminders.not_kept", error)

    def remind(self, due: Due, now: dt.datetime) -> None:
        """Put a reminder where the messengers' sender finds it. Raises NoReminderError, UnavailableError."""
        appointment, channel = due.appointment, due.appointment.person.remind_on or ""
        provider = self._providers.get(channel)
        if provider is None:
            raise NoReminderError(f"{channel} is off; `hairline channels check` says why")
        reached = self._store.reached(appointment.owner)
        if reached is None or reached.channel != channel:
            raise NoReminderError(f"they cannot be reached on {channel} any more, or want no messages there")
        calls = provider.reminder(self._write(due, channel, now), _to(reached, now))
        if not calls:
            raise NoReminderError(f"{channel} allows no reminder now; `hairline channels check` says what to set")
        # False means that an earlier try had it said already, which is what is wanted.
        self._store.put_once(appointment.owner, f"notice:{due.id}", [asdict(call) for call in calls], now.timestamp())


def _log(what: str, error: Exception) -> None:
    told = str(error) if isinstance(error, UnavailableError) else type(error).__name__  # other texts may name people
    logger.error("%s %s at %s", what, told, where(error))


def _to(reached: Reached, now: dt.datetime) -> To:
    is_open = now.timestamp() - reached.wrote_at < WINDOW - EARLY
    return To(reached.person, reached.about, is_open)
