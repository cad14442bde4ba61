"""A reminder reaches the messenger once, or it is said why not; nothing about it may undo a booking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest

from actions.consultations.letters import Letters
from actions.consultations.model import NoticeKind, Person, Status
from actions.consultations.records import Due
from actions.consultations.reminders import MessengerReminders
from actions.consultations.reminding import NoReminderError
from bot.channels.messengers.known import REMINDS
from bot.channels.messengers.model import Call, Provider, Reminder, To
from bot.chats.model import UnavailableError
from bot.messages.model import KEPT
from bot.messages.store import MessageStore, open_messages
from bot.settings import ROOT
from tests.actions.consultations.letter_samples import ANNA, NOW, clinic, due

LETTERS = Letters.load(ROOT / "data" / "content" / "letters.yml", clinic(), "a@demo-clinic.example", "b@c.example")
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
NUMBER = "447700900123"
PERSON = replace(ANNA, remind_on="whatsapp")


@dataclass
class Phone:
    """A messenger that notes what it is asked to say. freely: also a day after the person wrote."""

    freely: bool = True
    asked: list[To] = field(default_factory=list)
    broken: bool = False

    def reminder(self, reminder: Reminder, to: To) -> list[Call] | None:
        if self.broken:
            raise KeyError(to.person)
        self.asked.append(to)
        return (
            [Call("POST", "/messages", {"to": to.person, "text": reminder.text})] if self.freely or to.is_open else None
        )


@dataclass
class Clinic:
    """Reminders over a real store, in which one person has written."""

    store: MessageStore
    phone: Phone
    owner: str = ""

    def __post_init__(self) -> None:
        self.writes(NOW)

    @property
    def reminders(self) -> MessengerReminders:
        return self.with_(whatsapp=cast(Provider, self.phone))

    def with_(self, **providers: Provider) -> MessengerReminders:
        def write(row: Due, channel: str, now: dt.datetime) -> Reminder:
            return LETTERS.reminder(row, channel, f"https://demo-clinic.example/{now:%d}")

        return MessengerReminders(self.store, providers, write)

    def writes(self, at: dt.datetime, *, stopped: bool | None = None) -> None:
        now = at.timestamp()
        event = {"id": str(now), "person": NUMBER, "at": now, "about": {"message": "m1"}, "text": "hello"}
        self.store.take("whatsapp", [event], now)
        work = self.store.claim(now + 1, 0.0)
        assert work is not None
        self.owner = work.person
        self.store.finish(work, work.known, [], now, stopped=stopped)

    def due(self, kind: NoticeKind = NoticeKind.DAY_BEFORE, person: Person = PERSON, id: int = 7) -> Due:
        return due(kind, id, person=person, owner=self.owner)

    def outbox(self, at: dt.datetime) -> list[Mapping[str, Any]]:
        """What the sender takes and sends."""
        now, sent = at.timestamp() + 1, []
        while found := self.store.due(now, 9):
            for one in found:
                sent.append(one.call)
                self.store.sent(one.seq, now)
        return sent


@pytest.fixture
def one(tmp_path: Path) -> Clinic:
    return Clinic(open_messages(f"sqlite:///{tmp_path}/messages.sqlite", "s" * 32), Phone())


def test_a_reminder_is_put_where_the_sender_finds_it(one: Clinic) -> None:
    one.reminders.remind(one.due(), NOW)
    (call,) = one.outbox(NOW)
    assert (call["method"], call["path"], call["json"]["to"]) == ("POST", "/messages", NUMBER)
    for part in ("K7M-2QF", "Tuesday 1 December, 4:00 pm in your time (Berlin)", "https://demo-clinic.example/23"):
        assert part in call["json"]["text"]
    assert one.phone.asked == [To(NUMBER, {"message": "m1"}, is_open=True)]


def test_one_row_reminds_once_however_often_it_is_tried(one: Clinic) -> None:
    for _ in range(3):
        one.reminders.remind(one.due(), NOW)
    assert len(one.outbox(NOW)) == 1
    one.reminders.remind(one.due(), NOW + DAY)
    assert one.outbox(NOW + DAY) == []
    one.reminders.remind(one.due(NoticeKind.HOUR_BEFORE, id=8), NOW + DAY)
    assert len(one.outbox(NOW + DAY)) == 1


@pytest.mark.parametrize(("after", "is_open"), [(DAY - 6 * MINUTE, True), (DAY - 4 * MINUTE, False), (7 * DAY, False)])
def test_a_day_after_they_wrote_the_messenger_may_want_an_approved_text(
    one: Clinic,
    after: dt.timedelta,
    is_open: bool,
) -> None:
    one.reminders.remind(one.due(), NOW + after)
    assert one.phone.asked[0].is_open == is_open
    one.phone.freely = False
    if not is_open:
        with pytest.raises(NoReminderError, match="whatsapp allows no reminder now; `hairline channels check`"):
            one.reminders.remind(one.due(), NOW + after)


def test_who_is_not_known_any_more_cannot_be_reminded(one: Clinic) -> None:
    one.store.forget(one.owner)
    with pytest.raises(NoReminderError, match="cannot be reached on whatsapp"):
        one.reminders.remind(one.due(), NOW)
    assert one.outbox(NOW) == []


def test_who_wants_no_messages_gets_none(one: Clinic) -> None:
    one.writes(NOW + dt.timedelta(minutes=1), stopped=True)
    with pytest.raises(NoReminderError, match="want no messages"):
        one.reminders.remind(one.due(), NOW)
    assert not one.reminders.offers(one.owner, "whatsapp")


def test_a_messenger_that_was_switched_off_takes_none(one: Clinic) -> None:
    with pytest.raises(NoReminderError, match="whatsapp is off"):
        one.with_().remind(one.due(), NOW)
    with pytest.raises(NoReminderError, match="cannot be reached on sms"):
        one.with_(sms=cast(Provider, one.phone)).remind(one.due(person=replace(PERSON, remind_on="sms")), NOW)


@pytest.mark.parametrize(
    ("channel", "freely", "offered"),
    [
        ("whatsapp", True, True),
        ("whatsapp", False, False),
        ("sms", True, False),
        ("slack", True, False),
        ("", True, False),
    ],
)
def test_only_what_can_be_kept_is_promised(one: Clinic, channel: str, freely: bool, offered: bool) -> None:
    one.phone.freely = freely
    phone = cast(Provider, one.phone)
    assert one.with_(whatsapp=phone, sms=phone, slack=phone).offers(one.owner, channel) == offered
    assert not one.with_(whatsapp=phone).offers("somebody-else", channel)
    assert not one.with_().offers(one.owner, channel)
    assert "slack" not in REMINDS


def test_an_address_is_kept_until_a_day_after_the_consultation(one: Clinic) -> None:
    booked = one.due().appointment
    one.reminders.keep(booked)
    two_days, end = dt.timedelta(seconds=KEPT), booked.slot.end
    for at in (NOW + two_days + MINUTE, end + DAY - MINUTE):
        one.store.purge(at.timestamp())
        assert one.reminders.offers(one.owner, "whatsapp")
    one.reminders.remind(one.due(), end - DAY)
    one.store.purge((end + DAY + MINUTE).timestamp())
    assert not one.reminders.offers(one.owner, "whatsapp")


@pytest.mark.parametrize("changes", [{"person": ANNA}, {"status": Status.CANCELLED}])
def test_without_a_reminder_to_come_nothing_is_kept_for_longer(one: Clinic, changes: dict[str, Any]) -> None:
    one.reminders.keep(replace(one.due().appointment, **changes))
    one.store.purge((NOW + 3 * DAY).timestamp())
    assert one.store.reached(one.owner) is None


def test_messages_that_are_away_undo_nothing_and_are_tried_again(
    one: Clinic, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    there = one.store
    one.store = open_messages(f"sqlite:///{tmp_path}/messages.sqlite/below/it.sqlite", "s" * 32)
    assert not one.reminders.offers(one.owner, "whatsapp")
    one.reminders.keep(one.due().appointment)
    with pytest.raises(UnavailableError):
        one.reminders.remind(one.due(), NOW)
    one.store = there
    one.reminders.remind(one.due(), NOW + MINUTE)
    assert len(one.outbox(NOW + MINUTE)) == 1
    assert "reminders.not_offered" in caplog.text
    assert "reminders.not_kept" in caplog.text
    assert NUMBER not in caplog.text


def test_a_messenger_that_breaks_only_means_that_nothing_is_promised(
    one: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    one.phone.broken = True
    assert not one.reminders.offers(one.owner, "whatsapp")
    assert "reminders.not_offered KeyError at" in caplog.text
    assert NUMBER not in caplog.text
