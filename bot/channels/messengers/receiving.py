"""A provider's request taken: refused and counted, or written down before the provider is told that it came."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict

from bot.channels.messengers.counting import Counts
from bot.channels.messengers.model import Answered, Asked, Provider, Received, RefusedError
from bot.chats.model import UnavailableError
from bot.messages.store import MessageStore
from bot.where import where

MAX_BODY = 1_000_000  # bytes; providers send less
METHODS = ("GET", "POST")
logger = logging.getLogger(__name__)


class Reception:
    """Takes requests for all providers. Blocking: it waits for the store."""

    def __init__(
        self,
        store: MessageStore,
        providers: Mapping[str, Provider],
        counts: Counts,
        clock: Callable[[], float],
        came: Callable[[], None],
    ) -> None:
        """clock: seconds since 1970, UTC. came: told when there is something to answer."""
        self._store, self._providers, self._counts, self._clock, self._came = store, providers, counts, clock, came

    def take(self, name: str, asked: Asked) -> Answered:
        """Return what to answer the provider. Never raises."""
        provider = self._providers.get(name)
        if provider is None:
            return Answered(404, b"no such channel here")
        try:
            received = self._received(provider, asked)
            new, let_go = self._store.take(name, [asdict(event) for event in received.events], self._clock())
        except RefusedError as refused:
            self._counts.add(name, f"refused: {refused.reason}")
            return Answered(refused.status, refused.reason.encode())
        except UnavailableError as error:  # nothing was written: the provider is to send it again
            logger.error("messages.unavailable %s", error)  # noqa: TRY400 - the reason is enough
            return Answered(503, b"try again later")
        self._counts.add(name, "received", new)
        self._counts.add(name, "known already", len(received.events) - new - let_go)
        self._counts.add(name, "too many of one person", let_go)
        if new:
            self._came()
        return received.answered

    def _received(self, provider: Provider, asked: Asked) -> Received:
        if asked.method not in METHODS:
            raise RefusedError("method", 405)
        if len(asked.body) > MAX_BODY:
            raise RefusedError("too_large", 413)
        try:
            return provider.receive(asked, self._clock())
        except RefusedError:
            raise
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not be sent again for days
            logger.error("messages.not_read %s at %s", type(error).__name__, where(error))  # noqa: TRY400
            raise RefusedError("unreadable", 400) from None
