"""Whether a wish for an appointment is about a new one or about one that exists. Pure."""

from __future__ import annotations

import re
from typing import Literal

_APPOINTMENT = r"(?:appointments?|appts?|apps?|bookings?|consult\w*|slots?|calls?|meetings?|sessions?|visits?|reservations?|times?|date|it|that|mine|termin|cita)"
_OWN = rf"(?:\w+ ){{0,4}}?{_APPOINTMENT}"
_CANCEL = re.compile(
    rf"\b(?:cancel\w*|call(?:ing)? off|scrap|bin(?: off)?|ditch|drop|delete|annul\w*|undo|withdraw) {_OWN}\b|\b(?:can'?t|cannot|can not|won'?t|not|unable to) (?:\w+ )?(?:make|come|attend)\b|\bcancel+ation\b"
)
_MOVE = re.compile(
    rf"\b(?:re-?schedul\w+|re-?book|postpone|push(?: back| forward)?|bring forward|move|shift|swap|change|switch|put off|delay|reset) {_OWN}\b|\bre-?schedul\w+|"
    rf"\b(?:another|different|other|new|later|earlier) (?:day|date|time|slot) for (?:my|the|our|his|her)\b|{_APPOINTMENT} (?:\w+ )?(?:to be )?(?:moved|changed|postponed|put off)\b|"
    r"\bmake (?:it|that|mine)\b(?=.*\binstead\b)"
)
_EXISTING = re.compile(
    rf"\b(?:manage|check|confirm|see|view|find|show|what(?:'?s| is)|when(?:'?s| is)) (?:my|our|his|her|the) (?:\w+ )?{_APPOINTMENT}|\bi (?:have|had|'ve|already) (?:\w+ ){{0,3}}?(?:booked|an? (?:appointment|booking))\b|\bmy reference\b"
)


_TO = (re.compile(r"\bto (.+)"), re.compile(r"\b(?:for|till|until) (.+)"))  # "from monday to friday for my wife"


_CALLED_OFF = re.compile(
    r"\W*(?:(?:hi|hello|hey|sorry|oh no|unfortunately|i'?m afraid|i am afraid|but)\b\W*)*(?:i|we) (?:(?:can'?t|cannot|can not|won'?t|will not|couldn'?t) (?:\w+ )?(?:make|attend|come to)|"
    rf"(?:won'?t|will not|am not|are not|'m not) (?:be )?able to (?:make|attend|come to)|(?:am|are) unable to (?:make|attend|come to)) (?:it|this|that|(?:the|my|our) (?:\w+ )?{_APPOINTMENT})"
    r"(?:\W+(?:any ?more|after all|today|tomorrow|then|now|on \w+day|sorry))*\W*"
)


def calls_off(text: str) -> bool:
    """Whether a whole message says that somebody cannot come: "sorry, I can't make it"."""
    return bool(_CALLED_OFF.fullmatch(_folded(text)))


def said_after_change(text: str) -> str:
    """Return the words of a wish to move that may say where to: "friday at 2" of "move my call to friday at 2"."""
    folded = _folded(text)
    change = _MOVE.search(folded)
    if change is None or _CANCEL.search(folded):
        return ""
    rest = folded[change.end() :]
    if change.group().startswith("make "):
        return rest.replace("instead", " ")
    return next((found[1] for pattern in _TO if (found := pattern.search(rest))), "")


def wants_change(text: str) -> Literal["", "move", "cancel"] | None:
    """Return what is to be done with an existing appointment ("" when that is not said), or None for a new one."""
    folded = _folded(text)
    if _CANCEL.search(folded) or _CALLED_OFF.fullmatch(folded):
        return "cancel"
    if _MOVE.search(folded):
        return "move"
    return "" if _EXISTING.search(folded) else None


def _folded(text: str) -> str:
    return text.casefold().replace("\u2019", "'")
