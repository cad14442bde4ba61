"""Nothing that was said is lost, whatever happens to the page: reloads, other pages, other tabs, and the end of it."""

from __future__ import annotations

import threading

from playwright.sync_api import Page, expect

from tests.browser.canned import Canned
from tests.browser.canned_chat import Trouble
from tests.browser.chat import Chat
from tests.browser.visitors import Visitor

SEND = "POST /chat/messages"
WHY = "What does it cost?"


def texts(chat: Chat) -> list[str]:
    """Return what each turn says, in order."""
    return chat.turns.all_text_contents()


def test_a_reload_shows_the_same(desktop: Visitor) -> None:
    chat = Chat(desktop.go()).begin()
    chat.say(WHY)
    before = texts(chat)
    desktop.page.reload()
    chat.answered(2)
    assert texts(chat) == before


def test_another_page_goes_on_and_back_too(desktop: Visitor) -> None:
    chat = Chat(desktop.go()).begin()
    desktop.go("/other")
    chat.answered(1)
    chat.say(WHY)
    desktop.page.go_back()
    chat.answered(2)
    expect(chat.turns.last).to_contain_text(WHY)


def test_a_draft_is_kept_over_a_reload(desktop: Visitor) -> None:
    chat = Chat(desktop.go()).begin()
    chat.field.fill("I was just about to as")
    desktop.page.reload()
    expect(chat.field).to_have_value("I was just about to as")


def test_nothing_is_kept_or_sent_before_consent(desktop: Visitor, canned: Canned) -> None:
    chat = Chat(desktop.go()).open()
    chat.type(WHY)
    expect(chat.agreeing).to_be_visible()
    assert stored(desktop.page) == []
    chat.button("Not now").click()
    expect(chat.field).to_have_value(WHY)
    assert not canned.chat.talks
    desktop.page.reload()
    chat.open()
    expect(chat.field).to_have_value("")


def stored(page: Page) -> list[str]:
    """Return all that the site keeps in this browser."""
    found = page.evaluate("[...Object.entries(localStorage), ...Object.entries(sessionStorage), document.cookie]")
    return [str(each) for each in found if each]


def test_who_types_before_the_chat_is_there_is_heard(desktop: Visitor, canned: Canned) -> None:
    gate = threading.Event()
    canned.chat.befall("GET /chat/config", Trouble(wait=gate.wait))
    chat = Chat(desktop.go())
    chat.launcher.click()
    chat.type(WHY)
    gate.set()
    chat.agreeing.click()
    chat.answered(1)
    expect(chat.turns).to_contain_text(WHY)
    expect(chat.log.get_by_text("not a person")).to_have_count(1)


def test_two_tabs_are_one_conversation(desktop: Visitor) -> None:
    first = Chat(desktop.go()).begin()
    second = Chat(desktop.tab())
    second.launcher.click()
    second.answered(1)
    second.say(WHY)
    first.answered(2)
    first.say("And does it hurt?")
    second.answered(3)
    assert texts(first) == texts(second)


def test_two_tabs_send_each_message_once(desktop: Visitor, canned: Canned) -> None:
    tabs = [Chat(desktop.go()).begin(), Chat(desktop.tab())]
    tabs[1].launcher.click()
    tabs[1].answered(1)
    for number in range(12):
        tabs[number % 2].type(f"Message {number}")
    for tab in tabs:
        tab.answered(13)
    assert sorted(canned.chat.sent[1:]) == sorted(f"Message {number}" for number in range(12))


def test_unread_answers_are_counted(desktop: Visitor, canned: Canned) -> None:
    gate = threading.Event()
    chat = Chat(desktop.go()).begin()
    canned.chat.befall(SEND, Trouble(wait=gate.wait))
    chat.type(WHY)
    chat.button("Minimise the chat").click()
    expect(chat.panel).to_be_hidden()
    gate.set()
    expect(chat.launcher).to_have_accessible_name("Chat with the clinic, 1 new")
    desktop.go("/other")
    expect(chat.launcher).to_have_accessible_name("Chat with the clinic, 1 new")
    chat.launcher.click()
    chat.answered(2)
    chat.button("Minimise the chat").click()
    expect(chat.launcher).to_have_accessible_name("Chat with the clinic")


def test_deleting_forgets_everything_in_every_tab(desktop: Visitor, canned: Canned) -> None:
    chat, other = Chat(desktop.go()).begin(), Chat(desktop.tab())
    other.launcher.click()
    other.answered(1)
    desktop.page.bring_to_front()
    chat.button("Menu").click()
    chat.button("Privacy and your data").click()
    chat.button("Delete my data").click()
    chat.button("Keep it").click()
    chat.button("Delete my data").click()
    chat.button("Yes, delete all").click()
    expect(chat.panel).to_contain_text("F-20261123-9C41F07A")
    other.answered(0)
    assert all(talk.over for talk in canned.chat.talks.values())
    assert [each for each in stored(desktop.page) if "Hello" in each or "t-" in each] == []


def test_the_conversation_can_be_taken_home(desktop: Visitor) -> None:
    chat = Chat(desktop.go()).begin()
    chat.button("Menu").click()
    chat.button("Privacy and your data").click()
    for button, expected in (("Download the conversation", "You: Hello"), ("Download all my data", '"Hello"')):
        with desktop.page.expect_download() as download:
            chat.button(button).click()
        assert expected in download.value.path().read_text(encoding="utf-8")
