"""The two bots as processes: how each is started, when it answers, what memory it takes, and that it is gone afterwards."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.client import Client
from tests.benchmarks.report import BenchmarkError
from tests.benchmarks.stock_model import quiet_environment

PATIENCE = 240.0  # seconds until a bot that does not answer is given up
HAIRLINE = (sys.executable, "-m", "bot.staff.cli")
_POLL = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Bot:
    """How to start one bot."""

    name: str
    command: tuple[str, ...]
    folder: Path  # where it is started
    environment: Mapping[str, str]
    port: int
    log: Path


def stock(model: Path, folder: Path, log: Path) -> Bot:
    """The stock bot: `rasa run` on loopback, with the credentials of its project in `folder`."""
    port = free_port()
    command = (sys.executable, "-m", "rasa", "run", "--model", str(model), "--credentials", "credentials.yml")
    return Bot("stock", (*command, "-i", "127.0.0.1", "-p", str(port)), folder, quiet_environment(), port, log)


def hairline(root: Path, var: Path, log: Path) -> Bot:
    """Our assistant: `hairline run --serve-only`, built in `var`."""
    port = free_port()
    command = (*HAIRLINE, "run", "--serve-only")
    return Bot("hairline", command, root, hairline_environment(var, port), port, log)


def hairline_environment(var: Path, port: int) -> dict[str, str]:
    """Return the environment of an assistant that keeps its files in `var` and asks for no token."""
    environment = quiet_environment(HAIRLINE_VAR=str(var), HAIRLINE_PORT=str(port), HAIRLINE_HOST="127.0.0.1")
    environment.pop("HAIRLINE_TOKEN", None)
    return environment


def free_port() -> int:
    """Return a port of loopback that is free now, never Rasa's own 5005."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(bot: Bot) -> Iterator[subprocess.Popen[bytes]]:
    """Start the bot, and stop it with everything it started."""
    with bot.log.open("ab") as log:
        process = subprocess.Popen(
            bot.command, cwd=bot.folder, env=dict(bot.environment),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        _stop(process)


def first_answer(bot: Bot, process: subprocess.Popen[bytes], question: str, started: float) -> float:
    """Ask until an answer comes; return the seconds since `started` (time.monotonic()). Raises BenchmarkError."""
    while time.monotonic() - started < PATIENCE:
        if process.poll() is not None:
            raise BenchmarkError(f"{bot.name} ended with {process.returncode}; {bot.log} says why")
        client = Client(bot.port)
        try:
            if client.ask(question).kind == "answer":
                return time.monotonic() - started
        except (OSError, http.client.HTTPException):
            pass  # not listening yet, or not loaded
        finally:
            client.close()
        time.sleep(_POLL)
    raise BenchmarkError(f"{bot.name} gave no answer to {question!r} in {PATIENCE:.0f} s; {bot.log} says why")


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process and all its descendants, in 10^6 bytes."""
    parents = dict(_parents())
    family, grown = {pid}, True
    while grown:
        more = {child for child, parent in parents.items() if parent in family} - family
        family, grown = family | more, bool(more)
    return sum(_resident(member) for member in family) / 1e6


def _parents() -> Iterator[tuple[int, int]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # ended meanwhile
        yield int(path.parent.name), int(after_name[1])


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except OSError:
        return 0


def _stop(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=20)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
