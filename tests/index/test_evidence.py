"""What speaks for each record: every column worked out on an index small enough to see through."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from index import lexical
from index.classifier import RidgeClassifier
from index.embedder import Vectors
from index.evidence import NAMES, Evidence
from index.kernel import Kernel
from index.rows import Row
from index.vectors import VectorIndex

ROWS = [
    Row("cost", "phrasing", "price list"),
    Row("cost", "phrasing", "what do you charge"),
    Row("cost", "phrasing", "fees"),
    Row("cost", "phrasing", "money needed"),
    Row("cost", "passage", "It costs thousands."),
    Row("pain", "phrasing", "does it hurt"),
    Row("pain", "passage", "Most feel a sting."),
    Row("pain", "passage", "Ask about numbing."),
    Row("uncovered:wigs", "phrasing", "which wig"),
]
ANGLES = [0, 20, 40, 80, 30, 90, 50, 130, 180]  # of each row's vector, in degrees
OWNERS = ("cost", "pain", "uncovered:wigs")
COST, PAIN, WIGS = range(3)
PHRASINGS = [number for number, row in enumerate(ROWS) if row.kind == "phrasing"]


def at(*degrees: float) -> Vectors:
    turned = np.radians(degrees)
    return np.asarray(np.stack([np.cos(turned), np.sin(turned)], axis=1), dtype=np.float32)


def cos(degrees: float) -> float:
    return float(np.cos(np.radians(degrees)))


def collect(
    text: str, degrees: float, *, learnt: list[int] = PHRASINGS, **options: Any
) -> tuple[dict[str, Any], list[int]]:
    """Evidence by column, and the nearest phrasings, for a question whose vector points to `degrees`."""
    made = evidence_of(learnt)
    assert made.owners == OWNERS
    evidence, nearest = made.collect(text, at(*ANGLES) @ at(degrees)[0], **options)
    assert evidence.shape == (len(OWNERS), len(NAMES))
    return dict(zip(NAMES, evidence.T, strict=True)), nearest.tolist()


def evidence_of(learnt: list[int]) -> Evidence:
    """What speaks for all owners, with a classifier that has learnt from the rows of these numbers."""
    vectors, texts = at(*ANGLES), [row.text for row in ROWS]
    kernel = Kernel.of([texts[i] for i in learnt])
    labels = [ROWS[i].owner for i in learnt]
    classifier, _ = RidgeClassifier.train(kernel.among(vectors[learnt]), labels, ridge=0.3)
    return Evidence(ROWS, VectorIndex.build(vectors), lexical.bm25(texts), kernel, learnt, classifier)


def test_cosine_is_that_of_the_nearest_phrasing_which_is_named() -> None:
    found, nearest = collect("hello", 25)
    np.testing.assert_allclose(found["cosine"], [cos(5), cos(65), cos(155)], atol=1e-5)
    assert [ROWS[number].text for number in nearest] == ["what do you charge", "does it hurt", "which wig"]


def test_top3_is_the_mean_of_the_three_nearest_and_too_few_count_as_the_best() -> None:
    found, _ = collect("hello", 0)
    np.testing.assert_allclose(found["cosine_top3"], [(cos(0) + cos(20) + cos(40)) / 3, cos(90), cos(180)], atol=1e-5)


def test_passage_is_the_nearest_sentence_and_a_record_without_any_shows_its_phrasing() -> None:
    found, _ = collect("hello", 60)
    np.testing.assert_allclose(found["passage"], [cos(30), cos(10), cos(120)], atol=1e-5)


def test_words_are_a_share_of_what_the_question_could_get() -> None:
    found, _ = collect("fees", 0)
    lengths = [len(lexical.content_words(row.text)) for row in ROWS]
    best: Any = 1.9 / (1 + 0.9 * (0.7 + 0.3 * 1 / np.mean(lengths)))  # BM25 of one word, without its idf
    np.testing.assert_allclose(found["words"], [best, 0, 0], rtol=1e-5)
    np.testing.assert_allclose(found["words_top3"], [best / 3, 0, 0], rtol=1e-5)
    assert collect("zebra", 0)[0]["words"].tolist() == [0, 0, 0]


def test_words_of_passages_do_not_count() -> None:
    assert collect("thousands", 0)[0]["words"].tolist() == [0, 0, 0]


def test_spelling_forgives_what_words_do_not() -> None:
    found, _ = collect("pricelist", 0)
    assert found["words"].tolist() == [0, 0, 0]
    assert found["spelling"].argmax() == COST
    assert collect("price list", 0)[0]["spelling"][COST] == pytest.approx(1.0, abs=1e-5)


def test_spelling_is_that_of_the_phrasings_the_classifier_knows() -> None:
    few = [number for number in PHRASINGS if ROWS[number].text not in ("fees", "money needed")]
    assert collect("fees", 0)[0]["spelling"][COST] == pytest.approx(1.0, abs=1e-5)
    found, _ = collect("fees", 0, learnt=few)
    assert found["spelling"][COST] == 0
    assert found["words"][COST] > 0
    halves, _ = collect("price list", 0, learnt=few)  # of two known phrasings, the missing third counts as the best
    assert halves["spelling_top3"][COST] == pytest.approx(2 / 3, abs=1e-5)


def test_the_classifiers_scores_come_in_the_order_of_the_owners() -> None:
    scores = np.array([0.1, 0.2, 0.3], dtype=np.float32)  # of its classes, which are sorted: the same here
    assert collect("hello", 0, classifier_scores=scores)[0]["classifier"].tolist() == scores.tolist()
    assert collect("does it hurt", 90)[0]["classifier"].argmax() == PAIN


def test_a_row_left_out_does_not_speak_for_its_record() -> None:
    found, nearest = collect("price list", 0, without=0)
    assert found["cosine"][COST] == pytest.approx(cos(20), abs=1e-5)
    assert found["words"][COST] == 0
    assert found["spelling"][COST] < 0.5
    assert ROWS[nearest[COST]].text == "what do you charge"
