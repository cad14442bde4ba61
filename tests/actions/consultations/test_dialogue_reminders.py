"""A reminder in the chat comes only where it can be promised, and only to who wants it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from actions.consultations.draft import Draft
from actions.consultations.model import NoticeKind
from actions.consultations.reminding import NoReminderError
from actions.consultations.steps_remind import is_to_be_asked, will_remind
from index.checks import GRADE, grade
from tests.actions.consultations.patients import (
    MINUTE,
    OWN,
    Messenger,
    Patient,
    new_store,
    templates,
)

TO_THE_LAST = ("Book a consultation", "London", "3", "Ann Lee", "ann@example.com")  # the third is days ahead
BY_PHONE = (*TO_THE_LAST[:-1], "+44 20 7946 0958")


@pytest.fixture
def kim(empty: Path) -> Iterator[Patient]:
    """A patient on WhatsApp."""
    with new_store(empty) as store:
        yield Patient(store, "whatsapp-1", channel="whatsapp", reminders=Messenger())


def reminders(patient: Patient) -> set[NoticeKind]:
    """Which reminders their appointments will get."""
    rows = [row for each in patient.appointments for row in patient.store.letters(each.id)]
    return {row.kind for row in rows} & {NoticeKind.DAY_BEFORE, NoticeKind.HOUR_BEFORE}


@pytest.mark.parametrize("yes", ["Remind me here", "1", "yes", "yes please", "ok", "please remind me", "here please"])
def test_who_wants_to_be_reminded_here_is(kim: Patient, yes: str) -> None:
    assert kim.says(*BY_PHONE, yes, "Book it")[-3:] == ["remind", "confirm_remind", "done_phone_remind"]
    (made,) = kim.appointments
    assert (made.person.remind_on, made.owner) == ("whatsapp", "whatsapp-1")
    assert reminders(kim) == {NoticeKind.DAY_BEFORE, NoticeKind.HOUR_BEFORE}
    assert kim.reminders.kept == [made]  # type: ignore[attr-defined]


@pytest.mark.parametrize("no", ["No reminder here", "2", "no", "no thanks", "skip", "don't remind me", "no reminders"])
def test_who_does_not_is_not(kim: Patient, no: str) -> None:
    assert kim.says(*BY_PHONE, no, "Book it")[-3:] == ["remind", "confirm", "done_phone"]
    assert kim.appointments[0].person.remind_on is None
    assert reminders(kim) == set()


@pytest.mark.parametrize("odd", ["", "maybe", "purple", "9", "???", "book it", "yes, book it", "remind me on monday"])
def test_an_odd_answer_is_no_yes_and_the_time_stays_kept(kim: Patient, odd: str) -> None:
    assert kim.says(*TO_THE_LAST, odd)[-2:] == ["remind", "yes_or_no"]
    assert (kim.draft.remind, kim.draft.step, kim.held) == (None, "remind", 1)
    assert kim.says("???", "???", "no")[-2:] == ["help", "confirm"]


@pytest.mark.parametrize("patient", ["ann", "off"])
def test_nobody_is_asked_where_it_cannot_be_promised(empty: Path, patient: str) -> None:
    off = Messenger(trouble=NoReminderError("it is off"))
    with new_store(empty) as store:
        asked = Patient(store, channel="rest" if patient == "ann" else "whatsapp", reminders=off)
        assert asked.says(*TO_THE_LAST, "Book it")[-2:] == ["confirm", "done_email"]
        assert asked.appointments[0].person.remind_on is None


def test_an_address_that_is_corrected_leads_back_to_the_question(kim: Patient) -> None:
    kim.says(*TO_THE_LAST)
    assert kim.says("another contact", "bea@example.com", "bob@example.com") == ["contact", "remind", "remind"]
    assert kim.says("yes") == ["confirm_remind"]
    assert kim.draft.email == "bob@example.com"


def test_another_contact_at_the_end_keeps_what_was_said_about_reminders(kim: Patient) -> None:
    kim.says(*TO_THE_LAST, "yes")
    assert kim.says("Another contact", "+44 20 7946 0958", "Book it") == [
        "contact",
        "confirm_remind",
        "done_phone_remind",
    ]


def test_one_may_think_again_before_it_is_booked(kim: Patient) -> None:
    kim.says(*TO_THE_LAST, "yes")
    assert kim.says("no reminder please", "remind me after all") == ["confirm", "confirm_remind"]
    assert kim.hears("actually, no reminders", begins=True).said.reply == "booking_confirm"
    assert kim.says("back", "yes") == ["remind", "confirm_remind"]
    assert kim.says("back", "back", "ann@example.com") == ["remind", "contact", "remind"]


def test_it_is_asked_before_what_may_be_passed_on(kim: Patient) -> None:
    kim.own = OWN
    assert kim.says(*TO_THE_LAST, "yes", "yes")[-3:] == ["remind", "consent", "confirm_questions_remind"]
    assert kim.says("back", "back") == ["consent", "remind"]


def test_another_day_may_be_wished_for_instead(kim: Patient) -> None:
    kim.says(*TO_THE_LAST)
    assert kim.hears("friday afternoon would be better").said.step == "time"
    assert kim.says("1") == ["remind"]


@pytest.mark.parametrize(("minutes", "comes"), [(24 * 60 + 10, True), (70, True), (69, False), (-1, False)])
def test_only_what_will_come_is_promised(kim: Patient, minutes: int, comes: bool) -> None:
    draft = Draft(slot=(kim.now + minutes * MINUTE).isoformat())
    assert is_to_be_asked(draft, kim.context) == comes
    assert will_remind(replace(draft, remind=True), kim.context) == comes
    assert not will_remind(draft, kim.context)


def test_a_day_before_is_not_promised_for_a_consultation_within_a_day(kim: Patient) -> None:
    assert kim.says(*TO_THE_LAST[:2], "1", *TO_THE_LAST[3:])[-1] == "remind_hour"


def test_a_move_keeps_the_reminders(kim: Patient) -> None:
    kim.says(*BY_PHONE, "yes", "Book it", "move my appointment", "2", "Move it")
    (moved,) = kim.appointments
    assert (moved.sequence, moved.person.remind_on) == (1, "whatsapp")
    waiting = [row.kind for row in kim.store.letters(moved.id) if row.state == "pending" and row.is_current]
    assert NoticeKind.DAY_BEFORE in waiting
    assert kim.reminders.kept[-1] == moved  # type: ignore[attr-defined]


def test_the_next_booking_asks_anew(kim: Patient) -> None:
    kim.says(*TO_THE_LAST, "yes", "start over")
    assert kim.draft.remind is None
    assert kim.says(*TO_THE_LAST[1:])[-1] == "remind"


def test_a_draft_from_before_there_were_reminders_is_read() -> None:
    old = {name: value for name, value in Draft(step="confirm", name="Ann").to_json().items() if name != "remind"}
    assert Draft.from_json(old) == Draft(step="confirm", name="Ann")


@pytest.mark.parametrize("name", ["booking_remind", "booking_remind_hour"])
def test_the_question_reads_easily(name: str) -> None:
    assert grade(templates().reply(name)) <= GRADE
    assert all(len(templates().button(button)) <= 20 for button in ("remind_here", "remind_not", "stop"))
