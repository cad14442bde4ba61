"""Messengers get every word of an answer, its sources in short, and an emergency that looks like one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from bot.channels.messengers.model import Number, Said
from bot.channels.messengers.presenting import Presenter, choices
from bot.citation import Citations
from bot.clinic import Clinic
from bot.outcome import Answer, Chosen, Decision, Emergency, HandOver, Smalltalk
from bot.reply import ReplyWriter
from bot.templates import Templates
from index.content import Content
from tests.bot.channels.messengers.conftest import SOURCES

BUTTON = {"title": "Topics", "payload": "Topics"}


def message(writer: ReplyWriter, decision: Decision) -> Mapping[str, Any]:
    reply = writer.write(decision)
    buttons = [{"title": button.title, "payload": button.payload} for button in reply.buttons]
    return {"text": reply.text, "custom": reply.custom, "buttons": buttons}


def said(presenter: Presenter, writer: ReplyWriter, decision: Decision) -> Said:
    (only,) = presenter.said([message(writer, decision)])
    return only


def test_every_answer_keeps_its_words_and_names_its_source_in_short(
    presenter: Presenter, writer: ReplyWriter, content: Content, templates: Templates
) -> None:
    citations = Citations(content, templates)
    for record in content.answers:
        whole = writer.write(Answer((Chosen(record.id, 0.9),))).text
        shown = said(presenter, writer, Answer((Chosen(record.id, 0.9),))).text
        kept, reference = shown.rsplit("\n", 1)
        assert kept + "\n" + citations.line(record) == whole
        assert reference.startswith("Evidence: ")
        assert "Source: " in reference
        assert reference.endswith(f"{SOURCES}#{record.id}")
        approved = record.review.status == "approved"
        assert (f"reviewed {record.review.on}" if approved else "not yet reviewed by a clinician") in reference
        assert len(reference) < len(citations.line(record)) + 120


def test_two_answers_at_once_name_a_source_each(presenter: Presenter, writer: ReplyWriter, content: Content) -> None:
    records = content.answers[:2]
    shown = said(presenter, writer, Answer(tuple(Chosen(record.id, 0.9) for record in records))).text
    assert all(record.short in shown and f"{SOURCES}#{record.id}" in shown for record in records)
    assert shown.count("Source: ") == 2


def test_a_server_that_is_not_on_the_web_links_nowhere(
    content: Content, templates: Templates, clinic: Clinic, writer: ReplyWriter
) -> None:
    record = content.answers[0]
    shown = said(Presenter(content, templates, clinic, None), writer, Answer((Chosen(record.id, 0.9),))).text
    assert "Source: " in shown
    assert "None" not in shown
    assert "#" not in shown


def test_an_emergency_shows_the_number_to_call_and_the_clinics(
    presenter: Presenter, writer: ReplyWriter, templates: Templates, clinic: Clinic
) -> None:
    shown = said(presenter, writer, Emergency("emergency"))
    assert shown.text == writer.write(Emergency("emergency")).text
    assert shown.heading == templates.reply("emergency_heading")
    assert shown.numbers == (
        Number("Emergency", re.sub("[^0-9+]", "", clinic.emergency_number)),
        Number(f"{clinic.name}, urgent", re.sub("[^0-9+]", "", clinic.urgent_phone)),
    )


def test_in_a_crisis_of_the_mind_nobody_is_sent_to_a_hair_clinic(presenter: Presenter, writer: ReplyWriter) -> None:
    assert [number.label for number in said(presenter, writer, Emergency("crisis")).numbers] == ["Emergency"]


@pytest.mark.parametrize("decision", [HandOver("personal"), Smalltalk("greeting")])
def test_what_is_no_emergency_does_not_look_like_one(
    presenter: Presenter, writer: ReplyWriter, decision: Decision
) -> None:
    shown = said(presenter, writer, decision)
    assert (shown.heading, shown.numbers) == ("", ())
    assert shown.text == writer.write(decision).text


def test_buttons_come_as_choices_in_their_order(presenter: Presenter, writer: ReplyWriter) -> None:
    told = message(writer, Smalltalk("greeting"))
    (shown,) = presenter.said([told])
    assert told["buttons"]
    assert [{"title": choice.title, "payload": choice.payload} for choice in shown.choices] == told["buttons"]


def test_buttons_that_lead_to_the_same_answer_have_ids_of_their_own(presenter: Presenter) -> None:
    buttons = [{"title": "Ask: why?", "payload": "Why?"}, {"title": "Why?", "payload": "Why?"}]
    (shown,) = presenter.said([{"text": "Hello", "buttons": buttons}])
    assert len({choice.id for choice in shown.choices}) == 2
    assert {choice.payload for choice in shown.choices} == {"Why?"}


def test_ids_of_choices_are_the_same_every_time_say_nothing_and_fit_every_messenger() -> None:
    payloads = ["Why?", "Why?", "Topics", "", "\ud800", "x" * 5000, "/restart"]
    made = choices((payload or "none", payload) for payload in payloads)
    assert made == choices((payload or "none", payload) for payload in payloads)
    assert len({choice.id for choice in made}) == len(payloads)
    assert all(re.fullmatch(r"c-[0-9a-f]{14}(-\d)?", choice.id) for choice in made)


def test_only_the_last_message_that_has_buttons_keeps_them(presenter: Presenter) -> None:
    told = [{"text": "answer", "buttons": [BUTTON]}, {"text": "step", "buttons": [BUTTON]}, {"text": "end"}]
    assert [len(one.choices) for one in presenter.said(told)] == [0, 1, 0]


def test_messages_that_say_nothing_are_not_sent(presenter: Presenter) -> None:
    assert presenter.said([{}, {"text": ""}, {"text": None, "custom": {"kind": "answer"}}]) == []


def test_our_own_texts_are_those_of_the_clinic(presenter: Presenter, templates: Templates) -> None:
    shown = presenter.fixed("forget_ask", "forget_yes", "forget_no")
    assert shown.text == templates.reply("forget_ask")
    assert [choice.title for choice in shown.choices] == [choice.payload for choice in shown.choices]
    assert [choice.title for choice in shown.choices] == [templates.button("forget_yes"), templates.button("forget_no")]
    assert "F-20261124-00000000" in presenter.fixed("forget_done", number="F-20261124-00000000").text
