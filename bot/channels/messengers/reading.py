"""Reading JSON that a provider signed but that may still have any shape. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.channels.messengers.model import RefusedError


def read_json(body: bytes) -> Mapping[str, Any]:
    """Return the JSON object of a body. Raises RefusedError when there is none."""
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise RefusedError("unreadable", 400) from None
    if not isinstance(found, dict):
        raise RefusedError("unreadable", 400)
    return found


def mapping(found: Any, *path: str) -> Mapping[str, Any]:
    """Return the object at the end of a path; an empty one when there is none."""
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def items(found: Any, name: str) -> list[Mapping[str, Any]]:
    """Return the objects in a list."""
    listed = found.get(name) if isinstance(found, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def text(found: Any, name: str, most: int = 100_000) -> str:
    """Return a text, or "" when there is none, or one that cannot be meant."""
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, str) and len(value) <= most else ""


def seconds(value: Any, per_second: float = 1.0) -> float | None:
    """Return a time that came as a number or as digits, in seconds; None when it is neither."""
    if isinstance(value, bool):
        return None
    try:
        found = float(value) / per_second
    except (TypeError, ValueError, OverflowError):
        return None
    return found if 0 <= found < 1e11 else None
