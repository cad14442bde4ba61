"""People who write to a real server by a stand-in, and wait for what they are shown."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from tests.services.messengers.standin import Shown, StandIn, Webhook

PATIENCE = 60.0  # seconds; the machines are slow


def deliver(server: str, webhook: Webhook) -> httpx.Response:
    """Send a request as the messenger does: again, when it is told to come back later."""
    for _ in range(20):
        response = httpx.request(
            webhook.method, server + webhook.path, content=webhook.body, headers=dict(webhook.headers), timeout=30.0
        )
        if response.status_code != 503:
            return response
        time.sleep(0.5)
    return response


def wait_for(holds: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Wait until something holds; return whether it does."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


@dataclass
class Patient:
    """One person on one messenger."""

    server: str
    stand_in: StandIn
    number: int

    @property
    def address(self) -> str:
        return self.stand_in.person(self.number)

    def shown(self) -> list[Shown]:
        """Everything that this person was shown."""
        return [one for one in self.stand_in.shown if one.to == self.address]

    def say(self, text: str) -> list[Shown]:
        """Say something; return what is shown in reply."""
        return self._replied(self.stand_in.message(self.address, text, id=_id(), at=time.time()))

    def send(self, text: str) -> None:
        """Say something and wait for nothing."""
        webhook = self.stand_in.message(self.address, text, id=_id(), at=time.time())
        assert deliver(self.server, webhook).status_code == 200

    def press(self, title: str) -> list[Shown]:
        """Press the button with a title among those shown last, or type its number where there are none."""
        choices = next((one.choices for one in reversed(self.shown()) if one.choices), ())
        id, whole = next((choice for choice in choices if choice[1].startswith(title[:15])), ("", title))
        webhook = self.stand_in.press(self.address, id, whole, id=_id(), at=time.time()) if id else None
        return self.say(self._number(title)) if webhook is None else self._replied(webhook)

    def deliver(self, webhook: Webhook) -> list[Shown]:
        """Deliver any event of this person; return what is shown in reply."""
        return self._replied(webhook)

    def _number(self, title: str) -> str:
        """The number before a title in the last message that has it; the title itself when there is none."""
        for one in reversed(self.shown()):
            for line in one.text.splitlines():
                number, dot, rest = line.partition(". ")
                if dot and number.isdigit() and rest.strip() == title:
                    return number
        return title

    def _replied(self, webhook: Webhook, quiet: float = 1.2) -> list[Shown]:
        before = len(self.shown())
        response = deliver(self.server, webhook)
        assert response.status_code == 200, response.text
        assert wait_for(lambda: len(self.shown()) > before), "no reply came"
        while True:  # the parts of one reply come one after the other
            seen = len(self.shown())
            time.sleep(quiet)
            if len(self.shown()) == seen:
                return self.shown()[before:]


def _id() -> str:
    return f"wamid.{uuid.uuid4().hex}"
