"""Whether the first answer rests on an acceptable section: the same judgement for both bots."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.client import Client, Reply

Item = Mapping[str, Any]

QUESTIONS = Path(__file__).resolve().parents[1] / "conversations" / "education.jsonl"


def hit(item: Item, reply: Reply) -> bool:
    """Whether the reply is an answer whose first record rests on one of the item's acceptable sections."""
    return reply.kind == "answer" and bool(reply.cited) and bool(reply.cited[0] & set(item["expect"]["sections"]))


def judged(items: Sequence[Item]) -> list[Item]:
    """Return the items that hit@1 is defined for: an answer is wanted, and sections are named."""
    return [item for item in items if item["expect"]["kinds"] == ["answer"] and item["expect"].get("sections")]


def ask_all(port: int, items: Sequence[Item]) -> list[Reply]:
    """Play every item's turns as a conversation of its own; return the reply to the last turn of each."""
    client, replies = Client(port), []
    for item in items:
        sender = f"quality-{uuid.uuid4().hex}"
        replies.append([client.ask(turn, sender) for turn in item["turns"]][-1])
    client.close()
    return replies


def figures(items: Sequence[Item], replies: Sequence[Reply]) -> dict[str, float]:
    """Return the shares that hit, were answered from other sections, and were not answered."""
    hits = sum(hit(item, reply) for item, reply in zip(items, replies, strict=True))
    answered = sum(reply.kind == "answer" for reply in replies)
    count = len(items) or float("nan")
    return {"hit@1": hits / count, "wrong": (answered - hits) / count, "unanswered": (len(replies) - answered) / count}
