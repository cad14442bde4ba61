"""No step of booking takes danger, or a question about somebody's own body, for the answer that it asked for."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.booking.details import DETAILS, is_detail
from bot.decision import decide
from bot.limits import Limits
from bot.outcome import Abstain, Decision, Emergency, HandOver
from bot.reading import History, Reading, read
from bot.redflags import EMERGENCY
from tests.bot.samples import found, ranking, reading

LIMITS = Limits()


def said(assistant: Assistant, step: str, text: str) -> tuple[Reading, Decision]:
    """Return a real reading of what is typed at a step of booking, and what is decided about it."""
    history = History(booking=step, first_turn=False)
    found = read(assistant.searcher, assistant.router, text, history)
    return found, decide(found, history, LIMITS, assistant.writer.menu)[1]


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("name", "Bleeding Heavily"),
        ("name", "my chest hurts"),
        ("name", "Throat Closing"),
        ("name", "suicide"),
        ("name", "Cutting Myself"),
        ("contact", "my scalp is bleeding call 0171 234 5678"),
        ("contact", "I want to kill myself, ann@example.com"),
        ("contact", "I can't breathe, call +44 20 7946 0958"),
        ("confirm", "chest pain ann@example.com"),
        ("time", "I fainted on tuesday at 2pm"),
        ("time", "bleeding since monday"),
        ("time", "I will kill myself tomorrow"),
        ("zone", "London, my scalp is bleeding"),
        ("zone", "London I want to die"),
        ("reference", "K7M-2QF I can't breathe"),
        ("consent", "I fainted today at 2"),
        ("remind", "yes remind me, I am bleeding heavily"),
        ("cancel", "cancel everything I want to die"),
        ("resume", "yes I am bleeding"),
    ],
)
def test_danger_is_an_emergency_at_every_step(assistant: Assistant, step: str, text: str) -> None:
    assert isinstance(said(assistant, step, text)[1], Emergency)


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("name", "I am on warfarin"),
        ("name", "Apixaban User"),
        ("name", "I am sixteen"),
        ("name", "Teenager"),
        ("contact", "ann@example.com I am on warfarin, can I have PRP?"),
        ("contact", "I take warfarin is that ok? +44 20 7946 0958"),
        ("contact", "+44 20 7946 0958 my wound smells and I have a fever"),
        ("proof", "I am pregnant, ann@example.com, is it safe for me?"),
        ("time", "swollen since friday, tuesday at 2pm"),
        ("time", "can I stop warfarin on monday"),
        ("zone", "I'm in Dubai and I am diabetic, can I have it?"),
        ("zone", "pain since my surgery in Istanbul"),
        ("reference", "K7M-2QF I take warfarin, can I have PRP?"),
        ("confirm", "yes but I am on warfarin"),
    ],
)
def test_what_depends_on_ones_own_body_is_handed_over(assistant: Assistant, step: str, text: str) -> None:
    assert isinstance(said(assistant, step, text)[1], HandOver)


@pytest.mark.parametrize(
    ("step", "text"),
    [("name", "Over Dosed"), ("name", "keloids"), ("zone", "dying in London"), ("zone", "ambulance london")],
)
def test_what_may_be_grave_is_no_name_and_no_place(assistant: Assistant, step: str, text: str) -> None:
    assert isinstance(said(assistant, step, text)[1], Abstain)


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("name", "Ann Lee"),
        ("name", "I am April May"),
        ("name", "Christian Slaughter"),
        ("name", "Grace Hope"),
        ("name", "Will Young"),
        ("name", "I am booking for my wife Jane"),
        ("name", "Siobhan Hart"),
        ("name", "Nguyen Phuong"),
        ("contact", "ann@example.com"),
        ("contact", "you can call me on 07700 900123 please"),
        ("contact", "my number is +44 20 7946 0958, call after 5"),
        ("contact", "ann at gmail dot com"),
        ("time", "mornings only"),
        ("time", "weekends"),
        ("time", "my last day here is friday so before that"),
        ("zone", "I live near Boston, Massachusetts"),
        ("zone", "Houston, we are in Texas"),
        ("zone", "Christmas Island"),
        ("reference", "K7M-2QF"),
        ("reference", "ref k7m 2qf"),
        ("reference", "it is KTM-QFR"),
        ("remind", "Remind me here"),
        ("remind", "No reminder here"),
        ("remind", "please don't remind me"),
        ("remind", "sorry, it is ann@example.com"),
    ],
)
def test_plain_answers_are_left_to_the_form(assistant: Assistant, step: str, text: str) -> None:
    found, decision = said(assistant, step, text)
    assert is_detail(found, step, LIMITS)
    assert decision == DETAILS


def test_a_question_is_no_answer_about_reminders(assistant: Assistant) -> None:
    found, decision = said(assistant, "remind", "can you remind me what the side effects are?")
    assert not is_detail(found, "remind", LIMITS)
    assert decision != DETAILS


@pytest.mark.parametrize(("step", "text"), [("name", "Ann Lee"), ("zone", "I live in Rome"), ("time", "tuesday at 2")])
def test_a_red_flag_keeps_the_form_from_taking_a_text(step: str, text: str) -> None:
    assert is_detail(reading(text, routes=ranking(booking=0.5)), step, LIMITS)
    assert not is_detail(reading(text, routes=ranking(booking=0.5), flags=[EMERGENCY]), step, LIMITS)


def test_an_address_is_one_whatever_words_it_is_made_of() -> None:
    flagged = reading("chest.pain@example.com", routes=ranking(personal=0.9), flags=[EMERGENCY])
    assert is_detail(flagged, "contact", LIMITS)


def test_the_references_of_nobody_are_none() -> None:
    for text in ("sos now", "hiv pos", "can you die", "really"):
        assert not is_detail(reading(text, routes=ranking(booking=0.5)), "reference", LIMITS)


def test_a_question_with_an_answer_of_its_own_is_no_name() -> None:
    certain = found({"pain": 1.0}, 1.0, exact=True)
    assert not is_detail(reading("Rose Water", routes=ranking(education=0.5), whole=certain), "name", LIMITS)
