"""Replies from inside the Rasa process: reads the decision from the tracker, writes curated text."""

from __future__ import annotations

import logging
from typing import Any, Dict, Optional

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import arrival, names, runtime
from bot.auditing import audited
from bot.conversations import history_of
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


def _message(reply: Reply, explained: Optional[Dict[str, Any]]) -> Dict[str, Any]:
    custom = dict(reply.custom, explain=explained) if explained is not None else reply.custom
    buttons = [{"title": button.title, "payload": button.payload} for button in reply.buttons]
    return {"text": reply.text, "buttons": buttons, "custom": custom}
