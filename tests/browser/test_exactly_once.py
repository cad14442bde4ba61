"""200 messages while lines are cut and the server is restarted: each is answered once, and the history shows it so."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from bot.settings import Settings
from tests.browser.host_page import Host, hosting
from tests.browser.restarting import Restarting
from tests.browser.typist import Typist
from tests.browser.visitors import Visitors
from tests.services.own_var import free_port, own_var

pytestmark = [pytest.mark.server, pytest.mark.slow]
PEOPLE, EACH, SEED = 10, 20, 20260711  # several people: the server lets one of them send only so much at once
RESTARTS = {60: False, 130: True}  # before which message; whether it may finish what it does
CUT, DOWN, UP = 0.3, 0.1, 0.3  # how often a request is cut off, and a line goes down or comes back
PATIENCE = 180  # seconds until all is answered


@pytest.fixture
def site(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory, visitors: Visitors
) -> Iterator[tuple[Host, Restarting]]:
    """A website with the chat of a server of its own."""
    port = free_port()
    limits = {"HAIRLINE_ORIGINS": f"http://127.0.0.1:{port}", "HAIRLINE_CHAT_PER_MINUTE": "100000"}
    server = Restarting(own_var(settings, tmp_path_factory.mktemp("restarting")), **limits)
    server.start().result()
    with hosting(server.url, port) as host:
        yield host, server
    server.stop()


def test_each_message_is_answered_once(visitors: Visitors, site: tuple[Host, Restarting]) -> None:
    host, server = site
    people = [Typist(visitors.come(host.url, server.url), f"{server.url}/chat") for _ in range(PEOPLE)]
    for typist in people:
        typist.begin()
    everything_goes_wrong(people, server)
    settle(people)
    for typist in people:
        before, shown = typist.history(), typist.chat.turns.all_text_contents()
        assert [turn["text"] for turn in before] == typist.typed
        assert [turn["seq"] for turn in before] == list(range(1, len(typist.typed) + 1))
        typist.page.reload()
        typist.chat.answered(len(typist.typed))
        assert typist.history() == before
        assert typist.chat.turns.all_text_contents() == shown


def everything_goes_wrong(people: list[Typist], server: Restarting) -> None:
    """Let them type, each in turn, while at random one or the other is cut off, and the server goes away twice."""
    chance = random.Random(SEED)
    up: Future[None] | None = None
    for number in range(PEOPLE * EACH):
        typist = people[number % PEOPLE]
        if number in RESTARTS:
            while up and not up.done():
                typist.page.wait_for_timeout(100)
            up = server.again(politely=RESTARTS[number])
        if chance.random() < CUT:
            typist.cuts.append(chance.choice(["before", "after"]))
        if chance.random() < DOWN:
            typist.line(up=False)
        elif chance.random() < UP:
            typist.line(up=True)
        typist.type(f"Message {number}: what does it cost?")
        typist.page.wait_for_timeout(chance.choice([0, 0, 10, 50]))


def settle(people: list[Typist]) -> None:
    """Let all lines come back, and wait until everything was answered."""
    deadline = time.monotonic() + PATIENCE
    while waiting := [typist for typist in people if not typist.is_done]:
        assert time.monotonic() < deadline, [typist.chat.panel.inner_text()[-500:] for typist in waiting]
        for typist in waiting:  # coming back makes a browser try at once
            typist.line(up=False)
            typist.line(up=True)
        waiting[0].page.wait_for_timeout(5_000)  # longer than a reply may take, which going offline would cut
