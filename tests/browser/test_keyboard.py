"""Everything can be done without a mouse, and the focus is never lost."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.keyboard import Keyboard
from tests.browser.visitors import Visitor

FIELD, LAUNCHER = "Your message", "Chat with the clinic"


def opened(visitor: Visitor) -> tuple[Chat, Keyboard]:
    """Open the chat of a page without a mouse."""
    chat, keys = Chat(visitor.go()), Keyboard(visitor.page)
    keys.choose(LAUNCHER)
    expect(chat.log).to_contain_text("not a person")
    return chat, keys


def agreed(visitor: Visitor) -> tuple[Chat, Keyboard]:
    """Say something and agree to the privacy text."""
    chat, keys = opened(visitor)
    assert keys.at == FIELD
    keys.write("Does it hurt?")
    expect(chat.agreeing).to_be_visible()
    assert keys.at == "Before you send"
    keys.choose("Agree and send")
    chat.answered(1)
    return chat, keys


def test_a_whole_visit(desktop: Visitor) -> None:
    chat, keys = agreed(desktop)
    assert keys.at == FIELD
    keys.choose("Sources", "Shift+Tab")
    expect(chat.sources.last).to_have_attribute("open", "")
    keys.choose("Yes")
    expect(chat.panel.get_by_role("button", name="Yes", pressed=True)).to_have_count(1)
    keys.choose("Book a consultation")
    chat.answered(2)
    keys.choose("Time zone: New York")
    chat.answered(3)
    keys.choose("3:45 pm")
    chat.answered(4)
    keys.reach("Your name")
    keys.write("Anna Example")
    chat.answered(5)
    keys.reach("E-mail address")
    keys.write("nonsense")
    expect(chat.panel).to_contain_text("An e-mail address looks like")
    assert keys.at == "E-mail address"
    keys.press("Control+a")
    keys.write("anna@patients.example")
    chat.answered(6)
    keys.choose("No, keep them private")
    chat.answered(7)
    keys.choose("Book it")
    chat.answered(8)
    expect(chat.turns.last).to_contain_text("X6G-MWT")
    keys.reach(FIELD)
    keys.press("Escape")
    expect(chat.panel).to_be_hidden()
    assert keys.at == LAUNCHER


def test_escape_closes_the_smallest_thing_first(desktop: Visitor) -> None:
    chat, keys = agreed(desktop)
    keys.choose("Menu", "Shift+Tab")
    keys.choose("Privacy and your data")
    assert keys.at == "Privacy and your data"
    keys.press("Escape")
    expect(chat.field).to_be_visible()
    assert keys.at == "Menu"
    keys.press("Enter")
    expect(chat.button("Topics")).to_be_visible()
    keys.press("Tab", "Escape")
    expect(chat.button("Topics")).to_be_hidden()
    assert keys.at == "Menu"
    keys.press("Escape")
    expect(chat.panel).to_be_hidden()
    assert keys.at == LAUNCHER
    keys.press("Enter")
    expect(chat.panel).to_be_visible()
    assert keys.at == FIELD


def test_the_data_can_be_deleted(desktop: Visitor) -> None:
    chat, keys = agreed(desktop)
    keys.choose("Menu", "Shift+Tab")
    keys.choose("Privacy and your data")
    keys.choose("Delete my data")
    keys.choose("Yes, delete all")
    expect(chat.panel).to_contain_text("Your data was deleted.")
    assert keys.at == "Privacy and your data"
    keys.choose("‹ Back to the chat", "Shift+Tab")
    expect(chat.field).to_be_visible()


def test_an_emergency_can_be_left(desktop: Visitor) -> None:
    chat, keys = agreed(desktop)
    keys.write("I cannot breathe")
    chat.answered(2)
    keys.reach("Call 911", "Shift+Tab")
    keys.choose("I am safe")
    chat.answered(3)
    assert keys.at == FIELD


def test_the_page_stays_in_reach_beside_the_chat(desktop: Visitor) -> None:
    _, keys = agreed(desktop)
    keys.reach("Home")
    keys.reach(FIELD)


def test_the_page_is_out_of_reach_behind_the_chat(phone: Visitor) -> None:
    chat, keys = Chat(phone.go()).begin(), Keyboard(phone.page)
    reached = set()
    for _ in range(40):
        keys.press("Tab")
        reached.add(keys.at)
    assert FIELD in reached
    assert not reached & {"Home", "Other", "Ours"}
    keys.press("Escape")
    expect(chat.panel).to_be_hidden()
    assert keys.at == LAUNCHER
