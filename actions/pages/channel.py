"""The pages within Rasa's server: a channel without conversations, which only brings its routes."""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import cached_property
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.constants import HTTP_METHODS
from sanic.exceptions import PayloadTooLarge, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from actions.consultations.patience import wait_for
from actions.pages.feed import read_password
from actions.pages.site import Site
from actions.pages.web import GUARDS, HEADERS, Asked, Reply
from actions.runtime import Consultations, assemble
from bot import runtime
from bot.booking.patience import ON_THE_WAY

PREFIX = "/consultations"
PATIENCE = 4.5  # seconds until somebody is told that the store does not answer
WRITING = ON_THE_WAY  # seconds of it that what was begun in time may take to be written
THREADS = 8  # requests that may wait for the store at the same time


class ConsultationPages(InputChannel):
    """Serves `Site` under /consultations/. The store is asked in threads, so that no conversation waits for it."""

    def __init__(self, make_site: Callable[[], Site], threads: Executor, patience: float = PATIENCE) -> None:
        """make_site: called once, for the first request. patience: seconds."""
        self._make_site, self._threads, self._patience = make_site, threads, patience

    @classmethod
    def name(cls) -> str:
        """Under which name Rasa knows the channel."""
        return "consultations"

    @classmethod
    def from_credentials(cls, _: dict[str, Any] | None) -> InputChannel:
        """Create the channel; its password comes from the settings. Raises SettingsError when it is too short."""
        password = read_password(os.environ)
        return cls(lambda: _site(password), ThreadPoolExecutor(THREADS, "pages"))

    def url_prefix(self) -> str:
        """Where it is mounted: with its slash, not under /webhooks."""
        return PREFIX

    def blueprint(self, _: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return routes for every path and method: also what is wrong gets a page of ours, with its headers."""
        blueprint = Blueprint("hairline_consultations")

        async def serve(request: Request, path: str = "") -> HTTPResponse:
            return _sent(await self.reply(_asked(request, path, request.body)))

        async def refuse(request: Request, error: Exception) -> HTTPResponse:
            """What Sanic, or a mistake of ours, stops before `serve` is done."""
            asked = _asked(request, str(request.match_info.get("path", "")), b"")
            if isinstance(error, SanicException) and error.status_code < 500:
                return _sent(self._site.say(asked, "too_large" if isinstance(error, PayloadTooLarge) else "garbled"))
            return _sent(self._site.failed(asked, error))

        blueprint.add_route(serve, "/", HTTP_METHODS, name="top")
        blueprint.add_route(serve, "/<path:path>", HTTP_METHODS, name="below")
        blueprint.exception(Exception)(refuse)
        return blueprint

    async def reply(self, asked: Asked) -> Reply:
        """Return what is sent, in time. When it says that the store did not answer, nothing is changed after it."""
        reply = self._site.at_once(asked)
        if reply is not None:
            return reply
        here = contextvars.copy_context()
        here.run(wait_for, self._patience - WRITING)
        answer = asyncio.get_running_loop().run_in_executor(self._threads, here.run, self._site.answer, asked)
        try:
            return await asyncio.wait_for(answer, self._patience)
        except asyncio.TimeoutError:
            return self._site.unavailable(asked)

    @cached_property
    def _site(self) -> Site:
        return self._make_site()


def _site(password: str | None) -> Site:
    parts, lock, made = runtime.parts(), threading.Lock(), list[Consultations]()

    def consultations() -> Consultations:
        with lock:
            if not made:
                made.append(assemble(parts.settings))
            return made[0]

    return Site(parts.clinic, parts.settings.public_url, password, consultations)


def _asked(request: Request, path: str, body: bytes) -> Asked:
    headers = {name: str(request.headers[name]) for name in HEADERS if name in request.headers}
    return Asked(request.method.upper(), path, headers, body, request.remote_addr or request.ip)


def _sent(reply: Reply) -> HTTPResponse:
    return raw(reply.body, reply.status, {**GUARDS, **reply.headers}, reply.type)
