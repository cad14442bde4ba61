"""Nothing leaves that was not approved, whatever the code that wrote it did."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.grounding import Grounding
from bot.names import Kind
from bot.reading import History
from bot.reply import Reply

LATER = History(first_turn=False)
ASKED = [
    "how much does it cost?",
    "hello",
    "I take warfarin, can I have it?",
    "I cannot breathe",
    "what are exosomes?",
    "menu",
    "price, pain and downtime?",
]


@pytest.fixture(scope="module")
def replies(assistant: Assistant) -> list[Reply]:
    return [assistant.turn(text, LATER).reply for text in ASKED]


def test_what_the_assistant_says_is_grounded(grounding: Grounding, replies: list[Reply]) -> None:
    assert [grounding.faults(reply.text, reply.custom) for reply in replies] == [[] for _ in replies]


@given(st.data())
def test_one_other_character_is_enough(grounding: Grounding, replies: list[Reply], data: st.DataObject) -> None:
    reply = data.draw(st.sampled_from(replies))
    place = data.draw(st.integers(0, len(reply.text) - 1))
    put = data.draw(st.sampled_from(["", "x", "not ", "\u200b", "*"]))
    changed = reply.text[:place] + put + reply.text[place + (put in ("", "x", "*")) :]
    if [line for line in changed.split("\n") if line] != [line for line in reply.text.split("\n") if line]:
        assert grounding.faults(changed, reply.custom)


def _without_source(reply: Reply) -> Reply:
    return replace(reply, text="\n".join(line for line in reply.text.split("\n") if not line.startswith("Evidence:")))


def _custom(change: Callable[[dict[str, Any]], Any]) -> Callable[[Reply], Reply]:
    def changed(reply: Reply) -> Reply:
        custom = copy.deepcopy(reply.custom)
        change(custom)
        return replace(reply, custom=custom)

    return changed


CHANGES: dict[str, Callable[[Reply], Reply]] = {
    "no source": _without_source,
    "more said": lambda reply: replace(reply, text=f"{reply.text}\n\nIt works for everyone."),
    "another answer's text": lambda reply: replace(reply, text=f"{reply.text}\nScars are not ruled out."),
    "an answer that is not served": _custom(lambda c: c["answers"][0].update(id="cures-everything")),
    "another answer named": _custom(lambda c: c["answers"][0].update(id="scarring")),
    "no answer named": _custom(lambda c: c["answers"].clear()),
    "a section more": _custom(
        lambda c: c["answers"][0]["sources"].append(dict(c["answers"][0]["sources"][0], section="A99"))
    ),
    "shown as small talk": _custom(lambda c: c.update(kind=Kind.SMALLTALK.value)),
    "a button of somebody else's": _custom(
        lambda c: c["suggestions"].append({"title": "Buy now", "payload": "Buy now"})
    ),
    "a kind that there is not": _custom(lambda c: c.update(kind="advert")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_reply_that_is_not_grounded_is_replaced_and_the_log_says_so_without_its_words(
    change: Callable[[Reply], Reply],
    grounding: Grounding,
    assistant: Assistant,
    replies: list[Reply],
    caplog: pytest.LogCaptureFixture,
) -> None:
    changed = change(replies[0])
    with caplog.at_level(logging.ERROR):
        said, faults = grounding.checked(changed, assistant.writer)
    assert faults
    assert said == assistant.writer.failure()
    assert "reply.not_grounded" in caplog.text or "reply.unchecked" in caplog.text
    assert "works for everyone" not in caplog.text


@pytest.mark.parametrize("more", ["How much does it cost?", "Book a consultation"])
def test_in_an_emergency_help_stays_help_and_nothing_is_offered_beside_it(
    more: str, grounding: Grounding, assistant: Assistant
) -> None:
    reply = assistant.turn("I cannot breathe", LATER).reply
    offering = _custom(lambda c: c["suggestions"].append({"title": more, "payload": more}))(reply)
    said, faults = grounding.checked(offering, assistant.writer)
    assert faults
    assert said == assistant.writer.safe(Kind.EMERGENCY)
    assert said.kind is Kind.EMERGENCY
    assert grounding.faults(said.text, said.custom) == []
    pitching = replace(reply, text=f"{reply.text}\n{assistant.turn('hello', LATER).reply.text}")
    assert grounding.faults(pitching.text, pitching.custom)
