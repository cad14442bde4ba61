"""From a turn to what the audit keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.privacy.audit import Turn
from bot.reply import Reply

WHY = ("decision", "routes", "red_flags", "probability", "exact", "leaning", "questions")


def audited(
    reply: Reply,
    route: str,
    channel: str,
    explained: Mapping[str, Any],
    faults: int,
    ms: float | None,
    content_sha256: str,
) -> Turn:
    """Return ids, versions, scores and limits; neither the message nor the phrasing that it was found by."""
    hits = [{"id": hit["id"], "share": hit["share"]} for hit in explained.get("hits", [])]
    return Turn(
        conversation="",
        channel=channel,
        route=route,
        kind=reply.kind.value,
        answers=[{name: answer[name] for name in ("id", "version", "score")} for answer in reply.custom["answers"]],
        counterpoints=[record["id"] for record in reply.custom.get("counterpoints", [])],
        why={**{name: explained[name] for name in WHY if name in explained}, "hits": hits},
        limits=explained.get("limits", {}),
        faults=faults,
        ms=ms,
        content=content_sha256[:12],
    )
