"""Whatever is typed, booking says something useful, holds one time at most, and changes things only after a yes."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.consultations import dialogue
from actions.consultations.calendars import calendars
from actions.consultations.database import Database, open_database
from actions.consultations.desk import Desk
from actions.consultations.dialogue import Heard, turn
from actions.consultations.draft import Draft
from actions.consultations.model import Appointment, Change, Status, StoreUnavailableError
from actions.consultations.patience import wait_until
from actions.consultations.sql_store import SqlStore, open_sql_store
from actions.consultations.steps import Context, Outcome
from actions.consultations.store import Store
from bot.booking.commands import Command, read_command
from bot.clinic import Clinic, load_clinic
from bot.settings import read_settings
from bot.templates import BOOKING_REPLIES, BUTTONS, Templates
from index.text import key

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.timezone.utc)
MINUTE, YEAR = dt.timedelta(minutes=1), dt.timedelta(days=365)
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
QUESTIONS = ("Does it hurt?", "How much does it cost?")


@lru_cache(maxsize=1)
def clinic() -> Clinic:
    return load_clinic(read_settings({}).content / "clinic.yml")


@lru_cache(maxsize=1)
def templates() -> Templates:
    return Templates.load(read_settings({}).content / "replies.yml", clinic())


@dataclass
class Patient:
    """One conversation with the real dialogue over a real store; its clock moves only when it is told to."""

    store: Store
    owner: str = "ann"
    now: dt.datetime = NOW
    draft: Draft = field(default_factory=Draft)
    questions: tuple[str, ...] = ()

    @property
    def desk(self) -> Desk:
        return Desk(clinic(), calendars(clinic()), self.store, lambda: self.now)

    def hears(self, text: str, *, begins: bool = False) -> Outcome:
        """Type something; return what is told, and keep the draft as a slot of the conversation does."""
        heard = Heard(text, begins, self.questions)
        context = Context(self.desk, self.owner, "rest", self.now, templates().buttons(), "ab" * 32)
        outcome = turn(self.draft, heard, context)
        self.draft = Draft.from_json(json.loads(json.dumps(outcome.draft.to_json())))
        assert replace(self.draft, said=None) == replace(outcome.draft, said=None)
        return outcome

    def says(self, *texts: str) -> list[str]:
        """Type some things; return the names of what is told, without "booking_"."""
        return [self.hears(text).said.reply.removeprefix("booking_") for text in texts]

    @property
    def appointments(self) -> list[Appointment]:
        found = self.store.between(self.now - YEAR, self.now + YEAR, (Status.BOOKED, Status.CANCELLED))
        return [each for each in found if each.owner == self.owner]

    @property
    def changes(self) -> list[str]:
        """What happened to their appointments so far, without holds."""
        entries = (entry for each in self.appointments for entry in self.store.history(each.id))
        return sorted(entry.change.value for entry in entries if entry.change is not Change.HELD)

    @property
    def held(self) -> int:
        rows = self.store.export_person(owner=self.owner)["appointments"]
        return sum(row["status"] == "held" for row in rows)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty appointment book, to be copied."""
    path = tmp_path_factory.mktemp("book") / "empty.sqlite"
    store = open_sql_store(f"sqlite:///{path}")
    store.use_link("none", NOW)
    store.purge(NOW, NOW)  # all of it is in the one file
    store.close()
    return path


@contextmanager
def new_store(empty: Path, kind: type[SqlStore] = SqlStore) -> Iterator[SqlStore]:
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(empty, Path(folder) / "consultations.sqlite")
        store = kind(open_database(f"sqlite:///{path}"))
        yield store
        store.close()


@pytest.fixture
def ann(empty: Path) -> Iterator[Patient]:
    with new_store(empty) as store:
        yield Patient(store)


TO_THE_SUMMARY = ("Book a consultation", "London", "1", "Ann Lee", "ann@example.com")

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


def assert_told(outcome: Outcome) -> None:
    """What holds of everything that is told."""
    said = outcome.said
    assert said.reply in BOOKING_REPLIES
    text = templates().reply(said.reply, **said.values)
    assert text.strip()
    assert "{" not in said.reply
    assert not re.search(r"\d\d:\d\d:\d\d", text), "an instant as computers write it"
    assert set(said.buttons) <= BUTTONS
    assert outcome.over == (not outcome.draft.step)
    if not outcome.over:
        assert outcome.draft.step == said.step
        assert outcome.draft.step in dialogue.HANDLERS
        assert list(outcome.draft.shown) == [*said.options, *(templates().button(name) for name in said.buttons)]


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


@given(begins=beginnings, said=turns)
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_never_fails_and_changes_nothing_without_a_yes(
    empty: Path, begins: tuple[str, ...], said: list[tuple[str, bool, int]]
) -> None:
    with new_store(empty) as store:
        asks = len(said) % 2 == 1 and len(begins) <= len(TO_THE_SUMMARY)
        patient = Patient(store, questions=QUESTIONS if asks else ())
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


class AnswersLost(SqlStore):
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


def _path(store: SqlStore) -> str:
    return str(store._database._engine.url.database)


def test_a_change_that_comes_too_late_is_not_made(ann: Patient) -> None:
    ann.says(*TO_THE_SUMMARY)
    context = copy_context()
    context.run(wait_until, str(time.time() - 1))
    with pytest.raises(StoreUnavailableError, match="too long"):
        context.run(ann.hears, "Book it")
    assert ann.changes == []
    assert ann.says("Book it") == ["done_email"]


def test_eight_messages_are_enough(ann: Patient) -> None:
    assert ann.says(*TO_THE_SUMMARY, "Book it") == ["zone", "time", "name", "contact", "confirm", "done_email"]


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


def test_only_what_was_shown_is_passed_on(ann: Patient) -> None:
    ann.questions = QUESTIONS[:1]
    assert ann.says(*TO_THE_SUMMARY) == ["zone", "time", "name", "contact", "consent"]
    assert ann.says("yes") == ["confirm_questions"]
    ann.questions = QUESTIONS
    assert ann.says("Another time", "2", "Another name", "Bea", "Book it")[-1] == "done_email"
    consent = ann.store.consent_of(ann.appointments[0].id)
    assert consent is not None
    assert consent.questions == QUESTIONS[:1]


@pytest.mark.parametrize("said", ["no", "skip", "No, keep them private"])
def test_what_was_refused_is_not_kept(ann: Patient, said: str) -> None:
    ann.questions = QUESTIONS
    ann.says(*TO_THE_SUMMARY, said, "Book it")
    consent = ann.store.consent_of(ann.appointments[0].id)
    assert consent is not None
    assert (consent.given, consent.questions, consent.version) == (False, (), "1")


def test_after_three_failures_there_is_the_phone(ann: Patient) -> None:
    ann.says("Book a consultation", "London", "1")
    assert ann.says("???", "123", "!!!", "$$$") == ["name_unclear", "name_unclear", "help", "help"]
    assert ann.says("Ann Lee", "???") == ["contact", "contact_none"]


def test_an_old_draft_of_another_version_begins_anew(ann: Patient) -> None:
    ann.draft = Draft.from_json({"step": "forgotten", "offers": [{"when": "then"}]})
    assert ann.says("hello") == ["zone"]
