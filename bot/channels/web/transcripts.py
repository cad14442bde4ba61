"""A conversation to keep or to print, and the receipt of its deletion. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from bot.privacy.receipts import new_number

NOTE = (
    "What you typed here, the replies and your feedback are deleted. A consultation that you booked stays with the clinic; "
    "the link in its confirmation cancels it, and the clinic deletes it when you ask."
)


def transcript(clinic: str, turns: Sequence[Mapping[str, Any]]) -> str:
    """Return a conversation as plain text. turns: as the channel sends them."""
    lines = [f"Conversation with the automated assistant of {clinic}", "General information, not medical advice.", ""]
    for turn in turns:
        lines += [f"[{turn['at']}] You:", turn["text"], ""]
        for reply in turn["replies"]:
            lines += ["Assistant:", reply["text"], *_sources(reply), ""]
    return "\n".join(lines)


def receipt(counts: Mapping[str, int], now: dt.datetime) -> dict[str, Any]:
    """Return what says that a conversation was deleted. counts: what of it, and how many."""
    return {
        "receipt": new_number(now),
        "at": now.isoformat(timespec="seconds"),
        "deleted": dict(counts),
        "note": NOTE,
    }


def _sources(reply: Mapping[str, Any]) -> list[str]:
    told = []
    for answer in reply.get("custom", {}).get("answers", ()):
        named = dict.fromkeys(f"{source['title']}: {source['heading']}" for source in answer["sources"])
        told.append(f"Source of “{answer['question']}” ({answer['evidence_text']}): {'; '.join(named)}")
    return told
