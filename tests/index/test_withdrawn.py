"""What may not be shown is not found, however it is asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from index.content import Content
from index.search import Searcher
from tests.index import samples
from tests.index.conftest import Small

WITHDRAWN = ("cost-range", "pain-treatment")


@pytest.fixture(scope="module")
def without(small: Small) -> Searcher:
    """Search after a clinician withdrew two answers, and nothing was built again."""
    gone = {"review": samples.review(status="withdrawn")}
    answers = tuple(a.copy(update=gone) if a.id in WITHDRAWN else a for a in small.content.answers)
    changed: Content = small.content.copy(update={"answers": answers})
    return small.load(changed.servable(dt.date.today(), approved_only=False))


def test_withdrawn_answers_are_never_found_not_even_by_their_own_phrasings(without: Searcher, small: Small) -> None:
    for answer_id in WITHDRAWN:
        answer = small.content.answer(answer_id)
        for asked in (answer.question, *answer.phrasings, *answer.texts()):
            found = without.find(asked, 400)
            assert not found.exact
            assert not set(WITHDRAWN) & {hit.owner for hit in found.hits}


def test_nothing_tells_about_a_withdrawn_answer(without: Searcher, small: Small) -> None:
    texts = {text for answer_id in WITHDRAWN for text in small.content.answer(answer_id).phrasings}
    assert not {hit.matched for text in texts for hit in without.find(text, 400).hits} & texts


def test_what_a_withdrawn_answer_would_have_answered_is_left_unanswered(without: Searcher, small: Small) -> None:
    for answer_id in WITHDRAWN:
        for asked in small.content.answer(answer_id).phrasings:
            assert without.find(asked).awaiting
            assert without.find(asked).probability == 0


def test_all_other_answers_are_found_as_before(without: Searcher) -> None:
    assert len(without.content.answers) == 3
    for answer in without.content.answers:
        found = without.find(answer.question, 1)
        assert (found.hits[0].owner, found.probability) == (answer.id, 1.0)
        assert without.find(f"well, {answer.question}", 1).hits[0].owner == answer.id


def test_with_no_approved_answer_at_all_nothing_is_answered(small: Small) -> None:
    none_approved = small.content.servable(dt.date.today(), approved_only=True)
    assert none_approved.answers == ()
    found = small.load(none_approved).find("how much does it cost", 400)
    assert not [hit for hit in found.hits if hit.covered]
    assert found.probability < 0.5
