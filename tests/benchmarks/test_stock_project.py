"""The pure parts of the benchmarks: nothing is trained, started or timed in here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.content import Content, load_content
from tests.benchmarks import quality, stock_project
from tests.benchmarks.client import reading
from tests.benchmarks.report import Bar
from tests.benchmarks.stock_project import Epochs

ROOT = Path(__file__).resolve().parents[2]
ROUTING = [("route_greeting", "hi"), ("route_thanks", "ta"), ("route_goodbye", "bye"), ("route_bot", "r u a bot"),
           ("route_capabilities", "what can you do"), ("route_emergency", "/I [cannot] breathe")]  # fmt: skip


@pytest.fixture(scope="module")
def content() -> Content:
    """The content that is served."""
    return load_content(ROOT / "data" / "content")


@pytest.fixture(scope="module")
def files(content: Content) -> dict[str, Any]:
    """The generated project, parsed."""
    return {name: yaml.safe_load(text) for name, text in stock_project.project(content, ROUTING, Epochs()).items()}


def test_one_retrieval_intent_and_one_response_per_answer(content: Content, files: dict[str, Any]) -> None:
    wanted = sorted(answer.id for answer in content.answers)
    intents = [block["intent"] for block in files["nlu.yml"]["nlu"]]
    responses = [name for name in files["domain.yml"]["responses"] if name.startswith("utter_faq/")]
    assert sorted(name.removeprefix("faq/") for name in intents if name.startswith("faq/")) == wanted
    assert sorted(name.removeprefix("utter_faq/") for name in responses) == wanted
    assert set(intents) - {f"faq/{i}" for i in wanted} == set(stock_project.SMALL_TALK)


def test_every_phrasing_is_an_example(content: Content, files: dict[str, Any]) -> None:
    examples = {block["intent"]: block["examples"].splitlines() for block in files["nlu.yml"]["nlu"]}
    for answer in content.answers:
        assert len(examples[f"faq/{answer.id}"]) >= len(set(answer.phrasings)) - 1
        assert all(line.startswith("- ") and not set(line) & set("[]{}") for line in examples[f"faq/{answer.id}"])


def test_responses_cite_the_sections_of_their_answer(content: Content, files: dict[str, Any]) -> None:
    for answer in content.answers:
        (response,) = files["domain.yml"]["responses"][f"utter_faq/{answer.id}"]
        reply = reading([{"text": response["text"]}, {"custom": json.loads(json.dumps(response["custom"]))}], 1.0)
        assert (reply.kind, reply.cited) == ("answer", (frozenset(answer.sources),))
        assert response["text"] == answer.short


def test_the_digest_follows_epochs_and_content(content: Content) -> None:
    fewer = content.copy(update={"answers": content.answers[1:]})
    variants = [(content, Epochs(3, 3, 3)), (content, Epochs()), (fewer, Epochs())]
    digests = [stock_project.digest(stock_project.project(c, ROUTING, epochs)) for c, epochs in variants]
    assert len(set(digests)) == len(variants)


def test_hit_at_1_judges_the_first_answer_only() -> None:
    item = {"expect": {"kinds": ["answer"], "sections": ["A2"]}}
    second = reading(
        [{"custom": {"kind": "answer", "answers": [{"sources": [{"section": s}]} for s in ("A1", "A2")]}}], 1.0
    )
    assert not quality.hit(item, second)
    assert quality.hit({"expect": {"kinds": ["answer"], "sections": ["A1", "A9"]}}, second)
    assert not quality.hit(item, reading([{"text": "hello"}], 1.0))


def test_a_bar_is_missed_by_a_worse_or_absent_figure() -> None:
    assert Bar("p50", 0.8).holds({"p50": 0.8})
    assert not Bar("p50", 0.8).holds({"p50": 0.81})
    assert not Bar("per_second", 1.4, at_least=True).holds({"per_second": 1.39})
    assert not Bar("memory", 1.1).holds({})
