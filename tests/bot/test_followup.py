"""Follow-ups lean on the conversation; questions that stand alone do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.followup import leaning


@pytest.mark.parametrize("text", ["why?", "and for how long", "really?", "it", "how so"])
def test_what_cannot_be_read_alone_leans_fully(text: str) -> None:
    assert leaning(text) == 1.0


@pytest.mark.parametrize(
    "text", ["and does that hurt?", "what about women?", "does it hurt", "tell me more", "for men?"]
)
def test_follow_ups_lean_in_part(text: str) -> None:
    assert 0 < leaning(text) < 1


@pytest.mark.parametrize(
    "text",
    [
        "how long do results last?",
        "what are the side effects of stem cell therapy",
        "is stem cell therapy approved by the fda",
        "how much does stem cell hair treatment cost on average in america",
        "",
        "?!",
    ],
)
def test_questions_that_stand_alone_do_not_lean(text: str) -> None:
    assert leaning(text) == 0.0


def test_the_more_a_question_says_by_itself_the_less_it_leans() -> None:
    assert (
        leaning("why?")
        > leaning("and does that hurt?")
        > leaning("and does that hurt men with thin grey curly hair more?")
    )


@given(st.text(max_size=200))
def test_leaning_is_a_share(text: str) -> None:
    assert 0.0 <= leaning(text) <= 1.0
