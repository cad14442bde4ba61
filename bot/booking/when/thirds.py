"""What part of a month or a week is meant: early, in the middle, late."""

from __future__ import annotations

import re

_EARLY = r"(?:early(?: in| on in)?|(?:beginning|start|first part|first half) of|first thing)"
_MID = r"(?:mid|middle of|halfway through)"
_LATE = r"(?:late(?: in)?|later(?: in)?|(?:end|second half|last part) of)"
PART = rf"(?:\b(?P<part>{_EARLY}|{_MID}|{_LATE})(?: ?- ?| ))?(?:the )?"


def third(part: str | None) -> int:
    """Return 1 for early, 2 for the middle, 3 for late, 0 for all of it."""
    patterns = (_EARLY, _MID, _LATE)
    return next((i for i, pattern in enumerate(patterns, 1) if re.fullmatch(pattern, part or "")), 0)
