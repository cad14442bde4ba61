"""The `hairline` command over a var folder of its own, and consultations that are really booked in it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from typer.testing import CliRunner

from actions.cli import app
from actions.clock import utc_now
from actions.consultations.model import Appointment, By, Consent, Person, Slot
from actions.consultations.store import Store
from actions.runtime import Consultations, assemble
from bot.settings import ROOT, read_settings
from tests.services.booking_samples import TTL
from tests.services.client import COMMAND
from tests.services.own_var import environment

QUESTIONS = ("Does PRP hurt?", "Was kostet das?")


@dataclass(frozen=True)
class Said:
    """What a command printed."""

    status: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """All of it, as one line."""
        return " ".join((self.out + self.err).split())


@dataclass
class Clinic:
    """The command, and the appointment book that it uses."""

    var: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.environment = environment(self.var, COLUMNS="200", **self.settings)
        self.parts: Consultations = assemble(read_settings(self.environment), self.environment)

    @property
    def store(self) -> Store:
        """The same database, from this process."""
        return self.parts.store

    def run(self, *arguments: str, input: str = "", **settings: str) -> Said:
        """Run `hairline` as staff do."""
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=ROOT,
            env={**self.environment, **settings},
            input=input,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def quick(self, *arguments: str, input: str = "", **settings: str) -> Said:
        """The same in this process: faster, and no other but for how it is started."""
        done = CliRunner().invoke(app, list(arguments), input=input, env={**self.environment, **settings})
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Said(done.exit_code, done.stdout, done.stderr)

    def free(self, number: int) -> Slot:
        """A free time, the earliest one being number 0."""
        return self.parts.desk.free()[number]

    def book(self, person: Person, owner: str, slot: Slot) -> Appointment:
        """Book as the chat does."""
        now = utc_now()
        consent = Consent("2026-11", "ab" * 32, given=True, at=now, channel="rest", questions=QUESTIONS)
        held = self.store.hold(slot, owner, now, TTL)
        return self.store.confirm(held.id, person, consent, f"key-{held.id}", By.CHAT, now)
