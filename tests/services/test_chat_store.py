"""Each message is answered once, in order, whoever asks at once and whatever dies; on SQLite and on PostgreSQL."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.chats.database import Database
from bot.chats.model import KEPT, LEASE, BusyError, Claim, GoneError, Stored, UnavailableError, Vote
from bot.chats.store import ChatStore
from bot.chats.tables import metadata

NOW = 1_795_000_000.0


@pytest.fixture
def chats(store_url: str) -> Iterator[ChatStore]:
    opened = ChatStore(Database(store_url, metadata))
    yield opened
    opened.close()


@pytest.fixture
def one(chats: ChatStore) -> str:
    name = f"web-{secrets.token_hex(8)}"
    chats.begin(name, NOW)
    return name


def claim(chats: ChatStore, one: str, message: str = "message-1", now: float = NOW) -> Claim:
    found = chats.claim(one, message, now, lambda: b"asked " + message.encode())
    assert isinstance(found, Claim)
    return found


def answer(chats: ChatStore, one: str, message: str, now: float = NOW) -> Stored:
    return chats.finish(one, claim(chats, one, message, now), b"said " + message.encode(), b"state", now)


def test_a_message_that_comes_again_gets_its_reply_again(chats: ChatStore, one: str) -> None:
    first = answer(chats, one, "message-1")
    again = chats.claim(one, "message-1", NOW + 9, lambda: pytest.fail("it is known"))
    assert again == first
    assert chats.turns(one, NOW) == [first]


def test_nobody_else_answers_what_is_being_answered(chats: ChatStore, one: str) -> None:
    claim(chats, one)
    for message in ("message-1", "message-2"):
        with pytest.raises(BusyError):
            chats.claim(one, message, NOW + LEASE - 1, lambda: b"")


def test_what_was_left_open_is_answered_by_the_next_who_asks(chats: ChatStore, one: str) -> None:
    dead = claim(chats, one)
    alive = claim(chats, one, now=NOW + LEASE + 1)
    assert (alive.turn.seq, alive.turn.asked) == (dead.turn.seq, dead.turn.asked)
    stored = chats.finish(one, alive, b"second", b"state", NOW + LEASE + 2)
    with pytest.raises(BusyError):  # the first was only slow
        chats.finish(one, dead, b"first", b"other state", NOW + LEASE + 3)
    assert [turn.said for turn in chats.turns(one, NOW)] == [b"second"]
    assert chats.state(one, NOW) == b"state"
    assert stored.said == b"second"


def test_a_clock_that_was_set_back_blocks_nobody(chats: ChatStore, one: str) -> None:
    claim(chats, one, now=NOW + 3600)
    assert claim(chats, one, now=NOW).turn.seq == 1


def test_turns_are_numbered_in_order(chats: ChatStore, one: str) -> None:
    for number in range(5):
        answer(chats, one, f"message-{number}", NOW + number)
    assert [turn.seq for turn in chats.turns(one, NOW)] == [1, 2, 3, 4, 5]
    assert [turn.seq for turn in chats.turns(one, NOW, after=3)] == [4, 5]


def test_what_is_not_answered_is_not_history(chats: ChatStore, one: str) -> None:
    claim(chats, one)
    assert chats.turns(one, NOW) == []


def test_many_at_once_get_one_reply_and_one_place(chats: ChatStore, one: str) -> None:
    answered, lock = [], threading.Lock()

    def send(message: str) -> None:
        for _ in range(2_000):
            try:
                found = chats.claim(one, message, NOW, lambda: b"asked")
            except BusyError:
                continue
            if isinstance(found, Claim):
                with lock:
                    answered.append(message)
                chats.finish(one, found, b"said", b"state", NOW)
            return
        pytest.fail("never its turn")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(send, [f"message-{number % 10}" for number in range(40)]))
    assert sorted(answered) == [f"message-{number}" for number in range(10)]
    assert [turn.seq for turn in chats.turns(one, NOW)] == list(range(1, 11))


def test_conversations_do_not_see_each_other(chats: ChatStore, one: str) -> None:
    chats.begin("web-other", NOW)
    answer(chats, one, "message-1")
    assert chats.turns("web-other", NOW) == []
    assert claim(chats, "web-other", "message-1").turn.seq == 1


def test_after_two_days_it_is_over_and_then_gone(chats: ChatStore, one: str) -> None:
    answer(chats, one, "message-1")
    later = NOW + KEPT + 1
    with pytest.raises(GoneError):
        chats.turns(one, later)
    assert chats.purge(NOW + KEPT - 1) == 0
    assert chats.purge(later) == 1
    with pytest.raises(GoneError):
        chats.turns(one, NOW)


def test_who_comes_back_keeps_it(chats: ChatStore, one: str) -> None:
    answer(chats, one, "message-1")
    chats.touch(one, NOW + KEPT - 1)
    assert len(chats.turns(one, NOW + KEPT + 1)) == 1


def test_what_is_deleted_is_gone_for_whoever_was_answering(chats: ChatStore, one: str) -> None:
    answer(chats, one, "message-1")
    chats.vote(one, Vote("message-1", "cost", "1", True, NOW))
    open_claim = claim(chats, one, "message-2")
    assert chats.delete(one) == {"messages": 2, "feedback": 1, "conversations": 1}
    with pytest.raises(GoneError):
        chats.finish(one, open_claim, b"late", b"late", NOW)
    assert chats.delete(one) == {"messages": 0, "feedback": 0, "conversations": 0}


def test_a_vote_counts_once_and_may_change(chats: ChatStore, one: str) -> None:
    for helpful in (True, True, False):
        chats.vote(one, Vote("message-1", "cost", "1", helpful, NOW))
    assert [(t.answer, t.helped, t.did_not) for t in chats.tallies()] == [("cost", 0, 1)]
    chats.vote(one, Vote("message-1", "cost", "1", helpful=False, at=NOW), withdrawn=True)
    assert [(t.helped, t.did_not) for t in chats.tallies()] == [(0, 0)]
    assert chats.votes(one) == []


def test_what_helped_is_still_counted_when_nobody_knows_whom(chats: ChatStore, one: str) -> None:
    chats.vote(one, Vote("message-1", "cost", "1", True, NOW))
    chats.delete(one)
    assert [(t.answer, t.helped) for t in chats.tallies()] == [("cost", 1)]


def test_a_database_that_is_down_is_told_without_what_was_asked() -> None:
    with pytest.raises(UnavailableError) as told:
        ChatStore(Database("postgresql://nobody:secret-password@127.0.0.1:1/none", metadata)).begin("web-x", NOW)
    assert "secret-password" not in str(told.value)
    with pytest.raises(UnavailableError):
        ChatStore(Database("sqlite:////proc/nowhere/chats.sqlite", metadata)).begin("web-x", NOW)
