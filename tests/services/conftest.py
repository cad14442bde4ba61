"""One real server for all tests that only talk to it."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.consultations.store import Store, open_store
from bot.settings import Settings
from tests.services.client import Server, serving
from tests.services.own_var import free_port, own_var
from tests.services.pages_client import Pages, pages_of
from tests.services.postgresql import Postgresql


@pytest.fixture(scope="session")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server as a clinic starts it, on this machine only."""
    with serving(own_var(settings, tmp_path_factory.mktemp("server"))) as started:
        yield started


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    """A real PostgreSQL of our own, on a socket of this machine; skipped where there is none for it.

    Its folder is not pytest's: other sessions tidy that one up, and a server whose files go stops.
    """
    pytest.importorskip(
        "pgserver", reason="pgserver brings PostgreSQL for x86-64 only; run these tests on such a machine"
    )
    try:
        folder = Path(tempfile.mkdtemp(prefix="hairline-postgresql-"))
        server = Postgresql(folder / "data")
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL does not start here ({error}); its tests need a machine where it does")
    yield server
    server.remove()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind: what is promised holds on both."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bookings' / 'consultations.sqlite'}"
        return
    with request.getfixturevalue("postgresql").new_database() as url:
        yield url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """The store over each kind of database."""
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def pages(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """A server whose appointments the test can see, with a calendar, behind a proxy that says who asks."""
    ours = {
        "HAIRLINE_FEED_PASSWORD": secrets.token_hex(16),
        "HAIRLINE_ACTIONS_PORT": str(free_port()),
        "HAIRLINE_ACTIONS_SECRET": secrets.token_hex(16),
        "SANIC_PROXIES_COUNT": "1",
    }
    with serving(own_var(settings, tmp_path_factory.mktemp("pages")), **ours) as started:
        opened = pages_of(started, ours)
        yield opened
        opened.clinic.store.close()
