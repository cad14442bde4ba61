"""JSON of any shape is read without a surprise."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messengers.model import RefusedError
from bot.channels.messengers.reading import items, mapping, read_json, seconds, text

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b'"a"', b"1", b"{", b"\xff\xfe{}", b"{'a': 1}", b"[" * 100_000, b'{"a":' * 100_000],
    ids=["empty", "list", "null", "text", "number", "open", "utf-16", "quotes", "deep list", "deep object"],
)  # fmt: skip
def test_what_is_no_object_is_refused_as_unreadable(body: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        read_json(body)
    assert (refused.value.reason, refused.value.status) == ("unreadable", 400)


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_every_object_is_read(found: dict[str, Any]) -> None:
    body = json.dumps(found).encode()
    assert json.dumps(read_json(body)) == json.dumps(found)


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_comes_is_an_object_or_refused(body: bytes) -> None:
    with suppress(RefusedError):
        assert isinstance(read_json(body), dict)


@given(JSON, st.lists(st.sampled_from("abc"), max_size=3))
def test_whatever_shape_it_has_the_parts_have_the_expected_one(found: Any, path: list[str]) -> None:
    assert isinstance(mapping(found, *path), dict)
    assert all(isinstance(one, dict) for one in items(found, "a"))
    assert isinstance(text(found, "a"), str)
    when = seconds(found.get("a") if isinstance(found, dict) else found)
    assert when is None or 0 <= when < 1e11


def test_parts_are_found_where_they_are() -> None:
    found = {"entry": [{"a": 1}, "no", {"a": 2}], "from": {"user": {"id": "7"}}, "body": "hello", "count": 3}
    assert mapping(found, "from", "user") == {"id": "7"}
    assert mapping(found, "from", "group", "user") == mapping(found, "body", "id") == {}
    assert items(found, "entry") == [{"a": 1}, {"a": 2}]
    assert items(found, "from") == []
    assert (text(found, "body"), text(found, "count"), text(found, "nothing")) == ("hello", "", "")


def test_a_text_that_cannot_be_meant_is_none() -> None:
    assert text({"id": "x" * 64}, "id", most=64) == "x" * 64
    assert text({"id": "x" * 65}, "id", most=64) == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1_700_000_000, 1_700_000_000.0), ("1700000000", 1_700_000_000.0), (0, 0.0), (-1, None), ("", None), (None, None), ("soon", None),
        (True, None), ([], None), ({}, None), ("nan", None), ("inf", None), (float("nan"), None), (10**400, None), (1e11, None),
    ],
)  # fmt: skip
def test_times_are_seconds_or_nothing(value: Any, expected: float | None) -> None:
    assert seconds(value) == expected


def test_milliseconds_become_seconds() -> None:
    assert seconds("1700000000500", per_second=1000) == 1_700_000_000.5
