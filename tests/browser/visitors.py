"""People with a browser of their own, each watched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.watch import Watch

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 664}, "has_touch": True, "device_scale_factor": 2}


@dataclass
class Visitor:
    """Somebody who visits a website."""

    site: str
    context: BrowserContext
    page: Page
    watch: Watch

    def go(self, path: str = "/") -> Page:
        """Open a page of the site."""
        self.page.goto(f"{self.site}{path}", wait_until="load")
        return self.page

    def tab(self, path: str = "/") -> Page:
        """Open another tab, with a page of the site."""
        page = self.context.new_page()
        page.goto(f"{self.site}{path}", wait_until="load")
        return page


@dataclass
class Visitors:
    """All who visit in one test."""

    browser: Browser
    here: list[Visitor] = field(default_factory=list)

    def come(self, *origins: str, **options: Any) -> Visitor:
        """Let somebody new come to the first of these origins; their pages may ask these and no others.

        Nothing moves for them unless the options say so: what a test waits for is then there at once.
        """
        context = self.browser.new_context(**{**DESKTOP, "reduced_motion": "reduce", "locale": "en-GB", **options})
        context.set_default_timeout(10_000)
        watch = Watch(origins)
        watch.over(context)
        visitor = Visitor(origins[0], context, context.new_page(), watch)
        self.here.append(visitor)
        return visitor

    def leave(self) -> None:
        """Close everything, and fail if a page did what it must not."""
        seen = [line for visitor in self.here for line in visitor.watch.unexcused]
        for visitor in self.here:
            visitor.context.close()
        assert not seen, "\n".join(seen)
