"""Whatever is sent to the pages and to the action server: no error with a trace, nothing told without a valid link."""

from __future__ import annotations

import json
import socket
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.consultations.model import Appointment
from tests.services.pages_client import FORM_TYPE, START, Pages

pytestmark = pytest.mark.server

METHODS = ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "X"]
TYPES = [FORM_TYPE, "application/json", "text/plain", "multipart/form-data; boundary=x", "", "x" * 300, ";;;"]
KNOWN = ["manage", "manage/show", "manage/move", "manage/cancel", "manage/find", "manage/style.css", "calendar.ics", ""]
text = st.text(st.characters(blacklist_categories=("Cs",)), max_size=80)
paths = st.one_of(st.sampled_from(KNOWN), text.map(lambda typed: quote(typed, safe="/")))
fields = st.dictionaries(st.sampled_from(["token", "key", "slot", "day", "reference", "contact"]) | text, text)
bodies = st.one_of(fields.map(lambda typed: urlencode(typed).encode()), st.binary(max_size=5000))


@pytest.fixture(scope="module")
def booked(pages: Pages) -> Appointment:
    return pages.book()


def assert_told_nothing(reply: httpx.Response, booked: Appointment) -> None:
    assert reply.status_code < 500
    assert "Traceback" not in reply.text
    for private in (booked.reference, booked.id, "Neill", "patients.example"):
        assert private not in reply.text


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(METHODS),
    paths,
    st.sampled_from(TYPES),
    bodies,
    st.dictionaries(st.sampled_from(["Origin", "Sec-Fetch-Site", "Authorization", "Cookie"]), st.binary(max_size=40)),
)
def test_nothing_that_is_made_up_opens_anything(
    pages: Pages, booked: Appointment, method: str, path: str, kind: str, body: bytes, more: dict[str, bytes]
) -> None:
    headers = {name: value.hex() for name, value in more.items()} | {"Content-Type": kind}
    reply = pages.request(method, f"/consultations/{path}", content=body, headers=headers)
    assert_told_nothing(reply, booked)
    assert pages.stored(booked) == booked


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_token_near_a_real_one_opens_anything(pages: Pages, booked: Appointment, data: st.DataObject) -> None:
    token = pages.token(booked)
    at = data.draw(st.integers(0, len(token) - 2))  # the last character carries bits that do not count
    length = data.draw(st.integers(0, 4))
    near = token[:at] + data.draw(st.text(st.sampled_from("AZaz09-_.= "), max_size=4)) + token[at + length :]
    if near.rstrip("=") == token or near[:-1] == token[:-1]:
        return
    reply = pages.post(data.draw(st.sampled_from(["show", "cancel"])), {"token": near, "key": "0" * 32}).response
    assert_told_nothing(reply, booked)
    assert reply.status_code in (403, 410)
    assert pages.stored(booked) == booked


HEADS = {
    "a length below nothing": b"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nabc",
    "a length in words": b"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: five\r\n\r\nabc",
    "two lengths": b"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "broken chunks": b"POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    "bytes in the address": b"GET {path}/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    "bytes in headers": b"GET {path} HTTP/1.1\r\nHost: \xff\r\nAuthorization: \xff\r\nX-Forwarded-For: \xff\r\n\r\n",
    "an upgrade": b"GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "another protocol": b"GET {path} HTTP/9\r\n\r\n",
    "no protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "a long head": b"GET {path}?" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "an expectation": b"POST {path} HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\nContent-Length: 3\r\n\r\nabc",
}


def sent_raw(port: int, request: bytes) -> bytes:
    """What comes back within a short while; some of these are never answered, only hung up on."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        try:
            connection.sendall(request)
            while chunk := connection.recv(65536):
                answer += chunk
        except (TimeoutError, ConnectionError):
            pass
    return answer


@pytest.mark.parametrize("case", HEADS)
@pytest.mark.parametrize("which", ["pages", "actions"])
def test_a_request_that_is_none_stops_nobody(pages: Pages, which: str, case: str) -> None:
    here = int(pages.server.url.rpartition(":")[2])
    port, path = (here, f"{START}/show") if which == "pages" else (actions_port(pages), "/webhook")
    answer = sent_raw(port, HEADS[case].replace(b"{path}", path.encode()))
    assert b"Traceback" not in answer
    assert not answer.startswith(b"HTTP/1.1 5")
    assert pages.get().status == 200
    assert httpx.get(f"http://127.0.0.1:{actions_port(pages)}/health", timeout=5).status_code == 401


# --- The action server itself ---

SECRET_WORDS = "what-a-patient-typed"


def actions_port(pages: Pages) -> int:
    return int(pages.settings["HAIRLINE_ACTIONS_PORT"])


def asked(pages: Pages, method: str, path: str, authorization: str | None, body: bytes = b"") -> httpx.Response:
    headers = {"Authorization": authorization} if authorization is not None else {}
    url = f"http://127.0.0.1:{actions_port(pages)}{path}"
    return httpx.request(method, url, headers=headers, content=body, timeout=10, trust_env=False)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ["/webhook", "/health", "/", "/actions", "/webhook/x"])
def test_without_the_secret_the_action_server_answers_nothing(pages: Pages, method: str, path: str) -> None:
    secret = pages.settings["HAIRLINE_ACTIONS_SECRET"]
    for authorization in (
        None,
        "",
        "Bearer",
        "Bearer x",
        secret,
        f"Basic {secret}",
        f"Bearer {secret}x",
        f"bearer {secret}",
    ):
        refused = asked(pages, method, path, authorization, SECRET_WORDS.encode())
        assert 400 <= refused.status_code < 500
        assert refused.status_code in (401, 404, 405) if path not in ("/webhook", "/health") else (401, 405)
        assert secret not in refused.text
        assert SECRET_WORDS not in refused.text  # fmt: skip


def test_a_huge_call_without_the_secret_is_not_even_read(pages: Pages) -> None:
    request = b"POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n" + SECRET_WORDS.encode()
    answer = sent_raw(actions_port(pages), request)
    assert answer.startswith((b"HTTP/1.1 401", b"HTTP/1.1 413"))
    assert SECRET_WORDS.encode() not in answer


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[1]",
        b"\xff\xfe",
        SECRET_WORDS.encode(),
        b'{"next_action": "' + SECRET_WORDS.encode(),
        json.dumps({"next_action": SECRET_WORDS}).encode(),
        json.dumps({"next_action": SECRET_WORDS, "tracker": {}}).encode(),
        json.dumps({"next_action": "validate_consultation_form", "tracker": {"slots": SECRET_WORDS}}).encode(),
        json.dumps({"tracker": {"sender_id": SECRET_WORDS, "events": [SECRET_WORDS]}, "domain": 5}).encode(),
        b"[" * 100_000,
        b'"' + SECRET_WORDS.encode() * 250_000 + b'"',
    ],
)
def test_with_the_secret_a_broken_call_fails_without_repeating_it(pages: Pages, body: bytes) -> None:
    secret = f"Bearer {pages.settings['HAIRLINE_ACTIONS_SECRET']}"
    failed = asked(pages, "POST", "/webhook", secret, body)
    assert failed.status_code >= 400 or failed.json() is None  # a call of no action
    assert "Traceback" not in failed.text
    if b'"next_action": "' + SECRET_WORDS.encode() not in body:  # Rasa needs to know which action there is none of
        assert SECRET_WORDS not in failed.text
    assert SECRET_WORDS not in pages.log()
    assert asked(pages, "GET", "/health", secret).status_code == 200
