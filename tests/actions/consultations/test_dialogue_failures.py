"""A store that fails: nothing is lost, nothing is done twice, and what was done is told as soon as it can be."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from actions.consultations.database import Database
from actions.consultations.dialogue import HANDLERS
from actions.consultations.model import Appointment, By, StoreUnavailableError
from actions.consultations.patience import wait_until
from actions.consultations.requests import KeyReusedError
from actions.consultations.steps import Given, Outcome
from actions.consultations.store import Store
from tests.actions.consultations.patients import TO_THE_SUMMARY, Patient, new_store


class AnswersLost(Store):
    """Writes what it is told, and then fails, every other time; as when a connection breaks."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.calls = 0

    def confirm(self, *args: Any) -> Appointment:
        done = super().confirm(*args)
        self.calls += 1
        if self.calls % 2:
            raise StoreUnavailableError("the answer is lost")
        return done


def test_when_the_answer_of_the_store_is_lost_saying_yes_again_books_nothing_more(empty: Path) -> None:
    with new_store(empty, AnswersLost) as store:
        patient = Patient(store)
        patient.says(*TO_THE_SUMMARY)
        with pytest.raises(StoreUnavailableError):
            patient.hears("Book it")
        assert patient.draft.step == "confirm"
        assert patient.says("Book it", "Book it") == ["done_email", "done_email"]
        assert patient.changes == ["booked"]


def test_a_store_that_is_down_changes_nothing_and_loses_nothing(empty: Path) -> None:
    with new_store(empty) as store, closing(sqlite3.connect(_path(store), isolation_level=None)) as other:
        patient = Patient(store)
        patient.says(*TO_THE_SUMMARY)
        other.execute("begin immediate")
        with pytest.raises(StoreUnavailableError):
            patient.hears("Book it")
        other.execute("rollback")
        assert patient.changes == []
        assert patient.says("Book it") == ["done_email"]


def _path(store: Store) -> str:
    return str(store._database._engine.url.database)


def test_a_change_that_comes_too_late_is_not_made(ann: Patient) -> None:
    ann.says(*TO_THE_SUMMARY)
    context = copy_context()
    context.run(wait_until, str(time.time() - 1))
    with pytest.raises(StoreUnavailableError, match="too long"):
        context.run(ann.hears, "Book it")
    assert ann.changes == []
    assert ann.says("Book it") == ["done_email"]


class AnswerLost(Store):
    """Makes the next change and then fails; as when a connection breaks right after it."""

    lost = False

    def _answer(self, made: Appointment) -> Appointment:
        if self.lost:
            self.lost = False
            raise StoreUnavailableError("the answer is lost")
        return made

    def confirm(self, *args: Any) -> Appointment:
        return self._answer(super().confirm(*args))

    def move(self, *args: Any) -> Appointment:
        return self._answer(super().move(*args))

    def cancel(self, *args: Any) -> Appointment:
        return self._answer(super().cancel(*args))

    def loses_the_answer_to(self, patient: Patient, text: str) -> None:
        self.lost = True
        with pytest.raises(StoreUnavailableError):
            patient.hears(text)


@pytest.mark.parametrize("said", ["stop", "Another time", "Another name", "start over", "back", "hello?", "Book it"])
def test_who_did_not_hear_that_it_is_booked_is_told_so_next(empty: Path, said: str) -> None:
    with new_store(empty, AnswerLost) as store:
        assert isinstance(store, AnswerLost)
        patient = Patient(store)
        patient.says(*TO_THE_SUMMARY)
        store.loses_the_answer_to(patient, "Book it")
        (made,) = patient.appointments
        outcome = patient.hears(said)
        assert outcome.over
        assert outcome.said.reply == "booking_done_email"
        assert outcome.said.details["reference"] == made.reference
        assert patient.changes == ["booked"]
        assert patient.says("cancel my appointment", "Cancel it") == ["cancel", "cancelled"]


def test_a_new_request_for_a_booking_comes_after_the_one_that_was_not_heard_of(empty: Path) -> None:
    with new_store(empty, AnswerLost) as store:
        assert isinstance(store, AnswerLost)
        patient = Patient(store)
        patient.says(*TO_THE_SUMMARY)
        store.loses_the_answer_to(patient, "Book it")
        assert patient.hears("Book a consultation", begins=True).said.reply == "booking_done_email"
        assert patient.hears("move my appointment to friday", begins=True).said.step == "time"


def test_who_did_not_hear_of_the_booking_and_wants_to_cancel_can(empty: Path) -> None:
    with new_store(empty, AnswerLost) as store:
        assert isinstance(store, AnswerLost)
        patient = Patient(store)
        patient.says(*TO_THE_SUMMARY)
        store.loses_the_answer_to(patient, "Book it")
        assert patient.says("cancel my appointment", "Cancel it") == ["cancel", "cancelled"]


@pytest.mark.parametrize(
    ("begins", "yes", "then", "told"),
    [
        (("move my appointment", "1"), "Move it", "Another time", "moved"),
        (("move my appointment", "1"), "Move it", "stop", "moved"),
        (("cancel my appointment",), "Cancel it", "stop", "cancelled"),
        (("cancel my appointment",), "Cancel it", "Leave it as it is", "cancelled"),
    ],
)
def test_who_did_not_hear_that_it_is_changed_is_told_so_next(
    empty: Path, begins: tuple[str, ...], yes: str, then: str, told: str
) -> None:
    with new_store(empty, AnswerLost) as store:
        assert isinstance(store, AnswerLost)
        patient = Patient(store)
        patient.says(*TO_THE_SUMMARY, "Book it", *begins)
        store.loses_the_answer_to(patient, yes)
        assert patient.says(then) == [told]
        assert patient.changes == sorted(["booked", told])


def test_what_came_of_a_key_is_told_even_when_it_came_for_another_wish(empty: Path) -> None:
    """As when a change that took too long is made while the next message is being read."""
    with new_store(empty) as store:
        patient = Patient(store)
        patient.says(*TO_THE_SUMMARY)
        before = patient.draft
        patient.says("Book it")
        (made,) = patient.appointments
        chosen = patient.desk.free()[5]
        hold = patient.desk.hold(chosen, patient.owner)
        other = replace(before, slot=chosen.start.isoformat(), hold=hold.id, name="Bea")
        context = patient.context
        outcome = HANDLERS["confirm"](other, Given("Book it", "book_it"), context)
        assert isinstance(outcome, Outcome)
        assert outcome.said.reply == "booking_done_email"
        assert outcome.said.details == {"reference": made.reference, "slot": made.slot.start.isoformat()}
        assert outcome.said.buttons == ("move_it", "topics")
        assert patient.appointments == [made]
        assert patient.held == 0


def test_what_was_moved_with_a_key_is_told_even_when_it_was_moved_elsewhere(empty: Path) -> None:
    with new_store(empty) as store:
        patient = Patient(store)
        patient.says(*TO_THE_SUMMARY, "Book it")
        (made,) = patient.appointments
        first, other = patient.desk.free()[3:5]
        moved = patient.desk.move(made.id, first, "", "k")
        assert patient.desk.move(made.id, other, "", "k") == moved
        with pytest.raises(KeyReusedError):
            patient.desk.move(made.id, other, "", "k", By.LINK)
