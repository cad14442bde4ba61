"""A place that somebody is at is told from one that is only mentioned; a choice is told from a number."""

from __future__ import annotations

import pytest

from bot.booking.choices import is_choice, read_choice
from bot.booking.places import only_place, states_place


@pytest.mark.parametrize(
    "text",
    "London|london?|New York|is London ok?|what about new york city?|I'm in Paris, France|UTC+3|can you do UTC+3?|cairo egypt|South Africa|we are in Dubai".split(
        "|"
    ),
)
def test_a_place_alone(text: str) -> None:
    assert only_place(text)


@pytest.mark.parametrize(
    "text",
    "is it done in Turkey?|do you work in Turkey?|are you in New York?|clinic in turkey?|turkey prices|results in turkey|hello|friday|how are you|".split(
        "|"
    ),
)
def test_a_place_that_is_mentioned_and_no_place(text: str) -> None:
    assert not only_place(text)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Hi, I'm in Toronto and would like to book", True),
        ("I am currently staying in Bali for work", True),
        ("my time zone is PST", True),
        ("I am going to Turkey for a transplant", False),
        ("I had a transplant in Turkey", False),
        ("I'm in pain", False),
        ("do I have to travel to Istanbul?", False),
    ],
)
def test_where_somebody_is(text: str, stated: bool) -> None:
    assert states_place(text) == stated


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("2", 2), ("#3", 3), (" 4. ", 4), ("option 1", 1), ("the second one", 2), ("last one please", 3), ("I'll take the first slot", 1),
        ("5", 5), ("6", None), ("0", None), ("fourth", None), ("2pm", None), ("first", 1), ("", None), ("one", None), ("the second coming", None),
    ],
)  # fmt: skip
def test_what_is_chosen_of_three_options_and_two_buttons(text: str, chosen: int | None) -> None:
    assert read_choice(text, 5, 3) == chosen
    assert chosen is None or is_choice(text)


def test_without_options_there_is_no_last_one() -> None:
    assert read_choice("last one", 2, 0) is None
