"""The course of a booking: eight messages are enough, and who leaves lets go."""

from __future__ import annotations

import pytest

from actions.consultations.draft import Draft
from actions.consultations.model import By
from tests.actions.consultations.patients import MINUTE, TO_THE_SUMMARY, Patient


def test_eight_messages_are_enough(ann: Patient) -> None:
    assert ann.says(*TO_THE_SUMMARY, "Book it") == ["zone", "time", "name", "contact", "confirm", "done_email"]


@pytest.mark.parametrize("said", ["start over", "stop", "never mind", "Stop booking"])
def test_who_leaves_lets_go(ann: Patient, said: str) -> None:
    ann.says(*TO_THE_SUMMARY)
    assert ann.held == 1
    ann.says(said)
    assert ann.held == 0


def test_who_turns_to_an_appointment_that_exists_lets_go_of_the_new_one(ann: Patient) -> None:
    ann.says(*TO_THE_SUMMARY, "yes", *TO_THE_SUMMARY[:3])
    assert ann.held == 1
    assert ann.hears("cancel my appointment", begins=True).said.reply == "booking_cancel"
    assert ann.held == 0
    assert ann.says("don't cancel it", "Book it") == ["left", "zone"]
    assert ann.changes == ["booked"]


def test_yes_and_then_the_button_is_the_same_booking(ann: Patient) -> None:
    assert ann.says(*TO_THE_SUMMARY, "yes", "Book it", "Book it")[-3:] == ["done_email"] * 3
    assert ann.changes == ["booked"]


def test_after_three_failures_there_is_the_phone(ann: Patient) -> None:
    ann.says("Book a consultation", "London", "1")
    assert ann.says("???", "123", "!!!", "$$$") == ["name_unclear", "name_unclear", "help", "help"]
    assert ann.says("Ann Lee", "???") == ["contact", "contact_none"]


def test_an_old_draft_of_another_version_begins_anew(ann: Patient) -> None:
    ann.draft = Draft.from_json({"step": "forgotten", "offers": [{"when": "then"}]})
    assert ann.says("hello") == ["zone"]


@pytest.mark.parametrize(
    ("begins", "yes"), [(("cancel my appointment",), "Cancel it"), (("move my appointment", "1"), "Move it")]
)
def test_a_consultation_that_has_begun_is_changed_by_the_clinic_only(
    ann: Patient, begins: tuple[str, ...], yes: str
) -> None:
    ann.says(*TO_THE_SUMMARY, "Book it", *begins)
    (made,) = ann.appointments
    ann.now = made.slot.start + MINUTE
    assert ann.says(yes) == ["not_found_call"]
    assert ann.changes == ["booked"]
    assert ann.held == 0
    ann.desk.cancel(made.id, "staff", By.STAFF)
    assert ann.changes == ["booked", "cancelled"]


def test_who_talks_on_after_it_has_begun_is_sent_to_the_clinic(ann: Patient) -> None:
    ann.says(*TO_THE_SUMMARY, "Book it", "when is my appointment?")
    ann.now = ann.appointments[0].slot.start
    assert ann.says("Move it") == ["not_found_call"]
