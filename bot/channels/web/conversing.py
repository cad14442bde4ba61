"""One conversation of the website: its messages in and out of the store, sealed and answered once."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar

from bot.channels.web.http import RefusedError
from bot.channels.web.tokens import Pass
from bot.chats.current import lending
from bot.chats.model import BusyError, Claim, GoneError, Stored, UnavailableError, Vote
from bot.chats.sealing import BrokenSealError, seal, unseal
from bot.chats.store import ChatStore

PATIENCE = 18.0  # seconds that a message waits for the one before it
PAUSE = 0.05  # seconds between two looks
# Answers a message: conversation, text and time zone of the visitor go in, replies come out. Never raises.
Answering = Callable[[str, str, str], Awaitable[list[dict[str, Any]]]]
T = TypeVar("T")
logger = logging.getLogger(__name__)


class Conversations:
    """All conversations, each opened by its visitor's pass. Every method raises RefusedError when it is gone."""

    def __init__(
        self,
        store: ChatStore,
        answer: Answering,
        forget: Callable[[str], int],
        threads: Executor,
        clock: Callable[[], float],
    ) -> None:
        """forget: deletes what the audit holds of a conversation, and returns how much that was.

        threads: where stores are waited for. clock: seconds since 1970, UTC.
        """
        self._store, self._answer, self._forget, self._threads, self._clock = store, answer, forget, threads, clock
        self._answering: set[asyncio.Task[Stored | None]] = set()

    async def begin(self, to: Pass) -> None:
        """Make room for a new conversation."""
        await self._ask(self._store.begin, to.conversation, self._clock())

    async def touch(self, to: Pass) -> None:
        """Keep a conversation for longer."""
        await self._ask(self._store.touch, to.conversation, self._clock())

    async def say(self, to: Pass, message: str, text: str, zone: str) -> dict[str, Any]:
        """Return the turn of a message: answered now, or as it was answered when it came before."""
        until = time.monotonic() + PATIENCE
        while True:
            found = await self._claim(to, message, text)
            if isinstance(found, Claim):
                found = await self._whatever_happens(self._answered(to, found, text, zone))
            if isinstance(found, Stored):
                return self._checked(self._turn(to, found), text)
            if time.monotonic() > until:
                raise RefusedError("unavailable", "the message before this one is still open", {"Retry-After": "1"})
            await asyncio.sleep(PAUSE)

    async def turns(self, to: Pass, after: int = 0) -> list[dict[str, Any]]:
        """Return the answered turns behind a number, oldest first."""
        found = await self._ask(self._store.turns, to.conversation, self._clock(), after)
        return [self._turn(to, stored) for stored in found]

    async def vote(self, to: Pass, message: str, answer: str, helpful: bool | None) -> None:  # noqa: FBT001 - JSON's
        """Note whether an answer of a turn helped; None withdraws it."""
        found = [turn for turn in await self.turns(to) if turn["id"] == message]
        said = [
            one for turn in found for reply in turn["replies"] for one in reply.get("custom", {}).get("answers", ())
        ]
        version = next((str(one.get("version", "")) for one in said if one["id"] == answer), None)
        if version is None:
            raise RefusedError("not_found", "no message of this conversation has that answer")
        vote = Vote(message, answer, version, bool(helpful), self._clock())
        await self._ask(lambda: self._store.vote(to.conversation, vote, withdrawn=helpful is None))

    async def export(self, to: Pass) -> dict[str, Any]:
        """Return everything that is held about a conversation."""
        state = await self._ask(self._store.state, to.conversation, self._clock())
        votes = await self._ask(self._store.votes, to.conversation)
        known = None if state is None else json.loads(unseal(to.key, state, to.conversation, "state"))
        return {
            "conversation": to.conversation,
            "turns": await self.turns(to),
            "feedback": [{**vars(vote), "at": when(vote.at)} for vote in votes],
            "state": known,
        }

    async def delete(self, to: Pass) -> dict[str, int]:
        """Delete a conversation; return how many messages and votes it had, and decisions of ours the audit."""
        await self.touch(to)
        counts = await self._ask(self._store.delete, to.conversation)
        return {**counts, "decisions": await self._ask(self._forget, to.conversation)}

    async def _claim(self, to: Pass, message: str, text: str) -> Claim | Stored | None:
        def asked() -> bytes:
            return seal(to.key, text, to.conversation, message, "asked")

        try:
            return await self._ask(self._store.claim, to.conversation, message, self._clock(), asked)
        except BusyError:
            return None

    async def _whatever_happens(self, answering: Coroutine[Any, Any, Stored | None]) -> Stored | None:
        """Go on when the visitor's connection breaks meanwhile: the reply is there when the message comes again."""
        task = asyncio.ensure_future(answering)
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)
        return await asyncio.shield(task)

    async def _answered(self, to: Pass, claim: Claim, text: str, zone: str) -> Stored | None:
        """The turn, once it is answered and stored; None when somebody else does that."""
        asked = unseal(to.key, claim.turn.asked, to.conversation, claim.turn.id, "asked")
        if asked != text:
            raise RefusedError("conflict", "another text was sent with this id before")
        state = None if claim.state is None else unseal(to.key, claim.state, to.conversation, "state")
        with lending(to.conversation, state) as lent:
            replies = await self._answer(to.conversation, text, zone)
        said = seal(to.key, replies, to.conversation, claim.turn.id, "said")
        after = None if lent.state is None else seal(to.key, lent.state, to.conversation, "state")
        try:
            return await self._ask(self._store.finish, to.conversation, claim, said, after, self._clock())
        except BusyError:
            logger.warning("chat.claim_lost")
            return None

    def _turn(self, to: Pass, stored: Stored) -> dict[str, Any]:
        try:
            text = unseal(to.key, stored.asked, to.conversation, stored.id, "asked")
            replies = unseal(to.key, stored.said or b"", to.conversation, stored.id, "said")
        except BrokenSealError:
            logger.error("chat.broken_seal")  # noqa: TRY400 - there is nothing more to tell
            raise RefusedError("gone", "the conversation cannot be read any more") from None
        return {"id": stored.id, "seq": stored.seq, "at": when(stored.at), "text": text, "replies": replies}

    def _checked(self, turn: dict[str, Any], text: str) -> dict[str, Any]:
        if turn["text"] != text:
            raise RefusedError("conflict", "another text was sent with this id before")
        return turn

    async def _ask(self, question: Callable[..., T], *given: Any) -> T:
        """Ask the store in a thread. Raises RefusedError when the conversation is gone or the store is down."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: question(*given))
        except GoneError:
            raise RefusedError("gone", "the conversation is over or was deleted; begin a new one") from None
        except UnavailableError as error:
            logger.error("chat.unavailable %s", error)  # noqa: TRY400 - the reason is enough
            raise RefusedError("unavailable", "the chat cannot be used just now", {"Retry-After": "3"}) from None


def when(seconds: float) -> str:
    """Return a time as ISO 8601, UTC, to the second."""
    return dt.datetime.fromtimestamp(seconds, dt.timezone.utc).isoformat(timespec="seconds")
