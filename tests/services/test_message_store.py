"""Messages are answered once and in order, and sent once and in order; on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.chats.model import UnavailableError
from bot.messages.model import ANSWERING, KEPT, MOST_WAITING, REMEMBERED, SENDING, Known, Outward, Work
from bot.messages.store import MessageStore, open_messages

NOW = 1_795_000_000.0
SECRET = "5e" * 32
KIM, ALEX = "447700900001", "447700900002"


@pytest.fixture
def store(store_url: str) -> Iterator[MessageStore]:
    opened = open_messages(store_url, SECRET)
    yield opened
    opened.close()


def event(id: str, person: str = KIM, at: float | None = None, text: str = "Hello") -> dict[str, Any]:
    return {"id": id, "person": person, "at": at, "text": text, "about": {"message": id}}


def take(store: MessageStore, *events: dict[str, Any], now: float = NOW) -> tuple[int, int]:
    return store.take("whatsapp", events, now)


def claimed(store: MessageStore, now: float = NOW + 1) -> Work:
    work = store.claim(now, 0.0)
    assert work is not None
    return work


def answer(store: MessageStore, *calls: str, now: float = NOW + 1) -> Work:
    work = claimed(store, now)
    assert store.finish(work, Known(told=True), [{"path": call} for call in calls], now)
    return work


def due(store: MessageStore, now: float = NOW + 2) -> list[str]:
    return [one.call["path"] for one in store.due(now, 10)]


def one_due(store: MessageStore, now: float = NOW + 2) -> Outward:
    (one,) = store.due(now, 1)
    return one


def test_a_message_that_comes_twice_is_new_once(store: MessageStore) -> None:
    assert take(store, event("a")) == (1, 0)
    assert take(store, event("a"), event("b"), event("b")) == (1, 0)
    answer(store)
    answer(store)
    assert take(store, event("a"), event("b")) == (0, 0)
    assert store.claim(NOW + 3, 0.0) is None


def test_the_same_id_on_another_channel_is_another_message(store: MessageStore) -> None:
    take(store, event("a"))
    assert store.take("telegram", [event("a")], NOW) == (1, 0)


def test_messages_of_a_person_are_answered_in_the_order_in_which_they_were_sent(store: MessageStore) -> None:
    take(store, event("later", at=NOW - 5), event("earlier", at=NOW - 9), event("last", at=NOW - 1))
    assert [answer(store).message.content["id"] for _ in range(3)] == ["earlier", "later", "last"]


def test_a_message_waits_until_it_has_settled(store: MessageStore) -> None:
    take(store, event("a"))
    assert store.claim(NOW + 0.5, 0.8) is None
    assert store.claim(NOW + 0.9, 0.8) is not None


def test_nobody_else_answers_a_person_who_is_being_answered(store: MessageStore) -> None:
    take(store, event("a"), event("b"), event("c", ALEX))
    assert {claimed(store).message.content["person"], claimed(store).message.content["person"]} == {KIM, ALEX}
    assert store.claim(NOW + 2, 0.0) is None


def test_twenty_threads_answer_each_message_once(store: MessageStore) -> None:
    take(store, *(event(str(number), f"44770090{number % 7:04}", at=NOW + number) for number in range(40)))

    def work(_: int) -> list[str]:
        done = []
        while (found := store.claim(NOW + 100, 0.0)) is not None:
            done.append(str(found.message.content["id"]))
            assert store.finish(found, Known(), [], NOW + 100)
        return done

    with ThreadPoolExecutor(8) as threads:
        answered = [id for done in threads.map(work, range(8)) for id in done]
    while (found := store.claim(NOW + 100, 0.0)) is not None:  # what was being answered while the others looked
        answered.append(str(found.message.content["id"]))
        store.finish(found, Known(), [], NOW + 100)
    assert sorted(answered, key=int) == [str(number) for number in range(40)]


def test_whoever_lost_the_claim_writes_nothing(store: MessageStore) -> None:
    take(store, event("a"))
    slow = claimed(store)
    again = claimed(store, NOW + 1 + ANSWERING)
    assert not store.finish(slow, Known(), [{"path": "/slow"}], NOW + 50)
    assert store.finish(again, Known(), [{"path": "/again"}], NOW + 50)
    assert due(store, NOW + 60) == ["/again"]


def test_what_is_known_comes_back_with_the_next_message(store: MessageStore) -> None:
    take(store, event("a"), event("b"))
    first = claimed(store)
    known = Known(tracker="[]", choices={"c-1": "Book"}, told=True)
    store.finish(first, known, [], NOW + 1)
    assert claimed(store).known == known


def test_calls_of_a_person_are_made_one_after_the_other(store: MessageStore) -> None:
    take(store, event("a"), event("b", ALEX))
    answer(store, "/kim/1", "/kim/2")
    answer(store, "/alex/1")
    assert sorted(due(store)) == ["/alex/1", "/kim/1"]
    assert due(store, NOW + 3) == []


def test_the_next_call_waits_until_the_one_before_is_sent_or_given_up(store: MessageStore) -> None:
    take(store, event("a"))
    answer(store, "/1", "/2", "/3")
    first = one_due(store)
    store.failed(first.seq, NOW + 10)
    assert due(store, NOW + 9) == []
    again = one_due(store, NOW + 10)
    assert (again.call["path"], again.attempts) == ("/1", 1)
    store.sent(again.seq, NOW + 11)
    second = one_due(store, NOW + 11)
    store.gave_up(second.seq, "code 1", NOW + 12)
    assert due(store, NOW + 12) == ["/3"]


def test_a_call_whose_process_died_is_made_by_another(store: MessageStore) -> None:
    take(store, event("a"))
    answer(store, "/1")
    assert due(store) == ["/1"]
    assert due(store, NOW + 2 + SENDING) == ["/1"]


def test_a_paused_channel_is_left_alone(store: MessageStore) -> None:
    take(store, event("a"))
    answer(store, "/1")
    assert store.due(NOW + 2, 10, ["whatsapp"]) == []


def test_what_waits_for_somebody_whom_the_provider_keeps_us_from_is_let_go(store: MessageStore) -> None:
    take(store, event("a"))
    work = answer(store, "/1", "/2")
    store.let_go(work.person, NOW + 2)
    assert due(store, NOW + 3) == []


def test_one_person_cannot_fill_the_store(store: MessageStore) -> None:
    assert take(store, *(event(str(number)) for number in range(MOST_WAITING + 5))) == (MOST_WAITING, 5)
    assert take(store, event("other", ALEX)) == (1, 0)


def test_what_is_said_once_is_said_once(store: MessageStore) -> None:
    take(store, event("a"))
    work = answer(store)
    assert store.put_once(work.person, "notice:7", [{"path": "/7"}], NOW)
    assert not store.put_once(work.person, "notice:7", [{"path": "/7"}], NOW)
    assert not store.put_once("whatsapp-nobody", "notice:8", [{"path": "/8"}], NOW)
    assert due(store) == ["/7"]


def test_an_address_is_kept_for_two_days_and_for_a_reminder_longer(store: MessageStore) -> None:
    take(store, event("a"), event("b", ALEX))
    kim, alex = answer(store).person, answer(store).person
    store.keep(kim, NOW + 30 * 86_400)
    store.purge(NOW + KEPT + 10)
    reached = store.reached(kim)
    assert reached is not None
    assert (reached.person, reached.channel, reached.about) == (KIM, "whatsapp", {"message": "a"})
    assert store.reached(alex) is None
    assert not store.holds(alex)


def test_who_wants_to_be_forgotten_is_and_gets_no_reminder(store: MessageStore) -> None:
    take(store, event("a"), event("b"))
    work = claimed(store)
    store.keep(work.person, NOW + 30 * 86_400)
    store.forget(work.person, work)
    assert store.finish(work, Known(), [{"path": "/receipt"}], NOW + 1)
    assert store.reached(work.person) is None
    assert store.claim(NOW + 2, 0.0) is None
    assert due(store) == ["/receipt"]


def test_who_wants_no_messages_stays_known_as_that_without_an_address(store: MessageStore) -> None:
    take(store, event("a"))
    work = claimed(store)
    store.finish(work, Known(), [], NOW, stopped=True)
    store.purge(NOW + KEPT + 10)
    assert store.reached(work.person) is None
    take(store, event("b"), now=NOW + KEPT + 20)
    assert claimed(store, NOW + KEPT + 21).stopped


def test_a_message_that_was_answered_is_known_for_longer_than_providers_try(store: MessageStore) -> None:
    take(store, event("a"))
    answer(store)
    store.purge(NOW + REMEMBERED - 10)
    assert take(store, event("a"), now=NOW + REMEMBERED - 5) == (0, 0)


def test_with_another_secret_nothing_can_be_read_and_nothing_breaks(store: MessageStore, store_url: str) -> None:
    take(store, event("a"))
    other = open_messages(store_url, "0d" * 32)
    work = other.claim(NOW + 1, 0.0)
    other.close()
    assert work is not None
    assert work.message.content == {}


def test_counts_add_up(store: MessageStore) -> None:
    store.count({("whatsapp", "sent"): 2})
    store.count({("whatsapp", "sent"): 3, ("sms", "refused: altered"): 1})
    assert [(tally.channel, tally.what, tally.times) for tally in store.tallies()] == [
        ("sms", "refused: altered", 1),
        ("whatsapp", "sent", 5),
    ]


def test_nothing_on_the_disk_says_who_wrote_or_what(tmp_path: Path) -> None:
    store = open_messages(f"sqlite:///{tmp_path / 'messages.sqlite'}", SECRET)
    take(store, event("wamid.planted", "447700955555", text="my planted secret"))
    answer(store, "/planted-call")
    everything = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    store.close()
    for planted in (b"447700955555", b"planted secret", b"wamid.planted", b"planted-call"):
        assert planted not in everything


def test_a_database_that_is_away_is_said_to_be() -> None:
    store = open_messages("sqlite:////proc/nowhere/messages.sqlite", SECRET)
    with pytest.raises(UnavailableError):
        take(store, event("a"))
