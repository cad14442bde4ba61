"""Replies are sent in order, each once, as slowly as the provider wants it, until they are taken or hopeless."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.channels.messengers.counting import Counts
from bot.channels.messengers.model import Outcome
from bot.channels.messengers.sending import AT_ONCE, PAUSES, Sender
from bot.chats.database import Database
from bot.chats.model import UnavailableError
from bot.messages.model import SENDING, Known, Outward
from bot.messages.sealed import Seals
from bot.messages.store import MessageStore, open_messages
from bot.messages.tables import metadata
from tests.bot.channels.messengers.fakes import FakeProvider, until

KIM, ALEX = "447700900001", "447700900002"
SECRET = "5e" * 32
WHATSAPP: Mapping[str, FakeProvider] = {"whatsapp": FakeProvider()}
Respond = Callable[[str], httpx.Response]  # to the path of a call


class Post:
    """A sender over a real store, and what the provider got: paths, and when each came."""

    def __init__(self, store: MessageStore, respond: Respond = lambda _: httpx.Response(200)) -> None:
        self.store, self.counts, self.got, self.at = store, Counts(), list[str](), list[float]()
        self.taken, self.slow = list[str](), 0.01  # paths that were answered, and after how many seconds
        self.respond = respond
        self._numbers = iter(range(1_000))

    def put(self, *paths: str, person: str = KIM, channel: str = "whatsapp") -> str:
        """Have calls wait for a person; return the person's pseudonym."""
        now = time.time() - 1.0
        id = f"id-{next(self._numbers)}"
        self.store.take(channel, [{"id": id, "person": person, "at": None, "about": {}}], now)
        work = self.store.claim(now, 0.0)
        assert work is not None
        calls = [{"method": "POST", "path": path, "json": {"n": 1}, "form": None} for path in paths]
        assert self.store.finish(work, Known(), calls, now)
        return work.person

    @asynccontextmanager
    async def sending(
        self, providers: Mapping[str, FakeProvider] = WHATSAPP, patience: float = 5.0
    ) -> AsyncIterator[Sender]:
        """Send; at the end, stop as a server does."""
        with ThreadPoolExecutor(4) as threads:
            sender = Sender(self.store, providers, threads, self.counts)
            async with httpx.AsyncClient(transport=httpx.MockTransport(self._take)) as http:
                task = asyncio.ensure_future(sender.run(http))
                yield sender
                task.cancel()
                await asyncio.wait([task])
                await sender.finish(patience)

    def send_until(
        self, seen: Callable[[], bool], providers: Mapping[str, FakeProvider] = WHATSAPP, also: float = 0.0
    ) -> None:
        """Send until something is so. also: seconds that the sender goes on after that."""

        async def run() -> None:
            async with self.sending(providers):
                await until(seen)
                await asyncio.sleep(also)

        asyncio.run(run())

    async def _take(self, request: httpx.Request) -> httpx.Response:
        self.got.append(request.url.path)
        self.at.append(time.monotonic())
        await asyncio.sleep(self.slow)
        self.taken.append(request.url.path)
        return self.respond(request.url.path)

    def waits(self) -> bool:
        return any(tally.what == "waiting: to be sent" for tally in self.store.tallies())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MessageStore]:
    opened = open_messages(f"sqlite:///{tmp_path / 'messages.sqlite'}", SECRET)
    yield opened
    opened.close()


def first_then(first: httpx.Response, then: httpx.Response | None = None) -> Respond:
    """Respond once with something, and from then on well."""
    waiting = [first]
    return lambda _: waiting.pop() if waiting else then or httpx.Response(200)


def test_calls_of_a_person_are_sent_in_their_order_and_once(store: MessageStore) -> None:
    post = Post(store)
    post.put(*(f"/{number}" for number in range(8)))
    post.send_until(lambda: not post.waits(), also=0.2)
    assert post.got == [f"/{number}" for number in range(8)]
    assert post.counts.take() == {("whatsapp", "sent"): 8}


def test_several_people_are_written_to_at_once(store: MessageStore) -> None:
    post, inside, most = Post(store), 0, 0

    class Slow(FakeProvider):
        async def authorised(self, *_: object) -> Mapping[str, str]:
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.3)
            inside -= 1
            return {}

    for number in range(AT_ONCE):
        post.put(f"/{number}", person=f"44770090000{number}")
    post.send_until(lambda: not post.waits(), {"whatsapp": Slow()})
    assert most == AT_ONCE


def test_a_channel_whose_provider_asks_for_it_is_left_alone_and_no_other_is(store: MessageStore) -> None:
    post = Post(store, first_then(httpx.Response(429, headers={"Retry-After": "1"})))
    post.put("/kim")

    async def run() -> None:
        async with post.sending({"whatsapp": FakeProvider(), "sms": FakeProvider()}) as sender:
            await until(lambda: post.counts.take() == {("whatsapp", "tried again"): 1})
            await asyncio.to_thread(post.put, "/alex", person=ALEX)
            await asyncio.to_thread(post.put, "/sms", person=ALEX, channel="sms")
            sender.wake()
            await until(lambda: len(post.got) == 4)

    asyncio.run(run())
    assert post.got[:2] == ["/kim", "/sms"]
    assert sorted(post.got[2:]) == ["/alex", "/kim"]
    assert all(at - post.at[0] >= 1.0 for at in post.at[2:])


@pytest.mark.parametrize("status", [500, 503, 429])
def test_what_was_not_taken_is_tried_again_after_a_pause_and_before_what_comes_after_it(
    store: MessageStore, status: int
) -> None:
    post = Post(store, first_then(httpx.Response(status)))
    post.put("/1", "/2")
    post.send_until(lambda: not post.waits())
    assert post.got == ["/1", "/1", "/2"]
    assert PAUSES[0] <= post.at[1] - post.at[0] < PAUSES[0] + 1.0
    assert post.counts.take() == {("whatsapp", "tried again"): 1, ("whatsapp", "sent"): 2}


def test_pauses_grow_and_end(store: MessageStore) -> None:
    assert list(PAUSES) == sorted(PAUSES)
    post = Post(store, lambda _: httpx.Response(503))
    post.put("/1")
    post.send_until(lambda: len(post.got) == 3)
    first, second = post.at[1] - post.at[0], post.at[2] - post.at[1]
    assert PAUSES[1] <= second
    assert first < second


def test_a_network_that_fails_is_tried_again(store: MessageStore) -> None:
    def respond(_: str) -> httpx.Response:
        if len(post.got) == 1:
            raise httpx.ConnectError("no route to 447700900001")
        return httpx.Response(200)

    post = Post(store, respond)
    post.put("/1")
    post.send_until(lambda: not post.waits())
    assert post.got == ["/1", "/1"]


def test_after_the_last_attempt_it_is_given_up_visibly(store: MessageStore, caplog: pytest.LogCaptureFixture) -> None:
    post = Post(store, lambda _: httpx.Response(503))
    post.put("/1")
    for _ in PAUSES:
        (one,) = store.due(time.time(), 1)
        store.failed(one.seq, 0.0)
    post.send_until(lambda: not post.waits())
    assert post.got == ["/1"]
    assert post.counts.take() == {("whatsapp", "given up"): 1}
    assert "messages.gave_up whatsapp: HTTP 503" in caplog.text


def test_what_is_refused_is_never_sent_again_and_the_next_is_sent(store: MessageStore) -> None:
    post = Post(store, first_then(httpx.Response(400)))
    post.put("/1", "/2")
    post.send_until(lambda: not post.waits(), also=0.2)
    assert post.got == ["/1", "/2"]
    assert post.counts.take() == {("whatsapp", "given up"): 1, ("whatsapp", "sent"): 1}


def test_who_blocked_us_gets_nothing_of_what_waits_and_others_get_theirs(store: MessageStore) -> None:
    post = Post(store, lambda path: httpx.Response(403, content=b"blocked" if "kim" in path else b""))
    post.put("/kim/1", "/kim/2", "/kim/3")
    post.put("/alex/1", "/alex/2", person=ALEX)
    post.send_until(lambda: not post.waits(), also=0.2)
    assert sorted(post.got) == ["/alex/1", "/alex/2", "/kim/1"]


def test_a_channel_that_was_switched_off_is_not_written_to(store: MessageStore) -> None:
    post = Post(store)
    post.put("/1")
    post.send_until(lambda: not post.waits(), providers={})
    assert (post.got, post.counts.take()) == ([], {("whatsapp", "given up"): 1})


def test_what_another_secret_sealed_is_given_up(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'messages.sqlite'}"
    before, after = Post(open_messages(url, "0d" * 32)), Post(open_messages(url, SECRET))
    before.put("/1")
    after.send_until(lambda: not after.waits())
    assert after.got == []
    before.store.close()
    after.store.close()


def test_one_call_that_cannot_be_made_keeps_no_other_from_it(
    store: MessageStore, caplog: pytest.LogCaptureFixture
) -> None:
    class Odd(FakeProvider):
        def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
            if body == b"odd":
                raise KeyError("447700900001")
            return super().outcome(status, headers, body)

    post = Post(store, first_then(httpx.Response(200, content=b"odd")))
    post.put("http://evil.example/1", "/2", "/3")
    post.send_until(lambda: not post.waits(), {"whatsapp": Odd()})
    assert post.got == ["/2", "/3"]
    assert "messages.send_failed ValueError at " in caplog.text
    assert "messages.send_failed KeyError at " in caplog.text
    assert "447700900001" not in caplog.text


def test_a_call_on_its_way_is_finished_when_the_server_stops(store: MessageStore) -> None:
    post = Post(store)
    post.put("/1", "/2")
    post.slow = 0.4
    post.send_until(lambda: post.got == ["/1"])
    assert post.taken == ["/1"]
    assert [one.call["path"] for one in store.due(time.time() + SENDING + 1, 9)] == ["/2"]  # and never /1 again


def test_stopping_waits_no_longer_than_it_is_told_to(store: MessageStore) -> None:
    post = Post(store)
    post.put("/1")
    post.slow = 30.0

    async def run() -> float:
        async with post.sending(patience=0.2):
            await until(lambda: post.got == ["/1"])
            began = time.monotonic()
        return time.monotonic() - began

    assert asyncio.run(run()) < 5.0
    assert post.taken == []


def test_nothing_is_waited_for_when_nothing_is_on_its_way(store: MessageStore) -> None:
    async def run() -> None:
        with ThreadPoolExecutor(1) as threads:
            await asyncio.wait_for(Sender(store, WHATSAPP, threads, Counts()).finish(60.0), 1.0)

    asyncio.run(run())


class Forgetful(MessageStore):
    """A store that is away when the first call is to be noted as sent."""

    fails = 1

    def sent(self, seq: int, now: float) -> None:
        if self.fails:
            self.fails -= 1
            raise UnavailableError("away")
        super().sent(seq, now)


def test_what_was_sent_and_could_not_be_noted_is_noted_later_and_not_sent_again(tmp_path: Path) -> None:
    store = Forgetful(Database(f"sqlite:///{tmp_path / 'messages.sqlite'}", metadata), Seals(SECRET))
    post = Post(store)
    post.put("/1", "/2")
    post.send_until(lambda: not post.waits(), also=0.2)
    assert post.got == ["/1", "/2"]
    assert store.due(time.time() + SENDING + 1, 9) == []
    store.close()


class Away(MessageStore):
    """A store that is away, or whose questions break."""

    asked, error = 0, Exception()

    def due(self, now: float, most: int, paused: object = ()) -> list[Outward]:
        self.asked += 1
        raise self.error


@pytest.mark.parametrize("error", [UnavailableError("away"), RuntimeError("a mistake")])
def test_a_store_that_fails_is_asked_seldom_but_again(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    store = Away(Database("sqlite:////proc/nowhere/messages.sqlite", metadata), Seals(SECRET))
    store.error = error
    seconds = 0.5 if isinstance(error, UnavailableError) else 1.5
    end = time.monotonic() + seconds
    Post(store).send_until(lambda: time.monotonic() > end)
    assert AT_ONCE <= store.asked <= 2 * AT_ONCE
    assert (store.asked > AT_ONCE) is (seconds > 1.0)
