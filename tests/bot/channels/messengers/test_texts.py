"""Texts are cut where a reader would, and no word of them is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messengers.model import Choice
from bot.channels.messengers.texts import Length, numbered, shorten, split, utf8, utf16

LENGTHS: list[Length] = [len, utf8, utf16]
TEXT = st.text(st.sampled_from("ab é♥😀.!? \n"), max_size=400)


@given(TEXT, st.integers(8, 120), st.sampled_from(LENGTHS))
def test_no_part_is_too_long_and_no_letter_is_lost(text: str, most: int, length: Length) -> None:
    parts = split(text, most, length)
    assert all(0 < length(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(TEXT, st.integers(1, 60), st.sampled_from([len, utf16]))
def test_what_is_shortened_fits_and_begins_as_it_did(text: str, most: int, length: Length) -> None:
    short = shorten(text, most, length)
    assert length(short) <= most
    assert short == text or text.startswith(short[:-1])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One paragraph here.\n\nAnother one here.", ["One paragraph here.", "Another one here."]),
        ("First sentence. Second sentence. Third one.", ["First sentence.", "Second sentence.", "Third one."]),
        ("one two three four five six", ["one two three four", "five six"]),
        ("abcdefghijklmnopqrstuvwxyz", ["abcdefghijklmnopqrst", "uvwxyz"]),
        ("short", ["short"]),
        ("  \n ", []),
    ],
)
def test_texts_are_parted_where_they_pause(text: str, parts: list[str]) -> None:
    assert split(text, 20) == parts


def test_choices_are_numbered_from_where_one_says() -> None:
    assert numbered([Choice("c-1", "Book"), Choice("c-2", "Topics")], 11) == "11. Book\n12. Topics"
