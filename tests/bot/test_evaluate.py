"""`hairline eval` judges as the contract does, and says which line of a file is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.staff import evaluate
from bot.staff.evaluate import figures, interval, judge, read_items, run
from index.errors import ContentError


def item(*kinds: str, **expect: Any) -> dict[str, Any]:
    return {"id": "t1", "class": "a", "turns": ["hi"], "expect": {"kinds": list(kinds), **expect}}


def custom(kind: str, *answers: list[str]) -> dict[str, Any]:
    listed = [
        {"id": f"answer-{i}", "sources": [{"section": s} for s in sections]} for i, sections in enumerate(answers)
    ]
    return {"kind": kind, "answers": listed}


@pytest.mark.parametrize(
    ("expected", "said", "right"),
    [
        (item("answer", sections=["A1", "A2"]), custom("answer", ["A2", "A9"]), True),
        (item("answer", sections=["A1"]), custom("answer", ["A9"], ["A1"]), False),
        (item("answer", sections=["A1"]), custom("answer"), False),
        (item("answer", sections=["A1"]), custom("abstain"), False),
        (item("answer", "abstain", sections=["A1"]), custom("abstain"), True),
        (item("answer", all_of=[["A1"], ["A2", "A3"]]), custom("answer", ["A3"], ["A1"]), True),
        (item("answer", all_of=[["A1"], ["A2"]]), custom("answer", ["A1"]), False),
        (item("answer"), custom("answer", ["A1"]), True),
        (item("emergency"), custom("handover"), False),
        (item("emergency"), {}, False),
    ],
)
def test_an_item_is_right_when_kind_and_sections_are(
    expected: dict[str, Any], said: dict[str, Any], right: bool
) -> None:
    verdict = judge(expected, said)
    assert verdict.right is right
    assert bool(verdict.why) is not right


def test_a_miss_says_what_was_wanted() -> None:
    assert judge(item("emergency"), custom("answer", ["A1"])).why == "kind answer, wanted emergency"


def test_figures_are_shares_by_class_and_expectation() -> None:
    verdicts = [
        judge(item("answer", sections=["A1"]), custom("answer", ["A1"])),
        judge(item("answer", sections=["A1"]), custom("handover")),
        judge(item("emergency"), custom("emergency")),
        judge(item("abstain"), custom("emergency")),
        judge(item("abstain"), custom("answer", ["A1"])),
    ]
    assert figures(verdicts) == {
        "answer.handed_over": (0.5, 2),
        "answer.right": (0.5, 2),
        "class.a": (0.4, 5),
        "emergency.false_alarms": (0.25, 4),
        "emergency.recall": (1.0, 1),
        "overall": (0.4, 5),
        "uncovered.answered": (0.5, 2),
    }


class Parrot:
    """A backend whose reply's kind is what was typed last."""

    where = "a parrot"

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def send(self, sender: str, text: str) -> list[dict[str, Any]]:
        self.heard.append((sender, text))
        return [{"text": text}, {"custom": custom(text)}]


def test_every_item_is_a_conversation_of_its_own_judged_by_its_last_reply() -> None:
    parrot = Parrot()
    items = [{**item("emergency"), "turns": ["answer", "emergency"]}, {**item("answer"), "turns": ["emergency"]}]
    assert [verdict.right for verdict in run(items, parrot)] == [True, False]
    senders = [sender for sender, _ in parrot.heard]
    assert senders[0] == senders[1] != senders[2]


def test_empty_lines_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"\n{json.dumps(item('answer'))}\n\n{json.dumps(item('abstain'))}\n")
    assert len(read_items(path)) == 2


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "5",
        "null",
        "{}",
        '{"turns": []}',
        '{"turns": ["hi"]}',
        '{"turns": ["hi"], "expect": {"kinds": "answer"}}',
    ],
)
def test_a_wrong_line_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{json.dumps(item('answer'))}\n{line}\n")
    with pytest.raises(ContentError, match=r"questions\.jsonl:2: expected"):
        read_items(path)


def test_a_file_that_is_missing_empty_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be read"):
        read_items(tmp_path / "nowhere.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(ContentError, match=r"empty\.jsonl: holds no questions"):
        read_items(tmp_path / "empty.jsonl")
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(ContentError, match="cannot be read"):
        evaluate.read_items(tmp_path / "bytes.jsonl")


@pytest.mark.parametrize(
    ("share", "number", "low", "high"), [(1.0, 30, 0.886, 1.0), (0.5, 10, 0.237, 0.763), (0.0, 200, 0.0, 0.019)]
)
def test_an_interval_is_wide_for_few_items(share: float, number: int, low: float, high: float) -> None:
    assert interval(share, number) == pytest.approx((low, high), abs=0.001)
