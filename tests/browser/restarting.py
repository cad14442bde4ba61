"""A real server that goes away and comes back in the middle of things, on the same port and over the same folder."""

from __future__ import annotations

import os
import signal
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.services.client import Server, serving
from tests.services.own_var import free_port


class Restarting:
    """Starts in the background: a browser has to be attended to meanwhile."""

    def __init__(self, var: Path, **settings: str) -> None:
        self._var, self._settings = var, {"HAIRLINE_PORT": str(free_port()), **settings}
        self._stack, self._threads = ExitStack(), ThreadPoolExecutor(1)
        self._server: Server | None = None
        self.url = f"http://127.0.0.1:{self._settings['HAIRLINE_PORT']}"

    def start(self) -> Future[None]:
        """Start it; the result says that it answers."""
        return self._threads.submit(self._start)

    def again(self, *, politely: bool) -> Future[None]:
        """Stop it, or kill it in the middle of whatever it does, and start it again."""
        if not politely and self._server is not None:
            os.killpg(self._server.process.pid, signal.SIGKILL)
        return self._threads.submit(self._restart)

    def stop(self) -> None:
        """Stop it for good."""
        self._threads.submit(self._stack.close).result()
        self._threads.shutdown()

    def _start(self) -> None:
        self._server = self._stack.enter_context(serving(self._var, **self._settings))

    def _restart(self) -> None:
        self._stack.close()
        self._start()
