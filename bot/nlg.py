"""Replies from inside the Rasa process: reads the decision from the tracker, writes curated text."""

from __future__ import annotations

import logging
from typing import Any, Dict, List, Optional

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import arrival, names, runtime
from bot.auditing import audited
from bot.booking.said import ACTION, Said
from bot.conversations import history_of
from bot.names import Route
from bot.outcome import from_json
from bot.reply import Reply

STAFF_CHANNEL = "staff"
logger = logging.getLogger(__name__)


class CuratedAnswers(TemplatedNaturalLanguageGenerator):
    """The assistant's only voice. Responses of the domain are never said; they let `rasa data validate` pass."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Optional[Domain] = None) -> None:
        super().__init__(domain.responses if domain else {})

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> Optional[Dict[str, Any]]:
        """Return the reply to the latest message; when anything fails, a safe one."""
        parts = runtime.parts()
        if utter_action == ACTION:
            return self._step(kwargs.get("said"), tracker, output_channel)
        data = (tracker.latest_message.parse_data if tracker.latest_message else None) or {}
        route, faults = "none", list[str]()
        try:
            taken, decision = from_json(data[names.DECISION])
            route = taken.value
            reply = parts.writer.write(decision, first_turn=history_of(tracker, parts.writer).first_turn)
            reply, faults = parts.grounding.checked(reply, parts.writer)
        except Exception:  # a patient gets a reply whatever broke; the log says what
            logger.exception("reply.failed")
            reply = parts.writer.failure()
        explained = data.get(names.EXPLAIN) or {}
        turn = audited(
            reply, route, output_channel, explained, len(faults), arrival.milliseconds(), parts.content_sha256
        )
        parts.audit.record(tracker.sender_id, turn)
        return _message(reply, data.get(names.EXPLAIN) if output_channel == STAFF_CHANNEL else None)

    def _step(self, said: Any, tracker: DialogueStateTracker, output_channel: str) -> Dict[str, Any]:
        """Return a step of booking; behind another reply it comes without its machine-readable part, which is one."""
        parts = runtime.parts()
        behind = _replied(tracker)
        try:
            first_turn = not behind and history_of(tracker, parts.writer).first_turn
            reply = parts.writer.step(Said.from_json(said), first_turn=first_turn)
        except Exception:  # as above
            logger.exception("step.failed")
            reply = parts.writer.failure()
        if behind:
            return {"text": reply.text, "buttons": _buttons(reply)}
        data = (tracker.latest_message.parse_data if tracker.latest_message else None) or {}
        explained = data.get(names.EXPLAIN) or {}
        route = Route.BOOKING.value
        turn = audited(reply, route, output_channel, explained, 0, arrival.milliseconds(), parts.content_sha256)
        parts.audit.record(tracker.sender_id, turn)
        return _message(reply, explained if output_channel == STAFF_CHANNEL else None)


def _replied(tracker: DialogueStateTracker) -> bool:
    """Whether something was said since the patient spoke."""
    for event in reversed(tracker.events):
        if isinstance(event, (BotUttered, UserUttered)):
            return isinstance(event, BotUttered)
    return False


def _buttons(reply: Reply) -> List[Dict[str, str]]:
    return [{"title": button.title, "payload": button.payload} for button in reply.buttons]


def _message(reply: Reply, explained: Optional[Dict[str, Any]]) -> Dict[str, Any]:
    custom = dict(reply.custom, explain=explained) if explained is not None else reply.custom
    return {"text": reply.text, "buttons": _buttons(reply), "custom": custom}
