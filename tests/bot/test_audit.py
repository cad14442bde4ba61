"""The audit: every turn once, no word of it, and never in the patient's way."""

from __future__ import annotations

import datetime as dt
import sqlite3
import stat
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.privacy.audit import DATABASE, KEY, Audit, Turn
from bot.staff import reviewing
from index.errors import HairlineError

TURN = Turn(
    conversation="", channel="rest", route="route_education", kind="answer",
    answers=[{"id": "cost-range", "version": 1, "score": 0.91}], counterpoints=["evidence-gaps"],
    why={"routes": {"route_education": 0.9}, "red_flags": []}, limits={"answer": 0.3}, ms=12.5, content="abc",
)  # fmt: skip
SENDER = "+44 7700 900123"


def test_a_turn_is_read_as_it_was_written_but_for_its_time_and_its_sender(tmp_path: Path) -> None:
    audit = Audit(tmp_path, days=90)
    assert audit.record(SENDER, TURN)
    (turn,) = audit.turns()
    assert turn.conversation == audit.pseudonym(SENDER)
    assert dt.datetime.now(dt.timezone.utc) - dt.datetime.fromisoformat(turn.at) < dt.timedelta(minutes=1)
    assert {**vars(turn), "at": "", "conversation": ""} == vars(TURN)


def test_a_sender_cannot_be_read_from_it_and_is_another_elsewhere(tmp_path: Path) -> None:
    here, there = Audit(tmp_path / "here", 90), Audit(tmp_path / "there", 90)
    here.record(SENDER, TURN)
    written = b"".join(path.read_bytes() for path in (tmp_path / "here").iterdir())
    assert b"7700" not in written
    assert here.pseudonym(SENDER) == Audit(tmp_path / "here", 90).pseudonym(SENDER) != there.pseudonym(SENDER)
    assert stat.S_IMODE((tmp_path / "here" / KEY).stat().st_mode) == 0o600


def write(folder: Path, number: int) -> bool:
    return Audit(folder, 90).record(f"sender {number}", TURN)


def test_processes_and_threads_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4) as processes, ThreadPoolExecutor(4) as threads:
        written = [pool.submit(write, tmp_path, n) for n in range(40) for pool in (processes, threads)]
        assert all(done.result() for done in written)
    turns = Audit(tmp_path, 90).turns()
    assert len(turns) == 80
    assert len({turn.conversation for turn in turns}) == 40


def test_after_the_file_was_moved_away_a_new_one_is_made(tmp_path: Path) -> None:
    audit = Audit(tmp_path, days=90)
    assert audit.record(SENDER, TURN)
    for path in tmp_path.glob("audit.sqlite*"):
        path.unlink()
    assert audit.record(SENDER, TURN)
    assert len(audit.turns()) == 1


def test_old_turns_are_deleted(tmp_path: Path) -> None:
    audit = Audit(tmp_path, days=7)
    audit.record(SENDER, TURN)
    with sqlite3.connect(tmp_path / DATABASE) as database:
        database.execute("update turns set at = ?", ((dt.datetime.now(dt.timezone.utc) - dt.timedelta(8)).isoformat(),))
    database.close()
    assert Audit(tmp_path, days=7).record("new", TURN)
    assert [turn.conversation for turn in audit.turns()] == [audit.pseudonym("new")]


def test_one_sender_is_forgotten_and_no_other(tmp_path: Path) -> None:
    audit = Audit(tmp_path, 90)
    assert audit.forget(SENDER) == 0
    for sender in (SENDER, "another", SENDER):
        audit.record(sender, TURN)
    assert audit.forget(SENDER) == 2
    assert [turn.conversation for turn in audit.turns()] == [audit.pseudonym("another")]


def test_it_is_asked_by_route_kind_time_and_conversation(tmp_path: Path) -> None:
    audit = Audit(tmp_path, 90)
    for sender, kind in (("a", "answer"), ("a", "handover"), ("b", "answer")):
        audit.record(sender, Turn(conversation="", channel="rest", route=f"route_{kind}", kind=kind))
    now = dt.datetime.now(dt.timezone.utc)
    assert len(audit.turns(kind="answer")) == 2
    assert len(audit.turns(route="route_handover")) == 1
    assert len(audit.turns(conversation=audit.pseudonym("a"))) == 2
    assert [turn.kind for turn in audit.turns(last=2)] == ["handover", "answer"]
    assert audit.turns(since=now + dt.timedelta(hours=1)) == []
    assert len(audit.turns(since=now - dt.timedelta(hours=1), kind="answer", last=1)) == 1


@pytest.mark.parametrize("damage", ["not a database", "a folder", "a file in the way"])
def test_when_it_cannot_be_written_the_log_says_so_and_nobody_waits(
    damage: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "audit"
    if damage == "a file in the way":
        folder.write_text("x")
    else:
        folder.mkdir()
        (folder / DATABASE).mkdir() if damage == "a folder" else (folder / DATABASE).write_bytes(b"x" * 5000)
    assert Audit(folder, 90).record(SENDER, TURN) is False
    assert "audit.failed" in caplog.text
    assert "7700" not in caplog.text


def test_a_damaged_file_is_named_to_staff(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"x" * 5000)
    with pytest.raises(HairlineError, match=r"audit\.sqlite cannot be read .*move it away"):
        Audit(tmp_path, 90).turns()


def test_without_any_turn_there_is_nothing_to_show(tmp_path: Path) -> None:
    assert Audit(tmp_path / "none", 90).turns() == []
    assert not (tmp_path / "none").exists()


def test_the_summary_counts_and_times(tmp_path: Path) -> None:
    audit = Audit(tmp_path, 90)
    for ms, faults in ((10.0, 0), (20.0, 1), (30.0, 0)):
        audit.record(
            SENDER, Turn(conversation="", channel="rest", route="route_x", kind="answer", ms=ms, faults=faults)
        )
    found = reviewing.summary(audit.turns())
    assert (found["turns"], found["conversations"], found["replaced"], found["ms.p50"]) == (3, 1, 1, 20.0)
    assert found["routes"] == {"x": 3}


NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.timezone.utc)


@pytest.mark.parametrize(
    ("text", "back"), [("90m", dt.timedelta(minutes=90)), ("24h", dt.timedelta(1)), ("7d", dt.timedelta(7))]
)
def test_a_span_of_time_goes_back_from_now(text: str, back: dt.timedelta) -> None:
    assert reviewing.since(text, NOW) == NOW - back


@pytest.mark.parametrize("text", ["yesterday", "-3d", "7", "", "7 d", "99999999d"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(HairlineError, match="is not a time; write 90m"):
        reviewing.since(text, NOW)
