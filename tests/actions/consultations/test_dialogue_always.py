"""Whatever is typed, booking says something useful, holds one time at most, and changes things only after a yes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.consultations.draft import Draft
from actions.consultations.model import Status
from bot.booking.commands import Command, read_command
from index.text import key
from tests.actions.consultations.patients import (
    MINUTE,
    QUESTIONS,
    TO_THE_SUMMARY,
    Messenger,
    Patient,
    assert_told,
    new_store,
    templates,
)

YES = (
    "Book it",
    "yes",
    "ok",
    "Move it",
    "Cancel it",
    "yes cancel it",
    "cancel",
    "cancel my appointment",
    "actually, cancel it",
)
DECISIVE = (
    *YES,
    "no",
    "skip",
    "stop",
    "Stop booking",
    "start over",
    "1",
    "2",
    "back",
    "Leave it as it is",
    "I need to move my appointment",
    "Remind me here",
    "No reminder here",
)
POOL = (
    "no", "1", "2", "3", "7", "9", "99", "the second one", "last one", "back", "start over", "stop", "never mind", "help", "skip",
    "London", "USA", "EST", "UTC+3", "Tokyo", "is London ok?", "Christmas Island", "next friday at 2", "tomorrow morning", "3 december",
    "friday 3 december", "32 december", "yesterday", "after christmas", "any time", "asap", "Other times", "next week", "2pm",
    "Another time", "Another time zone", "Another name", "Another contact", "wrong email", "change the time", "I want a different time zone",
    "Ann Lee", "Bea", "محمد", "April May", "ann@example.com", "bea@gmial.com", "ann@", "+44 20 7946 0958", "12345", "yes, 2pm is fine",
    "Yes, pass them on", "No, keep them private", "Yes, go on", "Start over", "Stop booking", "Leave it as it is", "don't cancel it",
    "Book a consultation", "I need to move my appointment", "can I move my appointment to friday?", "when is my appointment?", "222-222", "K7M-2QF",
    "{name} {0}", "<b>hi</b>", "😀🎉", "", " ", "'; DROP TABLE appointments; --", "/restart", "x" * 900, "\u202eevil", "\x00", "12/3 2:45 pm",
)  # fmt: skip

# What decides most is said most often; a few messages are made of anything.
said_often = st.sampled_from(DECISIVE)
messages = st.one_of(said_often, said_often, st.sampled_from(POOL), st.sampled_from(POOL), st.text(max_size=30))
waits = st.sampled_from([0] * 12 + [20, 60 * 13, 60 * 50])  # minutes
turns = st.lists(st.tuples(messages, st.sampled_from([False] * 6 + [True]), waits), min_size=2, max_size=9)
beginnings = st.sampled_from(
    [
        (),
        TO_THE_SUMMARY[:3],
        TO_THE_SUMMARY,
        TO_THE_SUMMARY,
        (*TO_THE_SUMMARY, "Book it", "cancel my appointment"),
        (*TO_THE_SUMMARY, "Book it", "move my appointment", "1"),
    ]
)


def agrees(draft: Draft, text: str) -> str:
    """Which change a message says yes to, after which question: "booked", "moved", "cancelled", or nothing."""
    button = {"confirm": "book_it", "move": "move_it", "cancel": "cancel_it"}.get(draft.step)
    if button is None:
        return ""
    number = text.strip(" .)#(")
    typed = draft.shown[int(number) - 1] if number.isdecimal() and 1 <= int(number) <= len(draft.shown) else text
    told = key(typed) == key(templates().button(button)) or read_command(typed) is Command.YES
    cancelling = draft.step == "cancel" and read_command(typed) is Command.CANCEL
    return {"confirm": "booked", "move": "moved", "cancel": "cancelled"}[draft.step] if told or cancelling else ""


@given(begins=beginnings, said=turns, channel=st.sampled_from(["rest", "whatsapp"]))
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_never_fails_and_changes_nothing_without_a_yes(
    empty: Path, begins: tuple[str, ...], said: list[tuple[str, bool, int]], channel: str
) -> None:
    with new_store(empty) as store:
        asks = len(said) % 2 == 1 and len(begins) <= len(TO_THE_SUMMARY)
        patient = Patient(store, questions=QUESTIONS if asks else (), channel=channel, reminders=Messenger())
        for text in begins:
            assert_told(patient.hears(text))
        for text, anew, minutes in said:
            before, draft = patient.changes, patient.draft
            patient.now += minutes * MINUTE
            outcome = patient.hears(text, begins=anew)
            assert_told(outcome)
            agreed = "" if anew else agrees(draft, text)
            made = list((Counter(patient.changes) - Counter(before)).elements())
            assert made in ([], [agreed]), (text, draft.step, made)
            assert patient.held <= 1
            if outcome.over:
                assert patient.held == 0
                kept = replace(patient.draft, booked="", pressed="")
                assert kept == Draft(), "the next booking starts clean"


@given(said=st.lists(st.tuples(st.integers(0, 2), messages), min_size=10, max_size=24))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_conversations_at_once_never_mix(empty: Path, said: list[tuple[int, str]]) -> None:
    names = ("Quinn Vale", "Rosa Berg", "Tariq Noor")
    with new_store(empty) as store:
        patients = [Patient(store, name) for name in names]
        for patient, name in zip(patients, names, strict=True):
            patient.says("book", "London", "1", name, f"{name[:3].lower()}@example.com")
        for number, text in said:
            outcome = patients[number].hears(text)
            others = [name for name in names if name != names[number]]
            assert not any(other in value for other in others for value in outcome.said.values.values())
        taken = [each.slot for patient in patients for each in patient.appointments if each.status is Status.BOOKED]
        assert len(taken) == len(set(taken))
