"""Which words name times of day: tables of patterns, each with its kind, or its hours."""

from __future__ import annotations

import re
from collections.abc import Sequence

_GUARD = (
    r"(?![\d:/.%])(?= *(?:$|\||(?:or|and|on|in the|please|thanks|thank|if|would|is|works?|for|onwards?|suits?|sharp|exactly|preferably|ideally|maybe|then|but|my|"
    r"your|local|time|london|uk|gmt|bst|est|pst|cet|ist|latest|earliest|this|that|when|because|as|will|could|can|if|onward|ok|best)\b))"
)
_TIME = rf"(?<![\d:/.$\u00a3\u20ac+])(\d{{1,2}}:[0-5]\d(?!\d)(?: ?[ap]m\b)?|\d{{1,2}} ?[ap]m\b|\d{{1,2}}{_GUARD})"
_FIRST_TIME = r"(?<![\d:/.$\u00a3\u20ac+-])(\d{1,2}(?::[0-5]\d)?(?: ?[ap]m)?)"
_ABOUT = r"(?:(?:at|about|say|maybe|the) )*"


# One a line: these are tables.
# fmt: off
CLOCKS = tuple((kind, re.compile(pattern)) for kind, pattern in (
    ("to", rf"\b(?:not after|no later than|not later than|not past|latest) {_ABOUT}{_TIME}|{_TIME} (?:at the )?latest\b"),
    ("from", rf"\b(?:not before|no earlier than|not earlier than|not until|later than|earliest|after|past) {_ABOUT}{_TIME}"),
    ("range", rf"(?P<between>\b(?:between|from) (?:about )?)?{_FIRST_TIME} ?(?:-|\band\b|\bto\b|\buntil\b|\bthrough\b) ?{_ABOUT}{_TIME}"),
    ("either", rf"{_FIRST_TIME} or {_ABOUT}{_TIME}"),
    ("from", rf"\bfrom {_ABOUT}{_TIME}|{_TIME} (?:onwards?|or (?:later|after)|and (?:later|after))\b"),
    ("before", rf"\b(?:before|by|until|earlier than) {_ABOUT}{_TIME}|{_TIME} or (?:earlier|before)\b"),
    ("about", rf"\b(?:at )?about {_TIME}"),
    ("at", rf"\b(?:at|for) (?:the )?{_TIME}"),
    ("at", r"(?<![\d:/.$\u00a3\u20ac+-])(\d{1,2}:[0-5]\d(?![\d:/])(?: ?[ap]m\b)?|\d{1,2} ?[ap]m\b)"),
    ("at", rf"(?<=\|) ?(?:or |, ?)?{_TIME}|(?:^|(?<= )){_FIRST_TIME}(?= (?:on |in the )?\||\|)|\bor {_TIME}"),
))
PARTS = tuple((re.compile(rf"\b(?:{pattern})\b"), earliest, latest) for pattern, earliest, latest in (
    (r"(?:early(?: in the)? morning|first thing(?: in the morning)?|(?:start|beginning) of the day)", None, 10),
    (r"(?:late|later|mid)(?: in the)?[ -]*morning", 10, 12),
    (r"before lunch(?: ?time)?|before midday", None, 12),
    (r"after lunch(?: ?time)?", 13, None),
    (r"(?:at |over |during |around |about )*(?:my )?lunch ?(?:time|break|hour)?", 12, 14),
    (r"(?:early|earlier)(?: in the)? afternoon", 12, 15),
    (r"mid[ -]*afternoon", 14, 16),
    (r"(?:late|later)(?: in the)? afternoon|end of (?:the )?day|end of business|close of business|cob|eod", 15, 18),
    (r"early(?: in the)? evening", 17, 19),
    (r"after (?:work|office hours|school|uni|college)", 17, None),
    (r"before (?:work|school)", None, 9),
    (r"morning|forenoon|(?<!\bi )(?<!\d )(?<!\d)am(?! i\b)(?<=\| am)", None, 12),
    (r"afternoon|(?<!\d )(?<!\d)pm", 12, 18),
    (r"evening", 17, None),
    (r"(?:to)?night(?! before)", 18, None),
))
# fmt: on
_GREETING = re.compile(
    r"\bgood (?:morning|afternoon|evening|night|day)\b|^morning\b(?! (?:at|or|of|on|only|please|is|works?|suits?|would|time|if)\b)(?=.)"
)


def find_times(rest: str) -> list[tuple[str, re.Match[str]]]:
    """Return what names times of day: its kind ("part", "at", "range"…) and where it stands."""
    hits: list[tuple[str, re.Match[str]]] = []
    words = _GREETING.sub(lambda m: "." * len(m[0]), rest)
    for pattern, _, _ in PARTS:
        found = list(pattern.finditer(words))
        hits += [("part", m) for m in found]
        words = _over(words, found, "|")
    loose = _stands_alone(words)
    for kind, regex in CLOCKS:
        found = list(regex.finditer(words))
        if kind in ("range", "either") and not loose:
            found = [m for m in found if m.groupdict().get("between") or re.search(r":|[ap]m", m[0])]
        hits += [(kind, m) for m in found]
        words = _over(words, found, "=")
    return hits


def _over(text: str, found: Sequence[re.Match[str]], mark: str) -> str:
    for m in found:
        text = text[: m.start()] + mark * (m.end() - m.start()) + text[m.end() :]
    return text


def _stands_alone(rest: str) -> bool:
    """Whether numbers may be times without more ado: beside a day, or with nothing around them."""
    return "|" in rest or not re.search(r"[a-z]", re.sub(r"\b(?:between|from|and|to|until|or|at|please)\b", "", rest))
