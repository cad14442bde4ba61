"""A word about reminders is understood as a yes or a no, and nothing else is taken for one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.booking.reminding import LONGEST, read_reminder

WANTED = """
    Remind me here|remind me|please remind me|yes please remind me|can you remind me?|could you please remind me here|I'd like a reminder|a reminder would be great|send me a reminder|text me|
    here|here please|yes, here|both|both please|remind me both times|yes, remind me the day before|reminders please|I want to be reminded|ok remind me on WhatsApp|remind me after all|a reminder, thanks
"""
NOT_WANTED = """
    No reminder here|no reminder|no reminders please|don't remind me|please do not remind me|I don't want a reminder|I do not need any reminders|not here|no, not here|without reminders|no thanks, no reminder|
    I'd rather not be reminded|stop reminders|cancel the reminder|skip the reminder|don't text me|please don't send me reminders|never remind me|actually, no reminders
"""
NEITHER = """
    |yes|no|maybe|London|Ann Lee|ann@example.com|+44 20 7946 0958|remind me what PRP is|can you remind me what it costs?|remind me on Monday|I was reminded of my father|my mother never reminds me|
    is there a reminder?|do you send reminders?|it hurts here|there is blood here|here is my number|cancel my appointment|don't book it|both sides of my head|text me at 5|my scalp here hurts|no pain here
"""


def lines(said: str) -> list[str]:
    return [text.strip() for text in said.strip().replace("|\n", "|").split("|")]


@pytest.mark.parametrize("text", lines(WANTED))
def test_who_wants_a_reminder(text: str) -> None:
    assert read_reminder(text) is True


@pytest.mark.parametrize("text", lines(NOT_WANTED))
def test_who_wants_none(text: str) -> None:
    assert read_reminder(text) is False


@pytest.mark.parametrize("text", lines(NEITHER))
def test_whatever_else_is_said_is_neither(text: str) -> None:
    assert read_reminder(text) is None


@given(st.lists(st.sampled_from("no please remind me a reminder here and then the not both".split()), max_size=40))
def test_it_never_takes_long(words: list[str]) -> None:
    began = time.perf_counter()
    read_reminder(" ".join(words)[:LONGEST])
    assert time.perf_counter() - began < 0.2
