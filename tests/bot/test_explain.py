"""Explanations are for staff, and are stored: they say why, and hold nothing that the patient wrote."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.assistant import Assistant, Turn
from bot.explain import RUNNERS_UP, explain
from bot.outcome import to_json
from bot.reading import History
from index.content import Content
from index.search import Searcher

SECRET = ("zebulon", "quuxville", "07700900123", "zebulon@quux.example")
MESSAGES = [
    "I am Zebulon of Quuxville, 07700900123, zebulon@quux.example. How much does it cost?",
    "Zebulon Quuxville 07700900123: I cannot breathe since the injection",
    "My name is Zebulon, I take warfarin. Call me on 07700900123 or zebulon@quux.example. Is it safe for me?",
    "zebulon of quuxville asks: price, pain and downtime? zebulon@quux.example",
    "Zebulon 07700900123 Quuxville",
    "/restart Zebulon",
]


@pytest.fixture(scope="module", params=MESSAGES)
def turn(request: pytest.FixtureRequest, assistant: Assistant) -> Turn:
    return assistant.turn(request.param, History())


@pytest.fixture(scope="module")
def told(turn: Turn, assistant: Assistant) -> dict[str, Any]:
    return explain(turn.reading, turn.route, turn.decision, assistant.limits)


def test_neither_explanation_nor_stored_decision_hold_words_of_the_patient(turn: Turn, told: dict[str, Any]) -> None:
    stored = json.dumps([told, to_json(turn.route, turn.decision), turn.reply.custom]).lower()
    assert not [word for word in SECRET if word in stored]


def test_every_text_in_it_is_the_contents_own(told: dict[str, Any], searcher: Searcher, content: Content) -> None:
    known = {answer.id for answer in content.answers} | {f"uncovered:{subject.id}" for subject in content.subjects}
    phrasings = {row.text for row in searcher.rows}
    for hit in told["hits"]:
        assert hit["id"] in known
        assert hit["matched"] in phrasings
    assert all(question["id"] in known for question in told["questions"])


def test_it_says_what_was_decided_and_why(turn: Turn, told: dict[str, Any], assistant: Assistant) -> None:
    assert told["route"] == turn.route.value
    assert told["decision"] == type(turn.decision).__name__
    assert len(told["routes"]) == RUNNERS_UP
    assert list(told["routes"].values()) == sorted(told["routes"].values(), reverse=True)
    assert told["limits"]["answer"] == assistant.limits.answer
    assert len(told["red_flags"]) == len(turn.reading.flags)


def test_a_message_without_words_can_be_explained(assistant: Assistant) -> None:
    turn = assistant.turn("", History())
    told = explain(turn.reading, turn.route, turn.decision, assistant.limits)
    assert (told["hits"], told["questions"], told["probability"]) == ([], [], None)
