"""A patient sees, moves and cancels their own consultation by the link of a mail."""

from __future__ import annotations

import shutil
import subprocess
import uuid

import pytest

from actions.consultations.model import Person, Status
from tests.services.pages_client import START, Pages, opened

pytestmark = pytest.mark.server


def test_the_whole_way_from_the_mail_to_moved_and_cancelled(pages: Pages) -> None:
    made = pages.book()
    old_link = pages.mailed_link(made, mails=1)
    assert old_link.startswith(f"{pages.server.url}{START}#")

    shown = opened(pages, old_link)
    assert (shown.status, shown.heading) == (200, "Your consultation")
    assert made.reference in shown.text
    assert "in your time (London)" in shown.text
    assert "at the clinic (New York)" in shown.text

    by_day = shown.form("show")
    day = by_day.choices["day"][3]
    times = pages.submit(by_day, day=day).form("move")
    chosen = times.choices["slot"][-1]
    assert len(times.choices["slot"]) > 6  # all of the day, not only some
    moved = pages.submit(times, slot=chosen)
    assert (moved.status, moved.heading) == (200, "Your consultation")
    assert "Your consultation has moved" in moved.text
    after = pages.stored(made)
    assert f"{after.slot.calendar} {after.slot.start.isoformat()}" == chosen
    assert pages.changes(made)[-1] == ("moved", "link")

    assert opened(pages, old_link).status == 410
    new_link = pages.mailed_link(made, mails=2)
    assert opened(pages, new_link).status == 200

    cancelled = pages.submit(moved.form("cancel"))  # the page goes on, though its own link is used up
    assert (cancelled.status, cancelled.heading) == (200, "Your consultation is cancelled")
    assert pages.stored(made).status is Status.CANCELLED
    assert pages.changes(made)[-1] == ("cancelled", "link")
    assert after.slot in pages.clinic.desk.free()
    assert opened(pages, new_link).status == 410


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs the browser chromium: apt-get install chromium")
def test_in_a_browser_the_link_of_the_mail_opens_the_consultation(pages: Pages) -> None:
    made = pages.book()
    headless = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom"]
    link = f"{pages.server.url}{START}#{pages.token(made)}"
    ended = subprocess.run([*headless, link], capture_output=True, text=True, timeout=60, check=False)
    assert made.reference in ended.stdout
    assert pages.token(made) not in pages.log()


def test_it_shows_when_and_the_reference_and_nothing_else_about_the_person(pages: Pages) -> None:
    made = pages.book()
    text = pages.post("show", {"token": pages.token(made)}).text
    assert made.reference in text
    for private in ("Neill", "Amélie", "patients.example", "2079460018", made.id, made.owner):
        assert private not in text


def test_a_patient_without_e_mail_is_not_promised_one(pages: Pages) -> None:
    made = pages.book(Person("Bo Li", "Asia/Kolkata", phone="+442079460019"))
    form = pages.post("show", {"token": pages.token(made)}).form("move")
    moved = pages.submit(form, slot=form.choices["slot"][0])
    assert "has moved" in moved.text
    assert "e-mail" not in moved.text


# --- Nothing happens by looking ---

ODD_PLACES = [
    "{start}?token={token}",
    "{start}/{token}",
    "{start}/show?token={token}&key={key}",
    "{start}/cancel?token={token}&key={key}",
    "{start}/move?token={token}&key={key}&slot={slot}",
    "{start}/cancel/{token}?key={key}",
    "{start}/style.css?{token}",
    "/consultations/{token}",
    "/consultations?token={token}",
    "/{token}",
    "/webhooks/{token}?token={token}",
]


@pytest.mark.parametrize("place", ODD_PLACES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_no_link_does_anything_by_itself_and_none_is_logged(pages: Pages, method: str, place: str) -> None:
    made = pages.book()
    token, key = pages.token(made), uuid.uuid4().hex
    slot = f"online {pages.clinic.desk.free()[0].start.isoformat()}"
    body = {"token": token, "key": key, "slot": slot}
    for more in ({}, {"data": body}, {"headers": {"Cookie": f"token={token}", "Authorization": f"Bearer {token}"}}):
        replied = pages.request(method, place.format(start=START, token=token, key=key, slot=slot), **more)
        assert replied.status_code < 500
        assert made.reference not in replied.text
    assert pages.stored(made) == made
    assert [change for change, _ in pages.changes(made)] == ["held", "booked"]
    assert token not in pages.log()
    pages.clinic.desk.cancel(made.id, key)


def test_the_page_before_the_link_is_the_same_for_everybody(pages: Pages) -> None:
    plain = pages.get()
    assert plain.status == 200
    assert pages.get(f"{START}?token=abc").text == plain.text
    assert "<script>" not in plain.text
    assert "style=" not in plain.text
