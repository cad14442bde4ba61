"""Texts cut to what a messenger takes, at the ends of paragraphs, lines, sentences or words. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.channels.messengers.model import Choice

ELLIPSIS = "\u2026"
Length = Callable[[str], int]
# From the best place to break a text to the worst.
_BREAKS = (re.compile(r"\n\n+"), re.compile(r"\n"), re.compile(r"(?<=[.!?;:])\s+"), re.compile(r"\s+"))


def split(text: str, most: int, length: Length = len) -> list[str]:
    """Return a text as parts of at most `most`, none empty. length: what the messenger counts; characters by default.

    Joined, the parts have every word of the text in its order; only white space is lost where they were parted. A
    letter that is longer than `most` by itself is a part by itself.
    """
    text = text.strip()
    parts = []
    while length(text) > most:
        head = _head(text, most, length)
        parts.append(head.rstrip())
        text = text[len(head) :].lstrip()
    return [*parts, text] if text else parts


def shorten(text: str, most: int, length: Length = len) -> str:
    """Return a text of at most `most`, with an ellipsis where it was cut, if there is room for one."""
    if length(text) <= most:
        return text
    kept, end = text, ELLIPSIS if length(ELLIPSIS) <= most else ""
    while kept and length(kept + end) > most:
        kept = kept[:-1]
    return kept.rstrip() + end


def numbered(choices: Sequence[Choice], first: int = 1) -> str:
    """Return choices as lines that begin with their numbers; whoever types a number means that choice."""
    return "\n".join(f"{number}. {choice.title}" for number, choice in enumerate(choices, first))


def utf8(text: str) -> int:
    """Count bytes of UTF-8."""
    return len(text.encode("utf-8", "replace"))


def utf16(text: str) -> int:
    """Count code units of UTF-16."""
    return len(text.encode("utf-16-le", "replace")) // 2


def _head(text: str, most: int, length: Length) -> str:
    """The longest beginning that fits and ends well; one letter at least."""
    end = max(1, min(most, len(text)))
    while end > 1 and length(text[:end]) > most:
        end -= 1
    for breaks in _BREAKS:
        places = [found.end() for found in breaks.finditer(text, 0, end + 1) if 0 < found.start() <= end]
        if places and (places[-1] > end // 3 or breaks is _BREAKS[-1]):
            return text[: min(places[-1], end)]
    return text[:end]
