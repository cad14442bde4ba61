"""Names and keys of what is stored: conversations have pseudonyms, and only the installation's secret opens them.

Whoever has the database alone learns neither who wrote nor what. Pure.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from bot.chats.sealing import seal, unseal


class Seals:
    """Everything that follows from the secret."""

    def __init__(self, secret: str) -> None:
        self._key = _derived(secret, "messages: contents")
        self._names = _derived(secret, "messages: names")

    def pseudonym(self, channel: str, person: str) -> str:
        """Return the name of a conversation: the same for the same person of a channel, and nobody else's."""
        return f"{channel}-{self._digest(channel, person)[:32]}"

    def event(self, channel: str, id: str) -> str:
        """Return what an event is known by; 64 hex digits."""
        return self._digest(channel, id)

    def seal(self, value: Any, *place: str) -> bytes:
        """Return a JSON value sealed for a place, which begins with its conversation."""
        return seal(self._key, value, *place)

    def unseal(self, sealed: bytes, *place: str) -> Any:
        """Return the value. Raises BrokenSealError."""
        return unseal(self._key, sealed, *place)

    def _digest(self, *parts: str) -> str:
        said = "\x00".join(parts).encode("utf-8", "surrogatepass")
        return hmac.new(self._names, said, hashlib.sha256).hexdigest()


def _derived(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()
