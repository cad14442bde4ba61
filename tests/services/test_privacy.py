"""Two hundred planted messages go through a real server: none of what identifies their writers is found in any store or log."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest

from bot import runtime
from bot.privacy.audit import Audit
from bot.settings import read_settings
from tests.bot.test_redaction import KNOWN, PLANTED
from tests.services.client import Server
from tests.services.own_var import environment

pytestmark = pytest.mark.server


def test_no_planted_identifier_is_found_in_any_file_that_the_server_writes(server: Server) -> None:
    for item in PLANTED:
        assert server.say(item["text"], f"planted-{item['id']}").status == 200
    written = [
        path
        for path in server.var.rglob("*")
        if path.is_file() and "index" not in path.parts and "models" not in path.parts
    ]
    assert any(path.name == "audit.sqlite" for path in written)
    held = b"\n".join(path.read_bytes() for path in written).decode("utf-8", "replace").lower()
    assert [found for item in PLANTED for found in item["identifiers"] if found.lower() in held] == []
    assert [item["id"] for item in PLANTED if item["text"].lower() in held] == []
    assert "planted-p001" not in held  # a sender may be a telephone number


def test_every_turn_is_audited_with_its_time_and_none_of_its_words(server: Server) -> None:
    sender = f"audited-{uuid.uuid4().hex}"
    for text in ("How much does it cost?", "I take warfarin, is it safe for me?", "I cannot breathe"):
        server.say(text, sender)
    settings = read_settings(environment(server.var))
    audit = Audit(settings.audit, settings.audit_days)
    turns = audit.turns(conversation=audit.pseudonym(sender))
    assert [turn.kind for turn in turns] == ["answer", "handover", "emergency"]
    assert turns[0].answers[0]["id"] == "cost-range"
    assert turns[0].answers[0]["version"] >= 1
    assert turns[0].limits["answer"] > 0
    assert all(turn.ms is not None and 0 < turn.ms < 20_000 for turn in turns)
    assert all(turn.faults == 0 and turn.channel == "rest" for turn in turns)
    told = json.dumps([vars(turn) for turn in turns])
    assert not re.search("warfarin|breathe|how much", told, re.IGNORECASE)


@pytest.mark.parametrize("how_much", ["nothing", "redacted", "health"])
def test_no_planted_identifier_is_found_in_what_is_kept_of_a_conversation(how_much: str, tmp_path: Path) -> None:
    runtime.quiet_rasa()
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    from bot.conversations import BoundedTrackerStore
    from index.content import load_content

    settings = read_settings(environment(tmp_path, HAIRLINE_KEEP_TEXT=how_much))
    store = BoundedTrackerStore(Domain.empty(), keeping=runtime.keeping(settings, load_content(settings.content)))

    async def saved() -> dict[str, Any]:
        for item in PLANTED:
            said = UserUttered(item["text"], parse_data={"text": item["text"], "intent": {"name": "x"}, "entities": []})
            await store.save(DialogueStateTracker.from_events(item["id"], [said]))
        return dict(store.store)

    held = {
        sender: json.dumps(json.loads(kept), ensure_ascii=False).lower()
        for sender, kept in asyncio.run(saved()).items()
    }
    assert len(held) == len(PLANTED)
    left = [f for item in PLANTED for f in item["identifiers"] if f.lower() in held[item["id"]] and f not in KNOWN]
    assert left == []
