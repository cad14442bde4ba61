"""Nothing that a client sends can break or steer what comes after: any bytes become one safe message."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.guard import KEEP, MAX_BODY, SENDER, anonymous, read_body, safe_text

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
REQUESTS = st.fixed_dictionaries({}, optional={"sender": JSON, "message": JSON, "metadata": JSON})


def assert_safe(body: bytes) -> None:
    inbound = read_body(body)
    assert SENDER.fullmatch(inbound.sender)
    assert len(inbound.text) <= KEEP + len(" . ")
    assert not inbound.text.startswith("/")
    assert inbound.text == inbound.text.strip()
    assert not {"<", ">"} & set(inbound.text)
    assert all(unicodedata.category(character)[0] != "C" for character in inbound.text)
    assert not (inbound.problem and inbound.text)


@given(st.binary(max_size=2000))
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b"1" * 100_000)
@example(b'{"sender":"a","message":"\xff\xfe caf\xe9"}')
@example(b"\x00" * 100)
def test_any_bytes_become_a_safe_message(body: bytes) -> None:
    assert_safe(body)


@given(JSON | REQUESTS)
def test_any_json_becomes_a_safe_message(value: object) -> None:
    assert_safe(json.dumps(value).encode("utf-8", "surrogatepass"))


@given(st.text(max_size=400))
@example("/ /\u200b/restart")
@example("<b>/restart</b>")
@example("\uff0frestart")
@example("</>/session_start")
def test_no_text_is_ever_a_command(text: str) -> None:
    assert not safe_text(text).startswith("/")


@given(st.text(alphabet="abc <>/\n\t\x00\u200b.", max_size=200))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert safe_text(safe_text(text)) == safe_text(text)


def test_a_plain_request_arrives_as_it_was_sent() -> None:
    inbound = read_body(b'{"sender": "me", "message": "Does it hurt?"}')
    assert (inbound.sender, inbound.text, inbound.problem) == ("me", "Does it hurt?", None)


def test_of_a_huge_text_beginning_and_end_are_kept() -> None:
    kept = safe_text("begin " + "x " * 500_000 + " i cannot breathe")
    assert kept.startswith("begin")
    assert kept.endswith("i cannot breathe")


def test_a_body_that_is_too_large_is_not_even_parsed() -> None:
    inbound = read_body(json.dumps({"sender": "me", "message": "x" * MAX_BODY}).encode())
    assert inbound.text == ""
    assert f"send at most {MAX_BODY}" in (inbound.problem or "")


@pytest.mark.parametrize("sender", ["a", "A-b_c.d:e@f+g", "0" * 128])
def test_a_well_formed_sender_is_kept(sender: str) -> None:
    assert read_body(json.dumps({"sender": sender, "message": "hi"}).encode()).sender == sender


@pytest.mark.parametrize("sender", ["", " ", "a b", "0" * 129, "../x", "a\n", "\u0430", 5, True, [], {}, ["me"]])
def test_an_odd_sender_is_refused_and_joins_nobody(sender: object) -> None:
    body = json.dumps({"sender": sender, "message": "hi"}).encode()
    first, second = read_body(body), read_body(body)
    assert first.problem is not None
    assert "`sender`" in first.problem
    assert first.text == ""
    assert first.sender != second.sender


@pytest.mark.parametrize("body", [b'{"message": "hi"}', b'{"sender": null, "message": "hi"}'])
def test_who_gives_no_sender_gets_a_conversation_of_their_own(body: bytes) -> None:
    assert read_body(body).problem is None
    assert len({read_body(body).sender for _ in range(50)}) == 50


def test_anonymous_senders_differ_and_are_well_formed() -> None:
    made = {anonymous() for _ in range(200)}
    assert len(made) == 200
    assert all(SENDER.fullmatch(sender) for sender in made)


@pytest.mark.parametrize("message", [None, 5, 1.5, True, [], {}, ["hi"]])
def test_a_message_that_is_no_text_is_told_to_the_developer_and_kept_with_its_sender(message: object) -> None:
    inbound = read_body(json.dumps({"sender": "me", "message": message}).encode())
    assert (inbound.sender, inbound.text) == ("me", "")
    assert f"not {type(message).__name__}" in (inbound.problem or "")


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b"5", b'"hi"', b"\xff\xfe"])
def test_what_is_no_object_is_told_what_to_send(body: bytes) -> None:
    assert '{"sender": "...", "message": "..."}' in (read_body(body).problem or "")
