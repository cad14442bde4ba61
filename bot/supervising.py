"""Keeps the action server running beside this one, on a port and with a secret that nobody else knows."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from urllib.parse import urlsplit

from bot.settings import Settings

PAUSES = (0.2, 1.0, 3.0, 10.0)  # seconds before it is started again, growing while it keeps ending
READY = 20.0  # seconds that the start waits for it; without it everything but booking works
STEADY = 30.0  # seconds after which it counts as running again
logger = logging.getLogger(__name__)


class ActionServer:
    """The action server of this machine: started, started again when it ends, and stopped with this process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._secret = settings.actions_secret or secrets.token_hex(32)
        self._port = settings.actions_port or _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()

    @property
    def url(self) -> str:
        """Where actions are run."""
        return self._settings.actions_url or f"http://127.0.0.1:{self._port}/webhook"

    @property
    def secret(self) -> str:
        """What it asks of its callers."""
        return self._secret

    def start(self) -> None:
        """Start it, unless one elsewhere is set; return at once."""
        if self._settings.actions_url is None:
            threading.Thread(target=self._keep, daemon=True, name="actions").start()

    def wait(self, patience: float = READY) -> bool:
        """Wait until it can be reached, for `patience` seconds at most; return whether it can."""
        address = urlsplit(self.url)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and not self._stopping.is_set():
            with suppress(OSError), socket.create_connection((address.hostname or "", address.port or 80), timeout=1):
                return True
            time.sleep(0.1)
        logger.error("actions.not_reached; patients are told to call until it answers")
        return False

    def stop(self) -> None:
        """Stop it."""
        self._stopping.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()

    def _keep(self) -> None:
        ended = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "actions.server"],
                cwd=self._settings.root,
                env={
                    **os.environ,
                    "HAIRLINE_VAR": str(self._settings.var),
                    "HAIRLINE_ACTIONS_PORT": str(self._port),
                    "HAIRLINE_ACTIONS_SECRET": self._secret,
                    "HAIRLINE_ACTIONS_PARENT": "1",
                },
                stdin=subprocess.DEVNULL,
            )
            status = self._process.wait()
            if self._stopping.is_set():
                return
            ended = 0 if time.monotonic() - began > STEADY else ended + 1
            logger.error("actions.ended with %s; starting it again", status)
            self._stopping.wait(PAUSES[min(ended, len(PAUSES) - 1)])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
