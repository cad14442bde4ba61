"""The store's outbox, and the one that tests of the worker use instead, promise the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.consultations.store import open_store
from actions.consultations.worker import Outbox
from tests.actions.consultations.letter_samples import NOW as MEMORY_NOW
from tests.actions.consultations.letter_samples import due
from tests.actions.consultations.memory_outbox import MemoryOutbox
from tests.services.booking_samples import MINUTE, NOW, book, slot

LEASE = 10 * MINUTE


@dataclass(frozen=True)
class Filled:
    """An outbox with two rows that have been due since `now`."""

    outbox: Outbox
    now: dt.datetime

    def claim(self, later: dt.timedelta = dt.timedelta(), limit: int = 9) -> list[tuple[int, int]]:
        """What can be sent then: number and attempts of each row."""
        return [(row.id, row.attempts) for row in self.outbox.claim(self.now + later, LEASE, limit)]


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Filled]:
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'consultations.sqlite'}"
        if request.param == "memory":
            yield Filled(MemoryOutbox().add(due(id=1), due(id=2)), MEMORY_NOW)
            return
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgresql").new_database())
        store = stack.enter_context(closing(open_store(url)))
        book(store, slot(9))
        yield Filled(store, NOW)


def test_what_is_claimed_is_nobody_elses_until_its_lease_ends(filled: Filled) -> None:
    assert filled.claim(-MINUTE) == []
    (first,) = filled.claim(limit=1)
    (second,) = filled.claim(limit=9)
    assert filled.claim(LEASE - MINUTE) == []
    assert filled.claim(LEASE) == [first, second]


def test_what_failed_comes_again_when_it_is_time_and_counts(filled: Filled) -> None:
    first, second = filled.claim()
    filled.outbox.failed(first[0], "busy", filled.now + 2 * MINUTE, filled.now)
    assert filled.claim(MINUTE) == []
    assert filled.claim(2 * MINUTE) == [(first[0], 1)]
    assert filled.claim(2 * LEASE) == [second, (first[0], 1)]  # longest due first


def test_what_was_sent_or_given_up_never_comes_again(filled: Filled) -> None:
    (first, _), (second, _) = filled.claim()
    filled.outbox.sent(first, filled.now)
    filled.outbox.sent(first, filled.now)
    filled.outbox.gave_up(second, "no such mailbox", filled.now)
    filled.outbox.gave_up(first, "too late", filled.now)
    filled.outbox.failed(first, "too late", filled.now, filled.now)
    assert filled.claim(2 * LEASE) == []


def test_a_row_that_is_gone_is_no_error(filled: Filled) -> None:
    rows = filled.claim()
    for settle in (filled.outbox.sent, lambda id, now: filled.outbox.gave_up(id, "why", now)):
        settle(999_999, filled.now)
    filled.outbox.failed(999_999, "why", filled.now, filled.now)
    assert filled.claim(LEASE) == rows
