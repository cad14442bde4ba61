"""Which websites may use the chat. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.channels.web.http import RefusedError

NO_BROWSER = ""  # the origin of programs, which need no permission of a browser
ALLOWED_HEADERS = "authorization, content-type"
ALLOWED_METHODS = "GET, POST, PUT, DELETE"
AN_HOUR = "3600"  # seconds that a browser remembers what it may do


def origin_of(headers: Mapping[str, str], allowed: frozenset[str], own: str) -> str:
    """Return the origin that a request comes from. own: the server's. Raises RefusedError for one not allowed."""
    origin = headers.get("origin")
    if origin is not None:
        if origin in allowed or origin == own or _is_same(origin, headers.get("host")):
            return origin
        raise RefusedError("wrong_origin", "this website is not allowed to use the chat; see HAIRLINE_ORIGINS")
    site = headers.get("sec-fetch-site")
    if site in ("same-origin", "none"):  # browsers leave Origin out where a page reads from its own server
        return own
    if site is not None:
        raise RefusedError("wrong_origin", "the browser does not say which website this is")
    return NO_BROWSER


def cors(headers: Mapping[str, str], allowed: frozenset[str], own: str) -> dict[str, str]:
    """Return the headers that let an allowed website read a response; none for others."""
    found = {"Vary": "Origin"}
    origin = headers.get("origin")
    if origin is None or not (origin in allowed or origin == own or _is_same(origin, headers.get("host"))):
        return found
    return {**found, "Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": "Retry-After"}


def preflight() -> dict[str, str]:
    """Return what a browser asks before it sends a request."""
    return {
        "Access-Control-Allow-Methods": ALLOWED_METHODS,
        "Access-Control-Allow-Headers": ALLOWED_HEADERS,
        "Access-Control-Max-Age": AN_HOUR,
    }


def _is_same(origin: str, host: str | None) -> bool:
    """Whether a page of this very server asks, whatever name it was reached by."""
    try:
        found = urlsplit(origin)
    except ValueError:
        return False
    return found.scheme in ("http", "https") and bool(host) and found.netloc == host
