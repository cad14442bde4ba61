"""Whose turn is it while a booking is talked about: the form's, or the rest of the assistant's? Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from bot import names


class Turn(Enum):
    """What the form has to do about the latest message."""

    FORM = "it is about the booking"
    OTHERS = "the rest of the assistant has to answer first"
    ANSWERED = "the rest of the assistant has answered: tell the step again"
    ALARM = "somebody is in danger: the booking rests"


FOR_THE_FORM = frozenset({"booking", "details"})  # replies of a Booking decision that the form gives itself


def is_for_the_form(decision: Mapping[str, Any] | None) -> bool:
    """Whether a decision, as plain values, leaves the reply to the form."""
    return bool(decision) and decision["type"] == "Booking" and decision["reply"] in FOR_THE_FORM  # type: ignore[index]


def read_turn(tracker: Mapping[str, Any]) -> Turn:
    """Return what the form has to do. tracker: the state of the conversation as Rasa sends it to an action."""
    decision = (tracker.get("latest_message") or {}).get(names.DECISION)
    if is_for_the_form(decision):
        return Turn.FORM
    if not _replied(tracker["events"]):
        return Turn.OTHERS
    return Turn.ALARM if decision and decision["type"] == "Emergency" else Turn.ANSWERED


def _replied(events: Sequence[Mapping[str, Any]]) -> bool:
    """Whether something was said since the patient spoke."""
    for event in reversed(events):
        if event["event"] == "user":
            return False
        if event["event"] == "bot":
            return True
    return False
