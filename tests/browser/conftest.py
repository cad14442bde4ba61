"""A real browser, its visitors, and the servers they visit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.settings import Settings
from tests.browser.canned import Canned
from tests.browser.host_page import Host, hosting
from tests.browser.visitors import PHONE, Visitor, Visitors
from tests.services.client import Server, serving
from tests.services.own_var import free_port, own_var

ARGUMENTS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --no-first-run"
MISSING = "there is no Chromium here: apt-get install chromium, or set CHROMIUM to the path of one"


def chromium() -> str | None:
    """Return the path of the system's Chromium, or of the one that $CHROMIUM names."""
    return shutil.which(os.environ.get("CHROMIUM") or "chromium")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = chromium()
    if path is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS.split())
        yield started
        started.close()


@pytest.fixture
def visitors(browser: Browser) -> Iterator[Visitors]:
    """Opens pages for as many people as a test needs; whatever a page must not do fails the test."""
    people = Visitors(browser)
    yield people
    people.leave()


@pytest.fixture
def canned() -> Iterator[Canned]:
    """A chat that says what the test wants."""
    made = Canned()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def host(canned: Canned) -> Iterator[Host]:
    """A clinic's website that embeds the canned chat."""
    port = free_port()
    canned.origins.add(f"http://127.0.0.1:{port}")
    with hosting(canned.url, port) as site:
        yield site


@pytest.fixture
def desktop(visitors: Visitors, host: Host) -> Visitor:
    """Somebody at a desk who looks at the clinic's website."""
    return visitors.come(host.url, host.chat)


@pytest.fixture
def phone(visitors: Visitors, host: Host) -> Visitor:
    """Somebody with a phone who looks at the clinic's website."""
    return visitors.come(host.url, host.chat, **PHONE)


@pytest.fixture
def page(desktop: Visitor) -> Page:
    """The clinic's website at a desk."""
    return desktop.page


@pytest.fixture(scope="package")
def elsewhere() -> int:
    """The port of a clinic's website whose origin the real server knows."""
    return free_port()


@pytest.fixture(scope="package")
def server(
    settings: Settings, elsewhere: int, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Server]:
    """The server as a clinic starts it, for the clinic's website too; not started where no browser could visit it."""
    folder: Path = own_var(settings, tmp_path_factory.mktemp("browser"))
    with serving(folder, HAIRLINE_ORIGINS=f"http://127.0.0.1:{elsewhere}", HAIRLINE_CHAT_PER_MINUTE="10000") as started:
        yield started


@pytest.fixture
def real_host(server: Server, elsewhere: int) -> Iterator[Host]:
    """A clinic's website that embeds the real chat."""
    with hosting(server.url, elsewhere) as site:
        yield site
