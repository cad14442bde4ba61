"""The parts fit together: a reminder that was chosen in a chat is found by that messenger's sender."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from actions.consultations.model import Appointment, Consent, Person
from actions.consultations.worker import Delivered
from actions.runtime import Consultations, assemble
from bot.messages.store import MessageStore, open_messages
from bot.settings import read_settings

DAY = dt.timedelta(days=1)
WHATSAPP = {
    "HAIRLINE_WHATSAPP_TOKEN": "token",
    "HAIRLINE_WHATSAPP_APP_SECRET": "secret",
    "HAIRLINE_WHATSAPP_VERIFY_TOKEN": "verify",
    "HAIRLINE_WHATSAPP_PHONE_ID": "106540352242922",
}
TEMPLATE = {"HAIRLINE_WHATSAPP_REMINDER_TEMPLATE": "consultation_reminder:en_GB"}


def clinic(folder: Path, **environment: str) -> tuple[Consultations, MessageStore]:
    """A clinic's appointment book, and the messages that its server keeps."""
    settings = replace(read_settings({}), var=folder, database=None, public="https://clinic.example")
    parts = assemble(settings, environment)
    return parts, open_messages(settings.messages_url, parts.secret)


def writes(messages: MessageStore, at: dt.datetime) -> str:
    """Somebody writes on WhatsApp; return their conversation."""
    now = at.timestamp()
    messages.take("whatsapp", [{"id": "1", "person": "447700900123", "at": now, "about": {}}], now)
    work = messages.claim(now + 1, 0.0)
    assert work is not None
    messages.finish(work, work.known, [], now)
    return work.person


def book(parts: Consultations, owner: str) -> Appointment:
    """Book what is free in some days, by phone, with reminders on WhatsApp."""
    now = parts.desk.clock()
    slot = next(slot for slot in parts.desk.free() if slot.start > now + 5 * DAY)
    person = Person("Kim", "Europe/London", phone="+442079460958", remind_on="whatsapp")
    consent = Consent("none", "ab" * 32, given=False, at=now, channel="whatsapp")
    return parts.desk.book(parts.desk.hold(slot, owner).id, slot, owner, person, consent, "key")


def test_a_reminder_is_sent_where_it_was_chosen_days_after_they_wrote(tmp_path: Path) -> None:
    parts, messages = clinic(tmp_path, **WHATSAPP, **TEMPLATE)
    owner = writes(messages, parts.desk.clock())
    assert parts.desk.reminders.offers(owner, "whatsapp")
    made = book(parts, owner)
    day_before = made.slot.start - DAY
    messages.purge(day_before.timestamp())
    assert parts.worker().deliver(day_before) == Delivered(sent=2)  # the clinic's letter, too
    (found,) = messages.due(day_before.timestamp() + 1, 9)
    assert found.channel == "whatsapp"
    sent = found.call["json"]
    (body,) = sent["template"]["components"]
    assert (sent["to"], sent["template"]["name"]) == ("447700900123", "consultation_reminder")
    name, when, reference, url = (each["text"] for each in body["parameters"])
    assert (name, reference) == (parts.clinic.name, made.reference)
    assert "London" in when
    assert url.startswith("https://clinic.example/consultations/manage#")


@pytest.mark.parametrize("environment", [{}, WHATSAPP, {**WHATSAPP, **TEMPLATE, "HAIRLINE_WHATSAPP_TOKEN": ""}])
def test_what_is_not_set_up_is_neither_promised_nor_lost_from_sight(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    parts, messages = clinic(tmp_path, **environment)
    owner = writes(messages, parts.desk.clock())
    assert not parts.desk.reminders.offers(owner, "whatsapp")
    made = book(parts, owner)  # chosen before somebody took the settings away
    assert parts.worker().deliver(made.slot.start - DAY) == Delivered(sent=1, gave_up=1)
    (row,) = parts.store.letters()[:1]
    assert row.state == "given up"
    assert "`hairline channels check`" in str(row.error)
    assert row.is_missed(made.slot.start - DAY)
