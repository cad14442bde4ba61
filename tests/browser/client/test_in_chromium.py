"""What Node can only play: the locks, the storage and the storage events of a real browser, with two tabs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.canned import Canned
from tests.browser.canned_chat import Trouble
from tests.browser.visitors import Visitor

EACH = 8
OPEN = """
async ([base, locks]) => {
  if (!locks) Object.defineProperty(navigator, 'locks', {value: undefined});
  const {Conversation} = await import(`${base}/widget/conversation.js`);
  window.talk = new Conversation(base);
  await talk.config();
  if (!talk.agreed) talk.agree();
  await talk.open();
}
"""
TURNS = "talk.turns.map(({text}) => text)"
DONE = "count => talk.turns.length === count && talk.pending.length === 0"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('hairline:'))"


def sit_down(page: Page, base: str, *, locks: bool = True) -> Page:
    """Begin a conversation in this tab, or join the one there is."""
    page.evaluate(OPEN, [base, locks])
    return page


@pytest.mark.parametrize("locks", [True, False], ids=["locks", "lease"])
def test_two_tabs_that_type_at_once_send_each_message_once(desktop: Visitor, canned: Canned, locks: bool) -> None:
    tabs = [sit_down(page, f"{canned.url}/chat", locks=locks) for page in (desktop.go("/bare"), desktop.tab("/bare"))]
    typed = [f"tab {tab}, message {number}" for number in range(EACH) for tab in range(2)]
    desktop.watch.network_fails()
    canned.chat.befall(
        "POST /chat/messages", Trouble(cut="before"), Trouble(cut="after"), Trouble(), Trouble(cut="after")
    )
    for number, text in enumerate(typed):
        tabs[number % 2].evaluate("text => { talk.send(text) }", text)
    for page in tabs:
        page.bring_to_front()
        page.wait_for_function(DONE, arg=len(typed), timeout=60_000)
    assert sorted(canned.chat.sent) == sorted(typed)
    assert [page.evaluate(TURNS) for page in tabs] == [canned.chat.sent] * 2
    assert len([talk for talk in canned.chat.talks.values() if talk.turns]) == 1
    for tab in range(2):  # each in the order it was typed
        assert [text for text in canned.chat.sent if text.startswith(f"tab {tab}")] == typed[tab::2]


def test_deleting_in_one_tab_empties_the_other_and_the_storage(desktop: Visitor, canned: Canned) -> None:
    here, there = (sit_down(page, f"{canned.url}/chat") for page in (desktop.go("/bare"), desktop.tab("/bare")))
    here.evaluate("() => { talk.send('hello') }")
    there.wait_for_function(DONE, arg=1)
    assert here.evaluate(KEPT)
    there.evaluate("() => talk.addEventListener('gone', ({detail}) => { window.removed = detail.removed })")
    assert here.evaluate("() => talk.remove()")["receipt"]
    there.wait_for_function("window.removed")
    for page in (here, there):
        assert page.evaluate("[talk.turns, talk.agreed, talk.state === 'waiting']") == [[], False, False]
        assert page.evaluate(KEPT) == []
