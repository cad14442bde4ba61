"""The ridge classifier: leaving one out is exact, and what is saved scores the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.classifier import RidgeClassifier
from index.embedder import Vectors
from index.errors import StaleIndexError
from index.text import all_ngrams

TEXTS = {
    "cost": ["how much is it", "what does it cost", "price please", "is it expensive"],
    "pain": ["does it hurt", "is it painful", "will i be sore", "how bad is the pain", "ouch"],
    "time": ["how long does it take", "when do i see results", "how many months"],
}
LABELS = [label for label, texts in TEXTS.items() for _ in texts]
GRAMS = [all_ngrams(text) for texts in TEXTS.values() for text in texts]
SIZES: dict[str, Any] = {"ridge": 0.3, "gram_share": 0.3, "waves": 32, "buckets": 32}


def unit(rows: Any) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


VECTORS = unit(np.random.default_rng(3).normal(size=(len(LABELS), 8)))


def train(keep: list[int], **options: Any) -> tuple[RidgeClassifier, Any]:
    chosen = VECTORS[keep], [GRAMS[i] for i in keep], [LABELS[i] for i in keep]
    return RidgeClassifier.train(*chosen, **{**SIZES, **options})


@pytest.mark.parametrize("options", [{}, {"gram_share": 0.0}, {"gram_share": 1.0}, {"ridge": 3.0}])
def test_leaving_one_out_equals_training_without_it(options: dict[str, float]) -> None:
    _, left_out = train(list(range(len(LABELS))), leave_one_out=True, **options)
    for i in range(len(LABELS)):
        again, _ = train([k for k in range(len(LABELS)) if k != i], **options)
        np.testing.assert_allclose(left_out[i], again.scores(VECTORS[i], GRAMS[i]), atol=2e-3)


def test_leaving_one_out_differs_from_having_seen_it() -> None:
    made, left_out = train(list(range(len(LABELS))), leave_one_out=True)
    own = [made.classes.index(label) for label in LABELS]
    seen = np.stack([made.scores(vector, grams) for vector, grams in zip(VECTORS, GRAMS, strict=True)])
    assert (seen[np.arange(len(own)), own] > left_out[np.arange(len(own)), own] + 0.05).all()


def test_what_was_learnt_is_recognised() -> None:
    made, nothing = train(list(range(len(LABELS))), ridge=0.05)
    assert nothing is None  # leave-one-out scores were not asked for
    found = [made.classes[made.scores(v, g).argmax()] for v, g in zip(VECTORS, GRAMS, strict=True)]
    assert found == LABELS


def test_classes_stand_in_the_order_of_their_names_whatever_order_the_examples_have() -> None:
    forth, _ = train(list(range(len(LABELS))))
    back, _ = train(list(range(len(LABELS)))[::-1])
    assert forth.classes == back.classes == ("cost", "pain", "time")
    np.testing.assert_allclose(forth.scores(VECTORS[0], GRAMS[0]), back.scores(VECTORS[0], GRAMS[0]), atol=1e-3)


@pytest.mark.parametrize("gram_share", [0.0, 0.1, 1.0])
def test_saved_and_loaded_it_gives_the_same_scores(tmp_path: Path, gram_share: float) -> None:
    made, _ = train(list(range(len(LABELS))), gram_share=gram_share)
    made.save(tmp_path / "classifier.npz")
    loaded = RidgeClassifier.load(tmp_path / "classifier.npz")
    assert loaded.classes == made.classes
    for vector, grams in zip(VECTORS, GRAMS, strict=True):
        np.testing.assert_array_equal(loaded.scores(vector, grams), made.scores(vector, grams))


def test_balance_lifts_a_class_with_few_examples() -> None:
    keep = [i for i, label in enumerate(LABELS) if label != "time"] + [LABELS.index("time")]
    plain, _ = train(keep)
    balanced, _ = train(keep, balance=1.0)
    i = LABELS.index("time")
    assert balanced.scores(VECTORS[i], GRAMS[i])[2] > plain.scores(VECTORS[i], GRAMS[i])[2] + 0.05


def test_a_text_without_ngrams_can_be_scored() -> None:
    made, _ = train(list(range(len(LABELS))))
    assert np.isfinite(made.scores(VECTORS[0], [])).all()


def test_only_vectors_count_without_a_share_for_ngrams_and_only_ngrams_without_one_for_vectors() -> None:
    vectors_only, _ = train(list(range(len(LABELS))), gram_share=0.0)
    np.testing.assert_array_equal(vectors_only.scores(VECTORS[0], GRAMS[0]), vectors_only.scores(VECTORS[0], GRAMS[5]))
    grams_only, _ = train(list(range(len(LABELS))), gram_share=1.0)
    np.testing.assert_array_equal(grams_only.scores(VECTORS[0], GRAMS[0]), grams_only.scores(VECTORS[5], GRAMS[0]))


@pytest.mark.parametrize("damage", [None, b"", b"PK\x03\x04", b"[]", 0.5, 0.99])
def test_a_missing_or_damaged_file_is_refused_with_the_command_that_mends_it(
    tmp_path: Path, damage: bytes | float | None
) -> None:
    path = tmp_path / "classifier.npz"
    if isinstance(damage, float):
        train(list(range(len(LABELS))))[0].save(path)
        path.write_bytes(path.read_bytes()[: int(damage * path.stat().st_size)])
    elif damage is not None:
        path.write_bytes(damage)
    with pytest.raises(StaleIndexError, match=r"classifier\.npz cannot be read .*; run `hairline build`"):
        RidgeClassifier.load(path)


def test_a_file_of_an_older_shape_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "classifier.npz", classes=np.array(["a"]), weights=np.zeros((3, 1)))
    with pytest.raises(StaleIndexError, match="run `hairline build`"):
        RidgeClassifier.load(tmp_path / "classifier.npz")
