"""The staff channel: like REST, but replies say why. Open only to whoever can read the token file on this machine.

It also hands out and deletes conversations, for the people whose they are.
"""

from __future__ import annotations

import json
import secrets
from typing import Any, Awaitable, Callable, Dict, List, Optional

from rasa.core.channels.channel import UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import runtime
from bot.channels.rest import RestChannel, authorised
from bot.conversations import forget_conversation

MOST_SENDERS = 1_000  # of one request


class StaffChannel(RestChannel):
    """POST /webhooks/staff/webhook; replies carry `explain`. POST …/export and …/forget with {"senders": […]}."""

    @classmethod
    def name(cls) -> str:
        """Under which name Rasa mounts the channel."""
        return "staff"

    def token(self) -> Optional[str]:
        """The token that the server wrote for this machine's staff when it started."""
        try:
            found = runtime.parts().settings.staff_token_file.read_text(encoding="utf-8").strip()
        except OSError:
            found = ""
        return found or secrets.token_hex()  # without a file, nobody gets in

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes of the channel."""
        blueprint = super().blueprint(on_new_message)

        @blueprint.route("/export", methods=["POST"])
        async def export(request: Request) -> HTTPResponse:
            senders = self._senders(request)
            if isinstance(senders, HTTPResponse):
                return senders
            store = request.app.ctx.agent.tracker_store
            found = {sender: await store.retrieve(sender) for sender in senders}
            told = [_told(tracker) for tracker in found.values() if tracker]
            return response.json({"conversations": [*told, *_sealed(senders)]})

        @blueprint.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            senders = self._senders(request)
            if isinstance(senders, HTTPResponse):
                return senders
            agent = request.app.ctx.agent
            forgotten = 0
            for sender in senders:
                async with agent.lock_store.lock(sender):  # a reply on its way would save the conversation again
                    forgotten += forget_conversation(agent.tracker_store, sender)
                forgotten += runtime.parts().chats.delete(sender)["conversations"]
                forgotten += runtime.parts().messages.forget(sender) > 0
            return response.json({"conversations": forgotten})

        return blueprint

    def _senders(self, request: Request) -> List[str] | HTTPResponse:
        """Return whose conversations are asked for, or what is wrong with the request."""
        if not authorised(request.headers.get("Authorization"), self.token()):
            return response.json({"error": "send the token as 'Authorization: Bearer …'"}, status=401)
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError):
            body = None
        senders = body.get("senders") if isinstance(body, dict) else None
        if not isinstance(senders, list) or not all(isinstance(sender, str) for sender in senders):
            return response.json({"error": 'send {"senders": ["..."]}'}, status=400)
        if len(senders) > MOST_SENDERS:
            return response.json({"error": f"send at most {MOST_SENDERS} senders"}, status=400)
        return list(dict.fromkeys(senders))


def _told(tracker: Any) -> Dict[str, Any]:
    """Everything that a conversation holds."""
    events = [event.as_dict() for event in tracker.events]
    return {"sender": tracker.sender_id, "slots": tracker.current_slot_values(), "events": events}


def _sealed(senders: List[str]) -> List[Dict[str, Any]]:
    """What is held of conversations on the website and by messengers: that they are there; staff cannot read them."""
    chats, messages = runtime.parts().chats, runtime.parts().messages
    return [{"sender": sender, "sealed": True} for sender in senders if chats.holds(sender) or messages.holds(sender)]
