"""`hairline run`: the server, alone or with the shell on it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from rich.console import Console

from bot.server import require_startable, serve
from bot.settings import Settings
from bot.staff import chat
from bot.staff.backend import running_server
from index.errors import ServerStartError

PATIENCE = 180.0  # seconds until a server that does not answer is given up

Say = Callable[[str], None]


def serve_here(settings: Settings, say: Say) -> None:
    """Serve in this process until it is stopped."""
    say(f"starting the server on {settings.url} (about half a minute)")
    serve(settings, lambda: say(f"ready: {settings.url}/ in a browser, or `hairline shell`; Ctrl-C stops"))


def serve_and_chat(settings: Settings, say: Say) -> None:
    """Serve in a child process, chat with it, and stop it at the end."""
    require_startable(settings)
    say(f"starting the server on {settings.url} (about half a minute)")
    log = settings.var / "server.log"
    with log.open("wb") as sink:
        child = subprocess.Popen(
            [sys.executable, "-m", "bot.staff.cli", "run", "--serve-only"],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
            cwd=settings.root,
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while (server := running_server(settings)) is None:
            if child.poll() is not None or time.monotonic() > deadline:
                raise ServerStartError(f"the server did not start; {log} says why: {_last_line(log)}")
            time.sleep(0.3)
        chat.chat(server, Console(), explain=False)
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGTERM)
            child.wait(timeout=20)
        say("the server is stopped")


def _last_line(log: os.PathLike[str]) -> str:
    with open(log, encoding="utf-8", errors="replace") as file:
        lines = [line.strip() for line in file if line.strip()]
    return lines[-1] if lines else "it is empty"
