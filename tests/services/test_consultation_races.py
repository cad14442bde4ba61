"""Whatever happens at once, and whenever a process dies: one booking per time, and none without what belongs to it.

`python -m tests.services.races` runs the longer races.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa

from actions.consultations.model import By, Change, SlotTakenError
from actions.consultations.store import Store
from tests.services import races
from tests.services.booking_samples import CONSENT, MINUTE, NOW, PERSON, TTL, book, slot

Result = TypeVar("Result")


def at_once(number: int, act: Callable[[int], Result]) -> list[Result | Exception]:
    """What `act` returned or raised in each of that many threads, which start together."""
    barrier, results = threading.Barrier(number), list[Result | Exception]()

    def run(mine: int) -> None:
        barrier.wait()
        try:
            results.append(act(mine))
        except Exception as error:  # noqa: BLE001 - looked at by the test
            results.append(error)

    threads = [threading.Thread(target=run, args=(mine,)) for mine in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def kinds(results: list[Result | Exception]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def test_one_of_200_claimants_wins_and_the_others_are_told_that_it_is_taken(store_url: str) -> None:
    race = races.by_threads(store_url, day=1)
    assert race.outcomes == {"won": 1, "taken": 199}
    assert race.slowest < 5  # seconds


def test_one_of_many_processes_wins(tmp_path: Path) -> None:
    race = races.processes_apart(f"sqlite:///{tmp_path}/bookings.sqlite", day=1, claimants=60)
    assert race.outcomes == {"won": 1, "taken": 59}


def test_the_database_itself_lets_one_of_many_in(store: Store, store_url: str) -> None:
    store.hold(slot(9, calendar="team"), "first", NOW, TTL)  # makes the calendar
    engine = sa.create_engine(store_url, future=True, poolclass=sa.pool.NullPool)
    start = int(slot(12).start.timestamp())
    insert = sa.text(
        "INSERT INTO appointments (id, calendar_id, starts_at, ends_at, busy_from, busy_until, status, hold_expires_at, "
        "owner, sequence, created_at, updated_at) VALUES (:id, 1, :at, :at + 9, :at, :at + 9, 'held', 1, '', 0, 1, 1)"
    )

    def act(number: int) -> bool:
        with engine.begin() as connection:
            connection.execute(insert, {"id": str(number), "at": start + number % 9})
        return True

    results = at_once(20, act)
    engine.dispose()
    assert kinds(results)["bool"] == 1
    # Writers that pass the store by may meet in PostgreSQL as a deadlock, which is refused as well.
    assert set(kinds(results)) <= {"bool", "IntegrityError", "OperationalError"}


def test_a_crowd_with_enough_times_is_served(store: Store) -> None:
    def act(number: int) -> object:
        for hour in range(20):
            try:
                return book(store, slot(hour), owner=f"owner-{number}").slot
            except SlotTakenError:
                continue
        return None

    results = at_once(20, act)
    assert sorted(results) == [slot(hour) for hour in range(20)]  # type: ignore[type-var]


def test_the_same_request_many_times_at_once_books_once(store: Store) -> None:
    held = store.hold(slot(9), "a", NOW, TTL)
    results = at_once(20, lambda _: store.confirm(held.id, PERSON, CONSENT, "key", By.CHAT, NOW))
    assert kinds(results) == {"Appointment": 20}
    assert [entry.change for entry in store.history(held.id)] == [Change.HELD, Change.BOOKED]
    assert len(store.export_person(owner="a")["outbox"]) == 4


def test_one_of_many_moves_to_the_same_time_succeeds(store: Store) -> None:
    made = [book(store, slot(hour), owner=f"owner-{hour}") for hour in range(8)]
    results = at_once(8, lambda number: store.move(made[number].id, slot(20), f"key-{number}", By.LINK, NOW))
    assert kinds(results) == {"Appointment": 1, "SlotTakenError": 7}
    starts = Counter(each.slot.start for each in store.of_contact(str(PERSON.email)))
    assert max(starts.values()) == 1
    assert len(starts) == 8


def test_each_notice_goes_to_one_of_many_workers(store: Store) -> None:
    for hour in range(10):
        book(store, slot(hour), owner=f"owner-{hour}")
    results = at_once(8, lambda _: [due.id for due in store.claim(NOW, MINUTE, 5)])
    claimed = [number for result in results if isinstance(result, list) for number in result]
    assert len(claimed) == len(set(claimed)) == 20


def test_processes_killed_while_booking_lose_nothing(store_url: str) -> None:
    told = races.kills_apart(store_url, kills=8, bookings=10, seed=4)
    assert len(told) >= 10
    assert races.lost(store_url, told) == []
