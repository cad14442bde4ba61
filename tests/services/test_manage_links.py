"""A link opens one consultation, for a while, until it changes; what is no such link opens and changes nothing."""

from __future__ import annotations

import uuid

import pytest

from actions.clock import utc_now
from actions.consultations.links import LIFETIME, sign
from tests.services.pages_client import ACTIONS, PHONE, Pages

pytestmark = pytest.mark.server


def assert_refused(pages: Pages, token: str | bytes, statuses: set[int]) -> None:
    """No action tells or changes anything by this token; each says kindly what to do."""
    made = pages.book()
    for action in ACTIONS:
        slot = f"online {pages.clinic.desk.free()[0].start.isoformat()}"
        fields: dict[str, str | bytes] = {"token": token, "key": uuid.uuid4().hex, "slot": slot}
        refused = pages.post(action, fields)  # type: ignore[arg-type]
        assert refused.status in statuses
        assert PHONE in refused.text
        assert made.reference not in refused.text
        assert "Traceback" not in refused.text
    assert pages.stored(made) == made
    pages.clinic.desk.cancel(made.id, uuid.uuid4().hex)


@pytest.mark.parametrize(
    "token",
    [
        "",
        " ",
        "x",
        "a.b.c",
        "#",
        "null",
        "9" * 512,
        "a" * 3000,
        "\x00\x01",
        b"\xff\xfe\x80",
        "🦔",
        "<b>x</b>",
        "..",
        "'",
    ],
)
def test_what_is_no_link_is_refused(pages: Pages, token: str | bytes) -> None:
    assert_refused(pages, token, {400, 403})


def test_an_altered_link_is_refused(pages: Pages) -> None:
    token = pages.token(pages.book())
    for at in range(0, len(token) - 1, 7):
        assert_refused(pages, token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :], {403})


def test_a_link_that_another_secret_signed_is_refused(pages: Pages) -> None:
    made = pages.book()
    assert_refused(pages, sign("another secret that is long enough", "manage", made.id, 0, utc_now()), {403})


def test_a_link_to_nothing_or_to_the_future_is_refused(pages: Pages) -> None:
    secret, made = pages.clinic.secret, pages.book()
    assert_refused(pages, sign(secret, "manage", str(uuid.uuid4()), 0, utc_now()), {410})
    assert_refused(pages, sign(secret, "manage", made.id, made.sequence + 1, utc_now()), {410})
    assert_refused(pages, sign(secret, "other", made.id, 0, utc_now()), {403})  # type: ignore[arg-type]


def test_an_expired_link_says_so(pages: Pages) -> None:
    made = pages.book()
    old = sign(pages.clinic.secret, "manage", made.id, 0, utc_now() - LIFETIME - LIFETIME / 90)
    assert_refused(pages, old, {410})
    assert pages.post("show", {"token": old}).heading == "This link has expired"
    assert pages.stored(made) == made


def test_a_link_opens_its_own_consultation_only(pages: Pages) -> None:
    mine, other = pages.book(), pages.book()
    text = pages.post("show", {"token": pages.token(mine)}).text
    assert mine.reference in text
    assert other.reference not in text
    pages.submit(pages.post("show", {"token": pages.token(mine)}).form("cancel"))
    assert pages.stored(other) == other


def test_a_link_is_stale_once_the_chat_moved_the_consultation(pages: Pages) -> None:
    made = pages.book()
    before = pages.post("show", {"token": pages.token(made)})
    pages.clinic.desk.move(made.id, pages.clinic.desk.free()[0], "", uuid.uuid4().hex)
    for page in (
        pages.post("show", {"token": pages.token(made)}),
        pages.submit(before.form("cancel")),
        pages.submit(before.form("move"), slot=before.form("move").choices["slot"][-1]),
    ):
        assert (page.status, page.heading) == (410, "This link is out of date")
        assert made.reference not in page.text
    assert pages.changes(made)[-1] == ("moved", "chat")
