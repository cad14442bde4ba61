"""Which wishes are about an appointment that exists, and which time they name for it."""

from __future__ import annotations

import pytest

from bot.booking.intents import calls_off, said_after_change, wants_change


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("move my appointment to friday", "friday"),
        ("can I move my appointment to Friday at 2?", "friday at 2?"),
        ("reschedule for friday", "friday"),
        ("can we make it friday instead", "friday"),
        ("move my appointment from tuesday at 2 to friday at 3", "friday at 3"),
        ("postpone my consultation until 3 december", "3 december"),
        ("Move it", ""),
        ("I need to move my friday appointment", ""),
        ("I have to work on thursday, can you move my appointment?", ""),
    ],
)
def test_a_wish_to_move_says_where_to_behind_it(text: str, to: str) -> None:
    assert wants_change(text) == "move"
    assert said_after_change(text).strip() == to


@pytest.mark.parametrize(
    "text", ["I want to cancel", "I want to cancel my appointment", "cancel my call, I have to go to Rome on friday"]
)
def test_who_cancels_names_no_time_to_move_to(text: str) -> None:
    assert said_after_change(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "I can't make it",
        "Sorry, I can\u2019t make it any more.",
        "we cannot make it on tuesday",
        "I won't be able to make my appointment",
        "unfortunately I am unable to attend the consultation",
    ],
)
def test_who_cannot_come_means_the_appointment(text: str) -> None:
    assert calls_off(text)
    assert wants_change(text) == "cancel"


@pytest.mark.parametrize("text", ["I can't make it grow", "I can't make my hair grow", "can stem cells make it", "it"])
def test_what_is_about_hair_calls_nothing_off(text: str) -> None:
    assert not calls_off(text)
