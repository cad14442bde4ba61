"""Splitting a message into the questions it asks: "price, pain and downtime?" is three."""

from __future__ import annotations

import re

MOST = 4  # questions looked at in one message
_SENTENCE = re.compile(r"(?<=[.?!;:])\s+|\n+")
_STARTER = (
    r"(?:how|what|whats|when|where|which|who|whom|whose|why|is|are|am|was|were|does|do|did|can|could|will|would|should|shall|has|have|any|"
    r"tell me|explain|also|i want to know|i would like to know|i wonder)"
)
_JOINT = re.compile(rf"\s*(?:,|;|/|&|\+)?\s+(?:and|&|plus|also|as well as|then|or|but)\s+(?=(?:also\s+)?{_STARTER}\b)|\s*[,;]\s*(?={_STARTER}\b)")
_ITEMS = re.compile(r"\s*(?:,\s*(?:and|plus|or)?|;|/|\+|&|\band\b|\bplus\b)\s*")
_QUESTION = re.compile(rf"^(?:and |but |so |also |then |ok |okay |well )*{_STARTER}\b")
_COUNTING = re.compile(r"^(?:\w+ ){0,3}(?:questions?|things?|matters?|points?|queries)\b.{0,20}?[:,.]\s*|^(?:re|about|info on|information on|regarding)\s+")
_VERBS = re.compile(
    r"\b(?:is|are|was|were|am|does|do|did|can|could|will|would|should|have|has|had|want|need|know|think|get|got|tell)\b"
)
_LONGEST_ITEM = 5  # words


def questions(text: str) -> list[str]:
    """Return the questions in a prepared (folded) text, in order; at most MOST, and none when it asks only one."""
    found: list[str] = []
    for sentence in _SENTENCE.split(text):
        found += _asked_in(sentence.strip())
    unique = list(dict.fromkeys(found))
    return unique[:MOST] if len(unique) > 1 else []


def sentences(text: str) -> list[str]:
    """Return the sentences of a prepared text, in order."""
    return [s for s in (part.strip() for part in _SENTENCE.split(text)) if s]


def _asked_in(sentence: str) -> list[str]:
    bare = sentence.rstrip(" .?!;:")
    if not bare:
        return []
    items = _list_items(bare)
    if items:
        return items
    parts = [part.strip() for part in _JOINT.split(bare) if part and part.strip()]
    return [part for part in parts if _QUESTION.match(part) or (part is parts[-1] and sentence.endswith("?"))]


def _list_items(sentence: str) -> list[str]:
    """The items of a bare list of noun phrases, or nothing."""
    body = _COUNTING.sub("", sentence)
    items = [item.strip() for item in _ITEMS.split(body) if item and item.strip()]
    short = len(items) > 1 and all(len(item.split()) <= _LONGEST_ITEM for item in items)
    verbless = not _QUESTION.match(body) and not _VERBS.search(body)
    enough = len(items) > 2 or "," in body or "/" in body or "+" in body or len(body.split()) <= 6
    return items if short and verbless and enough else []
