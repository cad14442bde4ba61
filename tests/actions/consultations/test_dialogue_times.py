"""Choosing a time in the conversation: many words for it, and what becomes of the one that is held."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from tests.actions.consultations.patients import MINUTE, NOW, TO_THE_SUMMARY, Patient


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("next friday at 2", "time_wish"),
        ("3 december", "time_wish"),
        ("12/3", "time_wish"),
        ("thursday 3 december", "time_wish"),
        ("friday 3 december", "time_conflict"),
        ("yesterday", "time_past"),
        ("32 december", "time_unclear"),
        ("christmas day", "time_none"),
        ("next week", "time_wish"),
        ("any time", "time_wish"),
        ("Other times", "time"),
        ("more", "time"),
        ("Tokyo", "time"),
        ("Tue 24 Nov, 2:00 pm", "name"),
        ("tuesday 2pm", "name"),
        ("first one", "name"),
        ("the last one", "name"),
    ],
)
def test_a_time_in_many_words(ann: Patient, typed: str, told: str) -> None:
    ann.says("Book a consultation", "London")
    assert ann.says(typed) == [told]


def test_what_named_no_time_is_not_held_against_its_writer(ann: Patient) -> None:
    assert ann.says("can I book a consultation? my hair has been falling out since monday", "London") == [
        "zone",
        "time",
    ]
    assert ann.says("Other times") == ["time"]


def test_a_slot_that_has_come_too_near_is_not_told_as_an_instant(ann: Patient) -> None:
    ann.says("Book a consultation", "London", "1")
    ann.now += 20 * 60 * MINUTE  # less than the notice before it
    assert ann.says("Ann Lee") == ["time_taken"]
    ann.now += 100 * 24 * 60 * MINUTE
    ann.draft = replace(ann.draft, slot=NOW.isoformat(), calendar="online", step="")
    assert ann.says("Book a consultation") == ["time_taken"]


@pytest.mark.parametrize("step", [("1",), ("1", "Ann Lee"), ("1", "Ann Lee", "ann@example.com")])
def test_the_same_clock_on_another_day_is_another_time(ann: Patient, step: tuple[str, ...]) -> None:
    ann.says("Book a consultation", "London", *step)
    held = dt.datetime.fromisoformat(ann.draft.slot).astimezone(ZoneInfo("Europe/London"))
    assert f"{held:%A}" == "Monday"
    outcome = ann.hears(f"Wednesday at {held:%H:%M} would be better")
    assert outcome.said.step == "time"
    assert all(title.startswith("Wed") for title in outcome.said.options)


def test_naming_the_held_time_once_more_changes_nothing(ann: Patient) -> None:
    ann.says(*TO_THE_SUMMARY)
    held = dt.datetime.fromisoformat(ann.draft.slot).astimezone(ZoneInfo("Europe/London"))
    assert ann.says(f"so {held:%A} at {held:%H:%M} it is") == ["yes_or_change"]
    assert ann.held == 1


@pytest.mark.parametrize("said", ["Another time", "change the time", "Wednesday would be better"])
def test_who_wants_another_time_may_still_have_the_one_that_was_held(ann: Patient, said: str) -> None:
    ann.says(*TO_THE_SUMMARY)
    held = ann.draft.slot
    assert ann.hears(said).said.step == "time"
    assert ann.held == 0
    assert held in [slot.start.isoformat() for slot in ann.desk.free()]
    if said == "Another time":
        assert held in [offer.start for offer in ann.draft.offers]


def test_a_time_that_has_come_too_near_is_let_go(ann: Patient) -> None:
    ann.says("Book a consultation", "London", "1")
    ann.now += 20 * 60 * MINUTE
    ann.says("Ann Lee")
    assert ann.held == 0


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("move my appointment to friday", "friday"),
        ("reschedule for friday", "friday"),
        ("can we make it friday instead", "friday"),
        ("reschedule my appointment", ""),
        ("move my tuesday appointment", ""),
    ],
)
def test_who_moves_an_appointment_may_say_where_to(ann: Patient, said: str, wish: str) -> None:
    ann.says(*TO_THE_SUMMARY, "Book it")
    outcome = ann.hears(said, begins=True)
    assert outcome.said.step == "time"
    assert outcome.said.reply == ("booking_time_wish" if wish else "booking_time")
    assert not wish or all(title.startswith("Fri") for title in outcome.said.options)


def test_who_cancels_is_not_asked_for_a_time(ann: Patient) -> None:
    ann.says(*TO_THE_SUMMARY, "Book it")
    assert ann.hears("I can't make it", begins=True).said.reply == "booking_cancel"


def test_christmas_island_is_a_place_and_after_christmas_is_not(ann: Patient) -> None:
    assert ann.says("Book a consultation", "Christmas Island") == ["zone", "time"]
    assert ann.draft.zone == "Indian/Christmas"
    assert ann.draft.wish == ""
    assert ann.says("start over", "after christmas") == ["zone", "zone"]
    assert ann.draft.wish == "after christmas"
