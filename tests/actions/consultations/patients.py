"""Patients who talk with the real dialogue over a real store, and what holds of everything that they are told."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from actions.consultations import dialogue
from actions.consultations.calendars import calendars
from actions.consultations.database import open_database
from actions.consultations.desk import Desk
from actions.consultations.dialogue import Heard, turn
from actions.consultations.draft import Draft
from actions.consultations.model import Appointment, Change, Status
from actions.consultations.records import Due
from actions.consultations.reminding import NoReminderError, NoReminders, Reminders
from actions.consultations.steps import Context, Outcome
from actions.consultations.store import Store
from bot.clinic import Clinic, load_clinic
from bot.settings import read_settings
from bot.templates import BOOKING_REPLIES, BUTTONS, Templates

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.timezone.utc)
MINUTE, YEAR = dt.timedelta(minutes=1), dt.timedelta(days=365)
QUESTIONS = ("Does it hurt?", "How much does it cost?")
OWN = ("I have lupus, is it safe for me?", "I am 70, am I too old?")
TO_THE_SUMMARY = ("Book a consultation", "London", "1", "Ann Lee", "ann@example.com")


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
    own: tuple[str, ...] = ()
    channel: str = "rest"
    reminders: Reminders = field(default_factory=NoReminders)

    @property
    def desk(self) -> Desk:
        return Desk(clinic(), calendars(clinic()), self.store, lambda: self.now, self.reminders)

    @property
    def context(self) -> Context:
        return Context(self.desk, self.owner, self.channel, self.now, templates().buttons(), "ab" * 32)

    def hears(self, text: str, *, begins: bool = False) -> Outcome:
        """Type something; return what is told, and keep the draft as a slot of the conversation does."""
        outcome = turn(self.draft, Heard(text, begins, self.questions, self.own), self.context)
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


@dataclass
class Messenger:
    """Reminders on one messenger, which takes them unless it has a reason not to."""

    channel: str = "whatsapp"
    kept: list[Appointment] = field(default_factory=list)
    reminded: list[int] = field(default_factory=list)
    trouble: Exception | None = None

    def offers(self, owner: str, channel: str) -> bool:
        return channel == self.channel and not isinstance(self.trouble, NoReminderError)

    def keep(self, appointment: Appointment) -> None:
        self.kept.append(appointment)

    def remind(self, due: Due, now: dt.datetime) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.reminded.append(due.id)


@contextmanager
def new_store(empty: Path, kind: type[Store] = Store) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(empty, Path(folder) / "consultations.sqlite")
        store = kind(open_database(f"sqlite:///{path}"))
        yield store
        store.close()


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
