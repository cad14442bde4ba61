"""Conversations of the website in a database: each message answered once, in order, whatever dies on the way.

A message is claimed before it is answered, for LEASE seconds. Its reply and the state of the conversation after it are
written in one transaction, and only by who still holds the claim. So a message that comes twice, to two processes, or
again after a process was killed, gets one reply.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from bot.chats.database import Database
from bot.chats.model import KEPT, LEASE, BusyError, Claim, GoneError, Stored, Tally, Vote
from bot.chats.tables import conversations, tallies, turns, votes


class ChatStore:
    """All conversations of one clinic. Every method may raise UnavailableError; times are seconds since 1970, UTC."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, conversation: str, now: float) -> None:
        """Make room for a new conversation."""
        with self._database.writing() as connection:
            connection.execute(conversations.insert().values(id=conversation, seen=now, claimed_until=0.0))

    def touch(self, conversation: str, now: float) -> None:
        """Keep a conversation from now on for as long as a new one. Raises GoneError."""
        with self._database.writing() as connection:
            _require(connection, conversation, now)
            connection.execute(_this(conversations.update(), conversation).values(seen=now))

    def holds(self, conversation: str) -> bool:
        """Whether there is such a conversation."""
        with self._database.reading() as connection:
            return connection.execute(_this(conversations.select(), conversation)).one_or_none() is not None

    def claim(self, conversation: str, message: str, now: float, asked: Callable[[], bytes]) -> Claim | Stored:
        """Return the answered turn of a message, or the right to answer it. Raises BusyError and GoneError.

        asked: gives the sealed message; called when the message is new.
        """
        with self._database.writing() as connection:
            row = _require(connection, conversation, now)
            found = connection.execute(_turn(turns.select(), conversation, message)).one_or_none()
            if found is not None and found.said is not None:
                return _stored(found)
            if now < row.claimed_until <= now + LEASE:  # later than that only when the clock was set back
                raise BusyError
            by = secrets.token_hex(16)
            if found is None:
                last = sa.select(sa.func.max(turns.c.seq)).where(turns.c.conversation == conversation)
                seq = (connection.execute(last).scalar() or 0) + 1
                found = Stored(seq, message, now, asked(), None)
                values = {"seq": seq, "id": message, "at": now, "asked": found.asked}
                connection.execute(turns.insert().values(conversation=conversation, **values))
            until = {"claimed_by": by, "claimed_until": now + LEASE, "seen": now}
            connection.execute(_this(conversations.update(), conversation).values(**until))
            return Claim(_stored(found), row.state, by)

    def finish(self, conversation: str, claim: Claim, said: bytes, state: bytes | None, now: float) -> Stored:
        """Write the reply, and the state after it. Raises BusyError when the claim was lost, and GoneError."""
        with self._database.writing() as connection:
            row = _require(connection, conversation, now)
            if row.claimed_by != claim.by:
                raise BusyError
            connection.execute(_turn(turns.update(), conversation, claim.turn.id).values(said=said))
            after = {"claimed_by": None, "claimed_until": 0.0, "seen": now, "state": state}
            connection.execute(_this(conversations.update(), conversation).values(**after))
        return Stored(claim.turn.seq, claim.turn.id, claim.turn.at, claim.turn.asked, said)

    def turns(self, conversation: str, now: float, after: int = 0) -> list[Stored]:
        """Return the answered turns behind a number, oldest first. Raises GoneError."""
        with self._database.reading() as connection:
            _require(connection, conversation, now)
            mine = sa.and_(turns.c.conversation == conversation, turns.c.seq > after, turns.c.said.isnot(None))
            return [_stored(row) for row in connection.execute(turns.select().where(mine).order_by(turns.c.seq))]

    def state(self, conversation: str, now: float) -> bytes | None:
        """Return the sealed state. Raises GoneError."""
        with self._database.reading() as connection:
            state: bytes | None = _require(connection, conversation, now).state
            return state

    def vote(self, conversation: str, vote: Vote, *, withdrawn: bool = False) -> None:
        """Note whether an answer helped, instead of what was said of it before. Raises GoneError."""
        with self._database.writing() as connection:
            _require(connection, conversation, vote.at)
            mine = sa.and_(
                votes.c.conversation == conversation, votes.c.turn == vote.turn, votes.c.answer == vote.answer
            )
            before = connection.execute(votes.select().where(mine)).one_or_none()
            if before is not None:
                connection.execute(votes.delete().where(mine))
                _count(connection, before.answer, before.version, before.helpful, -1)
            if not withdrawn:
                connection.execute(votes.insert().values(conversation=conversation, **vars(vote)))
                _count(connection, vote.answer, vote.version, vote.helpful, 1)

    def votes(self, conversation: str) -> list[Vote]:
        """Return what was said of the answers, oldest first."""
        mine = votes.select().where(votes.c.conversation == conversation).order_by(votes.c.at)
        with self._database.reading() as connection:
            return [Vote(row.turn, row.answer, row.version, row.helpful, row.at) for row in connection.execute(mine)]

    def tallies(self) -> list[Tally]:
        """Return how often each answer was said to help or not; what helps least comes first."""
        ordered = tallies.select().order_by(tallies.c.helped - tallies.c.did_not, tallies.c.answer, tallies.c.version)
        with self._database.reading() as connection:
            return [Tally(row.answer, row.version, row.helped, row.did_not) for row in connection.execute(ordered)]

    def delete(self, conversation: str) -> dict[str, int]:
        """Delete a conversation; return how many turns and votes it had. One that is gone has none."""
        with self._database.writing() as connection:
            counts = {}
            for name, table in (("messages", turns), ("feedback", votes)):
                counts[name] = connection.execute(table.delete().where(table.c.conversation == conversation)).rowcount
            counts["conversations"] = connection.execute(_this(conversations.delete(), conversation)).rowcount
        self._database.scrub()
        return counts

    def purge(self, now: float) -> int:
        """Delete what is no longer kept; return how many conversations that were."""
        with self._database.writing() as connection:
            old = sa.select(conversations.c.id).where(conversations.c.seen < now - KEPT)
            for table in (turns, votes):
                connection.execute(table.delete().where(table.c.conversation.in_(old)))
            gone: int = connection.execute(conversations.delete().where(conversations.c.seen < now - KEPT)).rowcount
        if gone:
            self._database.scrub()
        return gone

    def close(self) -> None:
        """Close the connections."""
        self._database.close()


def _this(statement: Any, conversation: str) -> Any:
    return statement.where(conversations.c.id == conversation)


def _turn(statement: Any, conversation: str, message: str) -> Any:
    return statement.where(sa.and_(turns.c.conversation == conversation, turns.c.id == message))


def _require(connection: Any, conversation: str, now: float) -> Any:
    """The row of a conversation, locked until the transaction ends where the database can. Raises GoneError."""
    row = connection.execute(_this(conversations.select().with_for_update(), conversation)).one_or_none()
    if row is None or row.seen < now - KEPT:
        raise GoneError
    return row


def _count(connection: Any, answer: str, version: str, helpful: bool, by: int) -> None:  # noqa: FBT001 - as it is stored
    column = tallies.c.helped if helpful else tallies.c.did_not
    this = sa.and_(tallies.c.answer == answer, tallies.c.version == version)
    if connection.execute(tallies.update().where(this).values({column: column + by})).rowcount == 0:
        fresh = {"answer": answer, "version": version, "helped": 0, "did_not": 0, column.name: max(by, 0)}
        connection.execute(tallies.insert().values(**fresh))


def _stored(row: Any) -> Stored:
    return Stored(row.seq, row.id, row.at, row.asked, row.said)
