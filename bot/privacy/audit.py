"""What was decided, turn by turn, without a word of what was said: for staff who must account for the assistant."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import logging
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.errors import HairlineError

DATABASE, KEY = "audit.sqlite", "audit.key"
WAIT = 2.0  # seconds for another process that is writing
_COLUMNS = "at conversation channel route kind answers counterpoints why limits faults ms content".split()
_SCHEMA = """
create table if not exists turns (
    id integer primary key, at text not null, conversation text not null, channel text not null, route text not null,
    kind text not null, answers text not null, counterpoints text not null, why text not null, limits text not null,
    faults integer not null, ms real, content text not null
);
create index if not exists turns_at on turns (at);
create index if not exists turns_conversation on turns (conversation);
create table if not exists limits (id text primary key, json text not null);
"""
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Turn:
    """One turn: ids, versions, scores and limits only."""

    conversation: str  # a pseudonym, see `Audit.pseudonym`
    channel: str
    route: str
    kind: str
    answers: Sequence[Mapping[str, Any]] = ()  # id, version and score of each answer shown
    counterpoints: Sequence[str] = ()
    why: Mapping[str, Any] = field(default_factory=dict)  # routes, red flags, probability
    limits: Mapping[str, float] = field(default_factory=dict)
    faults: int = 0  # found by the grounding guard: the reply was replaced
    ms: float | None = None  # from the arrival of the message to its reply
    content: str = ""  # digest of the content that was served
    at: str = ""  # UTC, ISO 8601


class Audit:
    """The record of all turns, in one SQLite file that several processes may write to."""

    def __init__(self, folder: Path, days: int) -> None:
        """days: how long a turn is kept."""
        self._folder, self._days = folder, days
        self._pruned: dt.date | None = None
        self._key: bytes | None = None
        self._open_here = threading.local()

    def pseudonym(self, sender: str) -> str:
        """Return 16 hex digits that stand for a sender; without this installation's key they lead nowhere."""
        if self._key is None:
            self._key = _key(self._folder / KEY)
        return hmac.new(self._key, sender.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:16]

    def record(self, sender: str, turn: Turn) -> bool:
        """Write a turn, and return whether it was written; never raises, for a patient is waiting. The log says why."""
        try:
            now = dt.datetime.now(dt.timezone.utc)
            limits = json.dumps(turn.limits, sort_keys=True)
            number = hashlib.sha256(limits.encode()).hexdigest()[:12]
            values = {
                **asdict(turn),
                "at": now.isoformat(timespec="milliseconds"),
                "conversation": self.pseudonym(sender),
            }
            row = [json.dumps(v) if isinstance(v, (list, tuple, dict)) else v for v in values.values()]
            named = dict(zip(values, row, strict=True), limits=number)
            with self._open() as database:
                database.execute("insert or ignore into limits values (?, ?)", (number, limits))
                marks = ", ".join("?" * len(_COLUMNS))
                database.execute(
                    f"insert into turns ({', '.join(_COLUMNS)}) values ({marks})",  # noqa: S608 - our own column names
                    [named[name] for name in _COLUMNS],
                )
                self._forget_old(database, now)
        except (OSError, sqlite3.Error) as error:
            logger.error("audit.failed %s", error)  # noqa: TRY400 - the reason is enough
            return False
        return True

    def turns(
        self,
        *,
        since: dt.datetime | None = None,
        route: str | None = None,
        kind: str | None = None,
        conversation: str | None = None,
        last: int | None = None,
    ) -> list[Turn]:
        """Return the turns that fit, oldest first. Raises HairlineError when the file cannot be read."""
        asked = {"at >= ?": since.isoformat() if since else None, "route = ?": route, "kind = ?": kind}
        asked["conversation = ?"] = conversation
        conditions = {clause: value for clause, value in asked.items() if value is not None}
        where = f"where {' and '.join(conditions)}" if conditions else ""
        limit = f"limit {int(last)}" if last is not None else ""
        if not (self._folder / DATABASE).exists():
            return []
        query = (
            f"select {', '.join(f'turns.{name}' for name in _COLUMNS if name != 'limits')}, limits.json from turns "  # noqa: S608 - our own clauses
            f"join limits on limits.id = turns.limits {where} order by turns.id desc {limit}"
        )
        try:
            with self._open() as database:
                rows = database.execute(query, list(conditions.values())).fetchall()
        except sqlite3.Error as error:
            raise HairlineError(f"{self._folder / DATABASE} cannot be read ({error}); move it away") from error
        return [_turn(row) for row in reversed(rows)]

    def forget(self, sender: str) -> int:
        """Delete the turns of one sender, and return how many there were."""
        if not (self._folder / DATABASE).exists():
            return 0
        with self._open() as database:
            found = database.execute("delete from turns where conversation = ?", (self.pseudonym(sender),)).rowcount
        with self._open() as database:
            database.execute("pragma wal_checkpoint(truncate)")  # out of the journal, too
        return found

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        database = self._connection()
        try:
            with database:
                yield database
        except sqlite3.Error:
            self.close()  # the next turn tries anew
            raise

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread in this process, opened anew when the file was moved away."""
        path = self._folder / DATABASE
        found: tuple[sqlite3.Connection | None, Any] = getattr(self._open_here, "found", (None, None))
        mine, owner = found
        if mine is not None and owner == (os.getpid(), _number(path)):
            return mine
        path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(path, timeout=WAIT)
        try:
            database.execute("pragma journal_mode=wal")
            database.execute("pragma synchronous=normal")
            database.execute("pragma secure_delete=on")
            database.executescript(_SCHEMA)
        except sqlite3.Error:
            database.close()
            raise
        self._open_here.found = (database, (os.getpid(), _number(path)))
        return database

    def close(self) -> None:
        """Close this thread's connection; it opens again when it is needed."""
        mine, _ = getattr(self._open_here, "found", (None, None))
        if mine is not None:
            mine.close()
        self._open_here.found = (None, None)

    def _forget_old(self, database: sqlite3.Connection, now: dt.datetime) -> None:
        if self._pruned != now.date():
            oldest = now - dt.timedelta(days=self._days)
            database.execute("delete from turns where at < ?", (oldest.isoformat(),))
            self._pruned = now.date()


def _number(path: Path) -> int | None:
    """The file's number on its disk: another one when it was moved away and made anew."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _turn(row: Sequence[Any]) -> Turn:
    values = dict(zip([*(name for name in _COLUMNS if name != "limits"), "limits"], row, strict=True))
    for name in ("answers", "counterpoints", "why", "limits"):
        values[name] = json.loads(values[name])
    return Turn(**values)


def _key(path: Path) -> bytes:
    """Return this installation's key, made when there is none yet; two processes that make one agree on the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")  # threads may make it at once, too
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32), encoding="ascii")
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return bytes.fromhex(path.read_text(encoding="ascii"))
