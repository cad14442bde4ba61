"""Messages in a database: each is answered once, in order, and each reply is sent in order, whatever dies on the way.

A message that comes is written before the provider is told so. It is claimed before it is answered; the reply, the
state of the conversation after it, and that it is answered are written in one transaction, by who still holds the
claim. Then the calls of the reply are claimed and made one after the other. Between a call and the note that it was
made lies the one moment in which a dying process leads to a call that is made twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from bot.chats.database import Database
from bot.chats.sealing import BrokenSealError
from bot.messages import rows
from bot.messages.model import (
    ANSWERING,
    KEPT,
    MOST_WAITING,
    REMEMBERED,
    SENDING,
    Inward,
    Known,
    Outward,
    Reached,
    Tally,
    Work,
)
from bot.messages.sealed import Seals
from bot.messages.tables import inbox, outbox, people, tallies


class MessageStore:
    """All messages of one clinic. Every method may raise UnavailableError; times are seconds since 1970, UTC."""

    def __init__(self, database: Database, seals: Seals) -> None:
        self._database, self._seals = database, seals

    def take(self, channel: str, events: Iterable[Mapping[str, Any]], now: float) -> tuple[int, int]:
        """Write down events that came; return how many were new, and how many were let go.

        events: plain values with `id`, `person`, `at` and `about`, as bot.channels.messengers.model.Event has them.
        """
        new = let_go = 0
        with self._database.writing() as connection:
            for event in events:
                person = self._seals.pseudonym(channel, event["person"])
                known_by = self._seals.event(channel, event["id"])
                if rows.is_known(connection, known_by):
                    continue
                if rows.waiting(connection, person) >= MOST_WAITING:
                    let_go += 1
                    continue
                reached = {"person": event["person"], "about": dict(event["about"])}
                rows.note_person(connection, person, channel, self._seals.seal(reached, person, "reached"), now)
                at = now if event["at"] is None else event["at"]
                content = self._seals.seal(dict(event), person, known_by)
                values = {"event": known_by, "person": person, "at": at, "received": now, "content": content}
                new += rows.insert_once(connection, inbox, values)
        return new, let_go

    def claim(self, now: float, settle: float) -> Work | None:
        """Return the right to answer the message that waits for longest, and whose turn it is; None when none waits.

        settle: seconds that a message waits for one that was sent before it and comes after it.
        """
        with self._database.reading() as connection:
            if not rows.is_anything_to_answer(connection, now, settle):
                return None
        with self._database.writing() as connection:
            found = rows.next_person(connection, now, settle)
            if found is None:
                return None
            row = rows.next_message(connection, found.id)
            if row is None:
                return None
            by = secrets.token_hex(16)
            claimed = people.update().where(people.c.id == found.id)
            connection.execute(claimed.values(claimed_by=by, claimed_until=now + ANSWERING))
        try:
            content = self._seals.unseal(row.content, found.id, row.event)
            known = Known(**self._seals.unseal(found.known, found.id, "known")) if found.known else Known()
        except BrokenSealError:  # the secret was changed: nothing of before can be read
            content, known = None, Known()
        return Work(found.id, found.channel, Inward(row.seq, content or {}), known, bool(found.stopped), by)

    def finish(
        self, work: Work, known: Known, calls: Iterable[Mapping[str, Any]], now: float, *, stopped: bool | None = None
    ) -> bool:
        """Write what was said and known after a message; return whether the claim still held.

        calls: to be made in this order. stopped: that the person wants no more messages, or wants them again.
        """
        with self._database.writing() as connection:
            mine = (people.c.id == work.person) & (people.c.claimed_by == work.by)
            after: dict[str, Any] = {"claimed_by": None, "claimed_until": 0.0}
            after["known"] = self._seals.seal(asdict(known), work.person, "known")
            if stopped is not None:
                after["stopped"] = stopped
            if connection.execute(people.update().where(mine).values(**after)).rowcount == 0:
                return False
            if stopped:  # a reminder that waits is not wanted any more
                rows.let_go(connection, (outbox.c.person == work.person) & outbox.c.origin.isnot(None), now)
            connection.execute(inbox.update().where(inbox.c.seq == work.message.seq).values(content=None, person=None))
            for call in calls:
                self._put(connection, work.person, work.channel, call, now)
        return True

    def forget(self, person: str, work: Work | None = None) -> int:
        """Delete what is held of a person, but the message of `work` that asks for it; return how many rows that was.

        Whoever wants no more messages stays known as that, by the pseudonym alone.
        """
        with self._database.writing() as connection:
            keep = inbox.c.seq != (work.message.seq if work else -1)
            mine = connection.execute(inbox.delete().where((inbox.c.person == person) & keep)).rowcount
            mine += connection.execute(outbox.delete().where(outbox.c.person == person)).rowcount
            if work:  # they are answered once more; if we die before that, whoever does it knows what they said yes to
                known = self._seals.seal(asdict(Known(forgetting=True)), person, "known")
                gone = people.update().where(people.c.id == person)
                connection.execute(gone.values(known=known, reached=b"", keep_until=0.0))
            else:
                mine += rows.drop_people(connection, people.c.id == person)
        self._database.scrub()
        return int(mine)

    def holds(self, person: str) -> bool:
        """Whether something is held of a person."""
        with self._database.reading() as connection:
            return connection.execute(sa.select(people.c.id).where(people.c.id == person)).first() is not None

    def reached(self, person: str) -> Reached | None:
        """Return how to write to a person; None when that is not known, or not wanted."""
        with self._database.reading() as connection:
            row = connection.execute(people.select().where(people.c.id == person)).one_or_none()
        if row is None or row.stopped:
            return None
        try:
            told = self._seals.unseal(row.reached, person, "reached")
        except BrokenSealError:
            return None
        return Reached(row.channel, told["person"], told["about"], row.wrote_at)

    def keep(self, person: str, until: float) -> None:
        """Keep a person's address for as long as they are to be reminded."""
        longer = (people.c.id == person) & (people.c.keep_until < until)
        with self._database.writing() as connection:
            connection.execute(people.update().where(longer).values(keep_until=until))

    def put_once(self, person: str, origin: str, calls: Iterable[Mapping[str, Any]], now: float) -> bool:
        """Have something said that nobody asked for; return whether it will be.

        It is not when the same origin had it said before, or the person is unknown or wants no messages.
        """
        with self._database.writing() as connection:
            row = connection.execute(people.select().where(people.c.id == person)).one_or_none()
            if row is None or row.stopped:
                return False
            for number, call in enumerate(calls):
                origin_of_call = self._seals.event(origin, str(number))
                if not self._put(connection, person, row.channel, call, now, origin_of_call):
                    return False
        return True

    def due(self, now: float, most: int, paused: Iterable[str] = ()) -> list[Outward]:
        """Return calls to be made now, at most one of each person, that nobody else gets until the lease is over.

        paused: channels whose provider wants to be left alone for now.
        """
        by = secrets.token_hex(16)
        with self._database.reading() as connection:
            if not rows.is_anything_to_send(connection, now):
                return []
        with self._database.writing() as connection:
            found = rows.next_calls(connection, now, most, tuple(paused))
            taken = outbox.update().where(outbox.c.seq.in_([row.seq for row in found]))
            connection.execute(taken.values(leased_by=by, leased_until=now + SENDING))
        return [Outward(row.seq, row.person, row.channel, self._call(row), row.attempts) for row in found if row.call]

    def sent(self, seq: int, now: float) -> None:
        """Note that a call was made; its content is not kept."""
        self._settle(seq, now, None)

    def failed(self, seq: int, again_at: float) -> None:
        """Give a call back until a time."""
        again = {"next_at": again_at, "leased_until": 0.0, "attempts": outbox.c.attempts + 1}
        with self._database.writing() as connection:
            connection.execute(outbox.update().where(outbox.c.seq == seq).values(**again))

    def gave_up(self, seq: int, why: str, now: float) -> None:
        """Note that a call will not be made, and why; its content is not kept."""
        self._settle(seq, now, why[:200])

    def let_go(self, person: str, now: float) -> None:
        """Let go of what waits for somebody whom the provider keeps us from. If they write again, they are answered."""
        with self._database.writing() as connection:
            rows.let_go(connection, outbox.c.person == person, now)

    def count(self, counted: Mapping[tuple[str, str], int]) -> None:
        """Add to the tallies. counted: how often, by channel and what."""
        with self._database.writing() as connection:
            for (channel, what), times in counted.items():
                rows.add(connection, channel, what, times)

    def tallies(self) -> list[Tally]:
        """Return how often what happened, and as `waiting: …` what is still to be done."""
        with self._database.reading() as connection:
            found = [Tally(row.channel, row.what, row.times) for row in connection.execute(tallies.select())]
            open_ = sa.select(outbox.c.channel, sa.func.count()).where(outbox.c.settled_at.is_(None))
            found += [
                Tally(channel, "waiting: to be sent", times)
                for channel, times in connection.execute(open_.group_by(outbox.c.channel))
            ]
        return sorted(found, key=lambda tally: (tally.channel, tally.what))

    def purge(self, now: float) -> None:
        """Delete what is no longer kept: of who is to be reminded, all but the address."""
        with self._database.writing() as connection:
            rows.drop_talk(connection, now)
            old = people.c.keep_until < now
            waiting = sa.select(inbox.c.person).where(inbox.c.person.isnot(None))
            rows.drop_people(connection, old & people.c.id.notin_(waiting))
            connection.execute(inbox.delete().where((inbox.c.received < now - REMEMBERED) & inbox.c.content.is_(None)))
            connection.execute(outbox.delete().where(outbox.c.settled_at < now - KEPT))
        self._database.scrub()

    def close(self) -> None:
        """Close the connections; they open again when they are needed."""
        self._database.close()

    def _put(
        self, connection: Any, person: str, channel: str, call: Mapping[str, Any], now: float, origin: str | None = None
    ) -> bool:
        sealed = self._seals.seal(dict(call), person, "call")
        values = {"person": person, "channel": channel, "origin": origin, "call": sealed, "next_at": now}
        return bool(rows.insert_once(connection, outbox, values))

    def _call(self, row: Any) -> Mapping[str, Any]:
        try:
            found: Mapping[str, Any] = self._seals.unseal(row.call, row.person, "call")
        except BrokenSealError:
            return {}
        return found

    def _settle(self, seq: int, now: float, error: str | None) -> None:
        settled = {"settled_at": now, "call": None, "error": error, "leased_until": 0.0}
        with self._database.writing() as connection:
            connection.execute(outbox.update().where(outbox.c.seq == seq).values(**settled))


def open_messages(url: str, secret: str) -> MessageStore:
    """Return the store at a database's URL. Raises SettingsError for another kind of URL; touches nothing yet."""
    from bot.messages.tables import metadata

    return MessageStore(Database(url, metadata), Seals(secret))
