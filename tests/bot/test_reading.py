"""Reading a message: cleaned, encoded once, split where it asks several things, read with the conversation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.languages import is_foreign
from bot.names import Kind
from bot.reading import MAX_CHARS, SENTENCES, History, Reading, encode, read
from index.search import Searcher

OFFERED = ("Does it hurt?", "How much does it cost?", "Show all topics")
MENU = History(kind=Kind.SMALLTALK, suggestions=OFFERED, first_turn=False)
AFTER_PAIN = History(question="Does it hurt?", answers=("pain-treatment",), kind=Kind.ANSWER, first_turn=False)


def reading_of(assistant: Assistant, text: str, history: History = History()) -> Reading:  # noqa: B008 - never changes
    return read(assistant.searcher, assistant.router, text, history)


@pytest.mark.parametrize(
    "typed",
    ["2", " 2 ", "2.", "2)", "option 2", "number 2", "no. 2", "how much does it cost", "How much  does it cost?"],
)
def test_a_suggestion_is_chosen_by_its_number_or_its_words(searcher: Searcher, typed: str) -> None:
    encoded = encode(searcher, typed, MENU)
    assert encoded.chosen
    assert encoded.text == OFFERED[1]


@pytest.mark.parametrize("typed", ["0", "4", "99", "-1", "1 2", "two", "the 2nd is odd", ""])
def test_nothing_else_chooses(searcher: Searcher, typed: str) -> None:
    assert not encode(searcher, typed, MENU).chosen
    assert not encode(searcher, "2", History()).chosen


@pytest.mark.parametrize("typed", ["99", "12"])
def test_a_number_that_is_not_on_offer_is_not_taken_for_a_question(assistant: Assistant, typed: str) -> None:
    assert assistant.turn(typed, MENU).reply.kind in (Kind.CLARIFY, Kind.ABSTAIN)


def test_what_is_chosen_is_not_read_as_a_follow_up(searcher: Searcher) -> None:
    history = History(question="Is it safe?", answers=("risks-overview",), suggestions=OFFERED, first_turn=False)
    encoded = encode(searcher, "1", history)
    assert (encoded.leaning, encoded.blended, encoded.questions, encoded.given) == (0.0, "", (), ())


def test_a_follow_up_is_read_together_with_the_last_question(searcher: Searcher) -> None:
    encoded = encode(searcher, "and for how long?", AFTER_PAIN)
    assert encoded.leaning > 0
    assert "does it hurt" in encoded.blended
    assert "and for how long" in encoded.blended
    assert encoded.given == ("pain-treatment",)
    assert encoded.nearby
    assert "pain-treatment" not in encoded.nearby


def test_without_a_conversation_nothing_leans(searcher: Searcher) -> None:
    encoded = encode(searcher, "and for how long?", History())
    assert (encoded.leaning, encoded.blended, encoded.nearby, encoded.given) == (0.0, "", (), ())


def test_the_sentences_of_a_message_are_routed_one_by_one(assistant: Assistant) -> None:
    calm = "I have been reading about this treatment for a while and the pictures look nice. "
    read_long = reading_of(assistant, calm * 2 + "Since last night I cannot breathe. What does it cost?")
    alone = [said for said in read_long.encoded.sentences if said.count(".") + said.count("?") == 1]
    assert len(alone) == 3  # one was said twice
    assert len(read_long.sentence_routes) == len(read_long.encoded.sentences)
    assert reading_of(assistant, "I cannot breathe. Help.").encoded.sentences == ("i cannot breathe.", "help.")
    assert reading_of(assistant, "I cannot breathe").sentence_routes == ()
    many = " ".join(f"Well that is number {number}." for number in range(40))
    assert len(reading_of(assistant, many).sentence_routes) == SENTENCES


@pytest.mark.parametrize(
    "ending", ["many thanks", "thank you very much, i really appreciate it", "lol", "probably nothing"]
)
def test_the_matter_is_read_without_thanks_and_playing_down(assistant: Assistant, ending: str) -> None:
    assert reading_of(assistant, f"cannot breathe, {ending}").encoded.prepared == "cannot breathe"


def test_of_a_message_that_is_too_long_beginning_and_end_are_screened(assistant: Assistant) -> None:
    filler = "I enjoyed the coffee in the lobby. " * (2 * MAX_CHARS // 30)
    for text in ("I cannot breathe. " + filler, filler + "I cannot breathe."):
        read_long = reading_of(assistant, text)
        assert read_long.encoded.too_long
        assert [flag.sign for flag in read_long.flags] == ["breathing"]
    assert not reading_of(assistant, "x" * MAX_CHARS).encoded.too_long


def test_several_questions_are_searched_one_by_one(assistant: Assistant) -> None:
    parts = reading_of(assistant, "How much does it cost and does it hurt?").parts
    assert [found.hits[0].owner for _, found in parts] == ["cost-range", "pain-treatment"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "\U0001f600\U0001f389", "\x00\x07", "..."])
def test_what_has_no_words_is_not_readable(assistant: Assistant, text: str) -> None:
    assert not reading_of(assistant, text).readable


@pytest.mark.parametrize(
    "text",
    [
        "сколько стоит лечение",
        "كم تكلفة العلاج",
        "干细胞治疗多少钱",
        "quanto costa il trattamento",
        "ile kosztuje zabieg włosów",
    ],
)
def test_another_language_is_noticed(searcher: Searcher, text: str) -> None:
    assert is_foreign(searcher.speller, text)


@pytest.mark.parametrize("text", ["Combien ça coûte ?", "kök hücre tedavisi ne kadar sürer"])
def test_a_short_question_in_another_language_is_not_answered_with_something_else(
    assistant: Assistant, text: str
) -> None:
    assert assistant.turn(text, History(first_turn=False)).reply.kind is Kind.ABSTAIN


@pytest.mark.parametrize(
    "text", ["how much dose it coast", "wots the dwontime m8", "hi", "FDA?", "", "123", "Is PRP any gud 4 men"]
)
def test_english_with_slips_is_english(searcher: Searcher, text: str) -> None:
    assert not is_foreign(searcher.speller, text)


@given(st.text(max_size=300), st.sampled_from([History(), MENU, AFTER_PAIN]))
@limits(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_text_can_be_read_with_a_unit_vector_for_each_of_its_texts(
    assistant: Assistant, text: str, history: History
) -> None:
    read_any = reading_of(assistant, text, history)
    encoded = read_any.encoded
    wanted = {t for t in (encoded.prepared, encoded.blended, *encoded.sentences, *encoded.questions) if t}
    assert wanted <= set(encoded.vectors) == set(encoded.cosines)
    assert all(abs(float(np.linalg.norm(vector)) - 1) < 1e-3 for vector in encoded.vectors.values())
    assert sum(read_any.routes.values()) == pytest.approx(1, abs=1e-4)
    assert (read_any.whole is None) == (encoded.prepared == "")
