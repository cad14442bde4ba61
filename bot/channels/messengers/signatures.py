"""Signatures compared in constant time. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from bot.channels.messengers.model import RefusedError


def is_same(given: str, expected: str) -> bool:
    """Whether two texts are the same; how long it takes does not say where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass"))


def require_sha256(headers: Mapping[str, str], body: bytes, secret: str) -> None:
    """Raise RefusedError unless Meta signed the raw body: X-Hub-Signature-256, HMAC-SHA256 with the app's secret."""
    given = headers.get("x-hub-signature-256", "")
    if not given:
        raise RefusedError("unsigned")
    if not is_same(given, f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"):
        raise RefusedError("altered")
