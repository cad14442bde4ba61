"""Somebody who types on, whatever the network does to what is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error, Page, Route

from tests.browser.chat import Chat
from tests.browser.visitors import Visitor

HISTORY = """
async (base) => {
  const [, session] = Object.entries(localStorage).find(([name]) => name.endsWith('session'));
  const headers = { Authorization: `Bearer ${JSON.parse(session).token}` };
  return (await (await fetch(`${base}/messages?after=0`, { headers })).json()).turns;
}
"""


@dataclass
class Typist:
    """One visitor, what was typed, and what befalls the next requests."""

    visitor: Visitor
    base: str  # of the chat's interface
    typed: list[str] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)  # "before" or "after" a message arrived

    @property
    def page(self) -> Page:
        """Where it is typed."""
        return self.visitor.page

    @property
    def chat(self) -> Chat:
        """The chat on it."""
        return Chat(self.page)

    def begin(self) -> None:
        """Say a first thing while all is well."""
        self.visitor.watch.network_fails()
        self.page.route("**/chat/messages", self._carry)
        self.visitor.go()
        self.chat.begin("Hello")
        self.typed.append("Hello")

    def type(self, text: str) -> None:
        """Say something more."""
        self.typed.append(text)
        self.chat.type(text)

    def line(self, *, up: bool) -> None:
        """Cut this visitor off from the network, or let it come back."""
        self.visitor.context.set_offline(not up)

    @property
    def is_done(self) -> bool:
        """Whether all that was typed has been answered."""
        return self.chat.turns.count() >= len(self.typed)

    def history(self) -> list[dict[str, Any]]:
        """Return the turns that the server has."""
        return list(self.page.evaluate(HISTORY, self.base))

    def _carry(self, route: Route) -> None:
        cut = self.cuts.pop() if self.cuts and route.request.method == "POST" else ""
        try:
            if cut == "after":
                route.fetch()
            (route.abort if cut else route.continue_)()
        except Error:  # there is nobody to take it
            route.abort()
