"""Who watches the action server is told what is wrong, and that it is right again."""

from __future__ import annotations

import httpx
import pytest

from actions.clock import utc_now
from tests.services.pages_client import Pages

pytestmark = pytest.mark.server


def health(pages: Pages) -> tuple[int, dict[str, object]]:
    settings = pages.settings
    headers = {"Authorization": f"Bearer {settings['HAIRLINE_ACTIONS_SECRET']}"}
    replied = httpx.get(
        f"http://127.0.0.1:{settings['HAIRLINE_ACTIONS_PORT']}/health", headers=headers, timeout=10, trust_env=False
    )
    return replied.status_code, replied.json()


def test_a_letter_that_was_given_up_is_told_until_staff_have_seen_to_it(pages: Pages) -> None:
    well = (200, {"status": "ok", "overdue": 0, "given_up": 0})
    made = pages.book()
    assert health(pages) == well
    reminder = pages.clinic.store.letters(made.id)[-1]
    pages.clinic.store.gave_up(reminder.id, "550 no such user", utc_now())
    status, told = health(pages)
    assert (status, told["status"], told["overdue"], told["given_up"]) == (503, "failing", 0, 1)
    assert "1 letters were given up" in str(told["why"])
    pages.clinic.store.sent(reminder.id, utc_now())
    assert health(pages) == well


def test_a_database_that_is_gone_is_told_as_that(pages: Pages) -> None:
    folder = pages.server.var / "consultations"
    away = folder.rename(folder.with_name("away"))
    folder.write_text("no folder")
    try:
        status, told = health(pages)
    finally:
        folder.unlink()
        away.rename(folder)
    assert status == 503
    assert "the store cannot be asked" in str(told["why"])
    assert told["overdue"] == 0
    assert health(pages)[0] == 200
