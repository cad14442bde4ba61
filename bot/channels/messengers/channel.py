"""The messengers within Rasa's server: webhooks under /messengers/, and the tasks that answer, send and clean up."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional

import httpx
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.constants import HTTP_METHODS
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot import runtime
from bot.arrival import arrived
from bot.channels.guard import safe_text
from bot.channels.messengers.answering import Answerer
from bot.channels.messengers.counting import Counts
from bot.channels.messengers.known import Providers, set_up
from bot.channels.messengers.model import PREFIX, Answered, Asked
from bot.channels.messengers.output import MessengerOutput
from bot.channels.messengers.presenting import Presenter
from bot.channels.messengers.receiving import Reception
from bot.channels.messengers.refreshing import refresh
from bot.channels.messengers.sending import Sender
from bot.channels.messengers.sources import SOURCES, page
from bot.channels.messengers.talking import Talk
from bot.chats.model import ChatError
from bot.messages.model import Work
from bot.where import where

THREADS = 8  # that wait for the store at the same time
CLEAN_UP = 10.0  # seconds between two times that counts are written down
PURGE = 3600.0  # seconds between two times that what is old is deleted
PATIENCE = 5.0  # seconds that a stopping server waits for calls on their way
GUARDS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
logger = logging.getLogger(__name__)


class MessengersChannel(InputChannel):
    """Serves every messenger that is set up, each under its name."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "messages")
        self._counts = Counts()
        self._tasks: List[asyncio.Task[Any]] = []
        self._on_new_message: Optional[Callable[[UserMessage], Awaitable[Any]]] = None
        self._reception: Optional[Reception] = None
        self._sender: Optional[Sender] = None

    @classmethod
    def name(cls) -> str:
        """Under which name Rasa knows the channel."""
        return "messengers"

    @classmethod
    def from_credentials(cls, _: Optional[Dict[str, Any]]) -> InputChannel:
        """Create the channel; what it needs comes from the environment."""
        return cls()

    def url_prefix(self) -> str:
        """Where it is mounted: not under /webhooks."""
        return PREFIX

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return routes for every path and method: also what is wrong gets a response of ours."""
        self._on_new_message = on_new_message
        blueprint = Blueprint("hairline_messengers")

        async def serve(request: Request, path: str = "") -> HTTPResponse:
            if path == SOURCES and request.method == "GET":
                parts = runtime.parts()
                return raw(page(parts.content, parts.templates, parts.clinic), 200, GUARDS, "text/html; charset=utf-8")
            if self._reception is None:
                return _sent(Answered(503, b"not ready yet"))
            taking = asyncio.get_running_loop().run_in_executor(
                self._threads, self._reception.take, path, _asked(request)
            )
            return _sent(await taking)

        async def refuse(request: Request, error: Exception) -> HTTPResponse:
            """What Sanic, or a mistake of ours, stops before `serve` is done."""
            if isinstance(error, SanicException) and error.status_code < 500:
                return _sent(Answered(error.status_code, b"the request cannot be read"))
            logger.error("messages.failed %s at %s", type(error).__name__, where(error))
            return _sent(Answered(500, b"something went wrong here"))

        async def start(app: Any, _: Any) -> None:
            self._start()

        async def stop(app: Any, _: Any) -> None:
            await self._stop()

        blueprint.add_route(serve, "/<path:path>", HTTP_METHODS, name="below")
        blueprint.exception(Exception)(refuse)
        blueprint.listener("after_server_start")(start)
        blueprint.listener("before_server_stop")(stop)
        return blueprint

    def _start(self) -> None:
        parts = runtime.parts()
        providers = set_up(os.environ, parts.secret, parts.settings.public_url)
        _tell(providers)
        sources = f"{parts.settings.public}{PREFIX}/{SOURCES}" if parts.settings.public else None
        presenter = Presenter(parts.content, parts.templates, parts.clinic, sources)
        self._sender = Sender(parts.messages, providers.on, self._threads, self._counts)
        talk = Talk(presenter, self._answer, self._forget)
        answerer = Answerer(parts.messages, talk, providers.on, self._threads, self._counts, self._sender.wake)
        loop = asyncio.get_running_loop()

        def came() -> None:
            loop.call_soon_threadsafe(answerer.wake)

        self._reception = Reception(parts.messages, providers.on, self._counts, time.time, came)
        running = [self._clean_up()]  # also when all are off: what they left is not kept for longer
        if providers.on:
            http = httpx.AsyncClient(follow_redirects=False)  # a redirect could carry credentials elsewhere
            running += [answerer.run(http), self._sender.run(http), refresh(providers.on, http)]
        self._tasks = [asyncio.ensure_future(one) for one in running]

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._sender is not None:
            await self._sender.finish(PATIENCE)
        self._write_down()

    async def _answer(
        self, conversation: str, channel: str, text: str, metadata: Mapping[str, Any]
    ) -> List[Dict[str, Any]]:
        """Hand a message to the assistant; whatever breaks, the patient gets a reply and the log the reason."""
        arrived()
        output = MessengerOutput(channel)
        message = UserMessage(safe_text(text), output, conversation, input_channel=channel, metadata=dict(metadata))
        try:
            if self._on_new_message is not None:
                await self._on_new_message(message)
        except Exception as error:  # noqa: BLE001 - as above
            logger.error("channel.failed %s at %s", type(error).__name__, where(error))  # noqa: TRY400
        if any("custom" in one for one in output.messages):
            return list(output.messages)
        failure = runtime.parts().writer.failure()
        return [{"text": failure.text, "custom": failure.custom}]

    async def _forget(self, work: Work) -> None:
        parts = runtime.parts()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, parts.messages.forget, work.person, work)
        await loop.run_in_executor(self._threads, parts.audit.forget, work.person)

    async def _clean_up(self) -> None:
        """Write the counts down, and delete what is no longer kept, for as long as the server runs."""
        purged = 0.0
        while True:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._write_down)
            if time.monotonic() > purged + PURGE or not purged:
                purged = time.monotonic()
                await asyncio.get_running_loop().run_in_executor(self._threads, self._purge)
            await asyncio.sleep(CLEAN_UP)

    def _write_down(self) -> None:
        counted = self._counts.take()
        try:
            if counted:
                runtime.parts().messages.count(counted)
        except ChatError as error:
            for (channel, what), times in counted.items():
                self._counts.add(channel, what, times)
            logger.error("messages.not_counted %s", error)  # noqa: TRY400 - the reason is enough

    def _purge(self) -> None:
        try:
            runtime.parts().messages.purge(time.time())
        except ChatError as error:
            logger.error("messages.purge_failed %s", error)  # noqa: TRY400 - the reason is enough


def _tell(providers: Providers) -> None:
    for name, why in providers.wrong.items():
        logger.error("messages.channel_off %s: %s (`hairline channels check` says more)", name, why)


def _asked(request: Request) -> Asked:
    headers = {name.lower(): str(value) for name, value in request.headers.items()}
    query = {name: values[0] for name, values in request.args.items()}
    raw_query = f"?{request.query_string}" if request.query_string else ""
    url = f"{runtime.parts().settings.public_url}{request.path}{raw_query}"
    return Asked(request.method.upper(), url, headers, query, request.body)


def _sent(answered: Answered) -> HTTPResponse:
    return raw(answered.body, answered.status, dict(GUARDS), answered.type)
