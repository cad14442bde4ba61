"""The form between Rasa and the dialogue: what is told and remembered, and what is when the store cannot be reached."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.consultations.desk import Desk
from actions.consultations.model import Hold, Slot, StoreUnavailableError
from actions.consultations.store import Store
from actions.forms import ConsultationForm
from bot import names
from bot.booking.said import ACTION
from bot.decision import KEPT
from bot.outcome import Booking, HandOver, to_json
from tests.actions.consultations.patients import Patient, new_store, templates


class Away(Store):
    """Cannot hold a time."""

    def hold(self, slot: Slot, owner: str, now: dt.datetime, ttl: dt.timedelta) -> Hold:
        raise StoreUnavailableError("it is down")


class Rasa:
    """Hands messages to the form, and keeps its slots between them."""

    def __init__(self, desk: Desk, threads: ThreadPoolExecutor) -> None:
        self._form = ConsultationForm(desk, templates().buttons(), "ab" * 32, threads)
        self.slots: dict[str, Any] = {}
        self.events: list[dict[str, Any]] = []

    def hears(self, text: str, reply: str = "details") -> dict[str, Any]:
        """Return what is said."""
        decision = {names.DECISION: to_json(names.Route.BOOKING, Booking(reply))}
        latest = {"text": text, "input_channel": "rest", **decision}
        tracker = Tracker("ann", self.slots, latest, [*self.events], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        for event in asyncio.run(self._form.run(dispatcher, tracker, {})):
            self.slots[event["name"]] = event["value"]
        (message,) = dispatcher.messages
        assert message["response"] == ACTION
        said: dict[str, Any] = message["said"]
        return said


@pytest.fixture(scope="module")
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture
def rasa(ann: Patient, threads: ThreadPoolExecutor) -> Rasa:
    return Rasa(ann.desk, threads)


def test_it_asks_on_until_the_booking_is_over(rasa: Rasa) -> None:
    assert rasa.hears("Book a consultation", "booking")["step"] == "zone"
    assert rasa.slots[names.REQUESTED] == names.CONSULTATION_BOOKED
    assert [rasa.hears(text)["step"] for text in ("London", "1", "Ann Lee")] == ["time", "name", "contact"]
    assert rasa.hears("stop")["reply"] == "booking_stopped"
    assert rasa.slots[names.REQUESTED] is None


def test_the_conversation_s_questions_and_age_reach_the_dialogue(rasa: Rasa) -> None:
    shown = {"kind": "answer", "answers": [{"id": "pain", "question": "Does it hurt?"}]}
    kept = {names.DECISION: to_json(names.Route.DATA_REQUEST, KEPT)}
    own = {names.DECISION: to_json(names.Route.PERSONAL, HandOver("personal"))}
    minor = {names.DECISION: to_json(names.Route.MINORS, HandOver("minors"))}
    rasa.events = [
        {"event": "bot", "data": {"custom": shown}},
        {"event": "user", "text": "my son is 15", "parse_data": minor},
    ]
    asked = rasa.events
    rasa.events = [
        *asked,
        {"event": "user", "text": "he has asthma, can he?", "parse_data": own},
        {"event": "user", "text": "Keep it", "parse_data": kept},
    ]
    rasa.hears("Book a consultation", "booking")
    assert [rasa.hears(text)["reply"] for text in ("London", "1")][-1] == "booking_name_parent"
    rasa.hears("Ann Lee")
    assert rasa.hears("ann@example.com")["details"]["questions"] == ("he has asthma, can he?", "Does it hurt?")
    rasa.events = asked  # the own question is forgotten
    confirm = rasa.hears("Yes, pass them on")
    assert (confirm["reply"], confirm["values"]["number"]) == ("booking_confirm_questions", "1")


def test_a_store_that_is_down_is_told_with_the_choices_of_the_step(empty: Path, threads: ThreadPoolExecutor) -> None:
    with new_store(empty, Away) as store:
        rasa = Rasa(Patient(store).desk, threads)
        rasa.hears("Book a consultation", "booking")
        offered = rasa.hears("London")
        before = dict(rasa.slots)
        told = rasa.hears("1")
        assert (told["reply"], told["step"], told["options"]) == ("booking_down", "time", offered["options"])
        assert rasa.slots == before


def test_a_draft_that_cannot_be_read_begins_anew(rasa: Rasa) -> None:
    rasa.slots[names.CONSULTATION] = {"step": ["nonsense"], "offers": 3}
    assert rasa.hears("hello")["step"] == "zone"
