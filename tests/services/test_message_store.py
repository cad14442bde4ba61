"""Messages are answered once and in order, and sent once and in order; on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa

from bot.chats.model import UnavailableError
from bot.messages import rows
from bot.messages.model import ANSWERING, KEPT, MOST_WAITING, REMEMBERED, SENDING, Inward, Known, Outward, Work
from bot.messages.sealed import Seals
from bot.messages.store import MessageStore, open_messages
from bot.messages.tables import inbox, people
from tests.services.postgresql import Postgresql

T = TypeVar("T")

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


def at_once(threads: int, do: Callable[[int], T]) -> list[T]:
    """Do something in threads that all begin at the same moment."""
    ready = threading.Barrier(threads)

    def run(number: int) -> T:
        ready.wait()
        return do(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


def raw(folder: Path) -> bytes:
    """All bytes that SQLite left on the disk, its journal too."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


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


def test_one_delivery_that_comes_many_times_at_once_is_new_once(store: MessageStore) -> None:
    events = [event("a"), event("b"), event("a")]
    assert sum(new for new, _ in at_once(12, lambda _: take(store, *events))) == 2
    assert sorted(answer(store).message.content["id"] for _ in range(2)) == ["a", "b"]


def test_many_who_claim_at_once_never_get_the_same_person(store: MessageStore) -> None:
    for number in range(6):
        take(store, event(f"{number}/1", str(number)), event(f"{number}/2", str(number)))
    found = [work for work in at_once(12, lambda _: store.claim(NOW + 1, 0.0)) if work is not None]
    rest = iter(lambda: store.claim(NOW + 1, 0.0), None)  # whom a claimant that was a moment late overlooked
    claimed_ = [*found, *rest]
    assert sorted(str(work.message.content["id"]) for work in claimed_) == [f"{number}/1" for number in range(6)]
    assert len({work.by for work in claimed_}) == 6


def test_many_threads_answer_each_message_once_and_each_persons_in_order(store: MessageStore) -> None:
    for number in range(42):
        take(store, event(str(number), f"44770090{number % 7:04}", at=NOW - number))
    done: list[tuple[str, int]] = []  # appending is atomic

    def work(_: int) -> None:
        while len(done) < 42:
            found = store.claim(NOW + 100, 0.0)
            if found is not None:
                done.append((found.person, int(found.message.content["id"])))
                assert store.finish(found, Known(), [{"path": found.message.content["id"]}], NOW + 100)

    at_once(8, work)
    assert sorted(number for _, number in done) == list(range(42))
    for person in {person for person, _ in done}:
        mine = [number for one, number in done if one == person]
        assert mine == sorted(mine, reverse=True)


def test_many_threads_make_each_call_once_and_each_persons_in_order(store: MessageStore) -> None:
    for number in range(6):
        take(store, event(str(number), str(number)))
        answer(store, *(f"/{call}" for call in range(5)))
    made: list[tuple[str, str]] = []
    end = time.monotonic() + 60.0

    def send(_: int) -> None:
        while len(made) < 30 and time.monotonic() < end:
            for one in store.due(NOW + 2, 2):
                made.append((one.person, one.call["path"]))
                store.sent(one.seq, NOW + 2)

    at_once(8, send)
    assert len(made) == 30
    for person in {person for person, _ in made}:
        assert [path for one, path in made if one == person] == [f"/{call}" for call in range(5)]


def test_a_person_whose_message_was_answered_meanwhile_is_not_claimed(store: MessageStore) -> None:
    take(store, event("a"))
    work = answer(store)
    with store._database.writing() as connection:  # what a claim finds that waited for the lock on the person
        assert rows.next_message(connection, work.person) is None


def test_a_message_whose_process_died_is_answered_by_another(store: MessageStore) -> None:
    take(store, event("a"), event("b"))
    dead = claimed(store, NOW + 1)
    assert store.claim(NOW + ANSWERING, 0.0) is None
    alive = claimed(store, NOW + 1 + ANSWERING)
    assert (alive.message, alive.known) == (dead.message, dead.known)
    assert alive.by != dead.by


def test_who_is_only_slow_may_still_finish_as_long_as_nobody_else_began(store: MessageStore) -> None:
    take(store, event("a"))
    slow = claimed(store, NOW + 1)
    assert store.finish(slow, Known(), [], NOW + 10 * ANSWERING)
    assert not store.finish(slow, Known(), [{"path": "/twice"}], NOW + 10 * ANSWERING)
    assert due(store, NOW + 11 * ANSWERING) == []


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


def test_what_was_given_back_waits_until_its_time_and_counts_its_attempts(store: MessageStore) -> None:
    take(store, event("a"))
    answer(store, "/1")
    for attempt in range(3):
        now = NOW + 100 * (attempt + 1)
        assert due(store, now - 1) == ([] if attempt else ["/1"])
        store.failed(one_due(store, now + SENDING).seq, now + 100)
    assert one_due(store, NOW + 1000).attempts == 3


def test_what_was_sent_or_given_up_never_comes_back(store: MessageStore) -> None:
    take(store, event("a"))
    answer(store, "/1", "/2")
    first = one_due(store)
    store.sent(first.seq, NOW + 3)
    store.failed(first.seq, NOW + 4)  # by somebody who was slow
    second = one_due(store, NOW + 5)
    store.gave_up(second.seq, "x" * 500, NOW + 6)
    store.failed(second.seq, NOW + 7)
    assert due(store, NOW + 10_000) == []


def test_a_paused_channel_is_left_alone_and_no_other(store: MessageStore) -> None:
    take(store, event("a"))
    store.take("sms", [event("b")], NOW)
    answer(store, "/1")
    answer(store, "/2")
    assert [one.channel for one in store.due(NOW + 2, 10, ["whatsapp"])] == ["sms"]
    assert [one.channel for one in store.due(NOW + 2, 10, [])] == ["whatsapp"]


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
    reminder = [{"path": "/7"}, {"path": "/8"}]
    assert sum(at_once(6, lambda _: store.put_once(work.person, "notice:7", reminder, NOW))) == 1
    assert not store.put_once("whatsapp-nobody", "notice:8", reminder, NOW)
    first = one_due(store)
    assert first.call == {"path": "/7"}
    store.sent(first.seq, NOW + 2)
    assert due(store) == ["/8"]
    assert not store.put_once(work.person, "notice:7", reminder, NOW + 3)


def test_who_wants_no_messages_gets_no_reminder_not_even_one_that_waits(store: MessageStore) -> None:
    take(store, event("a"), event("b"))
    work = answer(store, "/reply")
    assert store.put_once(work.person, "notice:7", [{"path": "/reminder"}], NOW)
    stop = claimed(store)
    assert store.finish(stop, Known(), [{"path": "/stopped"}], NOW + 1, stopped=True)
    assert not store.put_once(work.person, "notice:8", [{"path": "/another"}], NOW)
    said = []
    while calls := store.due(NOW + 2, 10):
        said += [one.call["path"] for one in calls]
        store.sent(calls[0].seq, NOW + 2)
    assert said == ["/reply", "/stopped"]


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


def test_of_who_is_to_be_reminded_no_more_than_the_address_is_kept(store: MessageStore) -> None:
    take(store, event("a"))
    work = claimed(store)
    store.finish(work, Known(tracker="what was said", choices={"c-1": "Book"}, told=True), [], NOW + 1)
    store.keep(work.person, NOW + 30 * 86_400)
    store.keep(work.person, NOW + 10)  # a shorter time changes nothing
    store.purge(NOW + KEPT - 10)
    take(store, event("b"), now=NOW + KEPT - 5)
    assert answer(store, now=NOW + KEPT).known.tracker == "what was said"
    store.purge(NOW + 3 * KEPT)
    assert store.reached(work.person) is not None
    take(store, event("c"), now=NOW + 4 * KEPT)
    assert answer(store, now=NOW + 4 * KEPT + 1).known == Known()
    store.purge(NOW + 29 * 86_400)
    assert store.reached(work.person) is not None
    store.purge(NOW + 31 * 86_400)
    assert store.reached(work.person) is None


def test_what_waits_is_not_purged_until_nobody_wants_it_any_more(store: MessageStore) -> None:
    take(store, event("a"), event("b", ALEX))
    answer(store, "/late")
    store.purge(NOW + REMEMBERED - 10)
    assert due(store, NOW + REMEMBERED - 10) == ["/late"]
    assert claimed(store, NOW + REMEMBERED - 10).message.content["id"] == "b"
    store.purge(NOW + REMEMBERED + 10)
    assert due(store, NOW + 2 * REMEMBERED) == []
    assert store.claim(NOW + 2 * REMEMBERED, 0.0) is None
    assert not any(store.holds(Seals(SECRET).pseudonym("whatsapp", person)) for person in (KIM, ALEX))
    assert take(store, event("b", ALEX), now=NOW + REMEMBERED + 20) == (1, 0)


def test_who_wants_to_be_forgotten_is_and_gets_no_reminder(store: MessageStore) -> None:
    take(store, event("a"), event("b"))
    answer(store, "/waits")
    take(store, event("c"))
    work = claimed(store)
    store.keep(work.person, NOW + 30 * 86_400)
    store.forget(work.person, work)
    assert store.finish(work, Known(), [{"path": "/receipt"}], NOW + 1)
    assert store.reached(work.person) is None
    assert store.claim(NOW + 2, 0.0) is None
    assert due(store) == ["/receipt"]
    store.purge(NOW + 3)
    assert not store.holds(work.person)


def test_a_deletion_whose_process_died_is_done_again_by_whoever_claims_the_message(store: MessageStore) -> None:
    take(store, event("a"))
    answer(store)
    take(store, event("yes"))
    dead = claimed(store)
    store.forget(dead.person, dead)
    store.purge(NOW + 2)
    again = claimed(store, NOW + 1 + ANSWERING)
    assert again.message.content["id"] == "yes"
    assert again.known == Known(forgetting=True)


def test_whom_staff_forget_while_they_are_answered_is_forgotten(store: MessageStore) -> None:
    take(store, event("a"), event("b"), event("c", ALEX))
    answer(store, "/1")
    work = claimed(store)
    assert store.forget(work.person) == 3  # the person, a message and a call
    assert not store.finish(work, Known(tracker="late"), [{"path": "/late"}], NOW + 1)
    assert not store.holds(work.person)
    assert store.forget(work.person) == 0
    assert due(store) == []
    assert claimed(store).message.content["person"] == ALEX
    assert take(store, event("d")) == (1, 0)


def test_a_message_that_was_answered_stays_known_to_whom_we_forgot(store: MessageStore) -> None:
    take(store, event("a"))
    store.forget(answer(store).person)
    assert take(store, event("a")) == (0, 0)


@pytest.mark.parametrize("how", ["purge", "forget"])
def test_who_wants_no_messages_stays_known_as_that_without_an_address(store: MessageStore, how: str) -> None:
    take(store, event("a"))
    work = claimed(store)
    store.finish(work, Known(tracker="what was said"), [], NOW, stopped=True)
    assert store.reached(work.person) is None
    if how == "purge":
        store.purge(NOW + KEPT + 10)
    else:
        store.forget(work.person)
    with store._database.reading() as connection:
        row = connection.execute(people.select()).one()
    assert (row.stopped, row.known, row.reached) == (True, None, b"")
    take(store, event("b"), now=NOW + KEPT + 20)
    again = claimed(store, NOW + KEPT + 21)
    assert again.stopped
    store.finish(again, Known(), [], NOW + KEPT + 22, stopped=False)
    reached = store.reached(work.person)
    assert reached is not None
    assert reached.person == KIM


def test_a_message_that_was_answered_is_known_for_longer_than_providers_try(store: MessageStore) -> None:
    take(store, event("a"))
    answer(store)
    store.purge(NOW + REMEMBERED - 10)
    assert take(store, event("a"), now=NOW + REMEMBERED - 5) == (0, 0)


def test_with_another_secret_nothing_can_be_read_and_nothing_breaks(store: MessageStore, store_url: str) -> None:
    take(store, event("a"))
    kim = answer(store, "/1").person
    take(store, event("b"))
    other = open_messages(store_url, "0d" * 32)
    work = claimed(other)
    assert (work.person, work.message.content, work.known) == (kim, {}, Known())
    assert one_due(other).call == {}
    assert other.reached(kim) is None
    assert other.finish(work, work.known, [], NOW + 2)
    assert other.claim(NOW + 3, 0.0) is None
    assert take(other, event("b")) == (1, 0)  # to the new secret everybody is somebody new
    other.close()


def test_counts_add_up(store: MessageStore) -> None:
    store.count({("whatsapp", "sent"): 2})
    store.count({("whatsapp", "sent"): 3, ("sms", "refused: altered"): 1})
    assert [(tally.channel, tally.what, tally.times) for tally in store.tallies()] == [
        ("sms", "refused: altered", 1),
        ("whatsapp", "sent", 5),
    ]


def test_what_waits_to_be_sent_is_counted(store: MessageStore) -> None:
    take(store, event("a"))
    answer(store, "/1", "/2")
    assert [(tally.what, tally.times) for tally in store.tallies()] == [("waiting: to be sent", 2)]
    store.sent(one_due(store).seq, NOW)
    assert [(tally.what, tally.times) for tally in store.tallies()] == [("waiting: to be sent", 1)]


def test_counts_of_many_at_once_are_all_counted(store: MessageStore) -> None:
    at_once(8, lambda _: store.count({("whatsapp", "sent"): 2, ("sms", "x" * 200): 1}))
    assert [tally.times for tally in store.tallies()] == [8, 16]


PLANTED = ("447700955555", "planted secret", "wamid.planted", "planted-call", "planted-state", "planted-about")


def test_nothing_on_the_disk_says_who_wrote_or_what(tmp_path: Path) -> None:
    """Not while it waits, not when it is answered, and not when it is gone."""
    store = open_messages(f"sqlite:///{tmp_path / 'messages.sqlite'}", SECRET)
    looks = []

    def look() -> None:
        looks.append([planted for planted in PLANTED if planted.encode() in raw(tmp_path)])

    take(store, {**event("wamid.planted", "447700955555", text="my planted secret"), "about": {"x": "planted-about"}})
    look()
    work = claimed(store)
    store.finish(
        work, Known(tracker="planted-state", choices={"c-1": "planted secret"}), [{"path": "planted-call"}], NOW
    )
    look()
    store.put_once(work.person, "planted-about", [{"path": "planted-call"}], NOW)
    store.gave_up(one_due(store).seq, "HTTP 400", NOW + 2)
    look()
    store.purge(NOW + 2 * KEPT)
    look()
    store.forget(work.person)
    look()
    store.close()
    look()
    assert looks == [[]] * 6


@pytest.mark.parametrize("how", ["forget", "purge"])
def test_of_who_is_gone_not_even_the_pseudonym_or_the_seals_are_left_on_the_disk(tmp_path: Path, how: str) -> None:
    store = open_messages(f"sqlite:///{tmp_path / 'messages.sqlite'}", SECRET)
    for number in range(30):
        take(store, event(f"other {number}", f"44770091{number:04}", text="x" * number))
    take(store, event("a", text="long " * 2_000), event("b"))
    person = Seals(SECRET).pseudonym("whatsapp", KIM)
    with store._database.reading() as connection:
        sealed = [row.content for row in connection.execute(sa.select(inbox.c.content).where(inbox.c.person == person))]
    while (work := store.claim(NOW + 1, 0.0)) is not None:
        store.finish(work, Known(tracker="state"), [{"path": "/1"}] if work.person == person else [], NOW + 1)
    before = raw(tmp_path)
    assert person.encode() in before
    for one in store.due(NOW + 2, 10):
        store.sent(one.seq, NOW + 2)
    if how == "forget":
        store.forget(person)
    else:
        for one in store.due(NOW + 2, 10):
            store.sent(one.seq, NOW + 2)
        store.purge(NOW + 2 * KEPT + REMEMBERED)
    after = raw(tmp_path)
    assert person.encode() not in after
    assert not any(seal[-200:] in after for seal in sealed)
    store.close()


def test_the_file_is_for_us_alone(tmp_path: Path) -> None:
    store = open_messages(f"sqlite:///{tmp_path / 'made' / 'messages.sqlite'}", SECRET)
    take(store, event("a"))
    modes = {path.name: path.stat().st_mode & 0o077 for path in (tmp_path / "made").iterdir()}
    assert set(modes.values()) == {0}
    store.close()


@pytest.mark.parametrize(
    "url",
    ["sqlite:////proc/nowhere/messages.sqlite", "postgresql://nobody:secret-password@127.0.0.1:1/none"],
    ids=["sqlite", "postgresql"],
)
def test_a_database_that_is_away_is_said_to_be_by_every_method(url: str) -> None:
    store = open_messages(url, SECRET)
    work = Work("whatsapp-kim", "whatsapp", Inward(1, {}), Known(), stopped=False, by="me")
    asked: list[Callable[[], object]] = [
        lambda: take(store, event("447700955555")),
        lambda: store.claim(NOW, 0.0),
        lambda: store.finish(work, Known(), [], NOW),
        lambda: store.forget(work.person, work),
        lambda: store.holds(work.person),
        lambda: store.reached(work.person),
        lambda: store.keep(work.person, NOW),
        lambda: store.put_once(work.person, "notice:1", [], NOW),
        lambda: store.due(NOW, 1),
        lambda: store.sent(1, NOW),
        lambda: store.failed(1, NOW),
        lambda: store.gave_up(1, "why", NOW),
        lambda: store.let_go(work.person, NOW),
        lambda: store.count({("whatsapp", "sent"): 1}),
        store.tallies,
        lambda: store.purge(NOW),
    ]
    for ask in asked:
        with pytest.raises(UnavailableError) as told:
            ask()
        assert not any(word in str(told.value) for word in ("secret-password", "447700955555", work.person))


def test_an_outage_in_the_middle_loses_nothing(postgresql: Postgresql) -> None:
    with postgresql.new_database() as url:
        store = open_messages(url, SECRET)
        take(store, event("a"))
        work = claimed(store)
        postgresql.stop()
        try:
            with pytest.raises(UnavailableError):
                store.finish(work, Known(), [{"path": "/1"}], NOW + 1)
        finally:
            postgresql.start()
        assert due(store) == []
        assert store.finish(work, Known(), [{"path": "/1"}], NOW + 1)
        assert due(store) == ["/1"]
        store.close()
