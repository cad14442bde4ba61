"""What Meta answers to calls for Messenger and Instagram. Pure.

Codes: https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes and
https://developers.facebook.com/docs/graph-api/reference/page/messages; of subcodes Meta documents a few only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from bot.channels.messengers import reading, results
from bot.channels.messengers.model import Again, Never, Outcome, RefusedError

Trouble = Literal["busy", "token", "other"]
_TOKEN = {102, 190}
_NOT_ALLOWED = {3, 10, 368, *range(200, 300)} - {230}  # with a subcode perhaps only for this person
_LATER = {-1, 1, 2, 4, 17, 32, 341, 613, 1200, 80001, 80006}
_CLOSED = {2018065, 2018278, 2534022}  # subcodes: they wrote more than 24 hours ago
_UNAVAILABLE, _NOT_RECEIVING = 551, 1545041  # a code; the subcode that comes with it, or with another
PAUSE = 60.0  # seconds that all calls wait for somebody to mend what is wrong for all of them


def outcome(status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
    """Return what became of a call. headers: names in lower case."""
    code, subcode = _error(body)
    named = f"code {code}" if subcode is None else f"code {code}, subcode {subcode}"
    if status < 300 or code is None:
        return results.by_status(status, headers)
    if code in _TOKEN:
        return Again(f"token refused; copy HAIRLINE_MESSENGER_TOKEN again ({named})", PAUSE)
    if subcode in _CLOSED:
        return Never(f"more than 24 hours after they wrote ({named})")
    if code == _UNAVAILABLE or subcode == _NOT_RECEIVING:
        return Never(f"they take no messages of ours ({named})", stopped=True)
    if code in _NOT_ALLOWED:
        pause = PAUSE if subcode is None else results.retry_after(headers)
        return Again(f"refused with {named}; `hairline channels check` may say what to mend", pause)
    if code in _LATER or status in (408, 429) or status >= 500:
        return Again(named, results.retry_after(headers))
    return Never(named)


def trouble(status: int, body: bytes) -> Trouble | None:
    """Return why Meta does not answer a question; None when it does."""
    code, _ = _error(body)
    if status == 429 or status >= 500 or code in _LATER:
        return "busy"
    if status == 200 and code is None and read(body):
        return None
    return "token" if status in (401, 403) or code in _TOKEN | _NOT_ALLOWED else "other"


def read(body: bytes) -> Mapping[str, Any]:
    """Return an answer of Meta's, or nothing when it is no JSON: a proxy's page."""
    try:
        return reading.read_json(body)
    except RefusedError:
        return {}


def _error(body: bytes) -> tuple[int | None, int | None]:
    """Code and subcode of an error of Meta's."""
    error = reading.mapping(read(body), "error")
    code, subcode = error.get("code"), error.get("error_subcode")
    return code if isinstance(code, int) else None, subcode if isinstance(subcode, int) else None
