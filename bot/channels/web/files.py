"""The widget's files, for every website that embeds it."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bot.channels.web.http import RefusedError, Reply
from bot.channels.web.packing import packed, smaller

FOLDER = Path(__file__).resolve().parents[2] / "web"
ENTRY, APP = "widget.js", "app"  # what a page loads, and what that loads when somebody reaches for the chat
TYPE = "text/javascript; charset=utf-8"
# A script is public; browsers look once in five minutes whether it has changed.
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=300, stale-while-revalidate=86400",
    "Content-Security-Policy": "default-src 'none'",
    "Vary": "Accept-Encoding",
}


def widget(name: str, headers: Mapping[str, str]) -> Reply:
    """Return one of the widget's files, packed where the browser unpacks it. Raises RefusedError."""
    body = _read(name)
    if body is None:
        raise RefusedError("not_found", "the widget has no such file")
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    known = (one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(","))
    if tag in known:
        return Reply(304, b"", TYPE, {**_OPEN, "ETag": tag})
    if "gzip" in headers.get("accept-encoding", ""):
        return Reply(200, _packed(name), TYPE, {**_OPEN, "ETag": tag, "Content-Encoding": "gzip"})
    return Reply(200, body, TYPE, {**_OPEN, "ETag": tag})


def is_open(reply: Reply) -> bool:
    """Whether every website may read a response."""
    return reply.headers.get("Access-Control-Allow-Origin") == "*"


@lru_cache(maxsize=64)
def _read(name: str) -> bytes | None:
    if name == ENTRY:
        return smaller(_source(ENTRY)).encode()
    if name == f"{APP}.js":
        return packed(APP, {path.stem: _source(path.name) for path in FOLDER.glob("*.js")}).encode()
    path = FOLDER / name
    return path.read_bytes() if path.is_file() else None


def _source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def _packed(name: str) -> bytes:
    return gzip.compress(_read(name) or b"", mtime=0)
