"""A provider is told that something came once it is written down, and not before."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.messengers.counting import Counts
from bot.channels.messengers.model import Answered, Asked, Event, Received, RefusedError
from bot.channels.messengers.receiving import MAX_BODY, METHODS, Reception
from bot.messages.model import MOST_WAITING
from bot.messages.store import MessageStore, open_messages
from tests.bot.channels.messengers.fakes import FakeProvider

NOW = 1_795_000_000.0
POST = Asked("POST", "https://clinic.example/messengers/whatsapp", body=b"{}")
HELLO = Received((Event("a", "447700900001", text="Hello"),), Answered(200, b"taken"))


class Door:
    """The reception of one provider, and what came of it."""

    def __init__(self, store: MessageStore, received: Received | Exception = HELLO) -> None:
        self.counts, self.woken, self.store = Counts(), 0, store
        self.provider = FakeProvider(received)
        self._reception = Reception(store, {"whatsapp": self.provider}, self.counts, lambda: NOW, self._came)

    def _came(self) -> None:
        self.woken += 1

    def take(self, asked: Asked = POST, name: str = "whatsapp") -> Answered:
        return self._reception.take(name, asked)

    def waits(self) -> bool:
        return self.store.claim(NOW + 1, 0.0) is not None


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MessageStore]:
    opened = open_messages(f"sqlite:///{tmp_path / 'messages.sqlite'}", "5e" * 32)
    yield opened
    opened.close()


def test_what_comes_is_written_down_and_then_answered_as_the_provider_wants(store: MessageStore) -> None:
    door = Door(store)
    assert door.take() == HELLO.answered
    assert (door.woken, door.counts.take()) == (1, {("whatsapp", "received"): 1})
    assert door.waits()


def test_what_comes_again_is_answered_again_and_wakes_nobody(store: MessageStore) -> None:
    door = Door(store)
    door.take()
    door.counts.take()
    assert door.take() == HELLO.answered
    assert (door.woken, door.counts.take()) == (1, {("whatsapp", "known already"): 1})


def test_what_is_no_message_is_answered_and_wakes_nobody(store: MessageStore) -> None:
    door = Door(store, Received((), Answered(200, b"challenge")))
    assert door.take(Asked("GET", POST.url)).body == b"challenge"
    assert (door.woken, door.counts.take()) == (0, {})


def test_what_is_refused_is_counted_by_reason_and_nothing_is_kept(store: MessageStore) -> None:
    door = Door(store, RefusedError("altered"))
    assert door.take() == Answered(403, b"altered")
    assert (door.woken, door.counts.take()) == (0, {("whatsapp", "refused: altered"): 1})
    assert not door.waits()


def test_a_channel_that_is_not_set_up_is_not_there_and_not_counted(store: MessageStore) -> None:
    door = Door(store)
    assert [door.take(name=name).status for name in ("telegram", "", "whatsapp/", "../whatsapp")] == [404] * 4
    assert door.counts.take() == {}


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "get"])
def test_other_methods_never_reach_the_provider(store: MessageStore, method: str) -> None:
    door = Door(store)
    assert method not in METHODS
    assert door.take(Asked(method, POST.url, body=b"{}")) == Answered(405, b"method")
    assert not door.waits()


def test_what_is_larger_than_any_provider_sends_never_reaches_it(store: MessageStore) -> None:
    door = Door(store)
    assert door.take(Asked("POST", POST.url, body=b"x" * (MAX_BODY + 1))) == Answered(413, b"too_large")
    assert not door.waits()
    assert door.take(Asked("POST", POST.url, body=b"x" * MAX_BODY)).status == 200


def test_a_mistake_of_ours_is_logged_without_what_was_sent_and_not_asked_for_again(
    store: MessageStore, caplog: pytest.LogCaptureFixture
) -> None:
    door = Door(store, KeyError("447700900001 wrote: my secret"))
    with caplog.at_level(logging.ERROR):
        assert door.take() == Answered(400, b"unreadable")
    assert "messages.not_read KeyError at " in caplog.text
    assert "447700900001" not in caplog.text
    assert door.counts.take() == {("whatsapp", "refused: unreadable"): 1}


def test_what_cannot_be_written_is_asked_for_again(caplog: pytest.LogCaptureFixture) -> None:
    door = Door(open_messages("sqlite:////proc/nowhere/messages.sqlite", "5e" * 32))
    assert door.take().status == 503
    assert (door.woken, door.counts.take()) == (0, {})
    assert "messages.unavailable" in caplog.text


def test_a_person_who_floods_us_is_let_go_of_visibly(store: MessageStore) -> None:
    flood = tuple(Event(str(number), "447700900001") for number in range(MOST_WAITING + 3))
    door = Door(store, Received((*flood, flood[0])))
    assert door.take().status == 200
    assert door.counts.take() == {
        ("whatsapp", "received"): MOST_WAITING,
        ("whatsapp", "too many of one person"): 3,
        ("whatsapp", "known already"): 1,
    }
