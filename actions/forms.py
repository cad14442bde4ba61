"""The action of the booking form: hands the message to the dialogue, and its outcome back to Rasa."""

from __future__ import annotations

import asyncio
import contextvars
import datetime as dt
import logging
from collections.abc import Mapping
from concurrent.futures import Executor
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.consultations.desk import Desk
from actions.consultations.dialogue import Heard, turn
from actions.consultations.draft import Draft
from actions.consultations.model import StoreUnavailableError
from actions.consultations.steps import Context, Outcome
from actions.conversation import about_a_minor, own_questions, questions, zone_of
from bot import names
from bot.booking.said import ACTION, Said
from bot.booking.unavailable import unavailable

logger = logging.getLogger(__name__)


class ConsultationForm(Action):
    """Runs at every turn of the form; blocking work is done in a thread, so that nobody waits for anybody else."""

    def __init__(self, desk: Desk, titles: Mapping[str, str], consent_sha256: str, threads: Executor) -> None:
        """titles: of the buttons, by name. consent_sha256: of the text that asks for consent."""
        self._desk, self._titles, self._consent, self._threads = desk, titles, consent_sha256, threads

    def name(self) -> str:
        """The name that Rasa gives a form's check."""
        return names.FORM_CHECK

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Say the next step, and remember the draft. A store that fails is told, and changes nothing."""
        draft = Draft.from_json(tracker.get_slot(names.CONSULTATION))
        try:
            here = contextvars.copy_context()  # it says until when the patient waits
            outcome = await asyncio.get_running_loop().run_in_executor(
                self._threads, here.run, self._turn, draft, tracker
            )
        except StoreUnavailableError as error:
            logger.error("consultations.unavailable %s", error)  # noqa: TRY400 - the reason is enough
            said = unavailable(Said.from_json(draft.said) if draft.said else None)
            outcome = Outcome(draft, said, over=not draft.step)
        dispatcher.utter_message(response=ACTION, said=outcome.said.to_json())
        return [
            SlotSet(names.CONSULTATION, outcome.draft.to_json()),
            SlotSet(names.REQUESTED, None if outcome.over else names.CONSULTATION_BOOKED),
        ]

    def _turn(self, draft: Draft, tracker: Tracker) -> Outcome:
        decision = tracker.latest_message.get(names.DECISION) or {}
        heard = Heard(
            text=str(tracker.latest_message.get("text") or ""),
            begins=decision.get("reply") == "booking",
            questions=questions(tracker.events),
            own=own_questions(tracker.events),
            parent=about_a_minor(tracker.events),
            zone=zone_of(tracker.latest_message),
        )
        now = self._desk.clock()
        channel = str(tracker.latest_message.get("input_channel") or tracker.get_latest_input_channel() or "")
        return turn(draft, heard, Context(self._desk, tracker.sender_id, channel, now, self._titles, self._consent))


def utc_now() -> dt.datetime:
    """The clock of the desk."""
    return dt.datetime.now(dt.timezone.utc)
