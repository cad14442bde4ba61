"""Sends what waits in the outbox: each person's messages in order, again and again until they are taken or hopeless."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any, TypeVar

import httpx

from bot.channels.messengers.answering import made
from bot.channels.messengers.counting import Counts
from bot.channels.messengers.model import Again, Call, Never, Outcome, Provider
from bot.chats.model import UnavailableError
from bot.messages.model import Outward
from bot.messages.store import MessageStore
from bot.where import where

AT_ONCE = 4  # calls
POLL = 1.0  # seconds between two looks when nobody says that there is something to send
SOONEST = 0.05  # seconds between two looks when something is due again
LOST = 5.0  # seconds between two looks while the database is away
# Seconds before the next attempt; after the last, a reply that nobody waits for any more is given up.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0)
T = TypeVar("T")
logger = logging.getLogger(__name__)


class Sender:
    """Makes the calls of the store, and notes what became of them."""

    def __init__(
        self, store: MessageStore, providers: Mapping[str, Provider], threads: Executor, counts: Counts
    ) -> None:
        """threads: where the store is waited for."""
        self._store, self._providers, self._threads, self._counts = store, providers, threads, counts
        self._said = asyncio.Event()
        self._paused: dict[str, float] = {}  # channels whose provider wants to be left alone, and until when
        self._sent: dict[int, None] = {}  # calls that were made and that the store could not note
        self._soon = 0.0  # when something that failed is due again, by the monotonic clock
        self._on_their_way: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Look at once: there is something to send."""
        self._said.set()

    async def run(self, http: httpx.AsyncClient) -> None:
        """Send for as long as the task lives."""
        await asyncio.gather(*(self._one_by_one(http) for _ in range(AT_ONCE)))

    async def finish(self, patience: float) -> None:
        """Wait for calls on their way, so that they are not made again after a restart."""
        if self._on_their_way:
            await asyncio.wait(self._on_their_way, timeout=patience)

    async def _one_by_one(self, http: httpx.AsyncClient) -> None:
        while True:
            lost = False
            try:
                one = await self._due()
                if one is not None:
                    sending = asyncio.ensure_future(self._send(one, http))
                    self._on_their_way.add(sending)
                    sending.add_done_callback(self._on_their_way.discard)
                    await asyncio.shield(sending)
                    continue
            except UnavailableError as error:
                logger.error("messages.unavailable %s", error)  # noqa: TRY400 - the reason is enough
                lost = True
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not end this task
                logger.error("messages.failed %s at %s", type(error).__name__, where(error))  # noqa: TRY400
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._said.wait(), LOST if lost else self._pause())
            self._said.clear()

    def _pause(self) -> float:
        """Seconds until the next look."""
        until = self._soon - time.monotonic()
        return min(POLL, max(until, SOONEST)) if until > 0 else POLL

    async def _due(self) -> Outward | None:
        for seq in tuple(self._sent):
            await self._ask(self._store.sent, seq, time.time())
            self._sent.pop(seq, None)
        now = time.time()
        self._paused = {channel: until for channel, until in self._paused.items() if until > now}
        found = await self._ask(self._store.due, now, 1, tuple(self._paused))
        return found[0] if found else None

    async def _send(self, one: Outward, http: httpx.AsyncClient) -> None:
        try:
            outcome = await self._outcome(one, http)
            await self._note(one, outcome)
        except UnavailableError as error:
            logger.warning("messages.not_noted %s", error)
        except Exception as error:  # noqa: BLE001 - one call must not keep the others from being made
            logger.error("messages.send_failed %s at %s", type(error).__name__, where(error))  # noqa: TRY400
            await self._give_up(one, f"{type(error).__name__} while sending")

    async def _outcome(self, one: Outward, http: httpx.AsyncClient) -> Outcome:
        provider = self._providers.get(one.channel)
        if provider is None or not one.call:
            return Never("the channel is off, or the secret was changed")
        try:
            response = await made(provider, Call(**one.call), http)
        except httpx.HTTPError as error:
            return Again(type(error).__name__)
        return provider.outcome(
            response.status_code, {name.lower(): value for name, value in response.headers.items()}, response.content
        )

    async def _note(self, one: Outward, outcome: Outcome) -> None:
        if isinstance(outcome, Again):
            await self._again(one, outcome)
        elif isinstance(outcome, Never):
            if outcome.stopped:  # before the call is settled, or the next one would be due for a moment
                await self._ask(self._store.let_go, one.person, time.time())
            await self._give_up(one, outcome.why)
        else:
            self._sent[one.seq] = None  # it must not be made again, whether or not that can be noted now
            await self._ask(self._store.sent, one.seq, time.time())
            self._sent.pop(one.seq, None)
            self._counts.add(one.channel, "sent")

    async def _again(self, one: Outward, outcome: Again) -> None:
        if one.attempts >= len(PAUSES):
            await self._give_up(one, outcome.why)
            return
        self._counts.add(one.channel, "tried again")
        now = time.time()
        if outcome.after is not None:
            self._paused[one.channel] = max(self._paused.get(one.channel, 0.0), now + outcome.after)
        pause = max(PAUSES[one.attempts], outcome.after or 0.0)
        due = time.monotonic() + pause + SOONEST
        self._soon = min(self._soon, due) if self._soon > time.monotonic() else due
        logger.warning("messages.not_sent %s attempt %s: %s", one.channel, one.attempts + 1, outcome.why)
        await self._ask(self._store.failed, one.seq, now + pause)

    async def _give_up(self, one: Outward, why: str) -> None:
        logger.error("messages.gave_up %s: %s", one.channel, why)
        self._counts.add(one.channel, "given up")
        await self._ask(self._store.gave_up, one.seq, why, time.time())

    async def _ask(self, question: Callable[..., T], *given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: question(*given))
