"""What is answered under /chat/: which request leads where, who is let in, and who is refused."""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.booking.zones.gazetteer import available
from bot.channels.web import documents, files, tokens
from bot.channels.web.conversing import Conversations
from bot.channels.web.http import GUARDS, MAX_TEXT, TEXT, Asked, RefusedError, Reply, read_json, read_text, to_json
from bot.channels.web.limits import Limits
from bot.channels.web.origins import cors, origin_of, preflight
from bot.channels.web.tokens import Pass
from bot.channels.web.transcripts import receipt, transcript
from bot.channels.web.welcome import PRIVACY_VERSION, Welcome
from bot.where import where

MESSAGE = re.compile(r"[A-Za-z0-9_-]{8,64}")
ANSWER = re.compile(r"[a-z0-9-]{1,100}")
_FEEDBACK = re.compile(r"messages/([^/]+)/feedback")
_WIDGET = re.compile(r"widget/([a-z_]+\.js)")
READ = ("GET", "HEAD")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Who:
    """Who asks. origin: the website, or "" for a program."""

    asked: Asked
    origin: str

    @property
    def authorization(self) -> str | None:
        """The header with the token."""
        return self.asked.headers.get("authorization")


Handler = Callable[[Who], Awaitable[Reply]]


class Api:
    """The chat's HTTP interface, without the server that speaks HTTP. `answer` never raises."""

    def __init__(
        self,
        conversations: Conversations,
        welcome: Welcome,
        limits: Limits,
        *,
        secret: str,
        origins: frozenset[str],
        own: str,
        clock: Callable[[], float],
    ) -> None:
        """secret: signs tokens. origins: websites that may use the chat, besides `own`, the server's. clock: UTC."""
        self._conversations, self._welcome, self._limits = conversations, welcome, limits
        self._secret, self._origins, self._own, self._clock = secret, origins, own, clock
        self._routes: Mapping[str, Mapping[str, Handler]] = {
            "config": {"GET": self._config},
            "openapi.json": {"GET": self._openapi},
            "sessions": {"POST": self._begin},
            "sessions/renew": {"POST": self._renew},
            "messages": {"GET": self._history, "POST": self._say},
            "transcript": {"GET": self._transcript},
            "export": {"GET": self._export},
            "conversation": {"DELETE": self._delete},
        }

    async def answer(self, asked: Asked) -> Reply:
        """Return the response to a request, with every header it needs. Never raises."""
        try:
            reply = await self._answer(asked)
        except RefusedError as error:
            reply = error.reply()
        except Exception as error:  # noqa: BLE001 - what was sent must neither be sent back nor logged
            logger.error("chat.failed %s at %s", type(error).__name__, where(error))  # noqa: TRY400 - as said
            reply = RefusedError("failed", "something went wrong here; try again").reply()
        allowed = {} if files.is_open(reply) else cors(asked.headers, self._origins, self._own)
        return Reply(reply.status, reply.body, reply.type, {**GUARDS, **allowed, **reply.headers})

    async def _answer(self, asked: Asked) -> Reply:
        self._limits.require_request(asked.address, time.monotonic())
        widget = "widget.js" if asked.path == "widget.js" else None
        found = _WIDGET.fullmatch(asked.path)
        if widget or found:
            _require_method(asked, READ)
            return files.widget(widget or (found[1] if found else ""), asked.headers)
        handlers = self._handlers(asked.path)
        origin = origin_of(asked.headers, self._origins, self._own)
        if asked.method == "OPTIONS":
            return Reply(204, headers={"Allow": ", ".join(handlers), **preflight()})
        method = "GET" if asked.method == "HEAD" else asked.method
        _require_method(asked, handlers, method)
        return await handlers[method](Who(asked, origin))

    def _handlers(self, path: str) -> Mapping[str, Handler]:
        if _FEEDBACK.fullmatch(path):
            return {"PUT": self._feedback}
        if path in self._routes:
            return self._routes[path]
        raise RefusedError("not_found", "there is nothing here; see /chat/openapi.json")

    async def _config(self, who: Who) -> Reply:
        return to_json(self._welcome.config)

    async def _openapi(self, who: Who) -> Reply:
        return to_json(documents.openapi())

    async def _begin(self, who: Who) -> Reply:
        body = read_json(who.asked, "privacy")
        if read_text(body, "privacy", 20) != PRIVACY_VERSION:
            raise RefusedError("bad_request", f"`privacy` must name the notice that was agreed to: {PRIVACY_VERSION}")
        self._limits.require_beginning(who.asked.address, time.monotonic())
        fresh = tokens.new_pass(who.origin)
        await self._conversations.begin(fresh)
        return to_json(self._session(fresh), 201)

    async def _renew(self, who: Who) -> Reply:
        read_json(who.asked)
        known = tokens.admit(self._secret, "renewal", who.authorization, who.origin, self._clock())
        await self._conversations.touch(known)
        return to_json(self._session(known))

    def _session(self, to: Pass) -> dict[str, object]:
        now = self._clock()
        return {
            "conversation": to.conversation,
            "token": tokens.issue(self._secret, "access", to, now),
            "expires_in": int(tokens.LIFETIME["access"]),
            "renewal": tokens.issue(self._secret, "renewal", to, now),
            "renewal_expires_in": int(tokens.LIFETIME["renewal"]),
        }

    def _admitted(self, who: Who) -> Pass:
        return tokens.admit(self._secret, "access", who.authorization, who.origin, self._clock())

    async def _say(self, who: Who) -> Reply:
        to = self._admitted(who)
        body = read_json(who.asked, "id", "text", "zone")
        message, text = read_text(body, "id", 64), read_text(body, "text", MAX_TEXT)
        if not MESSAGE.fullmatch(message):
            raise RefusedError("bad_request", "`id` must be 8 to 64 letters, digits, _ or -")
        zone = read_text(body, "zone", 64, needed=False)
        self._limits.require_message(who.asked.address, to.conversation, time.monotonic())
        return to_json(await self._conversations.say(to, message, text, zone if zone in available() else ""))

    async def _history(self, who: Who) -> Reply:
        to = self._admitted(who)
        after = who.asked.query.get("after", "0")
        if not (after.isascii() and after.isdigit() and len(after) < 10):
            raise RefusedError("bad_request", "`after` must be the number of a turn, or 0")
        turns = await self._conversations.turns(to, int(after))
        return to_json({"turns": turns, "last": turns[-1]["seq"] if turns else int(after)})

    async def _feedback(self, who: Who) -> Reply:
        to = self._admitted(who)
        body = read_json(who.asked, "answer", "helpful")
        answer, helpful = read_text(body, "answer", 100), body.get("helpful")
        if not ANSWER.fullmatch(answer):
            raise RefusedError("bad_request", "`answer` must be the id of an answer")
        if helpful is not None and not isinstance(helpful, bool):
            raise RefusedError("bad_request", "`helpful` must be true, false or null")
        named = _FEEDBACK.fullmatch(who.asked.path)
        await self._conversations.vote(to, named[1] if named else "", answer, helpful)
        return to_json({"answer": answer, "helpful": helpful})

    async def _transcript(self, who: Who) -> Reply:
        turns = await self._conversations.turns(self._admitted(who))
        return Reply(200, transcript(self._welcome.clinic, turns).encode("utf-8", "replace"), TEXT)

    async def _export(self, who: Who) -> Reply:
        return to_json(await self._conversations.export(self._admitted(who)))

    async def _delete(self, who: Who) -> Reply:
        counts = await self._conversations.delete(self._admitted(who))
        return to_json(receipt(counts, dt.datetime.fromtimestamp(self._clock(), dt.timezone.utc)))


def _require_method(asked: Asked, allowed: Mapping[str, object] | tuple[str, ...], method: str | None = None) -> None:
    if (method or asked.method) not in allowed:
        raise RefusedError("method", "this method is not known here", {"Allow": ", ".join(allowed)})
