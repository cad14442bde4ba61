"""References cannot be tried out on the manage page; slips of the pen do not lock anybody out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from actions.clock import utc_now
from actions.consultations.desk import WRONG_FOR, WRONG_PROOFS
from actions.consultations.model import Appointment
from actions.pages import manage
from actions.pages.contents import start
from actions.pages.rendering import Page
from actions.runtime import Consultations, assemble
from bot.settings import read_settings
from tests.services.booking_samples import PERSON, book
from tests.services.own_var import environment


@dataclass
class Clock:
    """A clock that is put forward by hand."""

    now: dt.datetime

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(utc_now())


@pytest.fixture
def clinic(tmp_path: Path, clock: Clock) -> Iterator[Consultations]:
    env = environment(tmp_path)
    parts = assemble(read_settings(env), env)
    yield replace(parts, desk=replace(parts.desk, clock=clock))
    parts.store.close()


@pytest.fixture
def made(clinic: Consultations) -> Appointment:
    return book(clinic.store, clinic.desk.free()[-1])


def find(clinic: Consultations, reference: str, contact: str = str(PERSON.email)) -> Page:
    return manage.act("find", clinic, {"reference": reference, "contact": contact}, clinic.desk.clock())


@pytest.mark.parametrize("typed", ["", "x", "K7M-2Q", "K7M-2QFF", "O0I-1LB", "amelie@example.org"])
def test_what_is_no_reference_is_no_guess(clinic: Consultations, made: Appointment, typed: str) -> None:
    for _ in range(WRONG_PROOFS + 1):
        assert find(clinic, typed) == start(wrong=True)
    assert find(clinic, made.reference).template == "consultation"


def test_after_too_many_wrong_guesses_nothing_is_found_for_an_hour(
    clinic: Consultations, made: Appointment, clock: Clock
) -> None:
    for _ in range(WRONG_PROOFS - 1):
        assert find(clinic, made.reference, "eve@else.example") == start(wrong=True)
    assert find(clinic, made.reference).template == "consultation"
    find(clinic, made.reference, "eve@else.example")
    assert find(clinic, made.reference) == start(wrong=True)  # as if it were wrong
    clock.now += WRONG_FOR - dt.timedelta(seconds=1)
    assert find(clinic, made.reference) == start(wrong=True)
    clock.now += dt.timedelta(seconds=1)
    assert find(clinic, made.reference).template == "consultation"
