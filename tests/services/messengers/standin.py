"""A messenger's API on this machine: takes what its documentation allows, notes what breaks it, and fails when told to.

Each messenger has a file beside this one with a class that derives from StandIn.
"""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Request:
    """What was called. headers: names in lower case. path: with its query."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Response:
    """What is answered. body: JSON, or bytes as they are."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """One message as its receiver sees it. choices: id and title of each button; text: without its markup."""

    to: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    raw: Any = None


@dataclass(frozen=True)
class Webhook:
    """A request that the messenger sends to us, signed."""

    method: str
    path: str  # behind the server's address, with its query
    headers: Mapping[str, str]
    body: bytes


class StandIn(ABC):
    """One messenger's API. As a context manager it listens on a free port of loopback."""

    name: str  # as in bot/channels
    timed = True  # whether its events say when they were sent, so that they can be put in order

    def __init__(self) -> None:
        self.shown: list[Shown] = []  # messages that were taken, in order
        self.problems: list[str] = []  # what we sent that its documentation forbids
        self.failing: Callable[[Request], Response | None] = lambda _: None  # what a message is answered instead
        self.calls: list[Request] = []
        self._lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None
        self.public = "https://clinic.example"  # HAIRLINE_PUBLIC_URL of the server under test

    # What each messenger says.

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """Settings of a server that talks to this stand-in; needs to listen already."""

    @abstractmethod
    def person(self, number: int) -> str:
        """Return the address of somebody, as our provider's Event.person has it."""

    @abstractmethod
    def message(self, person: str, text: str, *, id: str, at: float) -> Webhook:
        """Return the request that brings a text. id: the same for the same message; at: seconds since 1970."""

    @abstractmethod
    def press(self, person: str, choice: str, title: str, *, id: str, at: float) -> Webhook | None:
        """Return the request that brings the press of a button; None where there are no buttons."""

    @abstractmethod
    def take(self, request: Request) -> Response:
        """Answer a call as the messenger does; append to `shown` and to `problems`. Called one at a time.

        Use `self.fails(request)` where a message would be taken, and return what it gives unless that is None.
        """

    # What they share.

    def fails(self, request: Request) -> Response | None:
        """Return the failure that a test wants for a message."""
        return self.failing(request)

    def require(self, holds: bool, problem: str) -> None:
        """Note a problem unless something holds."""
        if not holds:
            self.problems.append(problem)

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> StandIn:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request(self.command, self.path, headers, self.rfile.read(size))
                with stand_in._lock:
                    stand_in.calls.append(request)
                    try:
                        response = stand_in.take(request)
                    except Exception as error:  # noqa: BLE001 - whatever we sent that it cannot read is our fault
                        stand_in.problems.append(f"{type(error).__name__} {error} at {self.command} {self.path}")
                        response = Response(400, {"error": "unreadable"})
                raw = response.body if isinstance(response.body, bytes) else json.dumps(response.body).encode()
                with suppress(OSError):
                    self.send_response(response.status)
                    for name, value in {"Content-Type": "application/json", **response.headers}.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(raw)))
                    self.end_headers()
                    self.wfile.write(raw)

            do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - the library's names

            def log_message(self, *_: object) -> None:
                pass

        self._server = _Listening(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """A server under test that is killed breaks its connections; that is no error of ours."""
