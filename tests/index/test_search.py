"""A question finds the record that answers it, or says that it is unsure."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.rows import UNCOVERED
from index.search import Found, Searcher

SAMPLE = 120  # phrasings that are asked in another dress


@pytest.fixture(scope="module")
def phrasings(searcher: Searcher) -> list[tuple[str, str]]:
    """Owner and text of some phrasings of every kind."""
    asked = [(row.owner, row.text) for row in searcher.rows if row.kind == "phrasing"]
    return asked[:: len(asked) // SAMPLE][:SAMPLE]


def first(searcher: Searcher, asked: str) -> str:
    return searcher.find(asked, 1).hits[0].owner


def test_every_answers_own_question_finds_it_first_and_for_certain(searcher: Searcher) -> None:
    for answer in searcher.content.answers:
        found = searcher.find(answer.question)
        assert (found.hits[0].owner, found.probability, found.exact) == (answer.id, 1.0, True)
        assert found.hits[0].share == 1.0


def test_a_phrasing_finds_its_record_for_certain_however_it_is_typed(
    searcher: Searcher, phrasings: list[tuple[str, str]]
) -> None:
    for owner, asked in phrasings:
        loud = asked.upper() if asked.isascii() else asked  # a Turkish dotless i has no way back
        found = searcher.find(f"  {loud} ?!")
        assert (found.hits[0].owner, found.probability) == (owner, 1.0), asked


def test_a_phrasing_within_more_words_still_finds_its_record(
    searcher: Searcher, phrasings: list[tuple[str, str]]
) -> None:
    found = [searcher.find(f"Hi there, {asked}, thanks", 1) for _, asked in phrasings]
    assert not any(f.exact for f in found)
    right = [f.hits[0].owner == owner for f, (owner, _) in zip(found, phrasings, strict=True)]
    assert sum(right) >= 0.95 * SAMPLE


def test_a_slip_of_the_finger_hardly_matters(searcher: Searcher, phrasings: list[tuple[str, str]]) -> None:
    def slips() -> Iterator[tuple[str, str]]:
        for n, (owner, asked) in enumerate(phrasings):
            i = n % (len(asked) - 1)
            yield owner, asked[:i] + asked[i + 1] + asked[i] + asked[i + 2 :]

    assert sum(first(searcher, asked) == owner for owner, asked in slips()) >= 0.93 * SAMPLE


def test_hits_come_best_first_as_many_as_asked_and_share_the_question(searcher: Searcher) -> None:
    owners = searcher.evidence.owners
    found = searcher.find("my sister wonders whether the price includes pain relief", len(owners) + 10)
    shares = [hit.share for hit in found.hits]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1.0, abs=1e-4)
    assert sorted(hit.owner for hit in found.hits) == sorted(owners)
    assert len(searcher.find("price and pain", 3).hits) == 3
    assert 0.0 <= found.probability <= 1.0


def test_a_hit_names_its_own_phrasing_nearest_to_the_question(searcher: Searcher) -> None:
    hit = searcher.find("pls tell me: how much does it cost?!").hits[0]
    asked = searcher.content.answer(hit.owner)
    assert hit.matched in (asked.question, *asked.phrasings)
    assert hit.evidence["cosine"] > 0.8


def test_a_subject_that_is_not_covered_is_found_as_one(searcher: Searcher) -> None:
    subject = searcher.content.subjects[0]
    hit = searcher.find(subject.phrasings[0]).hits[0]
    assert (hit.owner, hit.covered) == (f"{UNCOVERED}{subject.id}", False)
    assert searcher.find(searcher.content.answers[0].question).hits[0].covered


@pytest.mark.parametrize("asked", ["", "   ", "???", "\U0001f914", "x" * 3000, "\u043f\u0440\u0438\u0432\u0435\u0442"])
def test_what_asks_nothing_is_never_answered_with_confidence(searcher: Searcher, asked: str) -> None:
    found = searcher.find(asked)
    assert not found.exact
    assert found.probability < 0.5


@pytest.mark.parametrize("asked", ["what is the capital of France", "fix my printer", "who won the football yesterday"])
def test_what_has_nothing_to_do_with_hair_is_never_answered_with_confidence(searcher: Searcher, asked: str) -> None:
    assert searcher.find(asked).probability < 0.5


def test_many_threads_find_what_one_finds(searcher: Searcher, phrasings: list[tuple[str, str]]) -> None:
    asked = [f"{text} please" for _, text in phrasings[:40]]
    alone = [(f.hits[0].owner, f.probability) for f in map(searcher.find, asked)]
    with ThreadPoolExecutor(8) as threads:
        together: list[Found] = list(threads.map(searcher.find, asked))
    assert [f.hits[0].owner for f in together] == [owner for owner, _ in alone]
    assert [f.probability for f in together] == pytest.approx([p for _, p in alone], abs=1e-3)


def test_related_answers_are_those_the_records_name_without_themselves(searcher: Searcher) -> None:
    answer = next(a for a in searcher.content.answers if a.related and a.counterpoints)
    assert set(searcher.related([answer.id])) == {*answer.related, *answer.counterpoints}
    assert not set(searcher.related([answer.id, *answer.related])) & {answer.id, *answer.related}
    assert searcher.related([f"{UNCOVERED}wigs"]) == ()
