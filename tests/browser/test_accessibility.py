"""No barrier in any state, on a desk and on a phone, light and dark, from right to left, and at 200 %."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import barriers
from tests.browser.canned import Canned
from tests.browser.canned_chat import RefusedError, Trouble
from tests.browser.canned_replies import STEPS
from tests.browser.chat import Chat
from tests.browser.visitors import PHONE, Visitor, Visitors

LOOKS = {
    "desktop": ({}, "/"),
    "phone": (PHONE, "/"),
    "dark": ({"color_scheme": "dark"}, "/"),
    "right to left": ({}, "/?dir=rtl&lang=ar&page-dir=rtl&page-lang=ar"),
    "zoomed": ({"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}, "/"),  # 200 % of 1280 x 800
    "high contrast": ({"forced_colors": "active"}, "/"),
}
Look = Callable[[str], None]


@pytest.fixture(params=LOOKS)
def visitor(request: pytest.FixtureRequest, visitors: Visitors, host: object) -> Visitor:
    """Somebody who sees the page in one of these ways."""
    options, path = LOOKS[request.param]
    someone = visitors.come(host.url, host.chat, **options)  # type: ignore[attr-defined]
    someone.go(path)
    return someone


def test_no_state_bars_anybody(visitor: Visitor, canned: Canned) -> None:
    found: dict[str, list[str]] = defaultdict(list)  # what was found, and in which states
    visitor.watch.network_fails()
    chat = Chat(visitor.page)

    def look(state: str) -> None:
        for barrier in barriers(visitor.page):
            found[barrier].append(state)

    look("closed")
    chat.open()
    look("open")
    chat.type("Hello")
    expect(chat.agreeing).to_be_visible()
    look("consent")
    chat.agreeing.click()
    chat.answered(1)
    chat.say("Does it hurt?")
    look("answer")
    chat.sources.first.locator("summary").click()
    look("sources")
    chat.panel.get_by_role("button", name="Yes", exact=True).first.click()
    look("helpful")
    menu(chat, look)
    booking(chat, look)
    emergency(chat, look)
    trouble(chat, canned, look)
    deleting(chat, look)
    assert not found, "\n".join(f"{barrier}\n    when: {', '.join(states)}" for barrier, states in found.items())


def menu(chat: Chat, look: Look) -> None:
    chat.button("Menu").click()
    look("menu")
    chat.button("Privacy and your data").click()
    look("privacy")
    chat.button("Delete my data").click()
    look("really delete")
    chat.page.keyboard.press("Escape")
    expect(chat.field).to_be_visible()


def booking(chat: Chat, look: Look) -> None:
    chat.say("Book a consultation")
    look(STEPS[0])
    for step in STEPS[1:]:
        chat.say("as it was asked for")
        look(step)


def emergency(chat: Chat, look: Look) -> None:
    chat.say("I cannot breathe")
    expect(chat.panel.get_by_role("link", name="Call 911")).to_be_visible()
    look("emergency")
    chat.button("I am safe").click()
    expect(chat.panel.get_by_role("link", name="Call 911")).to_be_hidden()


def trouble(chat: Chat, canned: Canned, look: Look) -> None:
    gate = threading.Event()
    before = chat.turns.count()
    canned.chat.befall("POST /chat/messages", Trouble(wait=gate.wait))
    chat.type("Does it hurt?")
    expect(chat.panel.get_by_text("The assistant is writing…")).to_be_attached()
    look("writing")
    gate.set()
    chat.answered(before + 1)
    canned.chat.befall("POST /chat/messages", Trouble(refuse=RefusedError(400, "bad_request")))
    chat.type("What is refused")
    expect(chat.panel).to_contain_text("This message was not accepted")
    look("refused")
    chat.page.context.set_offline(True)
    chat.type("Does it hurt?")
    expect(chat.panel).to_contain_text("You are offline.")
    look("offline")
    chat.page.context.set_offline(False)
    chat.answered(before + 2)
    canned.chat.befall("POST /chat/messages", Trouble(refuse=RefusedError(429, "too_many", retry_after=1)))
    chat.type("Does it hurt?")
    expect(chat.panel).to_contain_text("That was a lot at once.")
    look("too many")
    chat.answered(before + 3)
    chat.field.fill("x" * 1001)
    look("too long")
    chat.field.fill("")


def deleting(chat: Chat, look: Look) -> None:
    chat.button("Menu").click()
    chat.button("Privacy and your data").click()
    chat.button("Delete my data").click()
    chat.button("Yes, delete all").click()
    expect(chat.panel).to_contain_text("F-20261123-9C41F07A")
    look("deleted")
