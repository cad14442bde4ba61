"""What one event of a person leads to, with an assistant that repeats what it hears."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import pytest

from bot.channels.messengers.model import Event
from bot.channels.messengers.presenting import Presenter
from bot.channels.messengers.talking import REMEMBERED, Talk, Talked
from bot.chats.current import lent_for
from bot.chats.model import UnavailableError
from bot.messages.model import Inward, Known, Work
from bot.templates import Templates

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
    shown = assistant.about(text="Hello")
    assistant.about(shown.known, choice="c-0123456789abcd", text="/restart{}")
    assert assistant.heard[-1][0] == "/restart{}"  # which the guard of every channel takes apart


def test_a_button_of_somebody_elses_conversation_means_no_more_than_its_title(assistant: Assistant) -> None:
    shown = assistant.about(text="Hello")
    assistant.about(TOLD, choice=shown.said[0].choices[0].id, text="A title")
    assert assistant.heard[-1][0] == "A title"


def test_buttons_are_remembered_over_messages_and_the_oldest_are_let_go(assistant: Assistant) -> None:
    old = replace(TOLD, choices={f"c-{number}": f"old {number}" for number in range(REMEMBERED)})
    known = assistant.about(old, text="Hello").known
    assert len(known.choices) == REMEMBERED
    assert list(known.choices)[:2] == ["c-2", "c-3"]
    assert list(known.choices.values())[-2:] == ["Why?", "Topics"]


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


def test_keywords_are_answered_in_the_words_that_the_law_wants(assistant: Assistant, templates: Templates) -> None:
    for keyword, name in (("stop", "stop_done"), ("start", "start_done"), ("help", "stop_help")):
        assert texts(assistant.about(keyword=keyword)) == [templates.reply(name)]


@pytest.mark.parametrize("known", [Known(), TOLD])
def test_who_wants_no_messages_gets_none_but_help(presenter: Presenter, known: Known) -> None:
    quiet = Assistant(presenter)
    assert [texts(quiet.about(known, stopped=True, text=text)) for text in ("Hello", "Forget me")] == [[], []]
    assert texts(quiet.about(known, stopped=True, media="photo")) == []
    assert texts(Assistant(presenter, "emergency").about(known, stopped=True, text="No air")) == ["heard No air"]


def test_what_is_kept_is_said_when_somebody_wants_messages_again(assistant: Assistant) -> None:
    silent = assistant.about(Known(), stopped=True, text="Hello")
    assert len(assistant.about(silent.known, text="Hello").said) == 2


def test_what_is_kept_is_said_once_after_the_emergency_is_over(presenter: Presenter) -> None:
    urgent = Assistant(presenter, "emergency").about(Known(), text="Help")
    calm = Assistant(presenter).about(urgent.known, text="I am safe")
    assert [len(calm.said), calm.known.told] == [2, True]


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


@pytest.mark.parametrize("no", ["2", "no"])
def test_a_no_may_be_typed(assistant: Assistant, no: str) -> None:
    asked = assistant.about(text="forget me")
    assert not assistant.about(asked.known, text=no).known.forgetting
    assert assistant.forgotten == assistant.heard == []


def test_the_buttons_below_the_question_do_what_they_say(assistant: Assistant) -> None:
    asked = assistant.about(text="Forget me")
    yes, no = asked.said[0].choices
    assistant.about(asked.known, choice=no.id, text=no.title)
    assert assistant.forgotten == []
    assistant.about(asked.known, choice=yes.id, text=yes.title)
    assert assistant.forgotten == [PERSON]


def test_yes_on_an_older_button_is_no_yes_to_being_forgotten(assistant: Assistant) -> None:
    asked = assistant.about(replace(TOLD, choices={"c-booking": "Yes"}), text="Forget me")
    moved_on = assistant.about(asked.known, choice="c-booking", text="Yes")
    assert (assistant.forgotten, assistant.heard[-1][0], moved_on.known.forgetting) == ([], "Yes", False)


@pytest.mark.parametrize("between", [{"keyword": "stop"}, {"keyword": "help"}, {"media": "voice"}, {"text": "Hello"}])
def test_only_the_very_next_yes_counts(assistant: Assistant, between: dict[str, Any]) -> None:
    asked = assistant.about(text="Forget me")
    moved_on = assistant.about(asked.known, **between)
    assistant.about(moved_on.known, text="yes")
    assert assistant.forgotten == []


def test_yes_means_nothing_when_nobody_asked(assistant: Assistant) -> None:
    assistant.about(text="yes")
    assistant.about(text="1")
    assert ([text for text, _ in assistant.heard], assistant.forgotten) == (["yes", "1"], [])


def test_what_is_not_deleted_is_not_said_to_be(presenter: Presenter) -> None:
    class Down(Assistant):
        async def _forget(self, work: Work) -> None:
            raise UnavailableError("the database is away")

    with pytest.raises(UnavailableError):
        Down(presenter).about(replace(TOLD, forgetting=True), text="yes")


def test_each_receipt_has_a_number_of_its_own(assistant: Assistant) -> None:
    known = replace(TOLD, forgetting=True)
    assert texts(assistant.about(known, text="yes")) != texts(assistant.about(known, text="yes"))


def test_the_state_that_is_lent_is_the_conversations_own(assistant: Assistant) -> None:
    known = assistant.about(replace(TOLD, tracker="before"), text="one", media="photo").known
    assert known.tracker == "before|one|"
    assert lent_for(PERSON) is None
