"""What a form of the manage page asks for is done once, and only at times that the calendar gives."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.services.pages_client import Pages

pytestmark = pytest.mark.server


def test_the_same_form_sent_twice_does_it_once(pages: Pages) -> None:
    made = pages.book()
    form = pages.post("show", {"token": pages.token(made)}).form("move")
    seen = [pages.submit(form, slot=form.choices["slot"][0]) for _ in range(3)]
    assert [page.status for page in seen] == [200, 200, 200]
    assert all("has moved" in page.text and made.reference in page.text for page in seen)
    assert pages.changes(made)[2:] == [("moved", "link")]
    ended = [pages.submit(seen[0].form("cancel")) for _ in range(3)]
    assert [page.heading for page in ended] == ["Your consultation is cancelled"] * 3
    assert pages.changes(made)[2:] == [("moved", "link"), ("cancelled", "link")]
    assert pages.submit(form, slot=form.choices["slot"][0]).status == 410  # long overtaken


def test_a_link_changes_its_consultation_only_once(pages: Pages) -> None:
    made = pages.book()
    form = pages.post("show", {"token": pages.token(made)}).form("move")
    pages.submit(form, slot=form.choices["slot"][0])
    after = pages.stored(made)
    assert pages.submit(form, slot=form.choices["slot"][1]).status == 410  # the same form, another time
    fresh_key = {**form.fields, "key": uuid.uuid4().hex}
    assert pages.post("move", {**fresh_key, "slot": form.choices["slot"][1]}).status == 410
    assert pages.post("cancel", fresh_key).status == 410
    assert pages.stored(made) == after


def test_of_many_that_use_a_link_at_once_one_wins(pages: Pages) -> None:
    made = pages.book()
    form = pages.post("show", {"token": pages.token(made)}).form("move")

    def use(number: int) -> int:
        fields = {**form.fields, "key": uuid.uuid4().hex, "slot": form.choices["slot"][number % 6]}
        return pages.post("cancel" if number % 3 == 0 else "move", fields).status

    with ThreadPoolExecutor(12) as threads:
        statuses = list(threads.map(use, range(12)))
    assert sorted(statuses) == [200, *[410] * 11]
    assert len(pages.changes(made)) == 3


# --- Times ---


def test_a_time_that_went_meanwhile_offers_others_and_changes_nothing(pages: Pages) -> None:
    made = pages.book()
    form = pages.post("show", {"token": pages.token(made)}).form("move")
    first = pages.clinic.desk.free()[0]
    held = pages.clinic.desk.hold(first, "somebody-else")
    late = pages.submit(form, slot=f"{first.calendar} {first.start.isoformat()}")
    assert late.status == 409
    assert "no longer free" in late.text
    assert pages.stored(made) == made
    again = late.form("move")
    assert f"{first.calendar} {first.start.isoformat()}" not in again.choices["slot"]
    assert pages.submit(again, slot=again.choices["slot"][0]).status == 200
    pages.clinic.desk.release(held.id)


@pytest.mark.parametrize(
    ("slot", "status"),
    [
        ("", 422),
        ("online", 422),
        ("online 2026-12-01", 422),  # without a zone it is no instant
        ("online 2026-12-01T14:00:00", 422),
        ("online tomorrow", 422),
        ("online " + "9" * 4000, 413),
        ("x" * 500, 422),
        ("online 2020-01-01T14:00:00+00:00", 409),
        ("online 9999-12-31T23:59:59+00:00", 409),
        ("online 0001-01-01T00:00:00+14:00", 409),
        ("online 2026-12-01T14:00:01+00:00", 409),
        ("other 2026-12-01T14:00:00+00:00", 409),
        (" 2026-12-01T14:00:00+00:00", 409),
        ("online\x00 2026-12-01T14:00:00+00:00", 409),
    ],
)
def test_a_time_that_the_calendar_does_not_give_is_never_taken(pages: Pages, slot: str, status: int) -> None:
    made = pages.book()
    form = pages.post("show", {"token": pages.token(made)}).form("move")
    assert pages.submit(form, slot=slot).status == status
    assert pages.stored(made) == made


@pytest.mark.parametrize("day", ["", "2026-02-30", "x", "9999-12-31", "<b>"])
def test_a_day_without_free_times_shows_the_next_ones(pages: Pages, day: str) -> None:
    made = pages.book()
    shown = pages.post("show", {"token": pages.token(made), "day": day})
    assert len(shown.form("move").choices["slot"]) == 6
    assert "<b>" not in shown.text


@pytest.mark.parametrize("key", ["", "x", "A" * 32, "0" * 31, "0" * 33, "0" * 2000])
def test_a_form_without_its_key_changes_nothing(pages: Pages, key: str) -> None:
    made = pages.book()
    assert pages.post("cancel", {"token": pages.token(made), "key": key}).status == 400
    assert pages.stored(made) == made
