"""The outbox and the postbox that tests of the worker see into. `test_outbox_contract.py` compares it with the store."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from email.message import EmailMessage

from actions.consultations.model import StoreUnavailableError
from actions.consultations.records import Due
from tests.actions.consultations.letter_samples import NOW


@dataclass
class MemoryOutbox:
    """An outbox with the store's promises: due rows only, leases, and what was settled stays so."""

    rows: dict[int, Due] = field(default_factory=dict)
    next_at: dict[int, dt.datetime] = field(default_factory=dict)
    leases: dict[int, dt.datetime] = field(default_factory=dict)  # until when
    settled: dict[int, str] = field(default_factory=dict)  # "sent", or why it was given up
    errors: list[str] = field(default_factory=list)
    down: set[str] = field(default_factory=set)  # methods that fail

    def add(self, *rows: Due) -> MemoryOutbox:
        for row in rows:
            self.rows[row.id], self.next_at[row.id] = row, NOW
        return self

    def _require(self, method: str) -> None:
        if method in self.down:
            raise StoreUnavailableError("the database is locked")

    def claim(self, now: dt.datetime, lease: dt.timedelta, limit: int) -> list[Due]:
        self._require("claim")
        waiting = [id for id in self.rows if id not in self.settled and self.leases.get(id, now) <= now]
        free = sorted((id for id in waiting if self.next_at[id] <= now), key=lambda id: (self.next_at[id], id))[:limit]
        self.leases |= dict.fromkeys(free, now + lease)
        return [self.rows[id] for id in free]

    def sent(self, id: int, now: dt.datetime) -> None:
        self._require("sent")
        if id in self.rows:
            self.settled[id] = "sent"

    def failed(self, id: int, error: str, retry_at: dt.datetime, now: dt.datetime) -> None:
        self._require("failed")
        self.errors.append(error)
        if id in self.rows:
            self.rows[id] = replace(self.rows[id], attempts=self.rows[id].attempts + 1)
            self.next_at[id] = retry_at
            self.leases.pop(id, None)

    def gave_up(self, id: int, error: str, now: dt.datetime) -> None:
        self._require("gave_up")
        if id in self.rows:
            self.settled.setdefault(id, error)


@dataclass
class Recorder:
    """A postbox that takes what it is given, unless it has something to raise for that row."""

    taken: list[int] = field(default_factory=list)
    troubles: dict[int, list[Exception]] = field(default_factory=dict)

    def send(self, message: EmailMessage) -> None:
        id = int(message["X-Row"])
        if self.troubles.get(id):
            raise self.troubles[id].pop(0)
        self.taken.append(id)


def compose(row: Due) -> EmailMessage:
    """A letter that says which row it is of, and nothing else."""
    message = EmailMessage()
    message["X-Row"] = str(row.id)
    return message
