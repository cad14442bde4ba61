"""The outbox emptied: due letters are written, sent and marked, again and again until they are through or hopeless.

A reminder goes to the messenger in which its patient wants it, or by e-mail when that takes none.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

from actions.consultations.deadlines import back_off, out_of_date
from actions.consultations.letters import LetterError
from actions.consultations.model import StoreUnavailableError
from actions.consultations.notices import REMINDERS
from actions.consultations.post import PermanentPostError, Postbox, PostError
from actions.consultations.records import Due
from actions.consultations.reminding import NoReminderError, NoReminders, Reminders
from bot.chats.model import UnavailableError

LEASE = dt.timedelta(minutes=10)  # a row that a dead process had claimed is free again after this
LIMIT = 20  # rows of one round
POLL = 5.0  # seconds
logger = logging.getLogger(__name__)


class Outbox(Protocol):
    """What the worker asks of the store. All may raise StoreUnavailableError; `now` is UTC."""

    def claim(self, now: dt.datetime, lease: dt.timedelta, limit: int) -> list[Due]:
        """Return due rows, oldest first, that nobody else gets before the lease is over."""

    def sent(self, id: int, now: dt.datetime) -> None:
        """Mark a row as done; once more changes nothing."""

    def failed(self, id: int, error: str, retry_at: dt.datetime, now: dt.datetime) -> None:
        """Give a row back until `retry_at`, with one more attempt counted."""

    def gave_up(self, id: int, error: str, now: dt.datetime) -> None:
        """Mark a row as never to be sent."""


Compose = Callable[[Due], EmailMessage | None]  # None: there is nobody to write to


@dataclass(frozen=True)
class Delivered:
    """What became of the rows of one round."""

    sent: int = 0
    failed: int = 0  # to be tried again
    gave_up: int = 0
    dropped: int = 0  # given up without harm: out of date, or the patient has no e-mail address
    left: int = 0  # claimed, not tried: the round took too long

    @property
    def claimed(self) -> int:
        """All of them."""
        return self.sent + self.failed + self.gave_up + self.dropped + self.left


class Worker:
    """Delivers, and remembers which letters it sent that the store could not mark.

    No letter is sent twice for one row, unless this process dies between sending and marking, or the connection breaks
    before the mail server's answer; either way the second has the Message-ID of the first.
    """

    def __init__(
        self,
        outbox: Outbox,
        compose: Compose,
        postbox: Postbox,
        reminders: Reminders | None = None,
        ticking: Callable[[], float] = time.monotonic,
    ) -> None:
        """ticking: seconds that only grow, for how long a round takes."""
        self._outbox, self._compose, self._postbox, self._ticking = outbox, compose, postbox, ticking
        self._reminders = reminders or NoReminders()
        self._unmarked: set[int] = set()

    def deliver(self, now: dt.datetime) -> Delivered:
        """Try the due rows once each. Raises StoreUnavailableError only when no row can be claimed at all."""
        began = self._ticking()
        for id in tuple(self._unmarked):
            self._mark(id, now)
        counted = dict.fromkeys(("sent", "failed", "gave_up", "dropped", "left"), 0)
        for due in self._outbox.claim(now, LEASE, LIMIT):
            # Half a lease for starting, the other half for finishing: nobody else may send what this one is sending.
            in_time = self._ticking() - began < LEASE.total_seconds() / 2
            counted[self._one(due, now) if in_time else "left"] += 1
        return Delivered(**counted)

    def _one(self, due: Due, now: dt.datetime) -> str:
        if due.id in self._unmarked:
            self._mark(due.id, now)
            return "sent"
        reason = out_of_date(due, now)
        if reason is not None:
            return self._drop(due, reason, now)
        try:
            if not self._reminded(due, now):
                message = self._compose(due)
                if message is None:
                    return self._drop(due, "no e-mail address", now)
                self._postbox.send(message)
        except (LetterError, PermanentPostError, NoReminderError) as error:
            return self._give_up(due, str(error), now)
        except (PostError, UnavailableError) as error:
            return self._retry(due, str(error), now)
        except Exception as error:  # noqa: BLE001 - whatever one row does, the others must go out
            return self._retry(due, f"{type(error).__name__} while writing or sending", now)  # its text may name people
        self._unmarked.add(due.id)
        self._mark(due.id, now)
        return "sent"

    def _reminded(self, due: Due, now: dt.datetime) -> bool:
        """Remind in a messenger; False when it is to be done by e-mail. Raises NoReminderError without an address."""
        person = due.appointment.person
        if due.kind not in REMINDERS or not person.remind_on:
            return False
        try:
            self._reminders.remind(due, now)
        except NoReminderError as error:
            if not person.email:
                raise
            logger.warning("post.reminder_by_mail %s %s: %s", due.id, due.kind.value, error)
            return False
        return True

    def _mark(self, id: int, now: dt.datetime) -> None:
        try:
            self._outbox.sent(id, now)
        except StoreUnavailableError as error:
            logger.warning("post.not_marked %s %s", id, error)
        else:
            self._unmarked.discard(id)

    def _retry(self, due: Due, error: str, now: dt.datetime) -> str:
        wait = back_off(due.attempts)
        if wait is None:
            return self._give_up(due, error, now)
        logger.warning("post.failed %s %s attempt %s: %s", due.id, due.kind.value, due.attempts + 1, error)
        self._settle(due, lambda: self._outbox.failed(due.id, error, now + wait, now))
        return "failed"

    def _give_up(self, due: Due, error: str, now: dt.datetime) -> str:
        logger.error("post.gave_up %s %s: %s", due.id, due.kind.value, error)  # a reference would outlive its person
        self._settle(due, lambda: self._outbox.gave_up(due.id, error, now))
        return "gave_up"

    def _drop(self, due: Due, reason: str, now: dt.datetime) -> str:
        logger.info("post.dropped %s %s: %s", due.id, due.kind.value, reason)
        self._settle(due, lambda: self._outbox.gave_up(due.id, reason, now))
        return "dropped"

    def _settle(self, due: Due, settle: Callable[[], None]) -> None:
        try:
            settle()
        except StoreUnavailableError as error:  # nothing was sent, so the row may come again when its lease is over
            logger.warning("post.not_marked %s %s", due.id, error)


def run(worker: Worker, stop: threading.Event, clock: Callable[[], dt.datetime], poll: float = POLL) -> None:
    """Deliver every `poll` seconds until `stop` is set; for a daemon thread. Nothing but `stop` ends it.

    clock: the time, UTC. An unavailable store is logged when it goes and when it comes back.
    """
    away = False
    while not stop.is_set():
        full = False
        try:
            full = worker.deliver(clock()).claimed >= LIMIT
            if away:
                logger.warning("post.store_is_back")
            away = False
        except StoreUnavailableError as error:
            if not away:
                logger.error("post.store_unavailable %s", error)  # noqa: TRY400 - the reason is enough
            away = True
        except Exception as error:  # noqa: BLE001 - the thread must outlive any fault; its text may name people
            logger.error("post.round_failed %s", type(error).__name__)  # noqa: TRY400
        if not full:
            stop.wait(poll)
