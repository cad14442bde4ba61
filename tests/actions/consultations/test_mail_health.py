"""Staff learn of every letter that does not get through, and what to do about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import pytest

from actions.consultations.deadlines import GRACE
from actions.consultations.mail_health import Health, health
from actions.consultations.model import NoticeKind, StoreUnavailableError
from actions.consultations.records import Letter
from tests.actions.consultations.letter_samples import APPOINTMENT, NOW

HOPELESS = Letter(
    id=7,
    kind=NoticeKind.CONFIRMED,
    appointment_id="a1f0c2",
    reference="K7M-2QF",
    due_at=NOW,
    next_at=NOW,
    leased_until=None,
    attempts=3,
    error="550 no such user",
    sent_at=None,
    dropped_at=None,
    given_up_at=NOW,
    starts_at=APPOINTMENT.slot.start,
    is_current=True,
)


@dataclass
class Book:
    """What the store says."""

    late: int = 0
    found: list[Letter] = field(default_factory=list)
    away: bool = False

    def overdue(self, now: dt.datetime, grace: dt.timedelta) -> int:
        assert grace == GRACE
        if self.away:
            raise StoreUnavailableError("the database is locked")
        return self.late

    def letters(self) -> list[Letter]:
        return self.found


def test_all_is_well_while_nothing_waits_in_vain() -> None:
    assert health(Book(), NOW) == Health()
    assert health(Book(), NOW)


def test_a_late_letter_is_a_problem() -> None:
    state = health(Book(late=2), NOW)
    assert not state
    assert (state.problem, state.overdue) == ("2 letters are more than 15 minutes late", 2)
    assert "start the server" in state.remedy


def test_a_database_that_does_not_answer_is_not_called_late_mail() -> None:
    state = health(Book(away=True, late=2), NOW)
    assert not state
    assert (state.problem, state.overdue) == ("the store cannot be asked: the database is locked", 0)
    assert "HAIRLINE_DATABASE_URL" in state.remedy


def test_a_letter_that_was_given_up_is_a_problem_that_names_it() -> None:
    state = health(Book(late=1, found=[HOPELESS, replace(HOPELESS, id=9)]), NOW)
    assert not state
    assert state.given_up == 2
    assert "2 letters were given up (7, 9)" in str(state.problem)
    assert "--told" in state.remedy


@pytest.mark.parametrize(
    "settled",
    [
        {"is_current": False},  # another letter says how things are now
        {"starts_at": NOW},  # too late to tell anybody
        {"sent_at": NOW},  # staff told them
        {"dropped_at": NOW},
        {"given_up_at": None},  # tried again
    ],
)
def test_what_nobody_needs_to_know_any_more_is_no_problem(settled: dict[str, object]) -> None:
    assert health(Book(found=[replace(HOPELESS, **settled)]), NOW)  # type: ignore[arg-type]
