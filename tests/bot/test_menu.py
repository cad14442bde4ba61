"""Every button leads somewhere, and the menu leads to every answer."""

from __future__ import annotations

from typing import Any

import pytest

from bot.assistant import Assistant, Turn
from bot.names import Kind
from bot.outcome import Smalltalk
from bot.reading import History
from bot.reply import PAGE, ReplyWriter
from index.content import Content
from tests.bot.approved import Approved

LATER = History(first_turn=False)
FIXED = {"consultation": "booking", "topics": "smalltalk", "person": "booking", "safe": "smalltalk"}


@pytest.fixture(scope="module")
def pressed(assistant: Assistant) -> dict[str, Turn]:
    """Every button that can be reached from a greeting and from an abuse, with the turn it leads to."""
    found: dict[str, Turn] = {}
    waiting: list[dict[str, Any]] = []
    for opening in ("hello", "what the fuck", "I cannot breathe"):
        waiting += assistant.turn(opening, LATER).reply.custom["suggestions"]
    while waiting:
        payload = waiting.pop()["payload"]
        if payload not in found:
            found[payload] = assistant.turn(payload, LATER)
            waiting += found[payload].reply.custom["suggestions"]
    return found


def test_the_menu_leads_to_every_answer_and_every_question_to_its_own(
    content: Content, pressed: dict[str, Turn]
) -> None:
    for answer in content.answers:
        assert [a["id"] for a in pressed[answer.question].reply.custom["answers"]] == [answer.id]
        assert pressed[answer.question].reply.kind is Kind.ANSWER


def test_every_other_button_does_what_it_says(approved: Approved, content: Content, pressed: dict[str, Turn]) -> None:
    for name, kind in FIXED.items():
        assert pressed[approved.buttons[name]].reply.kind.value == kind, name
    assert approved.texts["booking"] in pressed[approved.buttons["consultation"]].reply.text
    assert approved.texts["person"] in pressed[approved.buttons["person"]].reply.text
    assert approved.texts["safe"] in pressed[approved.buttons["safe"]].reply.text
    for topic in content.topics:
        assert pressed[topic.title].decision == Smalltalk("topic", topic.id)


def test_no_button_leads_into_the_void(pressed: dict[str, Turn]) -> None:
    assert {turn.reply.kind for turn in pressed.values()} <= {Kind.ANSWER, Kind.SMALLTALK, Kind.BOOKING}


def test_the_pages_of_a_topic_show_each_of_its_questions_once(content: Content, writer: ReplyWriter) -> None:
    for topic in content.topics:
        questions = [answer.question for answer in content.answers if answer.topic == topic.id]
        pages = -(-len(questions) // PAGE)
        shown: list[str] = []
        for page in range(pages):
            titles = [button.title for button in writer.write(Smalltalk("topic", topic.id, page)).buttons]
            listed = [title for title in titles if title in questions]
            assert 0 < len(listed) <= PAGE
            assert (f"({page + 2})" in titles[-2]) == (page + 1 < pages)
            shown += listed
        assert shown == questions


def test_what_a_button_sends_is_chosen_by_its_number_too(assistant: Assistant) -> None:
    first = assistant.turn("hello", LATER)
    history = assistant.after(LATER, first)
    for number, button in enumerate(first.reply.buttons, 1):
        by_number, by_text = assistant.turn(str(number), history), assistant.turn(button.payload, history)
        assert by_number.decision == by_text.decision
