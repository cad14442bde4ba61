"""What may not be shown is not found, however it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import runtime
from bot.settings import Settings
from index import build
from index.content import Content
from index.search import Searcher
from tests.index import samples

WITHDRAWN = ("cost-range", "pain-treatment")


@pytest.fixture(scope="module")
def loading(settings: Settings, built_index: Path) -> Callable[[Content], Searcher]:
    digests = {
        "content_sha256": runtime.content_digest(settings),
        "model_sha256": runtime.model_files(settings).sha256,
    }
    return lambda content: build.load(content, built_index, **digests)


@pytest.fixture(scope="module")
def without(content: Content, loading: Callable[[Content], Searcher]) -> Searcher:
    """Search after a clinician withdrew two answers, and nothing was built again."""
    answers = tuple(
        answer.copy(update={"review": samples.review(status="withdrawn")}) if answer.id in WITHDRAWN else answer
        for answer in content.answers
    )
    changed = content.copy(update={"answers": answers})
    return loading(changed.servable(dt.date.today(), approved_only=False))


def test_withdrawn_answers_are_never_found_not_even_by_their_own_phrasings(without: Searcher, content: Content) -> None:
    assert not set(WITHDRAWN) & set(without.evidence.owners)
    for answer_id in WITHDRAWN:
        answer = content.answer(answer_id)
        for asked in (answer.question, *answer.phrasings[:10]):
            found = without.find(asked, 400)
            assert not found.exact
            assert not set(WITHDRAWN) & {hit.owner for hit in found.hits}


def test_no_text_of_a_withdrawn_answer_is_left_to_match(without: Searcher) -> None:
    assert len(without.rows) == len(without.evidence.vectors)
    assert not [row for row in without.rows if row.owner in WITHDRAWN]
    assert not {owner for owner, _, _ in without.phrasings()} & set(WITHDRAWN)


def test_all_other_answers_are_found_as_before(without: Searcher) -> None:
    for answer in without.content.answers:
        found = without.find(answer.question, 1)
        assert (found.hits[0].owner, found.probability) == (answer.id, 1.0)
        inexact = without.find(f"well, {answer.question}", 1).hits[0]
        assert inexact.evidence["cosine"] > 0.5  # its row kept its own vector


def test_with_no_approved_answer_at_all_nothing_is_answered(
    loading: Callable[[Content], Searcher], content: Content
) -> None:
    nothing = loading(content.copy(update={"answers": ()}))
    found = nothing.find("how much does it cost", 400)
    assert not [hit for hit in found.hits if hit.covered]
    assert found.probability < 0.5
