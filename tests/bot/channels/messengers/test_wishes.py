"""Who wants to be forgotten is understood, and nobody else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messengers.wishes import says_no, says_yes, wants_to_be_forgotten
from bot.templates import Templates

WISHES = (
    "forget me", "Forget me!", "please forget me", "delete my data", "Can you delete my messages please", "erase this chat",
    "delete everything about me", "remove my number", "FORGET ME PLEASE", "delete our conversation", "could you please wipe my history",
    "Delete everything I wrote.", "will you forget me now", "delete all my data",
)  # fmt: skip


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_to_be_forgotten_is_understood(text: str) -> None:
    assert wants_to_be_forgotten(text)


@pytest.mark.parametrize(
    "text",
    [
        "forget it", "don't forget me", "I forget my medication", "will they delete my hair", "delete", "forget my question",
        "How do I delete my account at the bank?", "forget me not flowers", "", "do not delete my data", "they forgot me",
        "delete my appointment", "what happens if I delete my chat", "forget me " + "." * 300 + " no, wait, do not",
    ],
)  # fmt: skip
def test_what_only_sounds_like_it_is_not_taken_for_it(text: str) -> None:
    assert not wants_to_be_forgotten(text)


@given(st.sampled_from(WISHES), st.sampled_from(["", " ", "!", "...", " :)", "\n"]), st.booleans())
def test_case_and_punctuation_do_not_matter(wish: str, end: str, loud: bool) -> None:
    assert wants_to_be_forgotten((wish.upper() if loud else wish.lower()) + end)


@given(st.sampled_from(WISHES), st.text("bcdfghjklqvxz", min_size=1, max_size=12))
def test_who_says_more_than_that_is_heard_by_the_assistant(wish: str, more: str) -> None:
    assert not wants_to_be_forgotten(f"{more} {wish}")
    assert not wants_to_be_forgotten(f"{wish} {more}")


@given(st.text(max_size=300))
def test_nothing_is_two_of_a_yes_a_no_and_a_wish(text: str) -> None:
    assert says_yes(text) + says_no(text) + wants_to_be_forgotten(text) <= 1


def test_yes_and_no_may_be_typed_or_numbered() -> None:
    assert all(map(says_yes, ["1", "Yes, delete it", "yes please", "OK", "1."]))
    assert all(map(says_no, ["2", "No, keep it", "no", "don't", "Don\u2019t"]))
    assert not any(
        says_yes(text) or says_no(text) for text in ["maybe", "How much is it?", "", "11", "yes and no", "21"]
    )


def test_the_buttons_below_the_question_are_understood(templates: Templates) -> None:
    assert says_yes(templates.button("forget_yes"))
    assert says_no(templates.button("forget_no"))
