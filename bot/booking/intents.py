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
    rf"\b(?:another|different|other|new|later|earlier) (?:day|date|time|slot) for (?:my|the|our|his|her)\b|{_APPOINTMENT} (?:\w+ )?(?:to be )?(?:moved|changed|postponed|put off)\b"
)
_EXISTING = re.compile(
    rf"\b(?:manage|check|confirm|see|view|find|show|what(?:'?s| is)|when(?:'?s| is)) (?:my|our|his|her|the) (?:\w+ )?{_APPOINTMENT}|\bi (?:have|had|'ve|already) (?:\w+ ){{0,3}}?(?:booked|an? (?:appointment|booking))\b|\bmy reference\b"
)


def wants_change(text: str) -> Literal["", "move", "cancel"] | None:
    """Return what is to be done with an existing appointment ("" when that is not said), or None for a new one."""
    folded = text.casefold().replace("\u2019", "'")
    if _CANCEL.search(folded):
        return "cancel"
    if _MOVE.search(folded):
        return "move"
    return "" if _EXISTING.search(folded) else None
