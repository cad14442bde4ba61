"""The channel within Rasa's server: HTTP in and out, messages to the assistant, and what has to go after two days."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any, Awaitable, Callable, Dict, List, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint
from sanic.constants import HTTP_METHODS
from sanic.exceptions import PayloadTooLarge, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot import runtime
from bot.arrival import arrived
from bot.channels.guard import safe_text
from bot.channels.web.api import Api
from bot.channels.web.conversing import Conversations
from bot.channels.web.http import GUARDS, HEADERS, PREFIX, Asked, RefusedError, Reply
from bot.channels.web.limits import Limits
from bot.channels.web.presenting import Presenter
from bot.channels.web.welcome import Welcome
from bot.chats.model import ChatError
from bot.where import where

NAME = "web"
THREADS = 8  # requests that may wait for the store at the same time
AN_HOUR = 3600.0
logger = logging.getLogger(__name__)


class WebOutput(CollectingOutputChannel):
    """Collects the messages of one reply as they are: text, buttons and `custom` of each together."""

    def name(self) -> str:  # Rasa calls it on the instance
        """The name of the channel."""
        return NAME

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """Take one message."""
        self.messages.append(message)


class WebChannel(InputChannel):
    """Serves `Api` under /chat/."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "chats")
        self._on_new_message: Optional[Callable[[UserMessage], Awaitable[Any]]] = None

    @classmethod
    def name(cls) -> str:
        """Under which name Rasa knows the channel."""
        return NAME

    @classmethod
    def from_credentials(cls, _: Optional[Dict[str, Any]]) -> InputChannel:
        """Create the channel; what it needs comes from the settings."""
        return cls()

    def url_prefix(self) -> str:
        """Where it is mounted: with its slash, not under /webhooks."""
        return PREFIX

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return routes for every path and method: also what is wrong gets a response of ours."""
        self._on_new_message = on_new_message
        blueprint = Blueprint("hairline_chat")

        async def serve(request: Request, path: str = "") -> HTTPResponse:
            return _sent(await self._api.answer(_asked(request, path, request.body)))

        async def refuse(request: Request, error: Exception) -> HTTPResponse:
            """What Sanic, or a mistake of ours, stops before `serve` is done."""
            if isinstance(error, PayloadTooLarge):
                return refusal("too_large", "the request is too large")
            if isinstance(error, SanicException) and error.status_code < 500:
                return refusal("bad_request", "the request cannot be read")
            logger.error("chat.failed %s at %s", type(error).__name__, where(error))
            return refusal("failed", "something went wrong here; try again")

        async def purge(app: Any, _: Any) -> None:
            app.add_task(self._purge())

        blueprint.add_route(serve, "/<path:path>", HTTP_METHODS, name="below")
        blueprint.exception(Exception)(refuse)
        blueprint.listener("after_server_start")(purge)
        return blueprint

    @cached_property
    def _api(self) -> Api:
        parts = runtime.parts()
        conversations = Conversations(parts.chats, self._answer, parts.audit.forget, self._threads, time.time)
        told = {answer.topic for answer in parts.content.answers}
        return Api(
            conversations,
            Welcome(parts.clinic, parts.templates, (t.title for t in parts.content.topics if t.id in told)),
            Limits(parts.settings.chat_per_minute),
            secret=parts.secret,
            origins=parts.settings.origins,
            own=parts.settings.public_url,
            clock=time.time,
        )

    @cached_property
    def _presenter(self) -> Presenter:
        parts = runtime.parts()
        return Presenter(parts.content, parts.templates)

    async def _answer(self, conversation: str, text: str, zone: str) -> List[Dict[str, Any]]:
        """Hand a message to the assistant; whatever breaks, the visitor gets a reply and the log the reason."""
        arrived()
        output = WebOutput()
        metadata = {"zone": zone} if zone else {}
        message = UserMessage(safe_text(text), output, conversation, input_channel=NAME, metadata=metadata)
        try:
            if self._on_new_message is not None:
                await self._on_new_message(message)
        except Exception as error:  # noqa: BLE001 - as above
            logger.error("channel.failed %s at %s", type(error).__name__, where(error))  # noqa: TRY400
        said = output.messages
        if not any("custom" in one for one in said):
            failure = runtime.parts().writer.failure()
            said = [{"text": failure.text, "custom": failure.custom}]
        return self._presenter.replies(said)

    async def _purge(self) -> None:
        """Delete what is no longer kept, every hour, for as long as the server runs."""
        while True:
            try:
                await asyncio.get_running_loop().run_in_executor(
                    self._threads, runtime.parts().chats.purge, time.time()
                )
            except ChatError as error:
                logger.error("chat.purge_failed %s", error)  # noqa: TRY400 - the reason is enough
            await asyncio.sleep(AN_HOUR)


def refusal(code: str, message: str) -> HTTPResponse:
    """Return the response to a request that does not reach the API."""
    reply = RefusedError(code, message).reply()
    return _sent(Reply(reply.status, reply.body, reply.type, {**GUARDS, **reply.headers}))


def _asked(request: Request, path: str, body: bytes) -> Asked:
    headers = {name: str(request.headers[name]) for name in HEADERS if name in request.headers}
    query = {name: values[0] for name, values in request.args.items()}
    return Asked(request.method.upper(), path, headers, query, body, request.remote_addr or request.ip)


def _sent(reply: Reply) -> HTTPResponse:
    return raw(reply.body, reply.status, dict(reply.headers), reply.type)
