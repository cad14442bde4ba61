"""A request and its reply as plain values: what the pages need of HTTP, without the server that speaks it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from index.errors import HairlineError

MAX_FORM = 4096  # bytes; ours have some hundreds
MAX_FIELDS = 8
HEADERS = ("authorization", "content-type", "host", "origin", "sec-fetch-site")  # all that is looked at
FORM_TYPE, HTML = "application/x-www-form-urlencoded", "text/html; charset=utf-8"

# Nothing of a page may be kept, framed, guessed at, or told to another site; it loads nothing that is not its own.
GUARDS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True)
class Asked:
    """One request. path: behind /consultations/. headers: those of HEADERS that came. address: of the sender."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    address: str = ""


@dataclass(frozen=True)
class Reply:
    """One response; GUARDS come on top of its headers."""

    status: int
    body: bytes
    type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)


class BadFormError(HairlineError):
    """Not a form of ours. why: names the message that says so."""

    def __init__(self, why: Literal["too_large", "not_a_form", "garbled"]) -> None:
        super().__init__(why)
        self.why = why


def read_form(asked: Asked) -> dict[str, str]:
    """Return the fields of a posted form, each given once. Raises BadFormError."""
    if len(asked.body) > MAX_FORM:
        raise BadFormError("too_large")
    if asked.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise BadFormError("not_a_form")
    try:
        pairs = parse_qsl(
            asked.body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError:
        raise BadFormError("garbled") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise BadFormError("garbled")
    return fields


def is_cross_site(headers: Mapping[str, str], public_url: str) -> bool:
    """Whether a browser says that another site's page sends this. Programs, which say nothing, need a link anyway."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin", "null")
    if origin == "null":  # our own pages send no referrer, and so some browsers hide where their forms come from
        return False
    try:
        return urlsplit(origin).netloc not in (headers.get("host"), urlsplit(public_url).netloc)
    except ValueError:
        return True
