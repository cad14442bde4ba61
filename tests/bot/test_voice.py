"""Whose case it is: the six signs, and what names a case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.voice import features, names_a_case

NAMES = ("own voice", "family", "people in general", "condition", "asking", "after a treatment")


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("does it hurt", set()),
        ("do people need to rest", {"people in general"}),
        ("i wonder how it works", {"own voice"}),
        ("i take warfarin, can i have it", {"own voice", "condition", "asking"}),
        ("my wife is curious about it", {"own voice", "family"}),
        ("can patients with diabetes have it", {"people in general", "condition"}),
        ("my scalp is red since my session", {"own voice", "after a treatment"}),
        ("should i", {"own voice", "asking"}),
    ],
)
def test_each_sign_is_seen_where_it_stands_and_only_there(text: str, signs: set[str]) -> None:
    assert {name for name, value in zip(NAMES, features(text), strict=True) if value} == signs


@pytest.mark.parametrize(
    "text", ["i take warfarin", "my daughter asks", "red since my session", "diagnosed with lupus", "two weeks ago"]
)
def test_a_condition_a_relative_or_a_treatment_names_a_case(text: str) -> None:
    assert names_a_case(text)


@pytest.mark.parametrize(
    "text", ["does it hurt", "how much does it cost", "i wonder how it works", "do people need to rest", ""]
)
def test_a_general_question_names_none(text: str) -> None:
    assert not names_a_case(text)


@given(st.text(max_size=200))
def test_any_text_has_six_signs_of_0_or_1(text: str) -> None:
    assert len(features(text)) == len(NAMES)
    assert set(features(text)) <= {0.0, 1.0}
