"""What an action may know of the conversation so far, read from what Rasa sends. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot import names
from bot.booking.zones.gazetteer import available
from bot.decision import ASKED_AGAIN, FORGOTTEN, KEPT

Events = Sequence[Mapping[str, Any]]


def questions(events: Events) -> tuple[str, ...]:
    """Return what was asked so far and answered: the titles of the answers shown."""
    return tuple(dict.fromkeys(_answered(events)))


def own_questions(events: Events) -> tuple[str, ...]:
    """Return the questions about the writer's own case that were to be kept, and not forgotten since."""
    return tuple(dict.fromkeys(_kept(events)))


def zone_of(message: Mapping[str, Any]) -> str:
    """Return the time zone that the channel knows its patient to be in, or ""."""
    zone = (message.get("metadata") or {}).get("zone")
    return str(zone) if zone in available() else ""


def about_a_minor(events: Events) -> bool:
    """Whether the conversation is about somebody who is not of age."""
    return any(decision.get("reply") == "minors" for decision in _decisions(events))


def _answered(events: Events) -> Iterable[str]:
    for event in events:
        custom = (event.get("data") or {}).get("custom") if event["event"] == "bot" else None
        if isinstance(custom, Mapping) and custom.get("kind") == "answer":
            yield from (answer["question"] for answer in custom["answers"])


def _kept(events: Events) -> Iterable[str]:
    """Questions about the asker's own case that were followed by "keep", as far as they were kept (redacted)."""
    said = [event for event in events if event["event"] == "user"]
    own: list[str] = []
    for event, following in itertools.pairwise(said):
        decision, after = _decision(event), _decision(following)
        if after.get("reply") == FORGOTTEN.reply:
            own.clear()
        if decision.get("reply") in ASKED_AGAIN and after.get("reply") == KEPT.reply and event.get("text"):
            own.append(str(event["text"]))
    return own


def _decisions(events: Events) -> Iterable[Mapping[str, Any]]:
    return (_decision(event) for event in events if event["event"] == "user")


def _decision(event: Mapping[str, Any]) -> Mapping[str, Any]:
    return (event.get("parse_data") or {}).get(names.DECISION) or {}
