"""The pictures of the chat in the documentation can be made again from the demo site: HAIRLINE_SCREENSHOTS=1 makes them."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from bot.settings import ROOT
from tests.browser.booking_visit import slots
from tests.browser.chat import Chat
from tests.browser.visitors import DESKTOP, PHONE, Visitors
from tests.services.client import Server

pytestmark = [pytest.mark.server, pytest.mark.slow]
IMAGES = ROOT / "docs" / "images"
MAKE = os.environ.get("HAIRLINE_SCREENSHOTS") == "1"
DARK = {**DESKTOP, "color_scheme": "dark"}


def answer(chat: Chat) -> None:
    """An answer with its sources unfolded."""
    chat.begin("Does the treatment hurt?")
    expect(chat.sources).to_have_count(1)
    chat.sources.first.locator("summary").click()
    chat.panel.get_by_role("button", name="Yes", exact=True).scroll_into_view_if_needed()


def emergency(chat: Chat) -> None:
    """Signs that need urgent help."""
    chat.begin("my throat is swelling up and I can't breathe")
    expect(chat.panel.get_by_role("link", name="Call 911")).to_be_visible()


def booking(chat: Chat) -> None:
    """Free times to choose from."""
    chat.begin("Book a consultation")
    expect(slots(chat).first).to_be_visible()


PICTURES: dict[str, tuple[dict[str, Any], Callable[[Chat], None]]] = {
    "chat-desktop": (DESKTOP, answer),
    "chat-phone": (PHONE, answer),
    "chat-dark": (DARK, answer),
    "emergency": (PHONE, emergency),
    "booking": (DESKTOP, booking),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_what_can_be_seen(name: str, visitors: Visitors, server: Server) -> None:
    options, reach = PICTURES[name]
    visitor = visitors.come(server.url, timezone_id="Europe/Madrid", **options)
    reach(Chat(visitor.go()))
    file, scale = IMAGES / f"{name}.png", options.get("device_scale_factor", 1)
    if MAKE:
        visitor.page.mouse.move(0, 0)
        IMAGES.mkdir(parents=True, exist_ok=True)
        visitor.page.screenshot(path=file, animations="disabled", caret="hide")
    assert file.is_file(), f"{file.relative_to(ROOT)} is missing; HAIRLINE_SCREENSHOTS=1 makes it"
    view = options["viewport"]
    assert size(file) == (view["width"] * scale, view["height"] * scale)


def size(file: Path) -> tuple[int, int]:
    """Return width and height of a PNG."""
    width, height = struct.unpack(">II", file.read_bytes()[16:24])
    return width, height
