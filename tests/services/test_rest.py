"""Whatever a client sends over real HTTP, it gets one reply in the shape of the contract, and never an error of ours."""

from __future__ import annotations

import json

import pytest

from bot.names import Kind
from tests.bot.approved import Approved
from tests.services.client import Reply, Server

pytestmark = pytest.mark.server

QUESTION = "How much does it cost? "
KINDS = {kind.value for kind in Kind}


def assert_contract(reply: Reply) -> None:
    assert reply.status < 500
    assert reply.text.strip()
    assert set(reply.custom) - {"counterpoints"} == {"kind", "answers", "suggestions"}
    assert reply.custom["kind"] in KINDS
    assert (reply.status in (400, 413)) == (reply.problem is not None)
    assert "<" not in json.dumps(reply.messages)
    assert all(
        {"title", "payload"} <= set(button) for message in reply.messages for button in message.get("buttons", [])
    )


TEXTS = {
    "empty": ("", {"clarify"}),
    "spaces": (" \t\n ", {"clarify"}),
    "100 kB": (QUESTION * 4_500, {"clarify"}),
    "1 MB": (QUESTION * 45_000, {"clarify"}),
    "control characters": ("How\x01 much\x07 does it\x7f \x1b[31mcost?", {"answer"}),
    "NUL": ("How much\x00 does it cost?", {"answer"}),
    "emoji only": ("\U0001f600\U0001f389\U0001f9d1\u200d\u2695\ufe0f", {"clarify"}),
    "HTML": ("<b>How much</b> does it <i>cost</i>?", {"answer"}),
    "a script": ("<script>alert('x')</script>", {"abstain", "clarify"}),
    "an image": ("<img src=x onerror=alert(1)>", {"clarify"}),
    "half a tag": ("How much does it cost? <b onclick=", {"answer"}),
    "/restart": ("/restart", {"smalltalk", "abstain", "clarify"}),
    "Russian": ("Сколько стоит лечение стволовыми клетками?", {"abstain"}),
    "Arabic": ("كم تكلفة العلاج بالخلايا الجذعية؟", {"abstain"}),
    "Chinese": ("干细胞治疗多少钱", {"abstain"}),
    "Italian": ("Quanto costa il trattamento con cellule staminali?", {"abstain"}),
    "a template": ("{clinic} {0} {{7*7}} ${7*7} %s", KINDS),
    "SQL": ("'; DROP TABLE conversations; --", KINDS),
    "right to left": ("\u202eHow much does it cost?", {"answer"}),
    "zero widths": ("How\u200b much\ufeff does it cost?", {"answer"}),
    "full width": ("Ｈｏｗ ｍｕｃｈ ｄｏｅｓ ｉｔ ｃｏｓｔ？", {"answer"}),
    "letters with a hundred accents": ("How much does it cost?" + "\u0301" * 100, {"answer"}),
}


@pytest.mark.parametrize("case", TEXTS)
def test_any_text_gets_a_sensible_reply(server: Server, approved: Approved, case: str) -> None:
    text, kinds = TEXTS[case]
    reply = server.say(text)
    assert_contract(reply)
    assert reply.status == 200
    assert reply.custom["kind"] in kinds
    assert approved.faults(reply.text, reply.custom) == []


@pytest.mark.parametrize("text", ['/intent{"x":"y"}', "/session_start"])
def test_a_typed_command_is_no_question(server: Server, text: str) -> None:
    assert server.say(text).custom["kind"] in ("abstain", "clarify", "smalltalk")


BODIES = {
    "nothing": b"",
    "half an object": b'{"sender": "a", "mess',
    "an array": b'[{"sender": "a", "message": "hi"}]',
    "a number": b"5",
    "null": b"null",
    "a string": b'"hi"',
    "not a number": b"NaN",
    "no text at all": bytes(range(256)),
    "UTF-16": '{"sender": "a", "message": "hi"}'.encode("utf-16"),
    "a number of a million digits": b"1" * 1_000_000,
    "deep arrays": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "a deep message": b'{"sender": "a", "message": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "2.5 MB": json.dumps({"sender": "a", "message": QUESTION * 110_000}).encode(),
    **{f"sender {s!r}": json.dumps({"sender": s, "message": "hi"}).encode() for s in (5, 1.5, True, [], {}, ["a"], "", "a b", "a" * 129)},
    **{f"message {m!r}": json.dumps({"sender": "a", "message": m}).encode() for m in (None, 5, 1.5, True, [], {}, ["hi"], {"text": "hi"})},
}  # fmt: skip


@pytest.mark.parametrize("case", BODIES)
def test_a_bad_request_is_answered_and_told_what_was_wrong(server: Server, case: str) -> None:
    reply = server.post(BODIES[case])
    assert_contract(reply)
    assert reply.status == 400
    assert reply.custom["kind"] == "clarify"


def test_a_request_of_3_mb_gets_a_reply_too(server: Server) -> None:
    assert_contract(server.post(json.dumps({"sender": "a", "message": QUESTION * 140_000}).encode()))


@pytest.mark.parametrize(
    "message",
    [
        b"\xff\xfe How much does it cost?",
        b"How much does it cost? \xc3",
        b"\\ud800 How much does it cost? \\udfff",
        b"caf\xe9 \xf0\x9f",
    ],
)
def test_broken_utf_8_and_lone_surrogates_are_read_as_far_as_possible(server: Server, message: bytes) -> None:
    reply = server.post(b'{"sender": "broken-utf8", "message": "' + message + b'"}')
    assert_contract(reply)
    assert reply.status == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x"]
)
def test_the_content_type_does_not_matter(server: Server, kind: str) -> None:
    body = json.dumps({"sender": "typed", "message": QUESTION}).encode()
    response = server.client.post("/webhooks/rest/webhook", content=body, headers={"Content-Type": kind})
    assert_contract(Reply(response.status_code, response.json(), None))


def test_fields_that_nobody_asked_for_change_nothing(server: Server) -> None:
    more = {
        "metadata": {"explain": True},
        "input_channel": "staff",
        "stream": True,
        "custom": {},
        "text": "I cannot breathe",
    }
    reply = server.post(json.dumps({"sender": "more", "message": QUESTION, **more}).encode())
    assert_contract(reply)
    assert reply.ids == ["cost-range"]


def test_other_methods_and_paths_are_refused_without_a_word_on_the_inside(server: Server) -> None:
    for method, path in (("GET", "/webhooks/rest/webhook"), ("PUT", "/webhooks/rest/webhook"), ("POST", "/nowhere")):
        response = server.client.request(method, path)
        assert response.status_code in (404, 405)
        assert "Traceback" not in response.text
