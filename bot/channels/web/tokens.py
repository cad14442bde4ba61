"""What a visitor shows to be let into a conversation: two signed tokens, bound to it and to the website.

The access token opens it for half an hour, the renewal token gives fresh ones for as long as conversations are kept.
Both carry the key that the conversation is sealed with: without one, nobody can read what is stored.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Literal

from itsdangerous import BadSignature, URLSafeSerializer

from bot.channels.web.http import RefusedError
from bot.chats.model import KEPT
from bot.chats.sealing import KEY_BYTES, new_key

Use = Literal["access", "renewal"]
LIFETIME: dict[Use, float] = {"access": 30 * 60.0, "renewal": KEPT}  # seconds
SKEW = 60.0  # seconds that the clocks of several servers may differ
MOST = 600  # characters of a token


@dataclass(frozen=True)
class Pass:
    """An opened token. origin: the website that it was issued to."""

    conversation: str
    key: bytes
    origin: str


def new_pass(origin: str) -> Pass:
    """Return the pass for a new conversation, with a key of its own."""
    return Pass(f"web-{secrets.token_hex(16)}", new_key(), origin)


def issue(secret: str, use: Use, to: Pass, now: float) -> str:
    """Return a token. now: seconds since 1970, UTC."""
    key = base64.urlsafe_b64encode(to.key).decode("ascii")
    return _signer(secret, use).dumps([to.conversation, key, to.origin, int(now), int(now + LIFETIME[use])])


def admit(secret: str, use: Use, authorization: str | None, origin: str, now: float) -> Pass:
    """Return whom an `Authorization: Bearer …` lets in. origin: where the request comes from. Raises RefusedError."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > MOST:
        raise RefusedError("unauthorised", "send a token as 'Authorization: Bearer …'")
    try:
        conversation, key, issued_to, begins, ends = _read(_signer(secret, use).loads(token.strip()))
    except (BadSignature, ValueError, TypeError):
        raise RefusedError("unauthorised", "the token is not one of ours, or not one for this") from None
    if issued_to != origin:
        raise RefusedError("unauthorised", "the token was issued to another website")
    if not begins - SKEW <= now < ends:
        raise RefusedError("expired", "the token has expired; renew it")
    return Pass(conversation, key, origin)


def _read(found: Any) -> tuple[str, bytes, str, int, int]:
    conversation, encoded, origin, begins, ends = found
    key = base64.urlsafe_b64decode(encoded)
    if len(key) != KEY_BYTES:
        raise ValueError("not a key")
    return conversation, key, origin, begins, ends


def _signer(secret: str, use: Use) -> URLSafeSerializer:
    how = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(secret, salt=f"hairline chat {use}", signer_kwargs=how)
