"""A receipt says when, what and how many; what was not done is not called done."""

from __future__ import annotations

import datetime as dt
import json
import stat
from pathlib import Path

from rich.console import Console

from actions.staff.receipts import Part, Receipt, keep
from bot.privacy.receipts import new_number

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.timezone.utc)
DONE = Receipt("F-1", NOW, {"audit": Part({"turns": 3}), "conversations": Part({}, "no server")})
FAILED = Receipt("F-2", NOW, {"audit": Part({"turns": 0}, problem="locked; run it again")})


def test_a_receipt_is_complete_only_when_every_part_was_done() -> None:
    assert DONE.complete
    assert not FAILED.complete
    assert json.loads(FAILED.to_json())["deleted"]["audit"] == {
        "done": False,
        "turns": 0,
        "problem": "locked; run it again",
    }
    assert json.loads(DONE.to_json()) == {
        "receipt": "F-1",
        "at": "2026-11-23T09:00:00+00:00",
        "complete": True,
        "deleted": {"audit": {"done": True, "turns": 3}, "conversations": {"done": True, "note": "no server"}},
    }


def test_a_table_says_what_was_not_done() -> None:
    console = Console(width=100)
    with console.capture() as told:
        console.print(FAILED.table())
    assert "not done" in told.get()
    assert "locked; run it again" in told.get()


def test_receipts_are_kept_one_a_line_for_their_owner_only(tmp_path: Path) -> None:
    keep(DONE, tmp_path)
    keep(FAILED, tmp_path)
    file = tmp_path / "receipts.jsonl"
    assert [json.loads(line)["receipt"] for line in file.read_text("utf-8").splitlines()] == ["F-1", "F-2"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_numbers_are_given_once() -> None:
    assert len({new_number(NOW) for _ in range(1000)}) == 1000
    assert new_number(NOW).startswith("F-20261123-")
