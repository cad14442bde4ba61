"""Who may ask the manage page, and how: by reference and contact, from our own pages, with small plain forms."""

from __future__ import annotations

import httpx
import pytest

from actions.consultations.model import Status
from tests.services.pages_client import ACTIONS, FORM_TYPE, PHONE, START, Pages

pytestmark = pytest.mark.server


def test_reference_and_contact_open_it_too(pages: Pages) -> None:
    made = pages.book()
    form = pages.get().form("find")
    for contact in ("AMELIE@patients.example", "+44 20 7946 0018"):
        found = pages.submit(form, reference=made.reference.lower().replace("-", " "), contact=contact)
        assert (found.status, found.heading) == (200, "Your consultation")
        assert made.reference in found.text
    pages.submit(found.form("cancel"))
    assert pages.stored(made).status is Status.CANCELLED


def test_a_wrong_contact_says_no_more_than_a_wrong_reference(pages: Pages) -> None:
    made = pages.book()
    form = pages.get().form("find")
    wrong = [
        pages.submit(form, reference=made.reference, contact="eve@else.example"),
        pages.submit(form, reference="K7M-2QF", contact="eve@else.example"),
        pages.submit(form, reference=made.reference, contact="nobody"),
        pages.submit(form),
    ]
    assert {page.status for page in wrong} == {422}
    assert len({page.text for page in wrong}) == 1
    assert "We did not find" in wrong[0].text


def test_one_address_may_guess_ten_times(pages: Pages) -> None:
    here = {"X-Forwarded-For": "198.51.100.7"}
    guess = {"reference": "K7M-2QF", "contact": "no contact"}
    assert [pages.post("find", guess, **here).status for _ in range(12)] == [422] * 10 + [429] * 2
    assert pages.post("find", guess).status == 422  # another address


# --- Who asks, and how ---


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "", "Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Origin": "null"}, 200),
        ({}, 200),
    ],
)
def test_other_websites_cannot_send_our_forms(pages: Pages, headers: dict[str, str], status: int) -> None:
    made = pages.book()
    form = pages.post("show", {"token": pages.token(made)}).form("cancel")
    assert pages.post("cancel", form.fields, **headers).status == status
    assert (pages.stored(made).status is Status.CANCELLED) == (status == 200)


def test_our_own_origin_may(pages: Pages) -> None:
    fields = {"token": pages.token(pages.book())}
    assert pages.post("show", fields, Origin=pages.server.url).status == 200


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b'{"token": "TOKEN"}', 415),
        ("multipart/form-data; boundary=x", b'--x\r\ncontent-disposition: form-data; name="token"\r\n\r\nTOKEN\r\n--x--', 415),
        ("text/plain", b"token=TOKEN", 415),
        ("", b"token=TOKEN", 415),
        (FORM_TYPE, b"token=TOKEN&token=TOKEN", 400),
        (FORM_TYPE, b"token=TOKEN" + b"&a=b" * 8, 400),
        (FORM_TYPE, b"token=TOKEN&x", 400),
        (FORM_TYPE, b"token=\xff", 400),
        (FORM_TYPE, b"token=%ff", 400),
        (FORM_TYPE, b"", 400),
        (FORM_TYPE, b"token=TOKEN&day=" + b"x" * 4096, 413),
        (FORM_TYPE, b"token=TOKEN&day=" + b"x" * 2_900_000, 413),
        (f"{FORM_TYPE}; charset=utf-8", b"token=TOKEN&unknown=1", 200),
        (FORM_TYPE.upper(), b"token=TOKEN", 200),
    ],
)  # fmt: skip
def test_only_small_plain_forms_are_read(pages: Pages, content_type: str, body: bytes, status: int) -> None:
    made = pages.book()
    body = body.replace(b"TOKEN", pages.token(made).encode())
    replied = pages.request("POST", f"{START}/show", content=body, headers={"Content-Type": content_type})
    assert replied.status_code == status
    assert (made.reference in replied.text) == (status == 200)


def test_every_reply_is_guarded(pages: Pages) -> None:
    made = pages.book()
    form = pages.post("show", {"token": pages.token(made)}).form("cancel")
    replies: list[httpx.Response] = [
        *(pages.request(method, path) for method in ("GET", "HEAD", "PUT", "DELETE") for path in (
            START, f"{START}/", f"{START}/show", f"{START}/style.css", f"{START}/manage.js", f"{START}/x", "/consultations",
            "/consultations/", "/consultations/calendar.ics", "/consultations/..%2f..%2fetc/passwd", "/consultations/%00",
        )),
        *(pages.post(action, {"token": "x"}).response for action in (*ACTIONS, "find", "nothing")),
        pages.request("POST", f"{START}/show", content=b"x" * 9000, headers={"Content-Type": FORM_TYPE}),
        pages.post("cancel", form.fields, Origin="https://evil.example").response,
        pages.submit(form, key="none").response,
        pages.submit(form).response,
    ]  # fmt: skip
    for reply in replies:
        headers = reply.headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "set-cookie" not in headers
        assert "access-control-allow-origin" not in headers
    assert {reply.status_code for reply in replies} >= {200, 400, 401, 403, 404, 405, 413}


def test_one_address_cannot_keep_the_page_busy(pages: Pages) -> None:
    here = {"X-Forwarded-For": "198.51.100.8"}
    statuses = [pages.get(f"{START}/style.css", **here).status for _ in range(200)]
    assert statuses[:100] == [200] * 100
    assert 429 in statuses
    assert pages.get(**here).text.count(PHONE) == 1
    assert pages.get().status == 200  # another address
