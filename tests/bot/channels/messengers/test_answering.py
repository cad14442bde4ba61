"""What waits is answered: each person's messages in order, several people at once, and nothing blocks for good."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.messengers.answering import AT_ONCE, MOST_FAILURES, Answerer, made
from bot.channels.messengers.counting import Counts
from bot.channels.messengers.model import Call, Event, Keyword
from bot.channels.messengers.presenting import Presenter
from bot.channels.messengers.talking import Talk
from bot.chats.database import Database
from bot.chats.model import UnavailableError
from bot.messages.model import ANSWERING, SENDING, Work
from bot.messages.sealed import Seals
from bot.messages.store import MessageStore, open_messages
from bot.messages.tables import metadata
from tests.bot.channels.messengers.fakes import FakeProvider, until

KIM, ALEX = "447700900001", "447700900002"
SECRET = "5e" * 32
Answer = Callable[[str, str, str, Mapping[str, Any]], Awaitable[list[dict[str, Any]]]]


class Hasty(MessageStore):
    """A store in which claims run out as soon as nothing else is to be done."""

    ahead = 0.0

    def claim(self, now: float, settle: float) -> Work | None:
        found = super().claim(now + self.ahead, settle)
        if found is None:
            self.ahead += ANSWERING
        return found


async def echo(conversation: str, channel: str, text: str, metadata: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"text": f"heard {text}", "custom": {"kind": "answer"}}]


class Desk:
    """An answerer over a real store, and what the provider heard meanwhile."""

    def __init__(self, store: MessageStore, presenter: Presenter, answer: Answer = echo) -> None:
        self.store, self.counts, self.said, self.asked = store, Counts(), 0, list[httpx.Request]()
        self.provider = FakeProvider()
        self.typing_fails = False
        self._talk = Talk(presenter, answer, self._forget)

    async def _forget(self, work: Work) -> None:
        self.store.forget(work.person, work)

    def _say(self) -> None:
        self.said += 1

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if self.typing_fails:
            raise httpx.ConnectError("away")
        return httpx.Response(200)

    def work_until(self, seen: Callable[[], bool], providers: Mapping[str, FakeProvider] | None = None) -> None:
        on = {"whatsapp": self.provider} if providers is None else providers

        async def run() -> None:
            with ThreadPoolExecutor(4) as threads:
                answerer = Answerer(self.store, self._talk, on, threads, self.counts, self._say)
                async with httpx.AsyncClient(transport=httpx.MockTransport(self._answer)) as http:
                    task = asyncio.ensure_future(answerer.run(http))
                    answerer.wake()
                    await until(seen)
                    task.cancel()
                    await asyncio.wait([task])

        asyncio.run(run())

    def take(self, id: str, person: str = KIM, ago: float = 10.0, **event: Any) -> None:
        now = time.time()
        told = {"id": id, "person": person, "at": now - ago, "text": "", "choice": "", "media": None, "keyword": None}
        self.store.take("whatsapp", [{**told, "about": {}, **event}], now - 5.0)

    def sent(self) -> list[tuple[str, str]]:
        """Whom what is said, oldest first; it counts as sent with that."""
        found = []
        while calls := self.store.due(time.time() + 1, 50):
            for one in calls:
                found.append((one.call["form"]["to"], one.call["form"]["text"].rsplit("\n", 1)[-1]))
                self.store.sent(one.seq, time.time())
        return found


def store_name(person: str) -> str:
    return Seals(SECRET).pseudonym("whatsapp", person)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MessageStore]:
    opened = open_messages(f"sqlite:///{tmp_path / 'messages.sqlite'}", SECRET)
    yield opened
    opened.close()


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[MessageStore]:
    opened = Hasty(Database(f"sqlite:///{tmp_path / 'messages.sqlite'}", metadata), Seals(SECRET))
    yield opened
    opened.close()


def test_messages_of_a_person_are_answered_once_and_in_the_order_in_which_they_were_sent(
    store: MessageStore, presenter: Presenter
) -> None:
    desk = Desk(store, presenter)
    for number in (3, 1, 2):
        desk.take(f"id-{number}", ago=10.0 - number, text=f"message {number}")
    desk.work_until(lambda: desk.said == 3)
    assert [text for _, text in desk.sent()][1:] == ["heard message 1", "heard message 2", "heard message 3"]
    assert desk.counts.take() == {("whatsapp", "answered"): 3}


def test_nobody_waits_until_somebody_else_is_answered(store: MessageStore, presenter: Presenter) -> None:
    together = asyncio.Event()
    inside: set[str] = set()

    async def wait_for_the_others(conversation: str, *heard: Any) -> list[dict[str, Any]]:
        inside.add(conversation)
        if len(inside) == AT_ONCE:
            together.set()
        await asyncio.wait_for(together.wait(), 10.0)
        return await echo(conversation, *heard)

    desk = Desk(store, presenter, wait_for_the_others)
    for number in range(AT_ONCE):
        desk.take(f"id-{number}", f"44770090000{number}", text="hello")
    desk.work_until(lambda: desk.said == AT_ONCE)
    assert sorted(person for person, text in desk.sent() if text == "heard hello") == [
        f"44770090000{number}" for number in range(AT_ONCE)
    ]


def test_somebody_sees_that_a_reply_is_being_written(store: MessageStore, presenter: Presenter) -> None:
    desk = Desk(store, presenter)
    desk.take("a", text="hello")
    desk.work_until(lambda: desk.said == 1)
    assert [str(request.url) for request in desk.asked] == ["https://provider.example/typing"]
    assert desk.asked[0].headers["authorization"] == "Bearer token"


@pytest.mark.parametrize("how", ["network", "provider"])
def test_nothing_depends_on_that_being_seen(store: MessageStore, presenter: Presenter, how: str) -> None:
    class Broken(FakeProvider):
        def typing(self, event: Event) -> Call | None:
            raise KeyError("about")

    desk = Desk(store, presenter)
    desk.typing_fails = how == "network"
    desk.take("a", text="hello")
    desk.work_until(lambda: desk.said == 1, {"whatsapp": Broken() if how == "provider" else FakeProvider()})
    assert desk.sent()[-1] == (KIM, "heard hello")


@pytest.mark.parametrize(("keyword", "stopped"), [("stop", True), ("start", False)])
def test_who_says_stop_is_stopped_until_they_say_start(
    store: MessageStore, presenter: Presenter, keyword: Keyword, stopped: bool
) -> None:
    desk = Desk(store, presenter)
    desk.take("a", ago=9.0, text="stop", keyword="stop")
    desk.take("b", ago=8.0, text=keyword, keyword=keyword)
    desk.take("c", ago=7.0, text="hello")
    desk.work_until(lambda: desk.said == 3)
    sent = desk.sent()
    assert (len(sent), (KIM, "heard hello") in sent) == ((2, False) if stopped else (4, True))
    assert (store.reached(store_name(KIM)) is None) is stopped
    typing = [request for request in desk.asked if request.url.path == "/typing"]
    assert len(typing) == (1 if stopped else 2)  # to who wants no messages nothing is shown either


def test_a_channel_that_was_switched_off_says_nothing_and_keeps_nothing(
    store: MessageStore, presenter: Presenter
) -> None:
    desk = Desk(store, presenter)
    desk.take("a", text="hello")
    desk.work_until(lambda: store.claim(time.time() + 2 * ANSWERING, 0.0) is None, providers={})
    assert (desk.sent(), desk.said) == ([], 0)


def test_what_another_secret_sealed_is_let_go_and_the_next_message_is_answered(
    tmp_path: Path, presenter: Presenter
) -> None:
    url = f"sqlite:///{tmp_path / 'messages.sqlite'}"
    before, after = Desk(open_messages(url, "0d" * 32), presenter), Desk(open_messages(url, SECRET), presenter)
    before.take("a", text="sealed before")
    after.take("b", text="hello")
    after.work_until(lambda: after.said == 1 and after.store.claim(time.time() + 2 * ANSWERING, 0.0) is None)
    assert [text for _, text in after.sent()][-1:] == ["heard hello"]
    before.store.close()
    after.store.close()


def test_what_fails_again_and_again_is_let_go_and_blocks_neither_its_person_nor_others(
    hasty: MessageStore, presenter: Presenter, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[str] = []

    class Picky(FakeProvider):
        def calls(self, said: Any, to: Any) -> list[Call]:
            if "poison" in said.text:
                tried.append(said.text)
                raise ValueError("my secret")
            return super().calls(said, to)

    desk = Desk(hasty, presenter)
    desk.take("a", ago=9.0, text="poison")
    desk.take("b", ago=8.0, text="after it")
    desk.take("c", ALEX, text="hello")
    with caplog.at_level(logging.ERROR):
        desk.work_until(lambda: desk.said == 2, {"whatsapp": Picky()})
    assert {("447700900001", "heard after it"), (ALEX, "heard hello")} <= set(desk.sent())
    assert len(tried) >= MOST_FAILURES
    assert desk.counts.take()["whatsapp", "not answered"] == 1
    assert "messages.failed ValueError at " in caplog.text
    assert "my secret" not in caplog.text


def test_what_failed_once_is_answered_when_it_is_tried_again(hasty: MessageStore, presenter: Presenter) -> None:
    fails = [ValueError("once")]

    async def answer(*heard: Any) -> list[dict[str, Any]]:
        if fails:
            raise fails.pop()
        return await echo(*heard)

    desk = Desk(hasty, presenter, answer)
    desk.take("a", text="hello")
    desk.work_until(lambda: desk.said == 1)
    assert [text for _, text in desk.sent()][-1:] == ["heard hello"]
    assert desk.counts.take() == {("whatsapp", "answered"): 1}


def test_a_reply_that_somebody_else_gave_meanwhile_is_not_given_again(
    store: MessageStore, presenter: Presenter, caplog: pytest.LogCaptureFixture
) -> None:
    async def slow(*heard: Any) -> list[dict[str, Any]]:
        other = store.claim(time.time() + 2 * ANSWERING, 0.0)  # as if we had taken too long
        assert other is not None
        store.finish(other, other.known, [{"form": {"to": KIM, "text": "theirs"}}], time.time())
        return await echo(*heard)

    desk = Desk(store, presenter, slow)
    desk.take("a", text="hello")
    desk.work_until(lambda: "messages.claim_lost" in caplog.text)
    assert [text for _, text in desk.sent()] == ["theirs"]
    assert (desk.said, desk.counts.take()) == (0, {})


def test_a_deletion_that_failed_is_done_when_it_is_tried_again(hasty: MessageStore, presenter: Presenter) -> None:
    class Unlucky(Desk):
        fails = 1

        async def _forget(self, work: Work) -> None:
            await super()._forget(work)
            if self.fails:
                self.fails -= 1
                raise OSError("the audit cannot be written")

    desk = Unlucky(hasty, presenter)
    desk.take("a", ago=9.0, text="forget me")
    desk.take("b", ago=8.0, text="yes")
    desk.work_until(lambda: desk.said == 2 and desk.fails == 0)
    assert "F-2" in desk.sent()[-1][1]
    assert hasty.reached(store_name(KIM)) is None


def test_while_the_database_is_away_it_is_asked_for_seldom(
    presenter: Presenter, caplog: pytest.LogCaptureFixture
) -> None:
    class Away(MessageStore):
        asked = 0

        def claim(self, now: float, settle: float) -> Work | None:
            self.asked += 1
            raise UnavailableError("away")

    store = Away(Database("sqlite:////proc/nowhere/messages.sqlite", metadata), Seals(SECRET))
    end = time.monotonic() + 0.5
    Desk(store, presenter).work_until(lambda: time.monotonic() > end)
    assert store.asked <= 2 * AT_ONCE
    assert "messages.unavailable away" in caplog.text


class Recorded:
    """Makes a call, and keeps what would have gone over the network."""

    def __init__(self, api: str = "https://provider.example", wait: float = 0.0) -> None:
        self.requests: list[httpx.Request] = []
        self.provider, self._wait = FakeProvider(), wait
        self.provider.api = api  # type: ignore[misc]

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        await asyncio.sleep(self._wait)
        return httpx.Response(200)

    def make(self, call: Call, patience: float = 5.0) -> httpx.Request:
        async def run() -> None:
            async with httpx.AsyncClient(transport=httpx.MockTransport(self._answer)) as http:
                await made(self.provider, call, http, patience)

        asyncio.run(run())
        (request,) = self.requests
        return request


def test_a_call_is_made_as_it_says() -> None:
    form = Recorded().make(Call("POST", "/say", form={"to": "+44 77", "text": "é & ü"}))
    assert (str(form.url), form.read()) == ("https://provider.example/say", b"to=%2B44+77&text=%C3%A9+%26+%C3%BC")
    json = Recorded().make(Call("PUT", "/say", json={"text": "é"}))
    assert (json.method, json.headers["content-type"], json.read().decode()) == (
        "PUT",
        "application/json",
        '{"text":"é"}',
    )
    bare = Recorded().make(Call("GET", "https://other.example/x"))
    assert (bare.read(), bare.headers["authorization"]) == (b"", "Bearer token")


@pytest.mark.parametrize("api", ["http://127.0.0.1:8080", "https://provider.example"])
@pytest.mark.parametrize(
    "path", ["http://other.example/say", "ftp://other.example", ".evil.example/say", "@evil.example/say", "", "say", "http://127.0.0.1:80801/"]
)  # fmt: skip
def test_credentials_go_nowhere_else(api: str, path: str) -> None:
    recorded = Recorded(api)
    with pytest.raises(ValueError, match="a call must go to the provider"):
        recorded.make(Call("POST", path, json={}))
    assert recorded.requests == []


def test_a_call_ends_before_the_store_lends_it_to_somebody_else() -> None:
    with pytest.raises(httpx.TimeoutException):
        Recorded(wait=10.0).make(Call("POST", "/say", json={}), patience=0.1)
    assert (made.__defaults__ or (SENDING,))[0] < SENDING
