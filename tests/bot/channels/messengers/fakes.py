"""A messenger that exists nowhere, for what all messengers share."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping

import httpx

from bot.channels.messengers.model import Asked, Call, Event, Finding, Never, Outcome, Received, Reminder, Said, To
from bot.channels.messengers.results import by_status

PATIENCE = 20.0  # seconds that a test waits for what it expects


class FakeProvider:
    """Says a message with one call whose form holds its text; whatever the tests want to go wrong, does."""

    name, api = "whatsapp", "https://provider.example"

    def __init__(self, received: Received | Exception = Received()) -> None:  # noqa: B008 - nothing changes it
        self.received = received

    def receive(self, asked: Asked, now: float) -> Received:
        if isinstance(self.received, Exception):
            raise self.received
        return self.received

    def calls(self, said: Said, to: To) -> list[Call]:
        return [Call("POST", "/say", form={"to": to.person, "text": said.text})]

    def typing(self, event: Event) -> Call | None:
        return Call("POST", "/typing")

    def reminder(self, reminder: Reminder, to: To) -> list[Call] | None:
        return None

    async def authorised(self, call: Call, http: httpx.AsyncClient) -> Mapping[str, str]:
        return {"Authorization": "Bearer token"}

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        return Never("they want nothing", stopped=True) if body == b"blocked" else by_status(status, headers)

    async def check(self, http: httpx.AsyncClient) -> list[Finding]:
        return []


async def until(seen: Callable[[], bool]) -> None:
    """Wait until something is so; fails when it never is."""
    end = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < end, "it never happened"
        await asyncio.sleep(0.01)
