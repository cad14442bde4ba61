"""What one event of a person leads to, with an assistant that repeats what it hears."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import pytest

from bot.channels.messengers.model import Event
from bot.channels.messengers.presenting import Presenter
from bot.channels.messengers.talking import Talk, Talked
from bot.chats.current import lent_for
from bot.clinic import load_clinic
from bot.messages.model import Inward, Known, Work
from bot.outcome import Answer, Chosen
from bot.reply import ReplyWriter
from bot.settings import Settings
from bot.templates import Templates
from index.content import Content

PERSON = "whatsapp-kim"
TOLD = Known(told=True)


class Assistant:
    """Answers everything with what it heard; has two buttons; forgets when asked to."""

    def __init__(self, presenter: Presenter, kind: str = "answer") -> None:
        self.heard: list[tuple[str, Mapping[str, Any]]] = []
        self.forgotten: list[str] = []
        self.kind = kind
        self.talk = Talk(presenter, self._answer, self._forget)

    async def _answer(
        self, conversation: str, channel: str, text: str, metadata: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        self.heard.append((text, metadata))
        lent = lent_for(conversation)
        assert lent is not None
        lent.state = f"{lent.state or ''}|{text}"
        buttons = [{"title": "A question to ask: why?", "payload": "Why?"}, {"title": "Topics", "payload": "Topics"}]
        return [{"text": f"heard {text}", "buttons": buttons, "custom": {"kind": self.kind, "answers": []}}]

    async def _forget(self, work: Work) -> None:
        self.forgotten.append(work.person)

    def about(self, known: Known = TOLD, *, stopped: bool = False, **event: Any) -> Talked:
        content = asdict(Event(**{"id": "a", "person": "kim", **event}))
        return asyncio.run(self.talk.about(Work(PERSON, "whatsapp", Inward(1, content), known, stopped, "me")))


@pytest.fixture(scope="module")
def presenter(settings: Settings, content: Content) -> Presenter:
    clinic = load_clinic(settings.content / "clinic.yml")
    templates = Templates.load(settings.content / "replies.yml", clinic)
    return Presenter(content, templates, clinic, "https://clinic.example/messengers/sources")


@pytest.fixture
def assistant(presenter: Presenter) -> Assistant:
    return Assistant(presenter)


def texts(talked: Talked) -> list[str]:
    return [said.text for said in talked.said]


def test_a_text_is_answered_and_the_state_is_kept(assistant: Assistant) -> None:
    talked = assistant.about(text="Hello")
    assert texts(talked) == ["heard Hello"]
    assert talked.known.tracker == "|Hello"


def test_the_first_reply_says_what_is_kept_and_no_other_does(assistant: Assistant) -> None:
    first = assistant.about(Known(), text="Hello")
    assert "forget me" in texts(first)[0]
    assert len(assistant.about(first.known, text="And?").said) == 1


def test_in_an_emergency_help_comes_first_and_what_is_kept_is_said_later(presenter: Presenter) -> None:
    talked = Assistant(presenter, "emergency").about(Known(), text="Help")
    assert len(talked.said) == 1
    assert talked.said[0].heading
    assert talked.said[0].numbers[0].dial == "911"
    assert not talked.known.told


def test_a_button_means_what_it_stood_for_where_it_was_shown(assistant: Assistant) -> None:
    shown = assistant.about(text="Hello")
    (ask, _) = shown.said[0].choices
    assistant.about(shown.known, choice=ask.id, text=ask.title)
    assert assistant.heard[-1][0] == "Why?"


def test_a_button_that_was_never_shown_means_no_more_than_its_title(assistant: Assistant) -> None:
    assistant.about(choice="c-0123456789abcd", text="/restart{}")
    assert assistant.heard[-1][0] == "/restart{}"  # which the guard of every channel takes apart


def test_a_photo_with_words_is_two_messages_and_is_not_opened(assistant: Assistant) -> None:
    assistant.about(text="Is this normal?", media="photo")
    assert assistant.heard == [("Is this normal?", {}), ("", {"media": "photo"})]


def test_a_photo_alone_is_one(assistant: Assistant) -> None:
    assistant.about(media="photo")
    assert assistant.heard == [("", {"media": "photo"})]


def test_stop_and_start_mean_what_the_law_says(assistant: Assistant) -> None:
    stop, start = assistant.about(text="STOP", keyword="stop"), assistant.about(text="START", keyword="start")
    assert (stop.stopped, start.stopped) == (True, False)
    assert len(stop.said) == len(start.said) == 1
    assert assistant.about(keyword="stop", about={"handled": "1"}).said == []
    assert assistant.about(keyword="help").stopped is None
    assert assistant.heard == []


def test_who_wants_no_messages_gets_none_but_help(presenter: Presenter) -> None:
    assert Assistant(presenter).about(stopped=True, text="Hello").said == ()
    assert len(Assistant(presenter, "emergency").about(stopped=True, text="I can't breathe").said) == 1


@pytest.mark.parametrize("yes", ["Yes, delete it", "1", "yes"])
def test_who_asks_to_be_forgotten_is_asked_once_and_then_forgotten(assistant: Assistant, yes: str) -> None:
    asked = assistant.about(text="Forget me")
    assert assistant.forgotten == []
    assert [choice.title for choice in asked.said[0].choices] == ["Yes, delete it", "No, keep it"]
    done = assistant.about(asked.known, text=yes)
    assert assistant.forgotten == [PERSON]
    assert done.known == Known()
    assert "receipt" in texts(done)[0]


def test_who_thinks_again_keeps_everything(assistant: Assistant) -> None:
    asked = assistant.about(replace(TOLD, tracker="|before"), text="delete my data")
    kept = assistant.about(asked.known, text="No, keep it")
    assert assistant.forgotten == []
    assert (kept.known.tracker, kept.known.forgetting) == ("|before", False)


def test_who_talks_of_something_else_is_not_forgotten_by_a_later_yes(assistant: Assistant) -> None:
    asked = assistant.about(text="Forget me")
    moved_on = assistant.about(asked.known, text="How much is it?")
    assistant.about(moved_on.known, text="yes")
    assert assistant.forgotten == []


def test_every_answer_keeps_its_words_and_names_its_source_in_short(
    presenter: Presenter, writer: ReplyWriter, content: Content
) -> None:
    for record in content.answers:
        reply = writer.write(Answer((Chosen(record.id, 0.9),)))
        (said,) = presenter.said([{"text": reply.text, "custom": reply.custom, "buttons": []}])
        assert all(paragraph in said.text for paragraph in record.texts())
        assert said.text.endswith(f"https://clinic.example/messengers/sources#{record.id}")
        assert "Source: " in said.text
        assert "not yet reviewed by a clinician" in said.text or record.review.status == "approved"


def test_buttons_that_lead_to_the_same_answer_have_ids_of_their_own(presenter: Presenter) -> None:
    buttons = [{"title": "Ask: why?", "payload": "Why?"}, {"title": "Why?", "payload": "Why?"}]
    (said,) = presenter.said([{"text": "Hello", "buttons": buttons}])
    assert len({choice.id for choice in said.choices}) == 2
    assert {choice.payload for choice in said.choices} == {"Why?"}


def test_only_the_last_message_of_a_reply_keeps_its_buttons(presenter: Presenter) -> None:
    button = {"title": "Topics", "payload": "Topics"}
    said = presenter.said([{"text": "answer", "buttons": [button]}, {"text": "step", "buttons": [button]}])
    assert [len(one.choices) for one in said] == [0, 1]
