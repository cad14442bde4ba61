"""Ranking and probability: the few numbers behave as their names say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evidence import NAMES
from index.fusion import CONFIDENCE, Fusion, confidence_features, shares

NUMBER = st.floats(-50, 50, width=32)
SEVERAL = st.lists(NUMBER, min_size=len(CONFIDENCE), max_size=len(CONFIDENCE))


def floats(values: Sequence[Any]) -> Any:
    return np.array(values, dtype=np.float32)


def test_the_shipped_numbers_fit_the_columns_they_weigh() -> None:
    shipped = Fusion.shipped()
    assert len(shipped.weights) == len(NAMES)
    assert len(shipped.calibration) == 1 + len(CONFIDENCE)


def test_no_shipped_evidence_speaks_against_a_record() -> None:
    assert min(Fusion.shipped().weights) >= 0


@given(st.lists(NUMBER, min_size=1, max_size=30))
def test_shares_sum_to_one_and_keep_the_order(utilities: list[float]) -> None:
    found = shares(floats(utilities))
    assert found.sum() == pytest.approx(1.0, abs=1e-5)
    assert ((found >= 0) & (found <= 1)).all()
    assert found[int(np.argmax(utilities))] == found.max()


def test_shares_are_the_softmax_and_depend_on_differences_only() -> None:
    np.testing.assert_allclose(shares(floats([np.log(1), np.log(3)])), [0.25, 0.75], rtol=1e-5)
    np.testing.assert_allclose(shares(floats([1000, 1000])), [0.5, 0.5])


def test_a_utility_is_the_weighted_sum_of_the_evidence() -> None:
    made = Fusion(weights=(2.0, 0.5), calibration=(0.0,))
    np.testing.assert_allclose(made.rank(floats([[1, 4], [0, -2]])), [4.0, -1.0])


@given(SEVERAL, SEVERAL, NUMBER)
def test_a_probability_lies_between_0_and_1(features: list[float], weights: list[float], bias: float) -> None:
    assert 0.0 <= Fusion((), (bias, *weights)).probability(floats(features)) <= 1.0


@given(SEVERAL, SEVERAL, st.integers(0, len(CONFIDENCE) - 1), st.floats(0, 50, width=32))
def test_a_probability_moves_with_each_feature_the_way_its_weight_points(
    features: list[float], weights: list[float], moved: int, step: float
) -> None:
    made = Fusion((), (0.0, *weights))
    further = floats(features)
    further[moved] += step
    change = made.probability(further) - made.probability(floats(features))
    assert change * np.sign(weights[moved]) >= -1e-5


def test_a_probability_is_the_logistic_of_bias_and_weighted_features() -> None:
    made = Fusion((), (1.0, 2.0, -1.0))
    assert made.probability(floats([0.5, 2.0])) == pytest.approx(0.5)
    assert made.probability(floats([1.0, 0.0])) == pytest.approx(1 / (1 + np.exp(-3)))
    assert made.probability(floats([1e6, 0.0])) == pytest.approx(1.0)


def test_confidence_features_are_those_their_names_say() -> None:
    evidence = np.arange(2 * len(NAMES), dtype=np.float32).reshape(2, -1)
    share, kin, uncovered = floats([0.2, 0.8]), floats([1, 1]), floats([1, 0])
    found = dict(zip(CONFIDENCE, confidence_features(evidence, share, 1, kin, uncovered), strict=True))
    expected = {name: evidence[1, NAMES.index(name)] for name in ("cosine", "words", "spelling", "classifier")}
    expected |= {"kin_share": np.log(1.0), "uncovered_share": np.log(0.2)}
    assert found == pytest.approx(expected, abs=0.01)


def test_fitted_numbers_survive_being_written_down() -> None:
    made = Fusion((1.5, 2.25), (-0.125, 3.0), 0.75)
    assert Fusion.from_json(json.loads(json.dumps(made.to_json()))) == made
