"""A consultation is booked in the widget of a real server, up to the mail that the patient gets."""

from __future__ import annotations

import email
import email.policy
import re
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.chat import Chat

REFERENCE = re.compile(r"\b[A-Z0-9]{3}-[A-Z0-9]{3}\b")
LINK = re.compile(r"https?://\S+/manage#\S+")
PATIENCE = 30  # seconds until a mail is there


@dataclass(frozen=True)
class Patient:
    """Who books."""

    name: str = "Anna Example"
    address: str = field(default_factory=lambda: f"anna-{uuid.uuid4().hex[:8]}@patients.example")


def slots(chat: Chat) -> Locator:
    """Return the buttons of free times."""
    return chat.panel.get_by_role("button", name=re.compile(r"^\d{1,2}:\d\d [ap]m$"))


def book(chat: Chat, patient: Patient) -> str:
    """Book with the widget's own controls; return the reference."""
    chat.button("Book a consultation").click()
    chat.button("Another time zone").click()  # ours is known: the browser has told it
    chat.button(re.compile("^My time zone")).click()
    slots(chat).first.click()
    name = chat.panel.get_by_label("Your name")
    name.fill(patient.name)
    chat.button("Continue").click()
    chat.panel.get_by_label("E-mail address").fill(patient.address)
    chat.button("Continue").click()
    passing_on = chat.button(re.compile("^Yes, pass"))
    booking = chat.button("Book it")
    expect(passing_on.or_(booking)).to_be_visible()
    if passing_on.is_visible():
        passing_on.click()
    booking.click()
    expect(chat.turns.last).to_contain_text("It is booked")
    found = REFERENCE.search(chat.turns.last.inner_text())
    assert found
    return found[0]


def mailed_link(var: Path, patient: Patient) -> str:
    """Wait for the patient's mail; return the link to manage the appointment."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for path in (var / "mail").glob("*.eml"):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = message.get_body(("plain",))
            if message["To"] == patient.address and body is not None:
                return LINK.findall(body.get_content())[-1]
        time.sleep(0.2)
    raise AssertionError(f"no mail to {patient.address}")
