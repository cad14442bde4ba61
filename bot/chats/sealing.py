"""What is stored of a conversation is sealed with a key that only its visitor's tokens hold. Pure.

AES-256-GCM (NIST SP 800-38D) with a random nonce; the place where a text belongs is authenticated with it, so that
nothing sealed can be moved to another conversation or another message.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES, NONCE_BYTES = 32, 12


class BrokenSealError(ValueError):
    """What was stored does not open with this key at this place."""


def new_key() -> bytes:
    """Return a key for one conversation: 32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, value: Any, *place: str) -> bytes:
    """Return a JSON value sealed for a place, such as a conversation, a message and what it is of it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return nonce + AESGCM(key).encrypt(nonce, plain, _named(place))


def unseal(key: bytes, sealed: bytes, *place: str) -> Any:
    """Return the value. Raises BrokenSealError when it was sealed with another key, elsewhere, or was altered."""
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        plain = AESGCM(key).decrypt(nonce, rest, _named(place))
    except (InvalidTag, ValueError):
        raise BrokenSealError("what was stored does not open with this key") from None
    return json.loads(plain.decode("utf-8", "surrogatepass"))


def _named(place: tuple[str, ...]) -> bytes:
    return json.dumps(place).encode()
