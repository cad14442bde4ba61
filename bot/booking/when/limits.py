"""What a word before a day makes of it: after the 3rd, from Monday on, by Friday."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bot.booking.when.span import Span, add_days, open_end

_ONLY_AFTER = re.compile(r"(?<!\bday )(?<!\bno )(?<!\bnot )\b(?:after|later than|past)(?: (?:the|on))? ?$")
_FROM = re.compile(
    r"\b(?:from|starting|beginning|not before|no earlier than|not earlier than|not until|cannot (?:\w+ ){0,3}(?:before|until)|as of|on or after)(?: (?:the|on))? ?$"
)
_ONWARDS = re.compile(r"^ ?(?:onwards?|or later|or after|and later|and after|and beyond)\b")
_BEFORE = re.compile(r"\b(?:before|earlier than)(?: (?:the|on))? ?$")
_BY = re.compile(r"\b(?:by|until|no later than|not after|not later than|latest|on or before)(?: (?:the|on))? ?$")
_WEEK_OF = re.compile(r"\bweek (?:of|beginning|commencing|starting|from)(?: (?:the|on))? ?$")


def shifted(span: Span, words: str, m: re.Match[str], today: dt.date) -> Span:
    """Return the days of "after the 3rd", "from monday on", "before friday", "by friday", "week of the 7th"."""
    before, after = words[: m.start()], words[m.end() :]
    if _WEEK_OF.search(before):
        monday = add_days(span.first, -span.first.weekday())
        return Span(max(monday, today) if add_days(monday, 6) >= today else monday, add_days(monday, 6), span.instead)
    if _FROM.search(before) or _ONWARDS.search(after):
        return Span(span.first, open_end(span.first), span.instead, span.earliest, open=True)
    if _ONLY_AFTER.search(before):
        return Span(add_days(span.last, 1), open_end(add_days(span.last, 1)), open=True)
    if _BEFORE.search(before) and span.first > today:
        return Span(today, add_days(span.first, -1), span.instead)
    if _BY.search(before) and span.last >= today:
        return Span(today, span.last, span.instead)
    return span


def together(limited: Sequence[Span], named: Sequence[Span]) -> Sequence[Span]:
    """Return one stretch of days for "after the 3rd and before the 10th", and what was named as it is otherwise."""
    first, last = max(span.first for span in limited), min(span.last for span in limited)
    if len(limited) > 1 and first <= last and any(a != b for a, b in zip(limited, named, strict=True)):
        return [Span(first, last, open=all(span.open for span in limited))]
    return limited
