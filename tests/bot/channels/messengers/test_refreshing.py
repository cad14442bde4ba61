"""Keys of providers are fetched at the start, and again when they are wanted; one that fails stops no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest

from bot.channels.messengers import refreshing
from bot.channels.messengers.refreshing import refresh
from tests.bot.channels.messengers.fakes import FakeProvider, until


class Fetching(FakeProvider):
    """Needs keys, and counts how often it fetched them."""

    def __init__(self, *fails: Exception) -> None:
        super().__init__()
        self.fetched, self.wants_refresh, self._fails = 0, False, list(fails)

    async def refresh(self, http: httpx.AsyncClient) -> None:
        self.fetched += 1
        self.wants_refresh = False
        if self._fails:
            raise self._fails.pop(0)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hours pass in tenths of seconds."""
    for name, seconds in {"EVERY": 0.5, "AFTER_FAILURE": 0.1, "LOOK": 0.02}.items():
        monkeypatch.setattr(refreshing, name, seconds)


async def keeping(providers: dict[str, FakeProvider], seen: Callable[[], bool]) -> None:
    """Keep providers fresh until something is so, and a moment longer."""
    async with httpx.AsyncClient() as http:
        task = asyncio.ensure_future(refresh(providers, http))
        await until(seen)
        await asyncio.sleep(0.05)
        task.cancel()


def test_keys_are_fetched_at_the_start_and_not_all_the_time() -> None:
    one = Fetching()
    asyncio.run(keeping({"teams": one, "whatsapp": FakeProvider()}, lambda: one.fetched > 0))
    assert one.fetched == 1


def test_where_nothing_is_to_be_fetched_nothing_is_waited_for() -> None:
    async def run() -> None:
        async with httpx.AsyncClient() as http:
            await asyncio.wait_for(refresh({"whatsapp": FakeProvider()}, http), 1.0)

    asyncio.run(run())


@pytest.mark.usefixtures("soon")
def test_keys_are_fetched_again_from_time_to_time() -> None:
    one = Fetching()
    asyncio.run(keeping({"teams": one}, lambda: one.fetched >= 3))


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("error", [httpx.ConnectError("away"), ValueError("no JSON"), KeyError("keys"), TypeError()])
def test_what_failed_is_fetched_again_soon_and_others_are_not_kept_from_it(error: Exception) -> None:
    broken, well = Fetching(error), Fetching()
    asyncio.run(keeping({"teams": broken, "other": well}, lambda: broken.fetched == 2))
    assert well.fetched == 1


@pytest.mark.usefixtures("soon")
def test_who_wants_fresh_keys_gets_them_but_not_more_often_than_a_stranger_may_cause() -> None:
    one = Fetching()

    async def run() -> None:
        async with httpx.AsyncClient() as http:
            task = asyncio.ensure_future(refresh({"teams": one}, http))
            await until(lambda: one.fetched == 1)
            one.wants_refresh = True
            await asyncio.sleep(0.05)
            assert one.fetched == 1
            await until(lambda: one.fetched == 2)
            task.cancel()

    asyncio.run(run())
