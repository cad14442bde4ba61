"""A message that asks several things is split into its questions; one that asks one thing is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clauses import MOST, questions, sentences, shared_head


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("price, pain and downtime?", ["price", "pain", "downtime"]),
        ("cost? pain? recovery?", ["cost", "pain", "recovery"]),
        ("price; pain; downtime", ["price", "pain", "downtime"]),
        ("how long does it take and does it hurt?", ["how long does it take", "does it hurt"]),
        ("what is it; how does it work; is it safe", ["what is it", "how does it work", "is it safe"]),
        ("1. how much is it? 2. does it hurt?", ["how much is it", "does it hurt"]),
        ("first, how long does it last? second, who does it?", ["how long does it last", "who does it"]),
        ("is it safe? is it safe? does it hurt?", ["is it safe", "does it hurt"]),
    ],
)
def test_several_questions_are_told_apart_in_order(text: str, expected: list[str]) -> None:
    assert questions(text) == expected


def test_of_very_many_questions_the_first_are_looked_at() -> None:
    assert questions("is it safe? does it hurt? who does it? where is it? when is it? why is it?") == [
        "is it safe",
        "does it hurt",
        "who does it",
        "where is it",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "does it hurt?",
        "does it hurt? does it hurt?",
        "i have been thinking about this. does it hurt?",
        "salt and pepper hair, is it normal?",
        "is it good for men and women?",
        "hi",
        "",
        " .?!; ",
    ],
)
def test_one_question_is_not_split(text: str) -> None:
    assert questions(text) == []


def test_announcing_a_list_is_not_one_of_its_questions() -> None:
    assert questions("two questions: cost and side effects") == ["cost", "side effects"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "how does it compare to surgery, to tablets and to prp?",
            ["how does it compare to surgery", "how does it compare to tablets", "how does it compare to prp"],
        ),
        ("stem cells vs prp or minoxidil", ["stem cells vs prp", "stem cells vs minoxidil"]),
    ],
)
def test_what_stands_before_a_list_is_asked_of_each_item(text: str, expected: list[str]) -> None:
    assert shared_head(text) == expected


@pytest.mark.parametrize("text", ["how does it compare to surgery?", "does it hurt", ""])
def test_without_a_list_nothing_is_shared(text: str) -> None:
    assert shared_head(text) == []


def test_sentences_come_in_order_without_empty_ones() -> None:
    assert sentences("i had it. it hurts!  why?") == ["i had it.", "it hurts!", "why?"]


PIECES = st.sampled_from("how does it hurt and price , ; : / . ? ! 1. - or to vs surgery prp is \n".split(" "))


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text_gives_none_or_a_few_different_questions_in_its_own_words(text: str) -> None:
    found = questions(text)
    assert len(found) != 1
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    assert all(question in text and question.strip() for question in found)
    assert len(shared_head(text)) <= MOST
