"""Telling a follow-up ("and does that hurt?") from a question that stands alone."""

from __future__ import annotations

import re

from index.text import words

_OPENING = re.compile(
    r"^(?:and|but|so|ok so|okay so|or|then|also|what about|how about|what if|same for|even|only|really|why|why not|how so|how come|"
    r"for how long|how often|since when|like what|such as|meaning|is that|are those|is this|does that|do they|can they|are they|is it|and is|"
    r"which one|which of|the other|mine|go on|tell me more|more|explain)\b"
)
_POINTING = frozenset(
    "it its that this these those they them their there one ones he she him her such same other others either both".split()
)
_LIGHT = (
    frozenset(
        "a an the of to in on at by is are was were be been do does did and or but so if i me my you your we will would can could should what "
        "how when where which who why much many long often about for from with as any some ok okay please then also too really just even not no "
        "yes hmm oh well".split()
    )
    | _POINTING
)


def leaning(prepared: str) -> float:
    """Return how much a prepared text leans on what was said before: 0 (stands alone) to 1 (cannot be read alone)."""
    found = words(prepared)
    if not found:
        return 0.0
    content = [word for word in found if word not in _LIGHT]
    opening = bool(_OPENING.match(prepared.strip()))
    pointing = any(word in _POINTING for word in found)
    if not content:
        return 1.0
    if opening and (pointing or len(content) <= 3):
        return 0.6 if len(content) <= 4 else 0.3
    if pointing and len(content) <= 3:
        return 0.4
    if len(content) == 1 and len(found) <= 4:
        return 0.3
    return 0.0
