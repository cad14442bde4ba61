"""Which address shows what, and with which headers. Pure: an address in, a page out, the same one every time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.clinic import Clinic
from bot.site.rendering import render
from bot.templates import Templates
from index.content import Content

FOLDER = Path(__file__).with_name("files")
HTML = "text/html; charset=utf-8"
PAGES = {"/": "home", "/treatment": "treatment", "/booking": "booking", "/embed": "embed"}
FILES = {
    "/site.css": "text/css; charset=utf-8",
    "/site.js": "text/javascript; charset=utf-8",
    "/strands.svg": "image/svg+xml",
    "/favicon.svg": "image/svg+xml",
}

# What the embed guide promises: the chat needs no more than this. It loads nothing from elsewhere, and no text that
# came over the network may become markup or code.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "require-trusted-types-for 'script'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
GUARDS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",  # nobody shall find a clinic that does not exist
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",  # kept, but asked about: after an update no page meets the style of an older one
}


@dataclass(frozen=True)
class Page:
    """One response. headers: all of them but the type and the length. status: of HTTP."""

    body: bytes
    type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(path: str, clinic: Clinic, content: Content, templates: Templates, public_url: str) -> Page | None:
    """Return what is shown at `path`, or None where nothing of the site is.

    content: what may be served today. public_url: where patients reach the server, without a slash at its end.
    """
    if path in PAGES:
        return _page(render(PAGES[path], clinic, content, templates, public_url), HTML)
    if path in FILES:
        return _page((FOLDER / path[1:]).read_bytes(), FILES[path])
    return None


def unless_known(page: Page, if_none_match: str) -> Page:
    """Return the page, or that it is the one the browser has. if_none_match: the header of the request, or ''."""
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return Page(b"", page.type, 304, page.headers) if known & {page.headers["ETag"], "*"} else page


def _page(body: bytes, media_type: str) -> Page:
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return Page(body, media_type, headers={**GUARDS, "ETag": tag})
