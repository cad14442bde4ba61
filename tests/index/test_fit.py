"""The numbers of `hairline calibrate` are fitted right where the right ones are known."""

from __future__ import annotations

import numpy as np
import pytest

from index import fit


def test_a_conditional_logit_finds_the_weights_that_made_the_choices() -> None:
    chance = np.random.default_rng(1)
    evidence = chance.normal(size=(4000, 5, 3)).astype(np.float32)
    chosen = (evidence @ [2.0, 1.0, 0.0] + chance.gumbel(size=(4000, 5))).argmax(axis=1)
    right = np.eye(5, dtype=bool)[chosen]
    np.testing.assert_allclose(fit.conditional_logit([(evidence, right, 1.0)]), [2.0, 1.0, 0.0], atol=0.12)


def test_evidence_that_misleads_gets_no_weight_rather_than_a_negative_one() -> None:
    chance = np.random.default_rng(2)
    evidence = chance.normal(size=(500, 4, 2)).astype(np.float32)
    right = np.eye(4, dtype=bool)[(evidence @ [1.0, -2.0] + chance.gumbel(size=(500, 4))).argmax(axis=1)]
    weights = fit.conditional_logit([(evidence, right, 1.0)])
    assert weights[0] > 0
    assert weights[1] == pytest.approx(0.0, abs=1e-6)


def test_a_logistic_regression_finds_bias_and_weights() -> None:
    chance = np.random.default_rng(3)
    features = chance.normal(size=(8000, 2))
    right = (chance.uniform(size=8000) < 1 / (1 + np.exp(-(0.5 + features @ [2.0, -1.0])))).astype(float)
    np.testing.assert_allclose(fit.logistic(features, right), [0.5, 2.0, -1.0], atol=0.15)


def test_a_weight_of_nothing_leaves_an_example_out() -> None:
    features, right = np.array([[0.0], [1.0], [2.0], [3.0], [9.0]]), np.array([0.0, 1.0, 0.0, 1.0, 0.0])
    ignoring = fit.logistic(features, right, weight=np.array([1.0, 1, 1, 1, 0]))
    np.testing.assert_allclose(ignoring, fit.logistic(features[:4], right[:4]), atol=1e-3)


@pytest.mark.parametrize("penalty", [0.5, 2.0])
def test_a_penalty_is_found_by_what_was_chosen_in_spite_of_it(penalty: float) -> None:
    chance = np.random.default_rng(5)
    utilities, marked = chance.normal(size=(6000, 6)), np.array([True, True, False, False, False, False])
    chosen = (utilities - penalty * marked + chance.gumbel(size=utilities.shape)).argmax(axis=1)
    right, weight = np.eye(6, dtype=bool)[chosen], np.ones(len(utilities))
    assert fit.penalty_of(utilities, marked, right, weight) == pytest.approx(penalty, abs=0.1)


def test_marked_records_that_are_chosen_as_often_as_others_lose_nothing() -> None:
    chance = np.random.default_rng(6)
    utilities, marked = chance.normal(size=(6000, 2)), np.array([True, False])
    right = np.eye(2, dtype=bool)[(utilities + chance.gumbel(size=utilities.shape)).argmax(axis=1)]
    assert fit.penalty_of(utilities, marked, right, np.ones(6000)) == pytest.approx(0, abs=0.1)
    rarer = np.where(right[:, 0], 0.25, 1.0)
    assert fit.penalty_of(utilities, marked, right, rarer) == pytest.approx(np.log(4), abs=0.15)


def test_ranking_quality_is_the_chance_that_a_right_one_scores_above_a_wrong_one() -> None:
    right = np.array([1.0, 1.0, 0.0, 0.0])
    assert fit.ranking_quality(np.array([4.0, 3.0, 2.0, 1.0]), right) == 1.0
    assert fit.ranking_quality(np.array([4.0, 1.0, 3.0, 2.0]), right) == 0.5
    assert fit.ranking_quality(np.array([4.0, 2.0, 3.0, 1.0]), right) == 0.75
