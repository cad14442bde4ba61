"""What is said around days and times: not then, as soon as possible, whenever."""

from __future__ import annotations

import re

_NOT = r"(?:not|cannot|never|except|(?:any|every|all)(?: ?(?:day|time|days))? but|excluding|apart from|other than|instead of|rather than|no|avoid)"
NEGATED = re.compile(
    rf"\b{_NOT}(?: (?:on|for|do|make|come|the|in|at|be|free|available|this|manage|attend|it|a|any|really|possible|good))* ?$"
)
REFUSED = re.compile(
    r"^(?: (?:at|is|are|morning|afternoon|evening|i|am|that|it|will|does|do|really|just|\|+))* (?:not|cannot|no good|bad|doesnt|busy|impossible|"
    r"too (?:soon|early|late|far)|wont|never)\b(?! ?(?:before|after|until|later|earlier|past))"
)
SOON = re.compile(
    r"\b(?:soonest|as soon as|sooner the better|immediately|straight ?away|right (?:away|now)|quickest|quickly as|urgently|as early as|(?:the|your) earliest|"
    r"(?:(?:first|next|1th|earliest)(?: one)? (?:available|free|possible|opening|slot|open|availability)|earliest (?:appointment|time|date|day)))\b|^earliest\b|^now$"
)
WHENEVER = re.compile(
    r"\b(?:when ?ever|any ?time|any ?day|any (?:date|slot|appointment)|no preference|do not mind|dont mind|not fussed|flexible|(?:you|u) (?:choose|decide|pick)|"
    r"(?:does not|doesnt) matter|up to you)\b"
)


def is_negated(words: str, m: re.Match[str]) -> bool:
    """Whether the day is one that does not suit. "Not before" and "no later than" are limits, not refusals."""
    return bool(NEGATED.search(words[: m.start()]) or REFUSED.search(words[m.end() :]))
