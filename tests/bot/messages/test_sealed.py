"""Whoever has the database alone learns neither who wrote nor what."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chats.sealing import BrokenSealError
from bot.messages.sealed import Seals

SECRET = "5e" * 32
SEALS = Seals(SECRET)
OTHER = Seals("0d" * 32)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.text(), st.text())
def test_what_is_sealed_opens_at_its_place_with_its_secret_and_nowhere_else(value: Any, person: str, what: str) -> None:
    sealed = SEALS.seal(value, person, what)
    assert Seals(SECRET).unseal(sealed, person, what) == value
    for seals, place in (
        (OTHER, (person, what)),
        (SEALS, (f"{person}x", what)),
        (SEALS, (person,)),
        (SEALS, (person + what,)),
    ):
        with pytest.raises(BrokenSealError):
            seals.unseal(sealed, *place)


@given(st.binary(max_size=80))
def test_whatever_lies_there_instead_is_unreadable_and_breaks_nothing(found: bytes) -> None:
    with pytest.raises(BrokenSealError):
        SEALS.unseal(found, "whatsapp-kim", "known")


def test_what_was_altered_does_not_open() -> None:
    sealed = SEALS.seal({"text": "hello"}, "kim", "known")
    for place in range(len(sealed)):
        with pytest.raises(BrokenSealError):
            SEALS.unseal(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :], "kim", "known")


def test_the_same_twice_does_not_look_the_same() -> None:
    assert SEALS.seal("hello", "kim") != SEALS.seal("hello", "kim")


def test_the_same_person_has_one_name_and_nobody_else_has_it() -> None:
    name = SEALS.pseudonym("whatsapp", "447700900001")
    assert name == Seals(SECRET).pseudonym("whatsapp", "447700900001")
    others = [
        SEALS.pseudonym("whatsapp", "447700900002"), SEALS.pseudonym("sms", "447700900001"), SEALS.pseudonym("whatsap", "p447700900001"),
        OTHER.pseudonym("whatsapp", "447700900001"),
    ]  # fmt: skip
    assert len({name, *others}) == 5


@given(st.text(), st.text())
def test_names_say_no_more_than_the_channel_and_fit_their_columns(person: str, id: str) -> None:
    assert re.fullmatch(r"twilio-whatsapp-[0-9a-f]{32}", SEALS.pseudonym("twilio-whatsapp", person))
    assert re.fullmatch(r"[0-9a-f]{64}", SEALS.event("twilio-whatsapp", id))


def test_names_do_not_change_from_one_version_to_the_next() -> None:  # reminders are kept under them for months
    assert SEALS.pseudonym("whatsapp", "447700900001") == "whatsapp-8f38c6462556a7845290f8d4e8f2293f"
    assert SEALS.event("whatsapp", "wamid.1") == "33e2df8cf0109eaf62f49a435c035025da1b754d47a8c021faefe1a066375c6c"
