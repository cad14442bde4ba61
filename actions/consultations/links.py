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
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from index.errors import HairlineError, SettingsError

Purpose = Literal["manage"]
VARIABLE, MIN_SECRET, MAX_TOKEN = "HAIRLINE_SECRET", 32, 512  # characters
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
    """What a valid token says. sequence: of the appointment then. jti: the token's own name, if it has one."""

    purpose: Purpose
    appointment_id: str
    sequence: int
    signed_at: dt.datetime  # UTC, whole seconds
    jti: str | None = None


def sign(
    secret: str, purpose: Purpose, appointment_id: str, sequence: int, now: dt.datetime, jti: str | None = None
) -> str:
    """Return a token of URL-safe characters that `read` understands."""
    return str(_serializer(secret, purpose, now).dumps([appointment_id, sequence, jti]))


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
        case [str(appointment_id), int(sequence), str() | None as jti]:
            return Link(purpose, appointment_id, sequence, signed_at, jti)
        case _:
            raise BadLinkError("the link was made by another version; use the one in the newest mail")


def require_current(link: Link, sequence: int) -> Link:
    """Return the link. sequence: of the appointment now. Raises StaleLinkError when it has changed since."""
    if link.sequence != sequence:
        raise StaleLinkError("the consultation has changed since this link was sent; use the one in the newest mail")
    return link


def load_secret(path: Path, environment: Mapping[str, str]) -> str:
    """Return HAIRLINE_SECRET, or what `path` holds: 64 hex digits, made (mode 0600) when there are none yet.

    Several processes that make it at once agree on the first. Raises SettingsError when the secret is too short to be
    one, or when the file cannot be read or made.
    """
    given = environment.get(VARIABLE)
    if given:
        if len(given) < MIN_SECRET:
            raise SettingsError(f"{VARIABLE} has {len(given)} characters; use at least {MIN_SECRET} random ones")
        return given
    try:
        if not path.exists():
            _make(path)
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read or made ({error}); mend it, or set {VARIABLE}") from None
    if len(secret) < MIN_SECRET:
        raise SettingsError(f"{path} is damaged; delete it (links in mails already sent stop working)")
    return secret


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())  # a file without its content would lock everybody out after a power cut
        os.link(fresh, path)
    except FileExistsError:
        pass  # another process was first
    finally:
        fresh.unlink(missing_ok=True)


def _serializer(secret: str, purpose: Purpose, now: dt.datetime) -> URLSafeTimedSerializer:
    class AtThisTime(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(now.timestamp())

    how = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeTimedSerializer(secret, salt=_SALT + purpose, signer=AtThisTime, signer_kwargs=how)
