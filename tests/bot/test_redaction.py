"""What identifies somebody does not stay in a text that is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import runtime
from bot.privacy.redaction import Redactor
from bot.settings import Settings
from index.content import Content

HERE = Path(__file__).parent
PLANTED: list[dict[str, Any]] = [json.loads(line) for line in (HERE / "planted.jsonl").read_text("utf-8").splitlines()]
HARMLESS = (HERE / "harmless.txt").read_text("utf-8").splitlines()
# Known to stay: a nickname in lower case that is no name anywhere.
KNOWN = {"mikey d"}


@pytest.fixture(scope="module")
def redact(settings: Settings, content: Content) -> Redactor:
    return Redactor(runtime.ordinary_words(settings, content))


@pytest.fixture(scope="module")
def redact_identifiers(settings: Settings, content: Content) -> Redactor:
    return Redactor(runtime.ordinary_words(settings, content), keep_health=True)


@pytest.mark.parametrize("item", PLANTED, ids=[item["id"] for item in PLANTED])
def test_planted_identifiers_are_taken_out(item: dict[str, Any], redact_identifiers: Redactor) -> None:
    kept = redact_identifiers(item["text"]).lower()
    assert [found for found in item["identifiers"] if found.lower() in kept and found not in KNOWN] == []


def test_nearly_all_health_details_are_taken_out_where_they_are_not_to_stay(redact: Redactor) -> None:
    details = [(item["text"], found) for item in PLANTED for found in item["health"]]
    left = [found for text, found in details if found.lower() in redact(text).lower()]
    assert len(left) <= 0.2 * len(details), left


def test_few_ordinary_messages_lose_a_word(redact_identifiers: Redactor) -> None:
    changed = [text for text in HARMLESS if redact_identifiers(text) != text]
    assert len(changed) <= 0.1 * len(HARMLESS), changed


def test_of_our_own_answers_only_the_people_they_name_are_taken_out(
    content: Content, redact_identifiers: Redactor
) -> None:
    changed = {answer.id for answer in content.answers for text in answer.texts() if redact_identifiers(text) != text}
    named = ("Dr Emma Taylor", "Hozen")
    assert changed == {a.id for a in content.answers if any(name in " ".join(a.texts()) for name in named)}


@pytest.mark.parametrize("item", PLANTED[::5], ids=[item["id"] for item in PLANTED[::5]])
def test_redacting_twice_changes_nothing(item: dict[str, Any], redact: Redactor) -> None:
    once = redact(item["text"])
    assert redact(once) == once


@given(st.text(max_size=300))
def test_no_text_breaks_it(redact: Redactor, text: str) -> None:
    assert isinstance(redact(text), str)


@pytest.mark.parametrize(
    "text", ["1" * 20_000, "a." * 10_000 + "@", "A " * 10_000, "[name] " * 5_000, "(" * 20_000, "one " * 5_000]
)
def test_a_hostile_text_takes_no_long_time(redact: Redactor, text: str) -> None:
    redact(text[:8_000])
