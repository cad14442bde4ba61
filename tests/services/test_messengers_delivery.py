"""Every message is answered exactly once and in order: whatever comes twice, comes late, fails, or stops in between."""

from __future__ import annotations

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.settings import Settings
from index.content import Content
from tests.services.client import Server, serving
from tests.services.messengers.everyone import everything_set, standing_in
from tests.services.messengers.standin import Request, Response, StandIn, Webhook
from tests.services.messengers.talking import deliver, wait_for
from tests.services.own_var import own_var

DELIVERIES = 300
EACH = 6  # messages of one person
PATIENCE = 300.0


class Troubled:
    """Fails a share of what is sent, in the ways that providers fail, and everything while the provider is down."""

    def __init__(self, seed: int) -> None:
        self.random, self.down, self.failed = random.Random(seed), False, 0

    def __call__(self, request: Request) -> Response | None:
        if self.down:
            return Response(503)
        if self.random.random() >= 0.3:
            return None
        self.failed += 1
        return self.random.choice(
            [Response(500), Response(503), Response(502, b"<html>"), Response(429, {}, {"Retry-After": "1"})]
        )


@pytest.mark.server
@pytest.mark.slow
def test_each_of_300_deliveries_is_answered_once_and_in_order_across_a_restart(
    settings: Settings, content: Content, tmp_path: Path
) -> None:
    rng = random.Random(6)
    var = own_var(settings, tmp_path)
    with standing_in() as stand_ins:
        env = everything_set(stand_ins)
        troubles = {name: Troubled(number) for number, name in enumerate(stand_ins)}
        for name, each in stand_ins.items():
            each.failing = troubles[name]
        told = _conversations(rng, list(stand_ins.values()), content)
        half = len(told) // 2
        with serving(var, **env) as server:
            _deliver_all(server, rng, told[:half])
            for trouble in troubles.values():
                trouble.down = True  # so that no call is on its way, taken but not noted, when the server dies
            time.sleep(0.5)
            _deliver_all(server, rng, told[half : half + len(told) // 4])
            os.killpg(server.process.pid, signal.SIGKILL)
            server.process.wait()
        for trouble in troubles.values():
            trouble.down = False
        with serving(var, **env) as server:
            _deliver_all(server, rng, told)  # providers deliver once more what was not answered, and more than that
            expected = sum(len(person.asked) for person in told)
            wait_for(lambda: sum(person.answered() for person in told) >= expected, PATIENCE)
            time.sleep(5.0)  # for what should not come
        assert expected == DELIVERIES
        assert sum(trouble.failed for trouble in troubles.values()) > DELIVERIES // 10
        for person in told:
            assert person.replies() == person.asked, f"{person.stand_in.name}: not once, or not in order"
        assert {name: each.problems for name, each in stand_ins.items() if each.problems} == {}


class Asker:
    """Somebody who asks questions whose answers can be told apart."""

    def __init__(self, stand_in: StandIn, number: int, questions: dict[str, str], began: float) -> None:
        """questions: the first words of the answer of each. began: seconds since 1970, of the first one."""
        self.stand_in, self.address, self.asked = stand_in, stand_in.person(number), list(questions)
        self._firsts = questions
        self._sent = [
            stand_in.message(self.address, question, id=f"wamid.{number}.{at}", at=began + 3 * at)
            for at, question in enumerate(questions)
        ]

    def bursts(self, rng: random.Random) -> list[list[Webhook]]:
        """What is delivered together: sometimes in the wrong order, sometimes twice."""
        made: list[list[Webhook]] = []
        for at in range(0, len(self._sent), 2):
            pair = self._sent[at : at + 2]
            if self.stand_in.timed and rng.random() < 0.5:
                pair.reverse()
            made.append([*pair, *(one for one in pair if rng.random() < 0.3)])
        return made

    def replies(self) -> list[str]:
        """The questions that were answered, in the order of their answers."""
        said = [one.text for one in self.stand_in.shown if one.to == self.address]
        return [
            question for text in said for question, first in self._firsts.items() if first in " ".join(text.split())
        ]

    def answered(self) -> int:
        return len(self.replies())


def _conversations(rng: random.Random, stand_ins: list[StandIn], content: Content) -> list[Asker]:
    told = [answer for answer in content.answers if answer.short]
    return [
        Asker(
            stand_ins[number % len(stand_ins)],
            number,
            {answer.question: " ".join(answer.short.split())[:60] for answer in rng.sample(told, EACH)},
            time.time() - 600.0,
        )
        for number in range(DELIVERIES // EACH)
    ]


def _deliver_all(server: Server, rng: random.Random, told: list[Asker]) -> None:
    """Deliver everybody's messages, four people at the same time."""
    bursts = {person: person.bursts(rng) for person in told}

    def one(person: Asker) -> None:
        for burst in bursts[person]:
            for webhook in burst:
                assert deliver(server.url, webhook).status_code == 200

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(one, told))
