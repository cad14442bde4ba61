"""Once help was called for, the conversation stays with it until the person says that they are safe."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant, Turn
from bot.names import Kind
from bot.reading import History
from tests.bot.approved import Approved


def talk(assistant: Assistant, *texts: str) -> Turn:
    """Return the last turn of a conversation."""
    history, turns = History(), []
    for text in texts:
        turns.append(assistant.turn(text, history))
        history = assistant.after(history, turns[-1])
    return turns[-1]


ALARMS = ("My throat is closing since the injection", "I want to kill myself")


@pytest.mark.parametrize("alarm", ALARMS)
@pytest.mark.parametrize(
    "text", ["How much does it cost?", "book me in", "no", "what now", "am I a candidate?", "Show all topics", ""]
)
def test_nothing_else_is_talked_about(assistant: Assistant, alarm: str, text: str) -> None:
    assert talk(assistant, "hello", alarm, text).reply.kind is Kind.EMERGENCY
    assert talk(assistant, "hello", alarm, text, text).reply.kind is Kind.EMERGENCY


@pytest.mark.parametrize("alarm", ALARMS)
@pytest.mark.parametrize("text", ["I am safe", "1", "im ok now", "the danger is over, I am safe"])
def test_who_says_that_they_are_safe_can_go_on(assistant: Assistant, approved: Approved, alarm: str, text: str) -> None:
    assert approved.texts["safe"] in talk(assistant, "hello", alarm, text).reply.text
    assert talk(assistant, "hello", alarm, text, "How much does it cost?").reply.kind is Kind.ANSWER


@pytest.mark.parametrize("alarm", ALARMS)
@pytest.mark.parametrize(
    "text", ["i am not safe", "not safe", "he is not safe yet", "no i am not ok", "I don't feel safe"]
)
def test_who_says_that_they_are_not_is_not(assistant: Assistant, alarm: str, text: str) -> None:
    assert talk(assistant, "hello", alarm, text).reply.kind is Kind.EMERGENCY


@pytest.mark.parametrize("text", ["ok", "whatever", "bye", "thanks", "?"])
def test_nor_is_who_says_nothing_about_it(assistant: Assistant, text: str) -> None:
    assert talk(assistant, "hello", ALARMS[1], text).reply.kind is Kind.EMERGENCY


@pytest.mark.parametrize(
    "text",
    ["is it ok to wait until tomorrow", "is it safe to drive there", "am I ok", "I hope she is ok", "nothing is ok"],
)
def test_to_ask_or_to_hope_is_not_to_say_so(assistant: Assistant, text: str) -> None:
    assert talk(assistant, "hello", ALARMS[0], text).reply.kind is Kind.EMERGENCY


@pytest.mark.parametrize("text", ["should i call 911", "do I need an ambulance", "can you call 911 for me"])
def test_whether_to_call_for_help_is_not_left_open(assistant: Assistant, text: str) -> None:
    assert talk(assistant, "hello", text).reply.kind is Kind.EMERGENCY


@pytest.mark.parametrize("text", ["what is your emergency number", "is it an emergency if it is red"])
def test_the_word_emergency_is_no_sign_of_safety(assistant: Assistant, approved: Approved, text: str) -> None:
    assert approved.texts["safe"] not in talk(assistant, "hello", text).reply.text


@pytest.mark.parametrize("text", ["emergency", "call an ambulance", "call 911", "911", "SOS"])
def test_a_bare_call_for_help_is_an_emergency(assistant: Assistant, text: str) -> None:
    assert talk(assistant, "hello", text).reply.kind is Kind.EMERGENCY


@pytest.mark.parametrize(
    "text", ["hello", "ok", "thanks", "yes", "fine", "How much does it cost?", "is it safe?", "safe?"]
)
def test_nobody_is_congratulated_on_being_safe_out_of_the_blue(
    assistant: Assistant, approved: Approved, text: str
) -> None:
    assert approved.texts["safe"] not in talk(assistant, "hello", text).reply.text
