"""The tables of the website's conversations.

Nothing in them outlives two days, so a change of shape needs no migration: it gets tables with the next number, and the
old ones run empty.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

# Times are seconds since 1970, UTC.
conversations = sa.Table(
    "chats_1_conversations",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("seen", sa.Float, nullable=False, index=True),
    sa.Column("claimed_by", sa.String(32)),  # who answers its message now
    sa.Column("claimed_until", sa.Float, nullable=False, default=0.0),  # after which somebody else may
    sa.Column("state", sa.LargeBinary),  # sealed: what the assistant knows of the conversation
)

turns = sa.Table(
    "chats_1_turns",
    metadata,
    sa.Column(
        "conversation", sa.String(64), sa.ForeignKey("chats_1_conversations.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("id", sa.String(64), nullable=False),  # made by the client
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("asked", sa.LargeBinary, nullable=False),  # sealed
    sa.Column("said", sa.LargeBinary),  # sealed; nothing while it is being answered
    sa.UniqueConstraint("conversation", "id"),
)

votes = sa.Table(
    "chats_1_votes",
    metadata,
    sa.Column(
        "conversation", sa.String(64), sa.ForeignKey("chats_1_conversations.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("turn", sa.String(64), primary_key=True),
    sa.Column("answer", sa.String(128), primary_key=True),
    sa.Column("version", sa.String(64), nullable=False),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)

# Whether an answer helped, counted without saying whom: outlives the conversations.
tallies = sa.Table(
    "chats_1_tallies",
    metadata,
    sa.Column("answer", sa.String(128), primary_key=True),
    sa.Column("version", sa.String(64), primary_key=True),
    sa.Column("helped", sa.Integer, nullable=False, default=0),
    sa.Column("did_not", sa.Integer, nullable=False, default=0),
)
