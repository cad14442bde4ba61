"""How often a visitor may ask."""

from __future__ import annotations

from bot.buckets import Buckets
from bot.channels.web.http import RefusedError


class Limits:
    """Counts the messages, conversations and other requests of each address, and the messages of each conversation."""

    def __init__(self, per_minute: int) -> None:
        """per_minute: messages from one address, where a whole family may sit; half of them for one conversation."""
        self._requests = Buckets(burst=4 * per_minute, per_second=4 * per_minute / 60)
        self._messages = Buckets(burst=per_minute, per_second=per_minute / 60)
        self._beginnings = Buckets(burst=max(5, per_minute // 2), per_second=per_minute / 240)
        self._conversations = Buckets(burst=max(5, per_minute // 3), per_second=per_minute / 120)

    def require_request(self, address: str, now: float) -> None:
        """Count a request. now: seconds of a clock that never goes back. Raises RefusedError."""
        _require(self._requests.allows(address, now))

    def require_beginning(self, address: str, now: float) -> None:
        """Count a new conversation. Raises RefusedError."""
        _require(self._beginnings.allows(address, now))

    def require_message(self, address: str, conversation: str, now: float) -> None:
        """Count a message. Raises RefusedError."""
        _require(self._conversations.allows(conversation, now) and self._messages.allows(address, now))


def _require(allowed: bool) -> None:  # noqa: FBT001 - what the bucket says
    if not allowed:
        raise RefusedError("too_many", "too many requests; try again a little later", {"Retry-After": "3"})
