"""Who wants to be forgotten is understood, and nobody else is."""

from __future__ import annotations

import pytest

from bot.channels.messengers.wishes import says_no, says_yes, wants_to_be_forgotten


@pytest.mark.parametrize(
    "text",
    [
        "forget me", "Forget me!", "please forget me", "delete my data", "Can you delete my messages please", "erase this chat",
        "delete everything about me", "remove my number", "FORGET ME PLEASE", "delete our conversation",
    ],
)  # fmt: skip
def test_a_wish_to_be_forgotten_is_understood(text: str) -> None:
    assert wants_to_be_forgotten(text)


@pytest.mark.parametrize(
    "text",
    [
        "forget it", "don't forget me", "I forget my medication", "will they delete my hair", "delete", "forget my question",
        "How do I delete my account at the bank?", "forget me not flowers", "",
    ],
)  # fmt: skip
def test_what_only_sounds_like_it_is_not_taken_for_it(text: str) -> None:
    assert not wants_to_be_forgotten(text)


def test_yes_and_no_may_be_typed_or_numbered() -> None:
    assert all(map(says_yes, ["1", "Yes, delete it", "yes please", "OK"]))
    assert all(map(says_no, ["2", "No, keep it", "no", "don't"]))
    assert not any(says_yes(text) or says_no(text) for text in ["maybe", "How much is it?", "", "11"])
