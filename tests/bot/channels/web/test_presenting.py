"""The website gets a reply's words, without what its widget shows by itself, and nothing else is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from bot.channels.web.presenting import Presenter
from bot.clinic import load_clinic
from bot.outcome import Answer, Chosen, Decision, Emergency, HandOver
from bot.reply import ReplyWriter
from bot.settings import Settings
from bot.templates import Templates
from index.content import Content


@dataclass(frozen=True)
class Parts:
    content: Content
    writer: ReplyWriter
    templates: Templates


@pytest.fixture(scope="module")
def parts(settings: Settings, content: Content, writer: ReplyWriter) -> Parts:
    clinic = load_clinic(settings.content / "clinic.yml")
    return Parts(content, writer, Templates.load(settings.content / "replies.yml", clinic))


@pytest.fixture(scope="module")
def presenter(parts: Parts) -> Presenter:
    return Presenter(parts.content, parts.templates)


def shown(presenter: Presenter, parts: Parts, decision: Decision, *, first: bool = False) -> dict[str, Any]:
    reply = parts.writer.write(decision, first_turn=first)
    buttons = [{"title": button.title, "payload": button.payload} for button in reply.buttons]
    (only,) = presenter.replies([{"text": reply.text, "buttons": buttons, "custom": reply.custom}])
    return only


def test_every_answer_loses_its_source_line_and_keeps_the_rest(presenter: Presenter, parts: Parts) -> None:
    for record in parts.content.answers:
        told = shown(presenter, parts, Answer((Chosen(record.id, 0.9),)))
        assert "Source:" not in told["text"]
        whole = parts.writer.write(Answer((Chosen(record.id, 0.9),))).text
        for paragraph in record.texts():
            assert paragraph in told["text"]
        kept = [line for line in whole.split("\n") if "Source:" not in line]
        assert "\n".join(kept).rstrip("\n") == told["text"]


def test_two_answers_at_once_keep_both(presenter: Presenter, parts: Parts) -> None:
    records = parts.content.answers[:2]
    told = shown(presenter, parts, Answer(tuple(Chosen(record.id, 0.9) for record in records)))
    assert all(record.short in told["text"] for record in records)
    assert [answer["id"] for answer in told["custom"]["answers"]] == [record.id for record in records]


def test_sources_say_who_wrote_them_and_who_read_them(presenter: Presenter, parts: Parts) -> None:
    record = parts.content.answers[0]
    (answer,) = shown(presenter, parts, Answer((Chosen(record.id, 0.9),)))["custom"]["answers"]
    assert answer["evidence_text"] == parts.templates.evidence(record.evidence)
    assert answer["reviewed"] is (record.review.status == "approved")
    assert [source["section"] for source in answer["sources"]] == list(record.sources)
    assert all(source["publisher"] for source in answer["sources"])


@pytest.mark.parametrize("decision", [Emergency("emergency"), HandOver("personal")])
def test_the_introduction_is_the_widgets(presenter: Presenter, parts: Parts, decision: Decision) -> None:
    first, later = (shown(presenter, parts, decision, first=when)["text"] for when in (True, False))
    assert first == later
    assert parts.templates.reply("intro") not in str(first)


def test_a_step_told_again_behind_an_answer_stays_a_reply_of_its_own(presenter: Presenter) -> None:
    answer = {"text": "One.", "buttons": [], "custom": {"kind": "answer", "answers": [], "suggestions": []}}
    step = {"text": "Two?", "buttons": [{"title": "Yes", "payload": "Yes"}]}
    first, second = presenter.replies([answer, step])
    assert "custom" in first
    assert second == {"text": "Two?", "suggestions": [{"title": "Yes", "payload": "Yes"}]}
