"""What every channel does to a message before the assistant sees it. Pure, so that it can be tested to death."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass

from bot.reading import MAX_CHARS
from index.text import clean

MAX_BODY = 2_000_000  # bytes of a request that are read at all
KEEP = 4 * MAX_CHARS  # characters of a text that are looked at, half from its beginning, half from its end
_COMMAND = re.compile(r"\s*/+\s*\w+\s*(?:[\[{@]|$)")  # what Rasa would take for an intent, with or without entities
SENDER = re.compile(r"[A-Za-z0-9._:@+-]{1,128}")


@dataclass(frozen=True)
class Inbound:
    """A message that is safe to process. `problem` says what was wrong with the request, for the client's developer."""

    sender: str
    text: str
    problem: str | None = None


def read_body(body: bytes) -> Inbound:
    """Read one REST request. Nothing here raises: a bad request becomes an empty message with a problem."""
    if len(body) > MAX_BODY:
        return _bad(f"the body has {len(body)} bytes; send at most {MAX_BODY}")
    try:
        raw = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return _bad('the body is not JSON; send {"sender": "...", "message": "..."}')
    if not isinstance(raw, dict):
        return _bad(f'expected a JSON object, got {type(raw).__name__}; send {{"sender": "...", "message": "..."}}')
    sender = raw.get("sender")
    if sender is None:
        sender = anonymous()  # a conversation of its own, never a shared one
    elif not isinstance(sender, str) or not SENDER.fullmatch(sender):
        return _bad("`sender` must be 1 to 128 letters, digits or . _ : @ + -")
    text = raw.get("message", "")
    if not isinstance(text, str):
        return _bad(f"`message` must be a string, not {type(text).__name__}", sender)
    return Inbound(sender, safe_text(text))


def safe_text(text: str) -> str:
    """Return `text` cut to what is looked at, cleaned, and never a Rasa command (`/intent{...}`)."""
    if len(text) > KEEP:
        text = f"{text[: KEEP // 2]} . {text[-KEEP // 2 :]}"
    plain = clean(text)
    return "" if _COMMAND.match(plain) else plain.lstrip("/ ")


def anonymous() -> str:
    """Return the id of a new conversation that nobody can guess."""
    return f"anonymous-{uuid.uuid4().hex}"


def _bad(problem: str, sender: str | None = None) -> Inbound:
    return Inbound(sender or anonymous(), "", problem)
