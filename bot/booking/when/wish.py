"""Whether a text outside a booking is about when to come."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.booking.when.day_patterns import blank
from bot.booking.when.phrases import SOON
from bot.booking.when.words import LONGEST

_WISH = re.compile(
    r"\b(?:book\w*|schedul\w+|reschedul\w+|appointments?|slots?|reserv\w+|availab\w+|openings?|consult\w*|video call|call me|fit me in|squeeze me in|set up|arrange|"
    r"(?:talk|speak|chat) (?:to|with)|meet(?:ing)?|see (?:someone|somebody|a|the|your|you|one of|dr)|come (?:in|by|over|round|to see)|(?:anyone|someone|anything|something) (?:be )?(?:available|free|open|on)|"
    r"(?:you|doctor|team|clinic|one) (?:be )?(?:free|open)|free on|have time|what times)\b"
)
_STRONG = re.compile(
    r"\b(?:book|schedul|reserv|arrange|call me|(?:talk|speak|see) (?:to |with )?(?:someone|somebody|a (?:doctor|person|human)))"
)
_FILLERS = frozenset(
    "a an the on at in of for and or to is are be it that this would will could can i me my we please thanks thank you hi hello hey ok okay yes yeah yep sure maybe perhaps how about what "
    "works work good best better fine great suits suit ideally preferably if possible then well um i'd id like want prefer do s d m m me us lets let make go with time day date around about from till "
    "until after before by any some time sometime just only too also so your our free clock either both between not later earlier latest soonest available appointment slot works no - . ! | = soon as onwards "
    "next first earliest one than".split()
)
_EDUCATION = re.compile(
    r"\b(?:results?|hairs?|grow\w*|regrow\w*|shed\w*|pain\w*|hurt\w*|wash\w*|swell\w*|heal\w*|recover\w*|side effects?|surgery|operation|injections?|session|procedure|scabs?|"
    r"exercise|gym|swim\w*|drink\w*|smok\w*|minoxidil|finasteride|prp|transplant|scalp|dose|tablets?|pills?|last|effect\w*|stud(?:y|ies)|trial)\b"
)
_ASKING = re.compile(r"^(?:how|what|when|why|does|do|will|is|are|which|who|should|would|if|before|after)\b")
_TOLD = re.compile(r"\b(?:had|was|were|since|started|stopped|got|did|went|ago|saw|took|been|happened|noticed)\b")


def is_a_wish(
    text: str, words: str, rest: str, days: Sequence[re.Match[str]], times: Sequence[tuple[str, re.Match[str]]]
) -> bool:
    """Whether a text outside a booking is about when to come, and not about how long hair takes to grow."""
    left = blank(rest, [m.span() for _, m in times])
    others = [word for word in left.replace("|", " ").split() if word not in _FILLERS and not SOON.search(word)]
    if not others:
        return bool(days or times) or bool(SOON.search(words))
    if not days and not _STRONG.search(words):
        return False
    if len(text) > LONGEST or not _WISH.search(words) or _TOLD.search(words):
        return False
    return not _EDUCATION.search(words) or bool(_STRONG.search(words) and not _ASKING.search(words))
