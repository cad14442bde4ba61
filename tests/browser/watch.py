"""Sees what a page must never do: errors, violations of its policy, requests to others, scripts of strangers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

# In every frame, before any script of the page. What strangers would call tells the watch.
INIT = """
for (const name of ['alert', 'confirm', 'prompt', 'print', 'canary'])
  Object.defineProperty(window, name, { value: () => { hairlineSaw('stranger', `${name}() ran`); }, writable: false });
document.addEventListener('securitypolicyviolation', (event) => hairlineSaw(
  'policy', `${event.effectiveDirective}: ${event.blockedURI} ${event.sample} (${event.sourceFile}:${event.lineNumber})`
));
"""
NETWORK = re.compile(r"Failed to load resource|net::ERR_|blocked by CORS policy")


@dataclass
class Watch:
    """What was seen in one browser context that must not be."""

    origins: tuple[str, ...]  # that may be asked for something
    seen: list[str] = field(default_factory=list)
    excused: list[re.Pattern[str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # method and address of every request

    def over(self, context: BrowserContext) -> None:
        """Begin to watch."""
        context.expose_binding("hairlineSaw", self._told)
        context.add_init_script(INIT)
        context.on("weberror", self._failed)
        context.on("console", self._written)
        context.on("request", self._requested)

    def network_fails(self) -> None:
        """Excuse the browser's own words on requests that fail, in tests where they have to."""
        self.excused.append(NETWORK)

    @property
    def unexcused(self) -> list[str]:
        """What nobody foresaw."""
        return [line for line in self.seen if not any(pattern.search(line) for pattern in self.excused)]

    def _told(self, source: Any, kind: str, what: str) -> None:
        self.seen.append(f"{kind}: {what}")

    def _failed(self, error: WebError) -> None:
        self.seen.append(f"page error: {error.error}")

    def _written(self, message: ConsoleMessage) -> None:
        # A policy that is only reported says so here too; the event above has said it better.
        if message.type == "error" and "Content Security Policy" not in message.text:
            self.seen.append(f"console: {message.text}")

    def _requested(self, request: Request) -> None:
        self.asked.append(f"{request.method} {request.url}")
        if not request.url.startswith((*self.origins, "blob:")):
            self.seen.append(f"request: {request.method} {request.url}")
