"""Keys of providers that are fetched from time to time, such as those that sign Teams' requests."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

import httpx

from bot.channels.messengers.model import Provider

EVERY = 3600.0  # seconds
AFTER_FAILURE = 10.0
LOOK = 1.0  # seconds between two looks whether a provider wants fresh keys at once
logger = logging.getLogger(__name__)


@runtime_checkable
class Refreshed(Protocol):
    """A provider that needs something from the network before it can tell who signed."""

    wants_refresh: bool

    async def refresh(self, http: httpx.AsyncClient) -> None:
        """Fetch it. Raises httpx.HTTPError and ValueError."""


async def refresh(providers: Mapping[str, Provider], http: httpx.AsyncClient) -> None:
    """Keep every provider that needs it fresh, for as long as the task lives."""
    await asyncio.gather(*(_keep(name, one, http) for name, one in providers.items() if isinstance(one, Refreshed)))


async def _keep(name: str, provider: Refreshed, http: httpx.AsyncClient) -> None:
    while True:
        pause = EVERY
        try:
            await provider.refresh(http)
        except Exception as error:  # noqa: BLE001 - also what is not HTTP, or not as expected, is tried again
            logger.warning("messages.not_refreshed %s: %s", name, type(error).__name__)
            pause = AFTER_FAILURE
        fetched = time.monotonic()
        while time.monotonic() < fetched + pause:
            await asyncio.sleep(LOOK)
            if provider.wants_refresh and time.monotonic() > fetched + AFTER_FAILURE:
                break
