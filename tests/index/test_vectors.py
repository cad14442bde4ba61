"""Nearest neighbours by cosine: known answers, and what is lost on disk or to approximation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedder import Vectors
from index.errors import StaleIndexError
from index.vectors import NEIGHBOURS, VectorIndex
from tests.index.damage import EVERY_DAMAGE, Damage, do_damage

BOTH = pytest.mark.parametrize("kind", ["exact", "graph"])


def unit(rows: Any) -> Vectors:
    return np.ascontiguousarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def rows() -> Vectors:
    """Texts come in clusters, and so do these: 3,000 rows of dimension 64 around 100 centres."""
    chance = np.random.default_rng(7)
    centres = chance.normal(size=(100, 64))
    return unit(centres[chance.integers(100, size=3000)] + 0.4 * chance.normal(size=(3000, 64)))


@pytest.fixture(scope="module")
def made(rows: Vectors) -> dict[str, VectorIndex]:
    return {"exact": VectorIndex.build(rows), "graph": VectorIndex.build(rows, exact_up_to=len(rows) - 1)}


def test_cosines_of_a_hand_made_index_are_known() -> None:
    made = VectorIndex.build(np.array([[1, 0], [0, 1], [-1, 0], [0.6, 0.8]], dtype=np.float32))
    found, cosines = made.search(np.array([0, 1], dtype=np.float32), 4)
    assert found.tolist() == [1, 3, 0, 2] or found.tolist() == [1, 3, 2, 0]
    np.testing.assert_allclose(cosines, [1.0, 0.8, 0.0, 0.0], atol=1e-6)


def test_every_cosine_is_told_also_by_a_loaded_index(
    rows: Vectors, made: dict[str, VectorIndex], tmp_path: Path
) -> None:
    made["exact"].save(tmp_path / "rows.faiss")
    for index in (made["exact"], VectorIndex.load(tmp_path / "rows.faiss")):
        for query in rows[::300]:
            np.testing.assert_allclose(index.cosines(query), rows @ query, atol=1e-5)


def test_a_graph_tells_the_cosines_of_the_nearest_rows_and_of_all_others_the_lowest_of_these(
    rows: Vectors, made: dict[str, VectorIndex]
) -> None:
    near, told = made["graph"].search(rows[0], NEIGHBOURS)
    cosines = made["graph"].cosines(rows[0])
    np.testing.assert_allclose(cosines[near], (rows @ rows[0])[near], atol=1e-5)
    assert cosines.shape == (len(rows),)
    assert np.delete(cosines, near).tolist() == [told.min()] * (len(rows) - NEIGHBOURS)


@BOTH
def test_a_rows_own_vector_finds_it_first_with_cosine_one(
    rows: Vectors, made: dict[str, VectorIndex], kind: str
) -> None:
    for number in range(0, len(rows), 61):
        found, cosines = made[kind].search(rows[number], 3)
        assert found[0] == number
        assert cosines[0] == pytest.approx(1.0, abs=1e-5)
        assert cosines.tolist() == sorted(cosines, reverse=True)


def test_the_graph_finds_nearly_all_that_the_exact_search_finds(rows: Vectors, made: dict[str, VectorIndex]) -> None:
    exact, graph = made["exact"], made["graph"]
    queries = unit(rows[::30] + 0.1 * np.random.default_rng(8).normal(size=(100, 64)))
    shared = [set(exact.search(query, 10)[0]) & set(graph.search(query, 10)[0]) for query in queries]
    assert sum(map(len, shared)) / 1000 >= 0.98


@BOTH
def test_saved_and_loaded_it_finds_the_same(
    rows: Vectors, made: dict[str, VectorIndex], kind: str, tmp_path: Path
) -> None:
    made[kind].save(tmp_path / "rows.faiss")
    loaded = VectorIndex.load(tmp_path / "rows.faiss")
    assert (len(loaded), loaded.dimension) == (len(made[kind]), made[kind].dimension) == rows.shape
    np.testing.assert_array_equal(loaded.all_rows(), rows)
    np.testing.assert_array_equal(loaded.row(17), rows[17])
    for query in rows[::300]:
        np.testing.assert_array_equal(loaded.search(query, 20)[0], made[kind].search(query, 20)[0])


def test_no_more_rows_come_back_than_there_are(rows: Vectors) -> None:
    found, cosines = VectorIndex.build(rows[:5]).search(rows[0], 100)
    assert sorted(found) == [0, 1, 2, 3, 4]
    assert len(cosines) == 5


def test_a_graph_is_built_only_beyond_the_limit(rows: Vectors, made: dict[str, VectorIndex], tmp_path: Path) -> None:
    for kind, index in made.items():
        index.save(tmp_path / kind)
    assert (tmp_path / "exact").stat().st_size < 1.01 * rows.nbytes < (tmp_path / "graph").stat().st_size


@EVERY_DAMAGE
def test_a_missing_or_damaged_file_is_refused_with_the_command_that_mends_it(
    rows: Vectors, tmp_path: Path, damage: Damage
) -> None:
    path = tmp_path / "rows.faiss"
    do_damage(path, VectorIndex.build(rows).save, damage)
    with pytest.raises(StaleIndexError, match=r"rows\.faiss cannot be read; run `hairline build`"):
        VectorIndex.load(path)


def test_a_disk_that_cannot_take_it_raises_what_every_full_disk_raises(rows: Vectors) -> None:
    with pytest.raises(OSError, match="No space left"):
        VectorIndex.build(rows).save(Path("/dev/full"))
