"""What a screen reader is told: each new answer once, nothing of the past, and how things stand."""

from __future__ import annotations

import re
import threading

from playwright.sync_api import expect

from tests.browser.canned import Canned
from tests.browser.canned_chat import Trouble
from tests.browser.chat import Chat
from tests.browser.visitors import Visitor

# Notes every change of the log, from its first moment on, and whether it is read out.
LISTEN = """
addEventListener('DOMContentLoaded', () => {
  window.heard = [];
  const note = (log) => (records) => {
    for (const { type, target, addedNodes, removedNodes, nextSibling } of records) heard.push({
      live: log.ariaLive, added: [...addedNodes].map((node) => node.textContent), removed: removedNodes.length,
      atEnd: target === log && !nextSibling, text: type === 'characterData',
    });
  };
  const look = setInterval(() => {
    const log = document.querySelector('hairline-chat')?.shadowRoot?.querySelector('[role=log]');
    if (!log) return;
    clearInterval(look);
    if (log.childElementCount) heard.push({ live: log.ariaLive, added: [log.textContent], removed: 0, atEnd: true });
    new MutationObserver(note(log)).observe(log, { childList: true, subtree: true, characterData: true });
  }, 1);
});
"""


def heard(chat: Chat) -> list[dict[str, object]]:
    """Return the changes of the log so far."""
    return list(chat.page.evaluate("heard"))


def test_the_log_only_grows_at_its_end(desktop: Visitor) -> None:
    desktop.page.add_init_script(LISTEN)
    chat = Chat(desktop.go()).begin()
    for text in ("Does it hurt?", "Book a consultation", "Madrid", "I cannot breathe", "I am safe"):
        chat.say(text)
    changes = heard(chat)
    assert sum(len(change["added"]) for change in changes) >= 7  # type: ignore[arg-type]
    assert all(change["atEnd"] and not change["removed"] and not change["text"] for change in changes)


def test_answers_are_read_out_and_what_was_typed_is_not(desktop: Visitor) -> None:
    desktop.page.add_init_script(LISTEN)
    chat = Chat(desktop.go()).begin()
    expect(chat.log).to_have_attribute("aria-live", "polite")
    chat.say("Does it hurt?")
    (last,) = [change for change in heard(chat) if "Does it hurt?" in str(change["added"])]
    assert last["live"] == "polite"
    own = chat.turns.last.locator("[aria-live=off]").first
    expect(own).to_contain_text("Does it hurt?")


def test_the_history_is_not_read_out_again(desktop: Visitor) -> None:
    desktop.page.add_init_script(LISTEN)
    chat = Chat(desktop.go()).begin()
    chat.say("Does it hurt?")
    desktop.page.reload()
    chat.answered(2)
    assert {change["live"] for change in heard(chat)} == {"off"}
    expect(chat.log).to_have_attribute("aria-live", "polite")
    chat.button("Minimise the chat").click()
    before = len(heard(chat))
    chat.launcher.click()
    expect(chat.field).to_be_focused()
    assert len(heard(chat)) == before


def test_how_things_stand_is_told_apart_from_the_log(desktop: Visitor, canned: Canned) -> None:
    gate = threading.Event()
    chat = Chat(desktop.go()).begin()
    canned.chat.befall("POST /chat/messages", Trouble(wait=gate.wait))
    chat.type("Does it hurt?")
    status = chat.panel.get_by_role("status").filter(has_text="The assistant is writing…")
    expect(status).to_have_count(1)
    expect(chat.log).not_to_contain_text("The assistant is writing…")
    gate.set()
    expect(status).to_have_count(0)


def test_everything_has_its_name(desktop: Visitor) -> None:
    chat = Chat(desktop.go())
    expect(chat.launcher).to_have_attribute("aria-expanded", "false")
    chat.open()
    expect(chat.launcher).to_have_attribute("aria-expanded", "true")
    expect(chat.panel).to_have_accessible_name("Canned Clinic")
    expect(chat.panel).to_have_accessible_description("Automated assistant, not a person")
    expect(chat.field).to_be_focused()
    expect(chat.log).to_have_accessible_name("Conversation")
    for control in chat.panel.locator("button, input, textarea, summary, a[href]").filter(visible=True).all():
        expect(control).to_have_accessible_name(re.compile(r"\S"))
