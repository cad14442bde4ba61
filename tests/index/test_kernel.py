"""How alike texts are: a kernel that the classifiers may rely on, the same however it is worked out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedder import Vectors
from index.errors import StaleIndexError
from index.kernel import CHUNK, COMMON, CONSTANT, SHARE, Floats, Kernel
from tests.index.damage import EVERY_DAMAGE, Damage, do_damage

MENDS = "run `hairline build`"
TEXTS = ["minoxidil foam", "hair transplant", "price list", "does it hurt?"]
WORDS = st.sampled_from(["price", "pain", "how", "long", "it", "?", "transplant", "scar"])
ANY_TEXTS = st.lists(st.lists(WORDS, max_size=5).map(" ".join), min_size=1, max_size=12)
SEEDS = st.integers(0, 99)


def vectors_of(count: int, seed: int = 0, dimension: int = 16) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(count, dimension))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


def among(texts: list[str], seed: int = 0) -> Floats:
    return Kernel.of(texts).among(vectors_of(len(texts), seed))


@pytest.mark.parametrize(
    ("degrees", "text", "expected"),
    [
        (0, "does it hurt", 1 + CONSTANT),
        (0, "zebra", 1 - SHARE + CONSTANT),
        (90, "does it hurt", (1 - SHARE) / np.e + SHARE + CONSTANT),
        (180, "zebra", (1 - SHARE) / np.e**2 + CONSTANT),
    ],
)
def test_likeness_is_a_gaussian_of_the_vectors_and_the_cosine_of_the_ngrams(
    degrees: float, text: str, expected: float
) -> None:
    kernel, cosines = Kernel.of(["does it hurt"]), np.cos(np.radians([degrees]))
    np.testing.assert_allclose(kernel.likeness(cosines, kernel.spelling(text)), [expected], rtol=1e-5)


@given(ANY_TEXTS, SEEDS)
def test_the_likeness_of_known_texts_is_that_of_each_to_all(texts: list[str], seed: int) -> None:
    kernel, vectors = Kernel.of(texts), vectors_of(len(texts), seed)
    each = [kernel.likeness(vectors @ v, kernel.spelling(t)) for v, t in zip(vectors, texts, strict=True)]
    np.testing.assert_allclose(kernel.among(vectors), each, atol=1e-5)


def test_so_it_is_for_more_texts_than_are_worked_out_at_once() -> None:
    texts = [f"ask about word{number}" for number in range(CHUNK + 3)]
    kernel, vectors = Kernel.of(texts), vectors_of(len(texts))
    alike = kernel.among(vectors)
    assert alike.shape == (CHUNK + 3, CHUNK + 3)
    for i in (0, CHUNK - 1, CHUNK, CHUNK + 2):
        each = kernel.likeness(vectors @ vectors[i], kernel.spelling(texts[i]))
        np.testing.assert_allclose(alike[i], each, atol=1e-5)


@given(ANY_TEXTS, SEEDS)
def test_it_is_symmetric_and_positive_definite_and_stays_within_its_bounds(texts: list[str], seed: int) -> None:
    alike = among(texts, seed)
    np.testing.assert_allclose(alike, alike.T, atol=1e-6)
    assert np.linalg.eigvalsh(alike.astype(np.float64)).min() > 0
    assert alike.min() > 0
    assert alike.max() < 1 + CONSTANT + 1e-5


def test_a_text_with_ngrams_is_wholly_like_itself() -> None:
    np.testing.assert_allclose(np.diag(among(TEXTS)), 1 + CONSTANT, rtol=1e-5)


def test_of_a_text_without_ngrams_only_the_vector_speaks() -> None:
    np.testing.assert_allclose(np.diag(among(["", "???", "price"]))[:2], 1 - SHARE + CONSTANT, rtol=1e-5)


def test_spelling_finds_a_text_itself_with_cosine_one_and_its_misspelling_next() -> None:
    kernel = Kernel.of(TEXTS)
    np.testing.assert_allclose(kernel.spelling("minoxidil foam")[0], 1.0, rtol=1e-5)
    assert kernel.spelling("minoxydil").argmax() == 0
    assert kernel.spelling("trnsplant").argmax() == 1
    assert kernel.spelling("zzzz").tolist() == [0, 0, 0, 0]


def test_ngrams_that_many_texts_share_say_nothing() -> None:
    count = 100
    often, seldom = int(COMMON * count) + 1, int(COMMON * count)
    kernel = Kernel.of(
        [f"{'hurt' if i < often else 'scar' if i < often + seldom else ''} {i}{i}" for i in range(count)]
    )
    assert not kernel.spelling("hurt").any()
    assert np.flatnonzero(kernel.spelling("scar")).tolist() == list(range(often, often + seldom))


@pytest.mark.parametrize("texts", [TEXTS, ["", "???"]])
def test_saved_and_loaded_it_gives_the_same(tmp_path: Path, texts: list[str]) -> None:
    made, path = Kernel.of(texts), tmp_path / "kernel.npz"
    made.save(path)
    loaded = Kernel.load(path, len(texts))
    assert len(loaded) == len(made) == len(texts)
    np.testing.assert_array_equal(loaded.among(vectors_of(len(texts))), made.among(vectors_of(len(texts))))
    for asked in (*texts, "price of foam"):
        np.testing.assert_array_equal(loaded.spelling(asked), made.spelling(asked))


@pytest.mark.parametrize("count", [0, len(TEXTS) - 1, len(TEXTS) + 1])
def test_a_file_of_another_length_is_refused(tmp_path: Path, count: int) -> None:
    Kernel.of(TEXTS).save(tmp_path / "kernel.npz")
    with pytest.raises(StaleIndexError, match=f"kernel.npz belongs to another index; {MENDS}"):
        Kernel.load(tmp_path / "kernel.npz", count)


@EVERY_DAMAGE
def test_a_missing_or_damaged_file_is_refused_with_the_command_that_mends_it(tmp_path: Path, damage: Damage) -> None:
    path = tmp_path / "kernel.npz"
    do_damage(path, Kernel.of(TEXTS).save, damage)
    with pytest.raises(StaleIndexError, match=rf"kernel\.npz cannot be read .*; {MENDS}"):
        Kernel.load(path, len(TEXTS))


@pytest.mark.parametrize("part", ["terms", "idf", "data", "indices", "indptr", "shape"])
def test_a_file_whose_parts_do_not_fit_together_is_refused(tmp_path: Path, part: str) -> None:
    path = tmp_path / "kernel.npz"
    Kernel.of(TEXTS).save(path)
    held = dict(np.load(path))
    held[part] = np.array("price\nlist") if part == "terms" else held[part][:-1]
    np.savez(path, **held)
    with pytest.raises(StaleIndexError, match=rf"kernel\.npz cannot be read .*; {MENDS}"):
        Kernel.load(path, len(TEXTS))
