"""Signed links to one appointment: for one purpose, for a while, and only until the appointment changes.

LinkError
├── BadLinkError       not a link of ours, or for another purpose: show the phone number
├── ExpiredLinkError   too old: offer the newest mail, or the phone number
└── StaleLinkError     the appointment changed since, perhaps by this very link: the newest mail has the link that works

A link says which appointment, never whose. Treat it like a password all the same: it belongs in no log and no referrer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Literal

from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from index.errors import HairlineError

Purpose = Literal["manage"]
MAX_TOKEN = 512  # characters
LIFETIME = dt.timedelta(days=400)  # until after the appointment: none can be booked more than a year ahead
_SALT = "hairline.links."


class LinkError(HairlineError):
    """Base of the errors above; the message never repeats the token."""


class BadLinkError(LinkError):
    """Not signed by this installation for this purpose."""


class ExpiredLinkError(LinkError):
    """Signed by this installation, too long ago."""


class StaleLinkError(LinkError):
    """The appointment has changed since the link was made."""


@dataclass(frozen=True)
class Link:
    """What a valid token says. sequence: of the appointment then."""

    purpose: Purpose
    appointment_id: str
    sequence: int
    signed_at: dt.datetime  # UTC, whole seconds


def sign(secret: str, purpose: Purpose, appointment_id: str, sequence: int, now: dt.datetime) -> str:
    """Return a token of URL-safe characters that `read` understands."""
    return str(_serializer(secret, purpose, now).dumps([appointment_id, sequence]))


def read(secret: str, purpose: Purpose, token: str, max_age: dt.timedelta, now: dt.datetime) -> Link:
    """Return what the token says. Raises ExpiredLinkError when it is older than `max_age`, BadLinkError otherwise."""
    if len(token) > MAX_TOKEN:
        raise BadLinkError(f"the link has {len(token)} characters; ours have fewer than {MAX_TOKEN}")
    serializer = _serializer(secret, purpose, now)
    try:
        payload, signed_at = serializer.loads(token, max_age=int(max_age.total_seconds()), return_timestamp=True)
    except SignatureExpired:
        raise ExpiredLinkError(f"the link is older than {max_age}; use the one in the newest mail") from None
    except (BadData, ValueError, OverflowError, RecursionError):  # what a forger may send reaches all of them
        raise BadLinkError("the link is not one of ours; copy it whole from the mail") from None
    match payload:
        case [str(appointment_id), int(sequence)]:
            return Link(purpose, appointment_id, sequence, signed_at)
        case _:
            raise BadLinkError("the link was made by another version; use the one in the newest mail")


def require_current(link: Link, sequence: int) -> Link:
    """Return the link. sequence: of the appointment now. Raises StaleLinkError when it has changed since."""
    if link.sequence != sequence:
        raise StaleLinkError("the consultation has changed since this link was sent; use the one in the newest mail")
    return link


def _serializer(secret: str, purpose: Purpose, now: dt.datetime) -> URLSafeTimedSerializer:
    class AtThisTime(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(now.timestamp())

    how = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeTimedSerializer(secret, salt=_SALT + purpose, signer=AtThisTime, signer_kwargs=how)
