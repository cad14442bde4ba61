"""A patient sees, moves and cancels their own consultation by the link of a mail, and nobody else can."""

from __future__ import annotations

import shutil
import subprocess
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from actions.consultations.links import sign
from actions.consultations.model import Person, Status
from actions.runtime import LINK_LIFETIME, utc_now
from tests.services.pages_client import FORM_TYPE, PERSON, START, Pages, Seen

pytestmark = pytest.mark.server

PHONE = "+1 555 0100"
ACTIONS = ["show", "move", "cancel"]


def opened(pages: Pages, link: str) -> Seen:
    """Open the link as the page's script does: the token goes into the body of a form."""
    _, _, token = link.partition("#")
    return pages.submit(pages.get(START).form("show"), token=token)


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


# --- Links that are none ---


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
    old = sign(pages.clinic.secret, "manage", made.id, 0, utc_now() - LINK_LIFETIME - LINK_LIFETIME / 90)
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


# --- Once is once ---


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


# --- Without the link ---


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


# --- When the database is down ---


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
