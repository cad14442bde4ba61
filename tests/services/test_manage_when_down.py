"""While the database is down the manage page says so in time, and works again without a restart."""

from __future__ import annotations

import time

import pytest

from tests.services.pages_client import PERSON, PHONE, Pages

pytestmark = pytest.mark.server


def test_while_the_database_is_locked_a_page_says_so_within_5_s_and_trying_again_works(pages: Pages) -> None:
    made = pages.book()
    form = pages.post("show", {"token": pages.token(made)}).form("cancel")
    with pages.clinic.store._database.writing():  # somebody writes for too long
        began = time.monotonic()
        down = pages.submit(form)
        assert time.monotonic() - began < 5
    assert down.status == 503
    assert PHONE in down.text
    assert "Traceback" not in down.text
    assert int(down.response.headers["Retry-After"]) > 0
    assert pages.stored(made) == made
    assert pages.submit(down.form("cancel")).heading == "Your consultation is cancelled"


def test_while_the_database_is_gone_the_page_and_the_chat_still_answer(pages: Pages) -> None:
    made = pages.book()
    folder = pages.server.var / "consultations"
    away = folder.rename(folder.with_name("away"))
    folder.write_text("no folder")
    try:
        assert pages.get().status == 200
        began = time.monotonic()
        down = pages.post("show", {"token": pages.token(made)})
        assert time.monotonic() - began < 5
        assert down.status == 503
        assert PHONE in down.text
        assert pages.server.say("How much does it cost?").ids == ["cost-range"]
    finally:
        folder.unlink()
        away.rename(folder)
    assert made.reference in pages.submit(down.form("show")).text


def test_nothing_above_told_a_name_or_an_address_to_the_log(pages: Pages) -> None:
    log = pages.log()
    assert "Traceback" not in log
    assert "pages.failed" not in log
    assert PERSON.email is not None
    assert PERSON.email not in log
