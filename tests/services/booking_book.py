"""The appointment book of a server under test, looked at from outside: what was taken, and who is told about it."""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from actions.consultations.calendars import calendars
from actions.consultations.desk import Desk
from actions.consultations.store import open_store
from bot.clinic import load_clinic
from bot.settings import ROOT
from tests.services.client import Server

CONTENT = ROOT / "data" / "content"


@dataclass(frozen=True)
class Book:
    """The appointment book of a server, looked at from outside."""

    path: Path

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that commits at its end."""
        with closing(sqlite3.connect(self.path, timeout=10)) as connection, connection:
            connection.row_factory = sqlite3.Row
            yield connection

    def desk(self) -> Desk:
        """The front desk over the same store."""
        clinic = load_clinic(CONTENT / "clinic.yml")
        store = open_store(f"sqlite:///{self.path}")
        return Desk(clinic, calendars(clinic), store, lambda: dt.datetime.now(dt.timezone.utc))

    def rows(self, query: str, owners: list[str]) -> list[sqlite3.Row]:
        """Return rows; `?` of the query stands for the owners."""
        with self.opened() as connection:
            return connection.execute(query.replace("?", ",".join("?" * len(owners))), owners).fetchall()

    def held(self, owners: list[str]) -> int:
        """Return how many holds of theirs have not run out."""
        rows = self.rows("select hold_expires_at from appointments where status='held' and owner in (?)", owners)
        return sum(row["hold_expires_at"] > time.time() for row in rows)

    def run_out(self, owners: list[str]) -> None:
        """Let their holds run out."""
        with self.opened() as connection:
            for owner in owners:
                query = "update appointments set hold_expires_at=? where owner=? and status='held'"
                connection.execute(query, (int(time.time()) - 1, owner))


def book_of(server: Server) -> Book:
    """Return the appointment book of a server."""
    return Book(server.var / "consultations" / "consultations.sqlite")


# What a change tells whom, by the address that was given; reminders are looked at apart.
TOLD = {
    "booked": ("confirmed", "staff_booked"),
    "moved": ("moved", "staff_moved"),
    "cancelled": ("cancelled", "staff_cancelled"),
}
REMINDERS = {"day_before": 24 * 3600, "hour_before": 3600}


def became(book: Book, owners: list[str]) -> list[str]:
    """Return what became of every time they took and did not give back, in the words of `Script.ends`."""
    found = []
    for row in book.rows("select * from appointments where owner in (?)", owners):
        if row["booked_at"] is None:
            found += ["held"] if row["status"] == "held" and row["hold_expires_at"] > time.time() else []
            continue
        changes = [
            entry["change"]
            for entry in book.rows("select change from history where appointment_id in (?) order by id", [row["id"]])
        ]
        assert changes[0] == "held", changes
        assert_told(book, row, changes[1:])
        found.append(f"{' '.join(changes[1:])} by {'e-mail' if row['email'] else 'phone'}")
    return sorted(found)


def assert_told(book: Book, row: sqlite3.Row, changes: list[str]) -> None:
    """Check that the outbox has exactly the rows that these changes make."""
    kinds = sorted(
        told["kind"] for told in book.rows("select kind from outbox where appointment_id in (?)", [row["id"]])
    )
    expected = [kind for change in changes for kind in TOLD[change] if row["email"] or kind.startswith("staff")]
    assert sorted(kind for kind in kinds if kind not in REMINDERS) == sorted(expected)
    reminders = {kind for kind in kinds if kind in REMINDERS}
    ahead = row["starts_at"] - row["booked_at"]
    far = {kind for kind, before in REMINDERS.items() if row["email"] and ahead > before + 3600}
    assert reminders >= far
    assert row["email"] or not reminders
