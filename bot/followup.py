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


_IN_GENERAL = re.compile(
    r"\b(?:i (?:mean|meant|was asking|am asking|asked)|mean(?:t)?|just|only|purely|asking|question|it'?s|that'?s|was) (?:\w+ ){0,3}?(?:in general|generally|general(?: question)?|hypothetical\w*|in theory)\b|"
    r"^(?:no|ok|okay|sorry|well|but|and|so|then|not me|\W)*(?:what about )?(?:in general|generally|generally speaking|in theory|hypothetically)(?: (?:then|please|speaking|though))*\W*$|"
    r"(?<!or )\bnot (?:for|about) (?:me|myself|my case)\b|\bfor (?:other )?(?:people|patients|others|anyone|most people)(?: in general)?\W*$"
)
_PRESSING = re.compile(
    r"\byes or (?:a )?no\b|\b(?:is|was|so) (?:that|it) (?:is )?a (?:yes|no)\b|\b(?:just|simply|please|only|can'?t you|why (?:don'?t|can'?t|won'?t) you) (?:\w+ )?(?:tell|say|answer|give|nod|guess)\b|\bif you had to (?:guess|choose|say|pick|bet)\b|"
    r"\b(?:what|which) would you (?:do|say|choose|advise)\b|\boff the record\b|\bbetween (?:you and me|us|ourselves)\b|\b(?:your|a|best|wild|rough|educated) (?:honest )?(?:guess|opinion|gut|feeling|view|estimate)\b|"
    r"\b(?:nobody|no ?one) (?:will|would|needs to|has to) know\b|\bi (?:won'?t|will not|promise not to) (?:tell|hold|blame|sue)\b|\bmy (?:odds|chances|risk|case)\b|\bcome on\b|\bone word\b|\b(?:assume|suppose|pretend|imagine|let'?s say)\b|"
    r"\b(?:should|shall|can|could|may) i (?:then|or not|still|do it|go|have it|risk)\b|\b(?:so|then) (?:i|it'?s|its|it is|that'?s) (?:can|could|am|fine|ok|okay|safe|allowed|good|probably|should)\b|\bfriend (?:like|just like|exactly like|with the same|who has the same)\b"
)


def means_in_general(prepared: str) -> bool:
    """Whether a message says that the question before was meant in general."""
    return bool(_IN_GENERAL.search(prepared.strip()))


def presses(prepared: str) -> bool:
    """Whether a message asks for the same judgement in another way: "yes or no?", "your best guess"."""
    return bool(_PRESSING.search(prepared))


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
