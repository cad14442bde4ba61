"""What of a conversation may be passed on to the doctor: what was asked, and own questions as long as they are kept."""

from __future__ import annotations

from typing import Any

import pytest

from actions.conversation import about_a_minor, own_questions, questions
from bot import names
from bot.decision import FORGOTTEN, KEPT
from bot.names import Route
from bot.outcome import Abstain, Answer, Chosen, Decision, HandOver, to_json

Event = dict[str, Any]
OWN = HandOver("personal")


def says(text: str, decision: Decision | None = None) -> Event:
    decided = {names.DECISION: to_json(Route.PERSONAL, decision)} if decision else {}
    return {"event": "user", "text": text, "parse_data": decided}


def answers(*titles: str, kind: str = "answer") -> Event:
    shown = [{"id": title[:3], "question": title} for title in titles]
    return {"event": "bot", "data": {"custom": {"kind": kind, "answers": shown}}}


def test_the_titles_of_the_answers_are_what_was_asked() -> None:
    asked = [
        says("hurts?", Answer((Chosen("pain", 0.9),))),
        answers("Does it hurt?", "Is it safe?"),
        says("costs?"),
        answers("How much does it cost?"),
    ]
    assert questions(asked) == ("Does it hurt?", "Is it safe?", "How much does it cost?")


def test_what_was_asked_twice_is_there_once() -> None:
    assert questions([answers("Does it hurt?"), answers("Is it safe?", "Does it hurt?")]) == (
        "Does it hurt?",
        "Is it safe?",
    )


@pytest.mark.parametrize(
    "event",
    [
        answers("Does it hurt?", kind="handover"),
        {"event": "bot", "data": {"custom": None}},
        {"event": "bot", "data": None},
        {"event": "bot"},
        {"event": "slot", "name": "x", "value": 1},
        says("does it hurt?", Abstain("uncovered")),
        {"event": "user", "text": None},
    ],
)
def test_only_answers_were_asked_about(event: Event) -> None:
    assert questions([event]) == own_questions([event]) == ()
    assert not about_a_minor([event])


def test_an_own_question_is_there_once_its_writer_agreed_to_keep_it() -> None:
    asked = says("I have lupus, is it safe for me?", OWN)
    assert own_questions([asked]) == questions([asked]) == ()
    assert own_questions([asked, says("Keep it", KEPT)]) == ("I have lupus, is it safe for me?",)


def test_what_came_between_question_and_keeping_is_not_kept() -> None:
    asked = [says("I have lupus, is it safe for me?", OWN), says("hello"), says("Keep it", KEPT)]
    assert own_questions(asked) == ()


@pytest.mark.parametrize("reply", ["worrying", "minors", "price_here"])
def test_other_handovers_are_not_kept(reply: str) -> None:
    assert own_questions([says("it bleeds since then", HandOver(reply)), says("Keep it", KEPT)]) == ()


def test_a_forgotten_question_is_gone_and_what_was_answered_stays() -> None:
    asked = [
        answers("Does it hurt?"),
        says("I have lupus, is it safe for me?", OWN),
        says("Keep it", KEPT),
        says("Forget it", FORGOTTEN),
    ]
    assert own_questions(asked) == ()
    assert questions(asked) == ("Does it hurt?",)
    later = [says("I am 70, am I too old?", HandOver("candidacy")), says("Keep it", KEPT)]
    assert own_questions([*asked, *later]) == ("I am 70, am I too old?",)


def test_a_question_whose_words_are_not_kept_is_not_there() -> None:
    assert own_questions([says("", OWN), says("Keep it", KEPT)]) == ()


def test_a_conversation_about_a_minor_is_one_to_its_end() -> None:
    asked = [says("my son is 15", HandOver("minors")), says("does it hurt?", Answer((Chosen("pain", 0.9),)))]
    assert about_a_minor(asked)
    assert not about_a_minor(asked[1:])
