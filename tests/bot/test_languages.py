"""Other languages are told from English, and danger is understood in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.languages import foreign_flags, is_foreign
from bot.names import Kind
from bot.reading import History
from bot.redflags import CRISIS, EMERGENCY
from index.search import Searcher
from index.text import clean

SAMPLES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("red_flags_samples.yml").read_text(encoding="utf-8")
)["languages"]
TYPED = [(kind, text) for language in SAMPLES for kind in (CRISIS, EMERGENCY) for text in language[kind]]
HARMLESS = [text for language in SAMPLES for text in language["harmless"]]


@pytest.mark.parametrize(("kind", "text"), TYPED)
def test_danger_is_understood_in_every_language_of_the_list(kind: str, text: str) -> None:
    assert kind in {flag.kind for flag in foreign_flags(clean(text))}


@pytest.mark.parametrize("text", HARMLESS)
def test_an_ordinary_question_raises_no_alarm(text: str) -> None:
    assert foreign_flags(clean(text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "je ne peux pas respirer",
        "JE NE PEUX PAS RESPIRER!!!",
        "nefes alamıyorum",
        "no puedo respirar",
        "я не могу дышать",
    ],
)
def test_who_cannot_breathe_is_told_whom_to_call_whatever_they_speak(assistant: Assistant, text: str) -> None:
    reply = assistant.turn(text, History()).reply
    assert reply.kind is Kind.EMERGENCY
    assert "112" in reply.text or "911" in reply.text or "999" in reply.text


def test_who_wants_to_die_gets_the_crisis_line(assistant: Assistant) -> None:
    turn = assistant.turn("quiero morir", History())
    assert turn.route.value == "route_crisis"


def test_most_of_what_is_typed_in_another_language_is_noticed(searcher: Searcher) -> None:
    texts = [text for _, text in TYPED] + HARMLESS
    noticed = [is_foreign(searcher.speller, clean(text)) for text in texts]
    assert sum(noticed) / len(texts) > 0.9


def test_our_own_english_questions_are_english(searcher: Searcher) -> None:
    asked = [row.text for row in searcher.rows if row.kind == "phrasing"][::5]
    taken = [text for text in asked if is_foreign(searcher.speller, clean(text))]
    assert len(taken) / len(asked) < 0.02, taken  # a few of them are not English, or only half


@pytest.mark.parametrize("text", ["prp vs minox?", "pls cxl", "dht", "finasteride minoxidil prp", "wat r stem cels"])
def test_short_english_with_odd_words_raises_no_alarm(text: str) -> None:
    assert foreign_flags(text) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    assert all(flag.kind in (CRISIS, EMERGENCY) for flag in foreign_flags(clean(text)))
