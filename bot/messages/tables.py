"""The tables of messages. Nothing in them lasts, so a change of shape gets tables with the next number."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()
_SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")

# Times are seconds since 1970, UTC.
people = sa.Table(
    "messages_1_people",
    metadata,
    sa.Column("id", sa.String(80), primary_key=True),  # a pseudonym, which is also the conversation
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column(
        "reached", sa.LargeBinary, nullable=False
    ),  # sealed: address, and what replies need besides; empty once forgotten
    sa.Column("known", sa.LargeBinary),  # sealed: the state of the conversation
    sa.Column("wrote_at", sa.Float, nullable=False),
    sa.Column("keep_until", sa.Float, nullable=False, index=True),
    sa.Column("stopped", sa.Boolean, nullable=False, default=False),  # wants no more messages
    sa.Column("claimed_by", sa.String(32)),  # who answers a message of theirs now
    sa.Column("claimed_until", sa.Float, nullable=False, default=0.0),  # after which somebody else may
)

inbox = sa.Table(
    "messages_1_inbox",
    metadata,
    sa.Column("seq", _SERIAL, primary_key=True, autoincrement=True),
    sa.Column("event", sa.String(64), nullable=False, unique=True),  # digest of the provider's id
    sa.Column("person", sa.String(80), index=True),  # nobody, once it is answered
    sa.Column("at", sa.Float, nullable=False),  # by the provider's clock
    sa.Column("received", sa.Float, nullable=False, index=True),
    sa.Column("content", sa.LargeBinary),  # sealed; nothing, once it is answered
)

outbox = sa.Table(
    "messages_1_outbox",
    metadata,
    sa.Column("seq", _SERIAL, primary_key=True, autoincrement=True),
    sa.Column("person", sa.String(80), nullable=False, index=True),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("origin", sa.String(64), unique=True),  # of what is said once only, such as a reminder
    sa.Column("call", sa.LargeBinary),  # sealed; nothing, once it is settled
    sa.Column("next_at", sa.Float, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("leased_by", sa.String(32)),
    sa.Column("leased_until", sa.Float, nullable=False, default=0.0),
    sa.Column("settled_at", sa.Float, index=True),  # sent or given up
    sa.Column("error", sa.String(200)),  # why it was given up; names nobody
)

# What happened how often, without saying to whom.
tallies = sa.Table(
    "messages_1_tallies",
    metadata,
    sa.Column("channel", sa.String(32), primary_key=True),
    sa.Column("what", sa.String(64), primary_key=True),
    sa.Column("times", sa.BigInteger, nullable=False, default=0),
)
