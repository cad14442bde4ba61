"""The website of a clinic that embeds the widget from another origin, under the strictest policy we promise to bear."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from markupsafe import Markup, escape

POLICY = (
    "default-src 'none'; script-src {chat}; connect-src {chat}; style-src 'none'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; report-uri /violations"
)
STRICT, REPORTED = "Content-Security-Policy", "Content-Security-Policy-Report-Only"
PAGE = Markup("""<!doctype html>
<html lang="{lang}" dir="{dir}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{script}
</head>
<body>
<header><nav aria-label="Pages"><a href="/">Home</a> <a href="/other">Other</a></nav></header>
<main><h1>{title}</h1>{text}<p><button type="button">Ours</button></p></main>
{element}
</body>
</html>""")
SCRIPT = Markup('<script type="module" src="{chat}/chat/widget.js" async></script>')
PATHS = ("/", "/other", "/open", "/bare", "/late", "/favicon.ico")
TEXT = Markup("<p>We treat hair loss, and we say what is known of it and what is not.</p>") * 12


@dataclass
class Host:
    """A clinic's website. Paths: / and /other are strict; /open and /bare only report violations; /late has no rules; /bare and /late no widget.

    A query gives the widget's own element and its attributes: /?lang=es&dir=rtl; `page-` before a name is for <html>.
    """

    chat: str  # where the chat is
    url: str
    reports: list[str] = field(default_factory=list)  # violations that browsers sent

    def page(self, path: str, query: str) -> str:
        """Return the page at a path."""
        asked = dict(parse_qsl(query, keep_blank_values=True))
        mine = {name: value for name, value in asked.items() if not name.startswith("page-")}
        attributes = Markup(" ").join(Markup('{}="{}"').format(*pair) for pair in mine.items())
        return PAGE.format(
            lang=asked.get("page-lang", "en"),
            dir=asked.get("page-dir", "ltr"),
            title="Another page" if path == "/other" else "A clinic",
            script="" if path in ("/bare", "/late") else SCRIPT.format(chat=escape(self.chat)),
            text=TEXT,
            element=Markup("<hairline-chat {}></hairline-chat>").format(attributes) if mine else "",
        )

    def policy(self, path: str) -> dict[str, str]:
        """Return the header that says what the page may do."""
        name = REPORTED if path in ("/open", "/bare") else STRICT
        return {} if path == "/late" else {name: POLICY.format(chat=self.chat)}


class Handler(BaseHTTPRequestHandler):
    """One request to the clinic's website."""

    host: Host

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self._send(200 if url.path in PATHS else 404, self.host.page(url.path, url.query))

    def do_POST(self) -> None:
        self.host.reports.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())
        self._send(204, "")

    def _send(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        sent = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        for each in {**sent, **self.host.policy(urlsplit(self.path).path)}.items():
            self.send_header(*each)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def hosting(chat: str, port: int) -> Iterator[Host]:
    """Serve a clinic's website that embeds the chat at this address."""
    host = Host(chat, f"http://127.0.0.1:{port}")
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Bound", (Handler,), {"host": host}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield host
    server.shutdown()
    server.server_close()
    thread.join()
