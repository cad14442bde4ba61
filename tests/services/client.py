"""A real server under test, and what comes back from it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.settings import ROOT
from tests.services.own_var import environment

PATIENCE = 180.0  # seconds until a server that does not answer is given up
COMMAND = (sys.executable, "-m", "actions.cli")


@dataclass(frozen=True)
class Reply:
    """One response of a channel."""

    status: int
    messages: list[dict[str, Any]]
    problem: str | None

    @property
    def custom(self) -> dict[str, Any]:
        """The machine-readable part; there must be exactly one."""
        (only,) = [message["custom"] for message in self.messages if "custom" in message]
        assert isinstance(only, dict)
        return only

    @property
    def text(self) -> str:
        """All that a patient reads."""
        return "\n\n".join(message["text"] for message in self.messages if message.get("text"))

    @property
    def ids(self) -> list[str]:
        """The answers shown."""
        return [answer["id"] for answer in self.custom["answers"]]


@dataclass(frozen=True)
class Server:
    """A running server, and how to talk to it."""

    url: str
    var: Path
    process: subprocess.Popen[bytes]
    client: httpx.Client

    def post(self, body: bytes, *, channel: str = "rest", token: str | None = None) -> Reply:
        """Send one request with exactly these bytes."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = self.client.post(f"/webhooks/{channel}/webhook", content=body, headers=headers)
        messages = response.json()
        assert isinstance(messages, list), f"{response.status_code}: {messages}"
        return Reply(response.status_code, messages, response.headers.get("X-Hairline-Problem"))

    def say(self, text: str, sender: str | None = None) -> Reply:
        """Say something as a patient; by default as somebody new."""
        return self.post(json.dumps({"sender": sender or f"test-{uuid.uuid4().hex}", "message": text}).encode())

    def talk(self, *texts: str) -> list[Reply]:
        """Say several things as one new patient."""
        sender = f"test-{uuid.uuid4().hex}"
        return [self.say(text, sender) for text in texts]


@contextmanager
def serving(var: Path, **settings: str) -> Iterator[Server]:
    """Start a server with its own var folder, wait until it answers, and stop it with all it started."""
    env = environment(var, **settings)
    log = var / "test-server.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [*COMMAND, "run", "--serve-only"],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{env['HAIRLINE_PORT']}"
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        try:
            _wait(client, process, log)
            yield Server(url, var, process, client)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(
                f"the server ended with {process.returncode}: {log.read_text(errors='replace')[-2000:]}"
            )
        try:
            if client.get("/webhooks/rest/").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"the server does not answer: {log.read_text(errors='replace')[-2000:]}")
