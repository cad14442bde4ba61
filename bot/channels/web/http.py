"""A request and its response as plain values, and why a request is refused. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PREFIX = "/chat"  # of every path
# All of a request's headers that are looked at.
HEADERS = (
    "accept-encoding",
    "authorization",
    "content-type",
    "host",
    "if-none-match",
    "origin",
    "sec-fetch-site",
    "access-control-request-method",
)
JSON, TEXT = "application/json", "text/plain; charset=utf-8"
MAX_BODY = 130_000  # bytes: 20,000 characters, each escaped
MAX_TEXT = 20_000  # characters of a message
STATUSES = {
    "bad_request": 400,
    "unauthorised": 401,
    "expired": 401,
    "wrong_origin": 403,
    "not_found": 404,
    "method": 405,
    "conflict": 409,
    "gone": 410,
    "too_large": 413,
    "media_type": 415,
    "too_many": 429,
    "failed": 500,
    "unavailable": 503,
}
# A response is nobody's page, script or frame, and is not kept.
GUARDS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",  # other sites are held off by CORS and by tokens
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True)
class Asked:
    """One request. path: behind /chat/. headers: those of HEADERS that came. address: of the sender."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    address: str = ""


@dataclass(frozen=True)
class Reply:
    """One response; GUARDS and what CORS wants come on top of its headers."""

    status: int
    body: bytes = b""
    type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """A request that is not answered. code: of STATUSES. message: for the client's developer; never what was sent."""

    def __init__(self, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.headers = code, message, headers or {}

    def reply(self) -> Reply:
        """Return it as a response."""
        said = {"error": {"code": self.code, "message": self.message}}
        return to_json(said, STATUSES[self.code], self.headers)


def to_json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Return a response with a JSON value."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Reply(status, body, JSON, headers or {})


def read_json(asked: Asked, *known: str) -> dict[str, Any]:
    """Return the JSON object of a request. known: names of its fields. Raises RefusedError."""
    if len(asked.body) > MAX_BODY:
        raise RefusedError("too_large", f"send at most {MAX_BODY} bytes")
    if asked.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise RefusedError("media_type", f"send {JSON}")
    try:
        value = json.loads(asked.body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise RefusedError("bad_request", "the body is not JSON in UTF-8") from None
    if not isinstance(value, dict):
        raise RefusedError("bad_request", f"expected a JSON object, not {type(value).__name__}")
    unknown = set(value) - set(known)
    if unknown:
        raise RefusedError("bad_request", f"send no other fields than {', '.join(known) or 'none'}")
    return value


def read_text(value: Mapping[str, Any], name: str, most: int, *, needed: bool = True) -> str:
    """Return a text of a JSON object; "" when it may be missing and is. Raises RefusedError."""
    found = value.get(name)
    if found is None and not needed:
        return ""
    if not isinstance(found, str):
        raise RefusedError("bad_request", f"`{name}` must be a string")
    if len(found) > most:
        raise RefusedError("too_large", f"`{name}` has {len(found)} characters; send at most {most}")
    return found
