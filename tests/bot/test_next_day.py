"""What a new session of the same conversation still knows: a booking that was begun, which can be resumed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.actions.action import ActionSessionStart
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from actions.consultations.draft import Draft
from bot import names
from bot.conversations import LIFETIME, history_of
from bot.reply import ReplyWriter
from bot.settings import Settings

DRAFT: dict[str, Any] = Draft(step="name", slot="2026-11-24T17:00:00+00:00", zone="Europe/Berlin").to_json()


@pytest.fixture(scope="module")
def domain(settings: Settings) -> Domain:
    return Domain.load(str(settings.dialogue / "domain"))


@pytest.fixture
def yesterday(domain: Domain) -> DialogueStateTracker:
    begun = [
        ActiveLoop(names.FORM),
        SlotSet(names.CONSULTATION, DRAFT),
        SlotSet(names.REQUESTED, "consultation_booked"),
    ]
    return DialogueStateTracker.from_events("patient", begun, domain.slots)


def next_session(tracker: DialogueStateTracker, domain: Domain) -> DialogueStateTracker:
    run = ActionSessionStart().run(CollectingOutputChannel(), TemplatedNaturalLanguageGenerator({}), tracker, domain)
    tracker.update_with_events(asyncio.run(run), domain)
    return tracker


def test_a_step_is_expected_only_while_its_session_lasts(
    yesterday: DialogueStateTracker, domain: Domain, writer: ReplyWriter
) -> None:
    assert history_of(yesterday, writer).booking == "name"
    assert history_of(next_session(yesterday, domain), writer).booking == ""


def test_the_draft_is_still_there_the_next_day(yesterday: DialogueStateTracker, domain: Domain) -> None:
    today = next_session(yesterday, domain)
    assert Draft.from_json(today.get_slot(names.CONSULTATION)) == Draft.from_json(DRAFT)
    assert domain.session_config.session_expiration_time * 60 < 24 * 3600 < LIFETIME
