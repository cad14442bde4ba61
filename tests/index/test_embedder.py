"""The encoder that serves: unit vectors, the same whatever they are computed together with."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.embedder import BATCH, MODEL_FILE, TOKENIZER_FILE, OnnxEmbedder
from index.errors import StaleIndexError

TEXTS = [
    "does it hurt",
    "",
    "?",
    "how much does the whole treatment cost, everything included",
    "a\u011fr\u0131l\u0131 m\u0131",
    "\U0001f914",
]


@pytest.fixture(scope="module")
def embedder(built_index: Path) -> OnnxEmbedder:
    return OnnxEmbedder(built_index)


def test_vectors_are_unit_rows_of_the_stated_dimension(embedder: OnnxEmbedder) -> None:
    rows = embedder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), embedder.dimension) == (len(TEXTS), 384)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_no_texts_make_no_rows(embedder: OnnxEmbedder) -> None:
    assert embedder.encode([]).shape == (0, embedder.dimension)


def test_a_text_gets_its_own_vector_whatever_is_encoded_beside_it(embedder: OnnxEmbedder) -> None:
    many = [f"{text} {'really ' * n}".strip() for n in range(BATCH) for text in TEXTS[:2]][::-1]  # more than one batch
    together = embedder.encode(many)
    alone = np.concatenate([embedder.encode([text]) for text in many])
    np.testing.assert_allclose((together * alone).sum(axis=1), 1.0, atol=1e-5)


def test_meaning_counts_more_than_letters(embedder: OnnxEmbedder) -> None:
    asked, same, other = embedder.encode(["does it hurt", "is the treatment painful", "does it shirt"])
    assert asked @ same > asked @ other


def test_what_lies_beyond_the_models_window_is_cut(embedder: OnnxEmbedder) -> None:
    long = "hair " * 300
    first, second, short = embedder.encode([long + "cost", long + "pain and side effects", "hair cost"])
    np.testing.assert_allclose(first @ second, 1.0, atol=1e-5)
    assert first @ short < 0.99


@pytest.mark.parametrize("missing", [MODEL_FILE, TOKENIZER_FILE])
def test_without_the_export_the_index_counts_as_not_built(built_index: Path, tmp_path: Path, missing: str) -> None:
    (kept,) = {MODEL_FILE, TOKENIZER_FILE} - {missing}
    shutil.copy(built_index / kept, tmp_path)
    with pytest.raises(StaleIndexError, match="holds no encoder; run `hairline build`"):
        OnnxEmbedder(tmp_path)


@pytest.mark.parametrize("damaged", [MODEL_FILE, TOKENIZER_FILE])
@pytest.mark.parametrize("keep", [0, 1000])
def test_a_damaged_export_is_refused_with_the_command_that_mends_it(
    built_index: Path, tmp_path: Path, damaged: str, keep: int
) -> None:
    for name in (MODEL_FILE, TOKENIZER_FILE):
        shutil.copy(built_index / name, tmp_path)
    (tmp_path / damaged).write_bytes((tmp_path / damaged).read_bytes()[:keep])
    with pytest.raises(StaleIndexError, match=r"(?s)cannot be read .*run `hairline build`"):
        OnnxEmbedder(tmp_path)
