"""What is sealed opens with its key, at its place, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chats.sealing import BrokenSealError, new_key, seal, unseal

KEY = new_key()
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3))


@given(JSON)
def test_it_opens_with_its_key(value: object) -> None:
    assert unseal(KEY, seal(KEY, value, "a", "b"), "a", "b") == value


@pytest.mark.parametrize("place", [("a",), ("a", "c"), ("ab",), ("b", "a"), ()])
def test_it_opens_at_no_other_place(place: tuple[str, ...]) -> None:
    with pytest.raises(BrokenSealError):
        unseal(KEY, seal(KEY, "secret", "a", "b"), *place)


def test_it_opens_with_no_other_key() -> None:
    with pytest.raises(BrokenSealError):
        unseal(new_key(), seal(KEY, "secret", "a"), "a")


@given(st.data())
def test_it_does_not_open_once_altered(data: st.DataObject) -> None:
    sealed = bytearray(seal(KEY, "secret", "a"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BrokenSealError):
        unseal(KEY, bytes(sealed), "a")


@given(st.binary(max_size=40))
def test_what_was_never_sealed_does_not_open(garbage: bytes) -> None:
    with pytest.raises(BrokenSealError):
        unseal(KEY, garbage, "a")


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert seal(KEY, "secret", "a") != seal(KEY, "secret", "a")
    assert b"secret" not in seal(KEY, "secret", "a")
