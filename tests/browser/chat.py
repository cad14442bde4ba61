"""The widget as its users meet it: found by role, name and structure, never by class."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

FIRST = "Hello"


@dataclass(frozen=True)
class Chat:
    """The chat on one page."""

    page: Page

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_role("button", name=re.compile("^Chat with the clinic"))

    @property
    def panel(self) -> Locator:
        return self.page.locator("hairline-chat").get_by_role("dialog")

    @property
    def log(self) -> Locator:
        return self.panel.get_by_role("log")

    @property
    def field(self) -> Locator:
        return self.panel.get_by_role("textbox", name="Your message")

    @property
    def agreeing(self) -> Locator:
        return self.panel.get_by_role("button", name="Agree and send")

    @property
    def turns(self) -> Locator:
        """What was said and answered; what is on its way is not among it."""
        return self.log.locator("xpath=./*[time]")

    @property
    def sources(self) -> Locator:
        """The sources of answers, folded up."""
        return self.log.locator("details")

    @property
    def notice(self) -> Locator:
        """What is read out and shown about how things stand."""
        return self.panel.get_by_role("status").filter(visible=True)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """The newest button of this name in the panel."""
        return self.panel.get_by_role("button", name=name, exact=isinstance(name, str)).last

    def open(self) -> Chat:
        """Open the panel."""
        self.launcher.click()
        expect(self.log).to_contain_text("not a person")
        return self

    def begin(self, text: str = FIRST) -> Chat:
        """Open it, say something, and agree to the privacy text."""
        self.open()
        self.type(text)
        self.agreeing.click()
        return self.answered(1)

    def type(self, text: str) -> Chat:
        """Type a message and send it; the answer is not waited for."""
        self.field.fill(text)
        self.field.press("Enter")
        return self

    def say(self, text: str) -> Chat:
        """Send a message and wait for its answer."""
        before = self.turns.count()
        self.type(text)
        return self.answered(before + 1)

    def answered(self, turns: int) -> Chat:
        """Wait until there are that many turns, and the choices after the last one."""
        expect(self.turns).to_have_count(turns)
        return self
