"""Answers what waits in the inbox: several people at once, each one's messages in order."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import asdict
from typing import Any, TypeVar

import httpx

from bot.channels.messengers.counting import Counts
from bot.channels.messengers.model import PREFIX, Call, Event, Provider, To
from bot.channels.messengers.talking import Talk, Talked
from bot.chats.model import UnavailableError
from bot.messages.model import Work
from bot.messages.store import MessageStore
from bot.where import where

AT_ONCE = 4  # people
SETTLE = 0.8  # seconds that a message waits for one that was sent before it and comes after it
POLL = 1.0  # seconds between two looks when nobody says that something came
MOST_FAILURES = 3  # of one message, before it is let go
LOST = 5.0  # seconds between two looks while the database is away
T = TypeVar("T")
logger = logging.getLogger(__name__)


class Answerer:
    """Takes messages from the store, has them answered, and puts the replies back as calls."""

    def __init__(
        self,
        store: MessageStore,
        talk: Talk,
        providers: Mapping[str, Provider],
        threads: Executor,
        counts: Counts,
        said: Callable[[], None],
    ) -> None:
        """threads: where the store is waited for. said: told when there is something to send."""
        self._store, self._talk, self._providers, self._threads = store, talk, providers, threads
        self._counts, self._said, self._came = counts, said, asyncio.Event()
        self._failures: Counter[int] = Counter()  # by message

    def wake(self) -> None:
        """Look at once: something came."""
        self._came.set()

    async def run(self, http: httpx.AsyncClient) -> None:
        """Answer for as long as the task lives."""
        await asyncio.gather(*(self._one_by_one(http) for _ in range(AT_ONCE)))

    async def _one_by_one(self, http: httpx.AsyncClient) -> None:
        while True:
            pause = POLL
            try:
                work = await self._ask(self._store.claim, time.time(), SETTLE)
                if work is not None:
                    await self._answer(work, http)
                    self._came.set()
                    continue
            except UnavailableError as error:
                logger.error("messages.unavailable %s", error)  # noqa: TRY400 - the reason is enough
                pause = LOST
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not end this task
                logger.error("messages.failed %s at %s", type(error).__name__, where(error))  # noqa: TRY400
            await self._rest(pause)

    async def _rest(self, pause: float) -> None:
        """Wait until something comes, and has settled; a message that came without our knowing is found by looking."""
        try:
            await asyncio.wait_for(self._came.wait(), pause)
        except asyncio.TimeoutError:
            return
        self._came.clear()
        await asyncio.sleep(SETTLE)

    async def _answer(self, work: Work, http: httpx.AsyncClient) -> None:
        try:
            await self._say(work, http)
        except UnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one message must not keep the others from being answered
            logger.error("messages.failed %s at %s", type(error).__name__, where(error))  # noqa: TRY400
            await self._failed(work)

    async def _failed(self, work: Work) -> None:
        """Leave it to whoever claims it next; but what fails again and again must not block its person for good."""
        self._failures[work.message.seq] += 1
        if self._failures[work.message.seq] >= MOST_FAILURES:
            del self._failures[work.message.seq]
            self._counts.add(work.channel, "not answered")
            await self._ask(self._store.finish, work, work.known, (), time.time())

    async def _say(self, work: Work, http: httpx.AsyncClient) -> None:
        provider = self._providers.get(work.channel)
        if provider is None or not work.message.content:  # the channel was switched off, or the secret was changed
            await self._ask(self._store.finish, work, work.known, (), time.time())
            return
        event = Event(**work.message.content)
        typing = asyncio.ensure_future(_show_typing(provider, event, http)) if not work.stopped else None
        talked = await self._talk.about(work)
        if typing is not None:
            await typing
        calls = [asdict(call) for call in self._calls(provider, talked, event)]
        held = await self._ask(
            lambda: self._store.finish(work, talked.known, calls, time.time(), stopped=talked.stopped)
        )
        if not held:
            logger.warning("messages.claim_lost")
            return
        self._counts.add(work.channel, "answered")
        self._said()

    def _calls(self, provider: Provider, talked: Talked, event: Event) -> list[Call]:
        to = To(event.person, event.about)
        return [call for said in talked.said for call in provider.calls(said, to)]

    async def _ask(self, question: Callable[..., T], *given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: question(*given))


async def _show_typing(provider: Provider, event: Event, http: httpx.AsyncClient) -> None:
    """Let the person see that a reply is being written; nothing depends on it."""
    try:
        call = provider.typing(event)
        if call is not None:
            await made(provider, call, http, patience=2.0)
    except Exception as error:  # noqa: BLE001 - as said
        logger.debug("messages.typing_failed %s", type(error).__name__)


async def made(provider: Provider, call: Call, http: httpx.AsyncClient, patience: float = 15.0) -> httpx.Response:
    """Make a call. Raises httpx.HTTPError, and ValueError for one that would carry credentials elsewhere.

    patience: seconds for all of it, fewer than the store lends a call for: nobody else makes it meanwhile.
    """
    url = call.path if "://" in call.path else provider.api + call.path
    if not call.path.startswith(("/", "https://", f"{provider.api}/")):
        raise ValueError("a call must go to the provider")
    try:
        return await asyncio.wait_for(_requested(provider, call, url, http), patience)
    except asyncio.TimeoutError:
        raise httpx.TimeoutException(f"no response within {patience:g} s") from None


async def _requested(provider: Provider, call: Call, url: str, http: httpx.AsyncClient) -> httpx.Response:
    headers = {"User-Agent": f"Hairline{PREFIX}", **await provider.authorised(call, http)}
    if call.form is not None:
        return await http.request(call.method, url, data=dict(call.form), headers=headers, timeout=None)
    if call.json is not None:
        return await http.request(call.method, url, json=dict(call.json), headers=headers, timeout=None)
    return await http.request(call.method, url, headers=headers, timeout=None)
