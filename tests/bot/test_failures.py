"""Whatever breaks behind the channel, a patient gets one reply in the shape of the contract, and help's number in it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import names, runtime
from bot.channels.guard import Inbound
from bot.names import Route
from bot.outcome import Answer, Chosen, Decision, to_json
from bot.privacy.audit import Audit
from bot.reply import Reply, ReplyWriter
from tests.bot.approved import Approved

runtime.quiet_rasa()

from rasa.core.channels.channel import UserMessage  # noqa: E402 - after it was made quiet
from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.shared.core.events import UserUttered  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402

from bot.channels.rest import RestChannel  # noqa: E402
from bot.nlg import CuratedAnswers  # noqa: E402


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audit:
    """An audit of this test's own, in place of the project's."""
    own, parts = Audit(tmp_path, 90), runtime.parts()
    monkeypatch.setattr(runtime, "parts", lambda: replace(parts, audit=own))
    return own


ASKED = Inbound("me", "How much does it cost?")


async def breaks(message: UserMessage) -> None:
    raise RuntimeError("the model is gone")


async def says_nothing(message: UserMessage) -> None:
    """A rule that does not match leaves the reply empty."""


async def says_something_and_breaks(message: UserMessage) -> None:
    assert message.output_channel is not None
    await message.output_channel.send_text_message("me", "One article")
    raise RuntimeError("half-way")


def assert_failure(approved: Approved, text: str, custom: dict[str, Any]) -> None:
    assert text == approved.texts["failure"]
    assert approved.clinic["emergency_number"] in text
    assert custom == {"kind": "abstain", "answers": [], "suggestions": []}


def test_the_failure_reply_needs_nothing_that_can_fail(writer: ReplyWriter, approved: Approved) -> None:
    reply = writer.failure()
    assert_failure(approved, reply.text, reply.custom)


@pytest.mark.parametrize("handler", [breaks, says_nothing])
def test_when_the_assistant_breaks_or_says_nothing_the_channel_answers(approved: Approved, handler: Any) -> None:
    (message,) = asyncio.run(RestChannel()._reply(ASKED, handler))
    assert message["recipient_id"] == "me"
    assert_failure(approved, message["text"], message["custom"])


def test_a_reply_that_broke_half_way_still_has_its_machine_readable_part() -> None:
    messages = asyncio.run(RestChannel()._reply(ASKED, says_something_and_breaks))
    assert len([message for message in messages if "custom" in message]) == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {names.DECISION: None},
        {names.DECISION: {"route": "route_education", "type": "Answer"}},
        {names.DECISION: {"route": "route_from_an_old_version", "type": "Answer", "answers": []}},
    ],
)
@pytest.mark.parametrize("channel", ["rest", "staff"])
def test_a_decision_that_cannot_be_read_becomes_the_failure_reply(
    approved: Approved, audit: Audit, data: dict[str, Any], channel: str
) -> None:
    tracker = DialogueStateTracker.from_events("me", [UserUttered("hi", parse_data=data)])
    voice = CuratedAnswers(EndpointConfig(), Domain.empty())
    message = asyncio.run(voice.generate("utter_reply", tracker, channel))
    assert message is not None
    assert_failure(approved, message["text"], message["custom"])
    assert message["buttons"] == []
    (turn,) = audit.turns()
    assert (turn.route, turn.kind, turn.channel, turn.faults) == ("none", "abstain", channel, 0)


def test_a_reply_that_is_not_grounded_is_replaced_before_it_leaves_and_counted(
    approved: Approved, audit: Audit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Rogue(ReplyWriter):
        def write(self, decision: Decision, *, first_turn: bool = False) -> Reply:
            reply = super().write(decision, first_turn=first_turn)
            return replace(reply, text=f"{reply.text}\n\nIt works for everyone.")

    parts = runtime.parts()
    rogue = object.__new__(Rogue)
    vars(rogue).update(vars(parts.writer))
    monkeypatch.setattr(runtime, "parts", lambda: replace(parts, writer=rogue))
    decision = to_json(Route.EDUCATION, Answer((Chosen("cost-range", 0.9),)))
    tracker = DialogueStateTracker.from_events("me", [UserUttered("hi", parse_data={names.DECISION: decision})])
    message = asyncio.run(CuratedAnswers(EndpointConfig(), Domain.empty()).generate("utter_reply", tracker, "rest"))
    assert message is not None
    assert_failure(approved, message["text"], message["custom"])
    assert [turn.faults > 0 for turn in audit.turns()] == [True]
    assert "reply.not_grounded" in caplog.text
    assert "everyone" not in caplog.text
