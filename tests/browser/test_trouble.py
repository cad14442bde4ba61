"""Nothing that was said is lost or doubled, whatever happens to the network and to the server, and the visitor is told."""

from __future__ import annotations

import re
import threading
import time

from playwright.sync_api import expect

from tests.browser.canned import Canned
from tests.browser.canned_chat import RefusedError, Trouble
from tests.browser.chat import Chat
from tests.browser.visitors import Visitor

SEND = "POST /chat/messages"
WHY = "What does it cost?"


def test_a_slow_answer_is_announced(desktop: Visitor, canned: Canned) -> None:
    gate = threading.Event()
    chat = Chat(desktop.go()).begin()
    canned.chat.befall(SEND, Trouble(wait=gate.wait))
    chat.type(WHY)
    expect(chat.panel.get_by_text("The assistant is writing…")).to_be_attached()
    expect(chat.panel).to_contain_text(WHY)
    gate.set()
    chat.answered(2)
    expect(chat.panel.get_by_text("The assistant is writing…")).not_to_be_attached()


def test_offline_and_back(desktop: Visitor, canned: Canned) -> None:
    desktop.watch.network_fails()
    chat = Chat(desktop.go()).begin()
    desktop.context.set_offline(True)
    chat.type(WHY)
    chat.type("And does it hurt?")
    expect(chat.panel).to_contain_text("You are offline.")
    expect(chat.panel.get_by_text("Waiting for the network")).to_have_count(2)
    expect(chat.notice.get_by_role("link", name="+1 555 0100")).to_have_attribute("href", "tel:+15550100")
    desktop.context.set_offline(False)
    chat.answered(3)
    expect(chat.panel).not_to_contain_text("You are offline.")
    assert canned.chat.sent[1:] == [WHY, "And does it hurt?"]


def test_what_was_typed_offline_outlives_the_page(desktop: Visitor, canned: Canned) -> None:
    desktop.watch.network_fails()
    chat = Chat(desktop.go()).begin()
    canned.stop()
    chat.type(WHY)
    expect(chat.panel).to_contain_text("The chat does not answer.")
    desktop.page.goto("about:blank")
    canned.start()
    desktop.go("/other")
    chat.answered(2)
    assert canned.chat.sent[1:] == [WHY]


def test_a_server_that_restarts_is_not_noticed_for_long(desktop: Visitor, canned: Canned) -> None:
    desktop.watch.network_fails()
    chat = Chat(desktop.go()).begin("Book a consultation")
    canned.stop()
    chat.button("Time zone: New York").click()
    expect(chat.panel).to_contain_text("The chat does not answer.")
    canned.start()
    chat.answered(2)
    expect(chat.panel).not_to_contain_text("The chat does not answer.")
    assert canned.chat.sent == ["Book a consultation", "America/New_York"]


def test_a_cut_connection_doubles_nothing(desktop: Visitor, canned: Canned) -> None:
    desktop.watch.network_fails()
    chat = Chat(desktop.go()).begin()
    canned.chat.befall(SEND, Trouble(cut="after"), Trouble(cut="before"))
    chat.say(WHY)
    assert canned.chat.sent[1:] == [WHY]


def test_too_many_at_once_wait_as_long_as_they_are_told(desktop: Visitor, canned: Canned) -> None:
    desktop.watch.network_fails()
    chat = Chat(desktop.go()).begin()
    canned.chat.befall(SEND, Trouble(refuse=RefusedError(429, "too_many", retry_after=2)))
    begun = time.monotonic()
    chat.type(WHY)
    expect(chat.panel).to_contain_text("That was a lot at once.")
    chat.answered(2)
    assert time.monotonic() - begun >= 2
    assert canned.chat.arrived.count(SEND) == 3


def test_a_refused_message_can_be_tried_again_or_deleted(desktop: Visitor, canned: Canned) -> None:
    desktop.watch.network_fails()
    chat = Chat(desktop.go()).begin()
    canned.chat.befall(SEND, *[Trouble(refuse=RefusedError(400, "bad_request"))] * 2)
    chat.type(WHY)
    expect(chat.panel).to_contain_text("This message was not accepted")
    chat.type("And does it hurt?")
    chat.button(re.compile("^Try again")).first.click()
    chat.answered(2)
    chat.button(re.compile("^Delete")).first.click()
    expect(chat.panel).not_to_contain_text("This message was not accepted")
    assert len(canned.chat.sent) == 2


def test_tokens_are_renewed_unnoticed(desktop: Visitor, canned: Canned) -> None:
    desktop.watch.network_fails()
    chat = Chat(desktop.go()).begin()
    canned.chat.expire()
    chat.say(WHY)
    assert canned.chat.arrived.count("POST /chat/sessions/renew") == 1
    assert len(canned.chat.talks) == 1


def test_a_conversation_that_is_over_gives_way_to_the_next(desktop: Visitor, canned: Canned) -> None:
    desktop.watch.network_fails()
    chat = Chat(desktop.go()).begin()
    (talk,) = canned.chat.talks.values()
    talk.over = True
    chat.type(WHY)
    expect(chat.panel).to_contain_text("This conversation has ended.")
    expect(chat.agreeing).to_have_count(0)
    chat.type("Hello again")
    expect(chat.log).to_contain_text("Hello again")
    assert "Hello again" in canned.chat.sent
