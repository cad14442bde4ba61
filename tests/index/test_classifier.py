"""The ridge classifier: leaving one out is exact, and what is saved scores the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.classifier import Floats, RidgeClassifier
from index.errors import StaleIndexError
from tests.index.damage import EVERY_DAMAGE, Damage, do_damage

LABELS = ["cost"] * 4 + ["pain"] * 5 + ["time"] * 3
ANY_LABELS = st.lists(st.sampled_from(["cost", "pain", "time", "scar"]), min_size=2, max_size=14)
RIDGES = st.sampled_from([0.05, 0.3, 0.5, 3.0])
BALANCES = st.sampled_from([0.0, 0.6, 1.0])


def likeness(count: int, seed: int = 3) -> Floats:
    """A kernel of texts that lie about at random."""
    points = np.random.default_rng(seed).normal(size=(count, 4))
    distances = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    return np.exp(-distances / 4).astype(np.float32)


def train(labels: list[str] = LABELS, **options: Any) -> tuple[RidgeClassifier, Floats | None]:
    return RidgeClassifier.train(likeness(len(labels)), labels, **{"ridge": 0.3, **options})


def solved(known: Floats, labels: list[str], ridge: float, balance: float, keep: list[int]) -> npt.NDArray[np.float64]:
    """The (n, classes) scores of all texts by those to `keep`, from the equations as they stand in the books.

    The penalty of each text is the one it has among all texts, whatever is left out.
    """
    classes = sorted(set(labels))
    own = np.array([classes.index(label) for label in labels])
    sizes = np.bincount(own)
    penalties = ridge * (sizes[own] / sizes.mean()) ** balance
    system = (known.astype(np.float64) + np.diag(penalties))[np.ix_(keep, keep)]
    weights = np.linalg.solve(system, np.eye(len(classes))[own[keep]])
    return np.asarray(known[:, keep] @ weights)


@given(ANY_LABELS, RIDGES, BALANCES, st.integers(0, 99))
def test_training_solves_the_ridge_equations(labels: list[str], ridge: float, balance: float, seed: int) -> None:
    known = likeness(len(labels), seed)
    made, nothing = RidgeClassifier.train(known.copy(), labels, ridge=ridge, balance=balance)
    assert nothing is None  # leave-one-out scores were not asked for
    everybody = list(range(len(labels)))
    scores = np.stack([made.scores(line) for line in known])
    np.testing.assert_allclose(scores, solved(known, labels, ridge, balance, everybody), atol=1e-3)


@given(ANY_LABELS, RIDGES, BALANCES, st.integers(0, 99))
def test_leaving_one_out_equals_training_without_it(labels: list[str], ridge: float, balance: float, seed: int) -> None:
    known = likeness(len(labels), seed)
    _, left_out = RidgeClassifier.train(known.copy(), labels, ridge=ridge, balance=balance, leave_one_out=True)
    assert left_out is not None
    for i in range(len(labels)):
        others = [k for k in range(len(labels)) if k != i]
        np.testing.assert_allclose(left_out[i], solved(known, labels, ridge, balance, others)[i], atol=1e-3)


def test_leaving_one_out_differs_from_having_seen_it() -> None:
    made, left_out = train(leave_one_out=True)
    assert left_out is not None
    own = [made.classes.index(label) for label in LABELS]
    seen = np.stack([made.scores(line) for line in likeness(len(LABELS))])
    assert (seen[np.arange(len(own)), own] > left_out[np.arange(len(own)), own] + 0.05).all()


def test_what_was_learnt_is_recognised() -> None:
    made, _ = train(ridge=0.05)
    assert [made.classes[made.scores(line).argmax()] for line in likeness(len(LABELS))] == LABELS
    assert len(made) == len(LABELS)


def test_classes_stand_in_the_order_of_their_names_whatever_order_the_examples_have() -> None:
    known = likeness(len(LABELS))
    forth, _ = train()
    back, _ = RidgeClassifier.train(known[::-1, ::-1].copy(), LABELS[::-1], ridge=0.3)
    assert forth.classes == back.classes == ("cost", "pain", "time")
    np.testing.assert_allclose(forth.scores(known[0]), back.scores(known[0, ::-1]), atol=1e-4)


def test_balance_lifts_a_class_with_few_examples() -> None:
    labels = LABELS[:-2]  # a single one about time
    known = likeness(len(labels))
    plain, _ = train(labels)
    balanced, _ = train(labels, balance=1.0)
    assert balanced.scores(known[-1])[2] > plain.scores(known[-1])[2] + 0.05


def test_saved_and_loaded_it_gives_the_same_scores(tmp_path: Path) -> None:
    made, _ = train()
    made.save(tmp_path / "classifier.npz")
    loaded = RidgeClassifier.load(tmp_path / "classifier.npz")
    assert (loaded.classes, len(loaded)) == (made.classes, len(made))
    for line in likeness(len(LABELS)):
        np.testing.assert_array_equal(loaded.scores(line), made.scores(line))


def test_a_saved_classifier_tells_what_it_was_made_from(tmp_path: Path) -> None:
    path = tmp_path / "classifier.npz"
    assert RidgeClassifier.recipe_of(path) is None
    train()[0].save(path, recipe="these phrasings")
    assert RidgeClassifier.recipe_of(path) == "these phrasings"
    path.write_bytes(path.read_bytes()[:100])
    assert RidgeClassifier.recipe_of(path) is None


@EVERY_DAMAGE
def test_a_missing_or_damaged_file_is_refused_with_the_command_that_mends_it(tmp_path: Path, damage: Damage) -> None:
    path = tmp_path / "classifier.npz"
    do_damage(path, train()[0].save, damage)
    with pytest.raises(StaleIndexError, match=r"classifier\.npz cannot be read .*; run `hairline build`"):
        RidgeClassifier.load(path)


@pytest.mark.parametrize("weights", [np.zeros(3), np.zeros((3, 2)), np.zeros((3, 1, 1))])
def test_a_file_of_an_older_shape_is_refused(tmp_path: Path, weights: Floats) -> None:
    np.savez(tmp_path / "classifier.npz", classes=np.array(["a"]), weights=weights)
    with pytest.raises(StaleIndexError, match=r"older shape.*run `hairline build`"):
        RidgeClassifier.load(tmp_path / "classifier.npz")
