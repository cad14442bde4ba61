"""A question is read with the conversation as far as it leans on it, and no further."""

from __future__ import annotations

from typing import Any

import pytest

from index.search import Floats, Found, Searcher

ELLIPTIC = [
    ("what are the side effects?", "for how long?", "A35"),
    ("is it covered by insurance", "why not?", "A32"),
    ("what does the lab do with the cells?", "and how long does that take?", "A48"),
]


def ask(searcher: Searcher, asked: str, before: str | None = None, **options: Any) -> Found:
    prepared = searcher.prepare(asked)
    if before is not None:
        together = searcher.prepare(f"{before} {asked}")
        options["context"] = compared(searcher, together)
    return searcher.search(*compared(searcher, prepared), typed=asked, **options)


def compared(searcher: Searcher, prepared: str) -> tuple[str, Floats]:
    """A text and its cosines to every row."""
    return prepared, searcher.compare(searcher.encode(prepared))


def ranking(found: Found) -> list[tuple[str, Any]]:
    return [(hit.owner, pytest.approx(hit.share, abs=1e-4)) for hit in found.hits]


@pytest.mark.parametrize(("before", "asked", "section"), ELLIPTIC)
def test_an_elliptic_question_is_unclear_alone_and_clear_in_its_conversation(
    searcher: Searcher, before: str, asked: str, section: str
) -> None:
    alone, read_together = ask(searcher, asked), ask(searcher, asked, before, leaning=0.6)
    answers = searcher.content
    assert section in answers.answer(read_together.hits[0].owner).sources
    assert read_together.hits[0].owner != alone.hits[0].owner
    assert read_together.probability > alone.probability


def test_a_question_that_is_clear_alone_is_not_dragged_back(searcher: Searcher) -> None:
    found = ask(searcher, "and does it hurt?", "how much does minoxidil cost", leaning=0.6)
    assert "A56" in searcher.content.answer(found.hits[0].owner).sources


def test_without_leaning_the_conversation_changes_nothing(searcher: Searcher) -> None:
    asked, before = "would the needles bother my old mother", "how much does it cost"
    alone, leaning = ask(searcher, asked), ask(searcher, asked, before, leaning=0.0)
    assert ranking(leaning) == ranking(alone)
    assert leaning.probability == pytest.approx(alone.probability, abs=1e-4)


def test_fully_leaning_the_conversation_alone_decides(searcher: Searcher) -> None:
    asked, before = "so what about that then", "how much money would one need for the injections of cells"
    together = searcher.prepare(f"{before} {asked}")
    expected = searcher.search(*compared(searcher, together))
    assert ranking(ask(searcher, asked, before, leaning=1.0)) == ranking(expected)


def test_a_phrasing_word_for_word_is_certain_even_amid_a_conversation(searcher: Searcher) -> None:
    answer = searcher.content.answers[0]
    found = ask(searcher, answer.question, "how much does it cost", leaning=0.6)
    assert (found.hits[0].owner, found.exact) == (answer.id, True)
    assert not ask(searcher, answer.question, "how much would one have to pay", leaning=1.0).exact


def test_records_nearby_gain_and_records_just_given_lose(searcher: Searcher) -> None:
    asked = "and does anything about the money change for two visits"
    plain = ask(searcher, asked, k=400)
    share = {hit.owner: hit.share for hit in plain.hits}
    second = plain.hits[1].owner
    nearer = {hit.owner: hit.share for hit in ask(searcher, asked, k=400, nearby=[second]).hits}
    assert nearer[second] > share[second]
    given = {hit.owner: hit.share for hit in ask(searcher, asked, k=400, given=[second]).hits}
    assert given[second] < share[second]
    both = {hit.owner: hit.share for hit in ask(searcher, asked, k=400, nearby=["gone"], given=["gone"]).hits}
    assert both == pytest.approx(share)


def test_the_sentence_that_asks_counts_more_than_the_story_around_it(searcher: Searcher) -> None:
    story = "my hair fell out after my divorce and my sister found a clinic in the city . does the treatment hurt"
    question = "does the treatment hurt a lot"
    focus = [compared(searcher, question)]
    plain, focused = ask(searcher, story, k=400), ask(searcher, story, k=400, focus=focus)
    pain = ask(searcher, question).hits[0].owner

    def share(found: Found) -> float:
        return next(hit.share for hit in found.hits if hit.owner == pain)

    assert share(focused) > share(plain)
