"""The REST channel of the reply contract: POST /webhooks/rest/webhook with sender and message."""

from __future__ import annotations

import hmac
import logging
from typing import Any, Awaitable, Callable, Dict, List, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import runtime
from bot.arrival import arrived
from bot.channels.guard import Inbound, read_body

logger = logging.getLogger(__name__)


class NamedOutput(CollectingOutputChannel):
    """Collects the messages of one reply; its name tells the NLG who is listening."""

    def __init__(self, channel: str) -> None:
        super().__init__()
        self._channel = channel

    def name(self) -> str:  # Rasa calls it on the instance
        """The name of the channel that the message came in by."""
        return self._channel


class RestChannel(InputChannel):
    """Verifies the token, cleans the message, and always replies in the shape of the contract."""

    @classmethod
    def name(cls) -> str:
        """Under which name Rasa mounts the channel."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        """Create the channel; its token comes from the settings, never from a file under version control."""
        return cls()

    def token(self) -> Optional[str]:
        """The token that clients must send as `Authorization: Bearer …`, or None when none is asked."""
        return runtime.parts().settings.token

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes of the channel."""
        blueprint = Blueprint(f"hairline_{self.name()}")

        @blueprint.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not authorised(request.headers.get("Authorization"), self.token()):
                return response.json({"error": "send the token as 'Authorization: Bearer …'"}, status=401)
            inbound = read_body(request.body)
            messages = await self._reply(inbound, on_new_message)
            if inbound.problem:
                return response.json(messages, status=400, headers={"X-Hairline-Problem": inbound.problem})
            return response.json(messages)

        return blueprint

    async def _reply(
        self, inbound: Inbound, on_new_message: Callable[[UserMessage], Awaitable[Any]]
    ) -> List[Dict[str, Any]]:
        arrived()
        collector = NamedOutput(self.name())
        message = UserMessage(inbound.text, collector, inbound.sender, input_channel=self.name())
        try:
            await on_new_message(message)
        except Exception:  # whatever breaks behind us, the patient gets a reply and the log the reason
            logger.exception("channel.failed")
        if any("custom" in said for said in collector.messages):
            return list(collector.messages)
        failure = runtime.parts().writer.failure()
        return [{"recipient_id": inbound.sender, "text": failure.text, "custom": failure.custom}]


def authorised(header: Optional[str], token: Optional[str]) -> bool:
    """Whether the Authorization header carries the token (compared in constant time); always when none is asked."""
    if token is None:
        return True
    return hmac.compare_digest((header or "").encode("utf-8", "surrogatepass"), f"Bearer {token}".encode())
