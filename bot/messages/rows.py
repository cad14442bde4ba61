"""The questions that the store asks its tables, each within a transaction of the store's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from bot.messages.model import KEPT, REMEMBERED
from bot.messages.tables import inbox, outbox, people, tallies


def insert_once(connection: Any, table: Any, values: Mapping[str, Any]) -> int:
    """Insert a row unless one with the same unique value is there; return how many rows that made."""
    insert = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
    return int(connection.execute(insert(table).values(**values).on_conflict_do_nothing()).rowcount)


def is_known(connection: Any, event: str) -> bool:
    """Whether an event was written down before."""
    return connection.execute(sa.select(inbox.c.seq).where(inbox.c.event == event)).first() is not None


def waiting(connection: Any, person: str) -> int:
    """Return how many messages of a person wait."""
    mine = sa.select(sa.func.count()).where((inbox.c.person == person) & inbox.c.content.isnot(None))
    return int(connection.execute(mine).scalar())


def note_person(connection: Any, person: str, channel: str, reached: bytes, now: float) -> None:
    """Write down that somebody wrote, and how to reach them."""
    kept = {"reached": reached, "wrote_at": now, "keep_until": now + KEPT}
    if insert_once(connection, people, {"id": person, "channel": channel, **kept}) == 0:
        later = sa.case((people.c.keep_until > now + KEPT, people.c.keep_until), else_=now + KEPT)
        this = people.update().where(people.c.id == person)
        connection.execute(this.values(reached=reached, wrote_at=now, keep_until=later))


def is_anything_to_answer(connection: Any, now: float, settle: float) -> bool:
    """Whether there may be a message for `next_person`; a look that locks nothing."""
    ready = inbox.c.content.isnot(None) & (inbox.c.received <= now - settle)
    return connection.execute(sa.select(inbox.c.seq).where(ready).limit(1)).first() is not None


def is_anything_to_send(connection: Any, now: float) -> bool:
    """Whether there may be a call for `next_calls`; a look that locks nothing."""
    ready = outbox.c.settled_at.is_(None) & (outbox.c.next_at <= now)
    return connection.execute(sa.select(outbox.c.seq).where(ready).limit(1)).first() is not None


def next_person(connection: Any, now: float, settle: float) -> Any:
    """Return who is answered next, locked where the database can: the one whose message waits for longest."""
    ready = inbox.c.content.isnot(None) & (inbox.c.received <= now - settle)
    first = sa.select(inbox.c.person, sa.func.min(inbox.c.seq).label("seq")).where(ready).group_by(inbox.c.person)
    oldest = first.subquery()
    free = people.c.claimed_until <= now
    query = sa.select(people).join(oldest, oldest.c.person == people.c.id).where(free).order_by(oldest.c.seq)
    return connection.execute(query.limit(1).with_for_update(of=people, skip_locked=True)).first()


def next_message(connection: Any, person: str) -> Any:
    """Return the message of a person that was sent first; of those whose provider does not say, that came first.

    None when somebody else answered it between the look for a person and the lock on them.
    """
    mine = (inbox.c.person == person) & inbox.c.content.isnot(None)
    return connection.execute(inbox.select().where(mine).order_by(inbox.c.at, inbox.c.seq).limit(1)).first()


def next_calls(connection: Any, now: float, most: int, paused: tuple[str, ...]) -> list[Any]:
    """Return calls that are due, locked where the database can; none before an earlier one of the same person."""
    before = outbox.alias()
    earlier = (before.c.person == outbox.c.person) & (before.c.seq < outbox.c.seq) & before.c.settled_at.is_(None)
    is_due = (outbox.c.next_at <= now) & (outbox.c.leased_until <= now) & outbox.c.settled_at.is_(None)
    mine = is_due & ~sa.exists().where(earlier) & outbox.c.channel.notin_(paused)
    query = outbox.select().where(mine).order_by(outbox.c.next_at, outbox.c.seq).limit(most)
    return list(connection.execute(query.with_for_update(skip_locked=True)).all())


def let_go(connection: Any, which: Any, now: float) -> None:
    """Settle calls that are not to be made any more."""
    open_ = which & outbox.c.settled_at.is_(None)
    connection.execute(outbox.update().where(open_).values(settled_at=now, call=None, error="not wanted"))


def drop_talk(connection: Any, now: float) -> None:
    """Delete what was said: of conversations that are over, and what waited until nobody wants it any more."""
    over = (people.c.wrote_at < now - KEPT) & people.c.known.isnot(None)
    connection.execute(people.update().where(over).values(known=None))
    late = (inbox.c.received < now - REMEMBERED) & inbox.c.content.isnot(None)
    connection.execute(inbox.update().where(late).values(content=None, person=None))
    let_go(connection, outbox.c.next_at < now - REMEMBERED, now)


def drop_people(connection: Any, which: Any) -> int:
    """Delete people; return how many. Who wants no more messages stays known as that, without name or number."""
    connection.execute(people.update().where(which & people.c.stopped).values(known=None, reached=b""))
    return int(connection.execute(people.delete().where(which & people.c.stopped.is_(False))).rowcount)


def add(connection: Any, channel: str, what: str, times: int) -> None:
    """Add to a tally."""
    insert_once(connection, tallies, {"channel": channel, "what": what[:64], "times": 0})
    this = (tallies.c.channel == channel) & (tallies.c.what == what[:64])
    connection.execute(tallies.update().where(this).values(times=tallies.c.times + times))
