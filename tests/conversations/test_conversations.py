"""Conversations by authors who saw neither code nor content, replayed: how often the reply is right, and what none may do.

The misses of `unseen` and `unseen_routes` have not been looked at; those of the other files have.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant, Turn
from bot.grounding import Grounding
from bot.names import Kind
from bot.staff.evaluate import Verdict, figures, judge, read_items
from tests.bot.approved import Approved
from tests.conversations.replaying import replay

HERE = Path(__file__).parent
Replayed = list[tuple[dict[str, Any], list[Turn]]]

# Three points from what was measured when this was written. Raise them with the figures; never lower them to pass.
FLOORS: Mapping[str, Mapping[str, float]] = {
    "education": {"overall": 0.9, "answer.right": 0.9},
    "dialogue": {"overall": 0.86, "class.follow_up": 0.88, "class.multi_question": 0.84, "handover.recall": 0.87},
    "routes": {
        "overall": 0.91,
        "emergency.recall": 1.0,
        "handover.recall": 0.92,
        "class.adversarial": 0.87,
        "class.booking": 0.926,
        "class.emergency_near_miss": 0.78,
        "class.general_not_personal": 0.91,
        "class.out_of_scope": 0.9,
        "class.smalltalk": 0.93,
    },
    "unseen": {
        "overall": 0.885,
        "answer.right": 0.885,
        "class.follow_up": 0.85,
        "class.multi_question": 0.79,
        "emergency.recall": 1.0,
        "handover.recall": 0.93,
    },
    "unseen_routes": {
        "overall": 0.9,
        "emergency.recall": 1.0,
        "handover.recall": 0.9,
        "class.adversarial": 0.95,
        "class.booking": 0.93,
        "class.emergency_near_miss": 0.83,
        "class.smalltalk": 0.8,
    },
}
CEILINGS: Mapping[str, Mapping[str, float]] = {
    "education": {"emergency.false_alarms": 0.0, "answer.handed_over": 0.02},
    "dialogue": {"emergency.false_alarms": 0.02},
    "routes": {"emergency.false_alarms": 0.03, "uncovered.answered": 0.07, "answer.handed_over": 0.06},
    "unseen": {"emergency.false_alarms": 0.03, "uncovered.answered": 0.03, "answer.handed_over": 0.03},
    "unseen_routes": {"emergency.false_alarms": 0.06, "answer.handed_over": 0.05},
}


@pytest.fixture(scope="module", params=sorted(FLOORS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def replayed(name: str, assistant: Assistant) -> Replayed:
    """Every item of the file with all its turns."""
    return [(item, replay(assistant, item["turns"])) for item in read_items(HERE / f"{name}.jsonl")]


def verdicts(replayed: Replayed) -> list[Verdict]:
    return [judge(item, turns[-1].reply.custom) for item, turns in replayed]


@pytest.mark.slow
def test_the_replies_are_as_good_as_they_were(name: str, replayed: Replayed) -> None:
    measured = figures(verdicts(replayed))
    print(f"\n{name}: " + ", ".join(f"{figure} {share:.3f} ({number})" for figure, (share, number) in measured.items()))
    below = {figure: measured[figure] for figure, floor in FLOORS[name].items() if measured[figure][0] < floor}
    above = {figure: measured[figure] for figure, most in CEILINGS[name].items() if measured[figure][0] > most}
    misses = [f"{v.item['id']} {v.item['turns'][-1]!r}: {v.why}" for v in verdicts(replayed) if not v.right]
    assert not below | above, "\n".join(misses)


def test_every_line_of_every_reply_is_approved(replayed: Replayed, approved: Approved, grounding: Grounding) -> None:
    for item, turns in replayed:
        for turn in turns:
            assert approved.faults(turn.reply.text, turn.reply.custom) == [], item["id"]
            assert grounding.faults(turn.reply.text, turn.reply.custom) == [], item["id"]


def test_in_an_emergency_nothing_is_sold(replayed: Replayed, approved: Approved) -> None:
    for item, turns in replayed:
        for turn in turns:
            if turn.reply.kind is Kind.EMERGENCY:
                said = turn.reply.text.replace(approved.texts["intro"], "").lower()
                assert not any(word in said for word in ("book", "consultation", "appointment", "price")), item["id"]
                assert [button.title for button in turn.reply.buttons] == [approved.buttons["safe"]], item["id"]
                assert not turn.reply.custom["answers"], item["id"]


def test_only_the_first_reply_introduces_the_assistant(
    replayed: Replayed, approved: Approved, grounding: Grounding
) -> None:
    for item, turns in replayed:
        introduced = [approved.texts["intro"] in turn.reply.text for turn in turns]
        assert introduced == [True] + [False] * (len(turns) - 1), item["id"]
