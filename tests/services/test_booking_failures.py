"""The action server or the database is gone, hangs or is full: told within 5 s, nothing half-booked, and it comes back."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.services.booking_book import Book, became, book_of
from tests.services.booking_talk import IN_TIME, Texts
from tests.services.client import Server, serving
from tests.services.own_var import own_var

pytestmark = pytest.mark.server

COMES_BACK = 40.0  # seconds in which all is well again, without anybody doing anything
PHONE = "+1 555 0100"
TO_THE_SUMMARY = ("Book a consultation", "London", "1", "Ann Lee", "ann@example.com")


@pytest.fixture(scope="module")
def started(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(own_var(settings, tmp_path_factory.mktemp("failing"))) as server:
        wait_until(lambda: Patient(server).says("Book a consultation") != "down")
        yield server


@pytest.fixture
def server(started: Server) -> Server:
    """The one server, with everything behind it running."""
    wait_until(lambda: Patient(started).says("Book a consultation") != "down")
    return started


@dataclass(frozen=True)
class Patient:
    """One conversation; every reply has to come in time."""

    server: Server
    sender: str = field(default_factory=lambda: f"failure-{uuid.uuid4().hex}")
    texts: Texts = field(default_factory=Texts)

    def says(self, text: str) -> str:
        """Return the name of what is told first, without "booking_"; or the kind of another reply."""
        began = time.monotonic()
        reply = self.server.post(json.dumps({"sender": self.sender, "message": text}).encode())
        took = time.monotonic() - began
        assert took < IN_TIME, f"{text!r} took {took:.1f} s"
        first = next(message["text"] for message in reply.messages if message.get("text"))
        names = sorted(name.removeprefix("booking_") for name in self.texts.names(first) if name.startswith("booking_"))
        assert "Traceback" not in reply.text
        if names == ["down"]:
            assert PHONE in reply.text
        return names[0] if names else str(reply.custom["kind"])

    def all_of(self, *texts: str) -> list[str]:
        return [self.says(text) for text in texts]

    @property
    def became(self) -> list[str]:
        return became(book_of(self.server), [self.sender])


def wait_until(is_so: Callable[[], bool], seconds: float = COMES_BACK) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it does not come back by itself"
        time.sleep(0.3)


def action_server(server: Server) -> int:
    """Return the process id of the action server that this server started."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_bytes()
        except OSError:  # it ended meanwhile
            continue
        if parent == server.process.pid and b"actions.server" in command:
            return int(entry.name)
    raise AssertionError("there is no action server")


@contextmanager
def locked(book: Book) -> Iterator[None]:
    """Hold the database as another program may, a backup for example."""
    with closing(sqlite3.connect(book.path, isolation_level=None, timeout=10)) as other:
        other.execute("begin exclusive")
        try:
            yield
        finally:
            other.execute("rollback")


@contextmanager
def hanging(pid: int) -> Iterator[None]:
    """Let a process stand still."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_the_action_server_is_killed_half_way(server: Server) -> None:
    patient = Patient(server)
    assert patient.all_of(*TO_THE_SUMMARY)[-1] == "confirm"
    os.kill(action_server(server), signal.SIGKILL)
    assert patient.says("Book it") == "down"
    assert patient.says("how much does it cost?") == "answer"
    assert patient.says("I cannot breathe") == "emergency"
    assert patient.says("I am safe") == "smalltalk"
    assert patient.became == ["held"]
    wait_until(lambda: patient.says("Book a consultation") != "down")
    assert patient.says("yes") in ("confirm", "done_email")  # to go on, or to book
    assert patient.says("Book it") == "done_email"
    assert patient.became == ["booked by e-mail"]


def test_the_patient_may_try_the_same_button_until_it_works(server: Server) -> None:
    patient = Patient(server)
    patient.all_of(*TO_THE_SUMMARY)
    os.kill(action_server(server), signal.SIGKILL)
    told = [patient.says("Book it")]
    wait_until(lambda: told.append(patient.says("Book it")) or told[-1] != "down")
    assert set(told[:-1]) == {"down"}
    assert told[-1] == "done_email"
    assert patient.became == ["booked by e-mail"]


def test_who_begins_while_it_is_down_is_told_so(server: Server) -> None:
    os.kill(action_server(server), signal.SIGKILL)
    patient = Patient(server)
    assert patient.says("Book a consultation") == "down"
    assert patient.says("how much does it cost?") == "answer"
    wait_until(lambda: patient.says("Book a consultation") == "zone")


def test_the_action_server_hangs(server: Server) -> None:
    patient, other = Patient(server), Patient(server)
    patient.all_of(*TO_THE_SUMMARY)
    with hanging(action_server(server)):
        assert patient.says("Book it") == "down"
        assert patient.says("does it hurt?") == "answer"
        assert other.says("Book a consultation") == "down"
    time.sleep(1)  # what waited is read now, too late
    assert patient.became == ["held"], "who was told that nothing is booked has no appointment"
    assert patient.says("Book it") == "done_email"
    assert patient.became == ["booked by e-mail"]


def test_the_database_is_locked(server: Server) -> None:
    patient, other = Patient(server), Patient(server)
    patient.all_of(*TO_THE_SUMMARY)
    other.all_of(*TO_THE_SUMMARY[:2])
    with locked(book_of(server)):
        assert patient.says("Book it") == "down"
        assert other.says("1") == "down"
        assert patient.says("how much does it cost?") == "answer"
    time.sleep(1)
    assert patient.became == ["held"]
    assert other.became == []
    assert patient.says("Book it") == "done_email"
    assert other.says("1") == "name"


def test_the_disk_is_full(server: Server) -> None:
    patient, other = Patient(server), Patient(server)
    patient.all_of(*TO_THE_SUMMARY)
    other.all_of(*TO_THE_SUMMARY[:2])
    with full_disk(action_server(server)):
        assert patient.says("Book it") == "down"
        assert other.says("1") == "down"
        assert patient.says("how much does it cost?") == "answer"
        assert patient.became == ["held"]
    assert patient.says("Book it") == "done_email"
    assert patient.became == ["booked by e-mail"]
    assert other.says("1") == "name"


@contextmanager
def full_disk(pid: int) -> Iterator[None]:
    """Let a process write no more than a few bytes of any file."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def test_the_database_is_no_database_any_more(server: Server) -> None:
    patient = Patient(server)
    patient.all_of(*TO_THE_SUMMARY)
    path = book_of(server).path
    away = path.with_name("away")
    away.mkdir()
    for file in path.parent.glob(f"{path.name}*"):
        file.rename(away / file.name)
    path.write_bytes(b"no database " * 1000)
    assert patient.says("Book it") == "down"
    assert patient.says("how much does it cost?") == "answer"
    path.unlink()
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    for file in away.iterdir():
        file.rename(path.parent / file.name)
    away.rmdir()
    wait_until(lambda: patient.says("Book it") == "done_email")
    assert patient.became == ["booked by e-mail"]


def test_when_the_server_is_killed_its_action_server_ends_by_itself(server: Server) -> None:
    """Runs last: nothing is left behind it."""
    behind = action_server(server)
    server.process.kill()
    server.process.wait()
    wait_until(lambda: not Path(f"/proc/{behind}").exists(), seconds=10)
