"""What our HTTP library (Sanic 21.12) believes, or logs, of a request, and should not. For every server of ours.

`Content-Length: -1` sends it into a loop that never ends and stops everybody; two lengths, or a length and
chunks, let a proxy and us disagree where a request ends. Its log names addresses, which may hold a link or a name.
"""

from __future__ import annotations

import logging
import re
from typing import Any

MOST_DIGITS = 15  # of a length
EVENT, LOG = "http.lifecycle.read_head", "sanic.error"
_GARBAGE = "protocol.connection_task uncaught"
_ADDRESS = re.compile(r"(?:https?:)?/\S*")


def guard(app: Any) -> None:
    """Make a Sanic app refuse (400) what is not sound, and log no addresses. Call it before the app runs."""
    app.signal(EVENT)(_require_sound)
    logging.getLogger(LOG).addFilter(without_addresses)


def is_sound(head: bytes) -> bool:
    """Whether the head says at most once, and plainly, how long the body is. head: request line and headers."""
    lengths, codings = [], []
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            lengths.append(value.strip())
        elif name.strip().lower() == b"transfer-encoding":
            codings.append(value.strip())
    if len(lengths) + len(codings) > 1 or any(coding != b"chunked" for coding in codings):
        return False
    return all(length.isdigit() and len(length) <= MOST_DIGITS for length in lengths)


def without_addresses(record: logging.LogRecord) -> bool:
    """Take addresses and their queries out of a record, and the trace of a request that was none; keep it."""
    record.msg, record.args = _ADDRESS.sub("/…", record.getMessage()), ()
    if record.msg == _GARBAGE:
        record.exc_info = None  # it repeats what was sent
    return True


async def _require_sound(head: bytes) -> None:
    if not is_sound(head):
        raise ValueError("how long the body is cannot be told")  # Sanic makes it a 400
