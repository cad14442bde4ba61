"""The export that serves is the model that was published: the same vectors, and the same answers first."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from index import text
from index.embedder import OnnxEmbedder
from index.model_files import find_model
from index.reference import PARITY, ReferenceEncoder
from index.search import Searcher

pytestmark = pytest.mark.slow

CONVERSATIONS = Path(__file__).parents[1] / "conversations"
NOISE = "abcdefghijklmnopqrstuvwxyz  0123456789 .,?!'()\u00e9\u00fc\u0131\u015f\u4e2d\u0416\u0639\U0001f914"


@pytest.fixture(scope="module")
def reference() -> ReferenceEncoder:
    return ReferenceEncoder(find_model())


@pytest.fixture(scope="module")
def exported(built_index: Path) -> OnnxEmbedder:
    return OnnxEmbedder(built_index)


@pytest.fixture(scope="module")
def varied(searcher: Searcher) -> list[str]:
    """500 texts: phrasings, sentences, uncovered subjects, and noise from nothing to beyond the model's window."""
    chance = random.Random(5)
    rows = sorted(chance.sample([row.text for row in searcher.rows], 350))
    typed = ["".join(chance.choices(NOISE, k=chance.randrange(200))) for _ in range(100)]
    long = [" ".join(chance.sample(rows, 60)) for _ in range(25)]
    return [*rows, *typed, *long, *(row.upper() for row in rows[:25])]


def questions() -> list[str]:
    """Every turn of every test conversation, as it is looked up."""
    lines = [line for path in sorted(CONVERSATIONS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return list(dict.fromkeys(text.clean(turn) for line in lines for turn in json.loads(line)["turns"]))


def test_vectors_of_the_export_are_those_of_the_original(
    reference: ReferenceEncoder, exported: OnnxEmbedder, varied: list[str]
) -> None:
    assert len(varied) == 500
    cosines = (reference.encode(varied) * exported.encode(varied)).sum(axis=1)
    worst = int(cosines.argmin())
    assert cosines[worst] >= 0.99, varied[worst]


def test_the_first_answer_is_the_same_by_either_vector(
    reference: ReferenceEncoder, exported: OnnxEmbedder, searcher: Searcher
) -> None:
    prepared = [searcher.prepare(question) for question in questions()]
    assert len(prepared) > 800
    same = [
        len({searcher.search(question, searcher.compare(vector), 1).hits[0].owner for vector in vectors}) == 1
        for question, *vectors in zip(prepared, reference.encode(prepared), exported.encode(prepared), strict=True)
    ]
    assert np.mean(same) >= 0.99


@pytest.mark.filterwarnings("ignore:You are using the legacy TorchScript-based ONNX export")
def test_an_export_is_written_whole_and_tells_its_own_parity(reference: ReferenceEncoder, tmp_path: Path) -> None:
    assert reference.export(tmp_path) >= PARITY
    assert sorted(path.name for path in tmp_path.iterdir()) == ["encoder.onnx", "tokenizer.json"]
    np.testing.assert_allclose(np.linalg.norm(OnnxEmbedder(tmp_path).encode(["does it hurt"])), 1.0, atol=1e-5)


def test_the_original_gives_unit_rows_and_none_for_none(reference: ReferenceEncoder) -> None:
    assert reference.encode([]).shape == (0, reference.dimension)
    np.testing.assert_allclose(np.linalg.norm(reference.encode(["a", "does it hurt"]), axis=1), 1.0, atol=1e-5)
