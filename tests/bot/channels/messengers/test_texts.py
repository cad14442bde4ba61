"""Texts are cut where a reader would, and no word of them is lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messengers.model import Choice
from bot.channels.messengers.texts import ELLIPSIS, Length, numbered, shorten, split, utf8, utf16


def as_json(text: str) -> int:
    """What a text takes within JSON: twelve characters for an emoji."""
    return len(json.dumps(text)) - 2


def only_words(text: str) -> int:
    """A messenger that counts no white space."""
    return len("".join(text.split()))


LENGTHS: list[Length] = [len, utf8, utf16, as_json, only_words]
TEXT = st.text(st.sampled_from("ab é♥😀.!? \n\t\u2003"), max_size=400) | st.text(max_size=100)


@given(TEXT, st.integers(12, 120), st.sampled_from(LENGTHS))
def test_no_part_is_too_long_and_no_letter_is_lost(text: str, most: int, length: Length) -> None:
    parts = split(text, most, length)
    assert all(length(part) <= most and part == part.strip() != "" for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.lists(st.text("abcé♥.!", min_size=1, max_size=12), max_size=60), st.integers(12, 120), st.data())
def test_words_that_fit_stay_whole_and_in_their_order(words: list[str], most: int, data: st.DataObject) -> None:
    text = "".join(word + data.draw(st.sampled_from([" ", "\n", "\n\n", "  "])) for word in words)
    assert [word for part in split(text, most) for word in part.split()] == words


@given(TEXT, st.integers(0, 11), st.sampled_from(LENGTHS))
def test_letters_that_no_part_can_hold_are_parts_by_themselves(text: str, most: int, length: Length) -> None:
    parts = split(text, most, length)
    assert all(len(part) == 1 or length(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(TEXT, st.integers(0, 60), st.sampled_from(LENGTHS))
def test_what_is_shortened_fits_and_begins_as_it_did(text: str, most: int, length: Length) -> None:
    short = shorten(text, most, length)
    assert length(short) <= most
    assert text.startswith((short, short.removesuffix(ELLIPSIS)))
    assert short == text or short.endswith(ELLIPSIS) or length(ELLIPSIS) > most


@given(TEXT, st.integers(1, 60), st.sampled_from(LENGTHS))
def test_only_what_does_not_fit_is_shortened(text: str, most: int, length: Length) -> None:
    assert (shorten(text, most, length) == text) is (length(text) <= most)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One paragraph here.\n\nAnother one here.", ["One paragraph here.", "Another one here."]),
        ("A list of things\nand of more", ["A list of things", "and of more"]),
        ("First sentence. Second sentence. Third one.", ["First sentence.", "Second sentence.", "Third one."]),
        ("one two three four five six", ["one two three four", "five six"]),
        ("abcdefghijklmnopqrstuvwxyz", ["abcdefghijklmnopqrst", "uvwxyz"]),
        ("Hi. And now a sentence that is long.", ["Hi. And now a", "sentence that is", "long."]),
        ("exactly twenty chars", ["exactly twenty chars"]),
        ("short", ["short"]),
        ("  \n ", []),
    ],
)
def test_texts_are_parted_where_they_pause(text: str, parts: list[str]) -> None:
    assert split(text, 20) == parts


def test_lengths_are_those_that_messengers_count() -> None:
    assert (utf8("é😀"), utf16("é😀"), len("é😀")) == (6, 3, 2)
    assert (utf8("\ud83d"), utf16("\ud83d")) == (1, 1)  # half an emoji is sent as a question mark


def test_choices_are_numbered_from_where_one_says() -> None:
    choices = [Choice("c-1", "Book"), Choice("c-2", "Topics")]
    assert numbered(choices) == "1. Book\n2. Topics"
    assert numbered(choices, 11) == "11. Book\n12. Topics"
