"""What the manage page has told stays true: after "it stays as it was" nothing is changed any more."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

from actions.clock import utc_now
from actions.consultations.model import Appointment
from actions.pages.channel import WRITING, ConsultationPages
from actions.pages.site import Site
from actions.pages.web import FORM_TYPE, Asked, Reply
from actions.runtime import Consultations, assemble
from bot.settings import read_settings
from tests.services.booking_samples import book
from tests.services.own_var import environment

SLOW = 0.6  # seconds that each look at the clock takes
PATIENCE = SLOW / 2 + WRITING  # the page gives up meanwhile


@dataclass
class SlowClock:
    """A clock that keeps its askers waiting, as an overloaded machine would."""

    seconds: float = 0.0

    def __call__(self) -> dt.datetime:
        time.sleep(self.seconds)
        return utc_now()


@pytest.fixture
def clock() -> SlowClock:
    return SlowClock()


@pytest.fixture
def clinic(tmp_path: Path, clock: SlowClock) -> Iterator[Consultations]:
    env = environment(tmp_path)
    parts = assemble(read_settings(env), env)
    yield replace(parts, desk=replace(parts.desk, clock=clock))
    parts.store.close()


def send(clinic: Consultations, action: str, form: dict[str, str]) -> Reply:
    """Send a form of the page; return its reply once nothing goes on any more behind it."""
    site = Site(clinic.clinic, clinic.settings.public_url, None, lambda: clinic)
    asked = Asked("POST", f"manage/{action}", {"content-type": FORM_TYPE}, urlencode(form).encode())
    with ThreadPoolExecutor() as threads:
        return asyncio.run(ConsultationPages(lambda: site, threads, PATIENCE).reply(asked))


@pytest.mark.parametrize("action", ["cancel", "move"])
def test_after_a_page_has_given_up_nothing_is_changed_any_more(
    clinic: Consultations, clock: SlowClock, action: str
) -> None:
    made = book(clinic.store, clinic.desk.free()[-1])
    other = clinic.desk.free()[-1]
    form = {
        "token": token(clinic, made),
        "key": uuid.uuid4().hex,
        "slot": f"{other.calendar} {other.start.isoformat()}",
    }
    clock.seconds = SLOW
    reply = send(clinic, action, form)
    assert reply.status == 503
    assert b"it stays as it was" in reply.body
    assert clinic.store.get(made.id) == made

    clock.seconds = 0
    assert send(clinic, action, form).status == 200  # the same form again
    assert clinic.store.get(made.id) != made


def token(clinic: Consultations, made: Appointment) -> str:
    return clinic.manage_url(made.id, made.sequence, utc_now()).partition("#")[2]
