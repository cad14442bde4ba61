"""Hostile texts stay texts: typed, said by the bot, kept in the history, configured, and in what the server refuses.

On a page that forbids nothing, so that it is the widget that keeps them harmless and not the page's policy.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.canned import Canned
from tests.browser.canned_api import OWN
from tests.browser.canned_chat import RefusedError, Trouble
from tests.browser.canned_replies import Json, button
from tests.browser.chat import Chat
from tests.browser.hostile import PLACES, POLLUTION, STEPS, corpus, everything, harm, infected
from tests.browser.visitors import Visitor

CORPUS = corpus()
AGAIN = """
() => {
  document.querySelector('hairline-chat').remove();
  document.body.append(Object.assign(document.createElement('hairline-chat'), { open: true }));
}
"""


def begun(visitor: Visitor) -> Chat:
    """Return a chat in which something was said already."""
    return Chat(visitor.go("/open")).begin()


def look(chat: Chat, visitor: Visitor) -> None:
    """Unfold everything, pass over everything, and see that nothing came of it."""
    chat.panel.evaluate("panel => panel.querySelectorAll('details').forEach((each) => { each.open = true; })")
    chat.panel.evaluate(
        "panel => panel.querySelectorAll('*').forEach((each) => { "
        "for (const name of ['mouseover', 'pointerover', 'focusin']) each.dispatchEvent(new Event(name)); })"
    )
    assert harm(chat.page) == []
    assert visitor.watch.unexcused == []


def plain(text: str) -> str:
    """Return a text without what a page leaves out or adds between its words."""
    return re.sub(r"[\s\u0000-\u001f\ufeff]+|^- |•", "", text)


@pytest.mark.parametrize("place", PLACES)
def test_in_the_history_and_unfolded(place: str, desktop: Visitor, canned: Canned) -> None:
    chat = begun(desktop)
    (talk,) = canned.chat.talks.values()
    for bad in CORPUS:
        canned.chat.add(talk, *PLACES[place](bad))
    chat.page.reload()
    chat.answered(len(CORPUS) + 1)
    look(chat, desktop)
    if place in ("typed text", "reply", "sources"):
        shown = plain(chat.log.evaluate("log => log.textContent"))
        missing = [bad for bad in CORPUS if plain(bad.replace("- ", "")) not in shown.replace("-", "") + shown]
        assert missing == []


def test_typed_and_answered(desktop: Visitor, canned: Canned) -> None:
    chat = begun(desktop)
    canned.chat.bot = lambda text, before: everything(text, STEPS[len(before) % len(STEPS)])
    for number, bad in enumerate(CORPUS):
        chat.say(bad)
        if number % len(STEPS) == 0:
            assert harm(chat.page) == [], bad
    look(chat, desktop)
    assert canned.chat.sent[1:] == [bad.strip().strip("\ufeff") for bad in CORPUS]


def test_to_choose_from(desktop: Visitor, canned: Canned) -> None:
    chat, choices = begun(desktop), [button(bad) for bad in CORPUS]

    def all_of_them(text: str, before: list[list[Json]]) -> list[Json]:
        (said, meant) = everything("As asked.", STEPS[len(before) % len(STEPS)])
        slots = [{"title": bad, "start": bad} for bad in CORPUS]
        meant["custom"]["booking"] |= {"zones": CORPUS, "slots": slots, "questions": CORPUS}
        return [{**said, "suggestions": choices}, {**meant, "custom": {**meant["custom"], "suggestions": choices}}]

    canned.chat.bot = all_of_them
    for step in STEPS:
        chat.say(step)
        look(chat, desktop)
    chat.panel.get_by_role("button", name="<svg onload=alert(1)>", exact=True).last.click()
    chat.answered(len(STEPS) + 2)
    assert canned.chat.sent[-1] == "<svg onload=alert(1)>"


def test_configured(desktop: Visitor, canned: Canned) -> None:
    chat = Chat(desktop.go("/open"))
    usual = canned.chat.config
    for bad in CORPUS:
        canned.chat.config = {**infected(usual, bad), **POLLUTION}
        chat.page.evaluate(AGAIN)
        expect(chat.log).to_contain_text(re.compile("."))
        chat.type("Hello")
        expect(chat.agreeing).to_be_visible()
        assert harm(chat.page) == [], bad
    look(chat, desktop)


def test_refused_and_deleted(desktop: Visitor, canned: Canned, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop.watch.network_fails()
    chat = begun(desktop)
    for bad in CORPUS[:: len(CORPUS) // 10]:
        canned.chat.befall("POST /chat/messages", Trouble(refuse=RefusedError(400, bad)))
        chat.type(bad)
        expect(chat.button("Try again")).to_be_visible()
        look(chat, desktop)
        chat.button("Delete").click()
    all_of_them = " ".join(CORPUS)
    slip = {"receipt": all_of_them, "at": all_of_them, "deleted": {bad: bad for bad in CORPUS}, "note": all_of_them}
    monkeypatch.setitem(OWN, "DELETE conversation", lambda *_: {**slip, **POLLUTION})
    chat.button("Menu").click()
    chat.button("Privacy and your data").click()
    chat.button("Delete my data").click()
    chat.button("Yes, delete all").click()
    expect(chat.panel).to_contain_text("Your data was deleted.")
    look(chat, desktop)
