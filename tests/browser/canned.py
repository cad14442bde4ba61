"""The canned chat over HTTP, for what a real server does too rarely: hostile replies, refusals, connections cut off."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from bot.settings import ROOT
from tests.browser.canned_api import Asked, perform
from tests.browser.canned_chat import Chat, RefusedError, Trouble
from tests.services.own_var import free_port

WEB = ROOT / "bot" / "web"
SECURE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


class Handler(BaseHTTPRequestHandler):
    """One request; `chat` and `origins` are set by the server below."""

    chat: Chat
    origins: set[str]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what arrived is in `chat.arrived`."""

    def do_OPTIONS(self) -> None:
        allowed = {"Access-Control-Allow-Methods": "GET, POST, PUT, DELETE", "Access-Control-Max-Age": "600"}
        self._send(204, b"", {**allowed, "Access-Control-Allow-Headers": "authorization, content-type"})

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/chat/widget.js" or url.path.startswith("/chat/widget/"):
            self._file(url.path.rpartition("/")[2])
            return
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    do_PUT = do_DELETE = do_POST  # noqa: N815

    def _serve(self) -> None:
        url = urlsplit(self.path)
        what = f"{self.command} {url.path}"
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.chat.arrived.append(what)
        waiting = self.chat.trouble[what]
        trouble = waiting.popleft() if waiting else Trouble()
        trouble.wait()
        if trouble.cut == "before":
            return
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        after = int(parse_qs(url.query).get("after", ["0"])[0])
        asked = Asked(self.command, url.path.removeprefix("/chat/"), token, after, json.loads(body or b"{}"))
        try:
            status, found = perform(self.chat, asked, trouble)
        except RefusedError as refused:
            wait = {} if refused.retry_after is None else {"Retry-After": str(refused.retry_after)}
            error = {"error": {"code": refused.code, "message": f"Refused: {refused.code}."}}
            self._send(refused.status, json.dumps(error).encode(), wait)
            return
        if trouble.cut != "after":
            kind = "text/plain; charset=utf-8" if isinstance(found, str) else "application/json"
            sent = found if isinstance(found, str) else json.dumps(found)
            self._send(status, sent.encode(), {"Content-Type": kind})

    def _file(self, name: str) -> None:
        self.chat.arrived.append(f"GET {urlsplit(self.path).path}")
        file = WEB / name
        if file.suffix != ".js" or not file.is_file():
            self._send(404, b"", {})
            return
        public = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
        self._send(200, file.read_bytes(), {**public, "Content-Type": "text/javascript", "Cache-Control": "no-cache"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        origin = self.headers.get("Origin")
        shared = {"Vary": "Origin", "Access-Control-Expose-Headers": "Retry-After"}
        if origin in self.origins:
            shared["Access-Control-Allow-Origin"] = origin
        with suppress(ConnectionError):  # whoever asked may be gone
            self.send_response(status)
            sent = {"Content-Type": "application/json", **SECURE, **shared, **headers, "Content-Length": str(len(body))}
            for name, value in sent.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)


@dataclass
class Canned:
    """A canned chat that can be stopped and started again on the same port; what was said is kept."""

    chat: Chat = field(default_factory=Chat)
    origins: set[str] = field(default_factory=set)
    port: int = field(default_factory=free_port)
    _stop: Callable[[], None] | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Answer from now on."""
        made = type("Bound", (Handler,), {"chat": self.chat, "origins": self.origins})
        server = ThreadingHTTPServer(("127.0.0.1", self.port), made)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()

        def stop() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        self._stop = stop

    def stop(self) -> None:
        """Refuse connections from now on."""
        if self._stop is not None:
            self._stop()
        self._stop = None
