"""One real server for all tests that only talk to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.settings import Settings
from tests.services.client import Server, serving
from tests.services.own_var import own_var


@pytest.fixture(scope="session")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server as a clinic starts it, on this machine only."""
    with serving(own_var(settings, tmp_path_factory.mktemp("server"))) as started:
        yield started
