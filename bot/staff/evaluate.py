"""`hairline eval`: how well the assistant does on a file of questions with expected outcomes."""

from __future__ import annotations

import json
import math
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.staff.backend import Backend
from bot.staff.render import custom_of
from index.errors import ContentError


@dataclass(frozen=True)
class Verdict:
    """The judgement of one item."""

    item: dict[str, Any]
    kind: str
    answers: tuple[str, ...]
    right: bool
    why: str


def read_items(path: Path) -> list[dict[str, Any]]:
    """Read a questions file, one JSON object per line. Raises ContentError naming the line that is wrong."""
    items = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: cannot be read ({error})") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            if not (item["turns"] and isinstance(item["expect"]["kinds"], list)):
                raise ValueError  # noqa: TRY301 - one message for all that can be wrong
        except (ValueError, KeyError, TypeError):
            raise ContentError(
                f'{path}:{number}: expected {{"id", "class", "turns": [...], "expect": {{"kinds": [...], "sections": [...]}}}}'
            ) from None
        items.append(item)
    if not items:
        raise ContentError(f"{path}: holds no questions")
    return items


def judge(item: dict[str, Any], custom: dict[str, Any]) -> Verdict:
    """Judge the machine-readable part of the last reply against what is expected."""
    want, kind = item["expect"], custom.get("kind", "none")
    answers = custom.get("answers", [])
    ids = tuple(answer["id"] for answer in answers)
    cited = [{source["section"] for source in answer["sources"]} for answer in answers]
    if kind not in want["kinds"]:
        return Verdict(item, kind, ids, right=False, why=f"kind {kind}, wanted {' or '.join(want['kinds'])}")
    if kind != "answer":
        return Verdict(item, kind, ids, right=True, why="")
    missing = [group for group in want.get("all_of") or [] if not any(set(group) & sections for sections in cited)]
    if missing:
        return Verdict(item, kind, ids, right=False, why=f"nothing for {missing}")
    if not want.get("all_of") and want.get("sections") and not (cited and set(want["sections"]) & cited[0]):
        return Verdict(item, kind, ids, right=False, why=f"wanted one of {want['sections']}")
    return Verdict(item, kind, ids, right=True, why="")


def run(items: Sequence[dict[str, Any]], backend: Backend, step: Callable[[], None] = lambda: None) -> list[Verdict]:
    """Send every item as a conversation of its own and judge its last reply."""
    verdicts = []
    for item in items:
        sender = f"eval-{uuid.uuid4().hex}"
        custom: dict[str, Any] = {}
        for turn in item["turns"]:
            custom = custom_of(backend.send(sender, turn))
        verdicts.append(judge(item, custom))
        step()
    return verdicts


def interval(share: float, number: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of `number` items, each 0 to 1; see Wilson (1927)."""
    z = 1.96
    middle = share + z * z / (2 * number)
    reach = z * math.sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    scale = 1 + z * z / number
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def figures(verdicts: Sequence[Verdict]) -> dict[str, tuple[float, int]]:
    """Return the share of right ones and their number, by class and by what was expected."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for verdict in verdicts:
        kinds = verdict.item["expect"]["kinds"]
        groups[f"class.{verdict.item.get('class', 'none')}"].append(verdict.right)
        groups["overall"].append(verdict.right)
        if kinds == ["answer"]:
            groups["answer.right"].append(verdict.right)
            groups["answer.handed_over"].append(verdict.kind == "handover")
        if kinds == ["abstain"]:
            groups["uncovered.answered"].append(verdict.kind == "answer")
        if kinds in (["emergency"], ["handover"]):
            groups[f"{kinds[0]}.recall"].append(verdict.kind == kinds[0])
        if "emergency" not in kinds:
            groups["emergency.false_alarms"].append(verdict.kind == "emergency")
    return {name: (sum(hits) / len(hits), len(hits)) for name, hits in sorted(groups.items())}
