"""Nearest neighbours of unit vectors. The only module that knows FAISS."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.embedder import Vectors
from index.errors import StaleIndexError

EXACT_UP_TO = 20_000  # rows; beyond this an approximate graph is quicker than looking at every row
NEIGHBOURS = 512  # rows whose cosines a graph tells; the others get the lowest of these
# HNSW (Malkov & Yashunin, 2018): links a node, candidates while building, candidates while searching.
LINKS, BUILD_BREADTH, SEARCH_BREADTH = 32, 200, 160


class VectorIndex:
    """Rows of unit vectors, searched by inner product (which is the cosine, -1 to 1)."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        self._flat: Vectors | None = None
        if isinstance(index, faiss.IndexFlat) and index.ntotal:  # a view of what FAISS holds, not a copy
            self._flat = faiss.rev_swig_ptr(index.get_xb(), len(self) * self.dimension).reshape(len(self), -1)

    @classmethod
    def build(cls, vectors: Vectors, *, exact_up_to: int = EXACT_UP_TO) -> VectorIndex:
        """Index the (n, dimension) float32 unit rows: exactly up to `exact_up_to` rows, as an HNSW graph above."""
        count, dimension = vectors.shape
        if count <= exact_up_to:
            index: faiss.Index = faiss.IndexFlatIP(dimension)
        else:
            index = faiss.IndexHNSWFlat(dimension, LINKS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction = BUILD_BREADTH
            index.hnsw.efSearch = SEARCH_BREADTH
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def __len__(self) -> int:
        """Number of rows."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of every row."""
        return int(self._index.d)

    def search(self, vector: npt.NDArray[np.float32], k: int) -> tuple[npt.NDArray[np.int64], Vectors]:
        """Return row numbers and cosines of at most `k` nearest rows of one (dimension,) vector, best first."""
        cosines, rows = self._index.search(np.ascontiguousarray(vector, dtype=np.float32)[None], min(k, len(self)))
        found = rows[0] >= 0
        return rows[0][found], cosines[0][found]

    def cosines(self, vector: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return the (rows,) cosines of one (dimension,) vector: exact, or from a graph those of its neighbours."""
        if not len(self):
            return np.zeros(0, dtype=np.float32)
        if self._flat is not None:
            return np.asarray(self._flat @ vector, dtype=np.float32)
        near, found = self.search(vector, NEIGHBOURS)
        cosines = np.full(len(self), found[-1] if len(found) else 0.0, dtype=np.float32)
        cosines[near] = found
        return cosines

    def row(self, number: int) -> Vectors:
        """Return one stored (dimension,) row."""
        return np.asarray(self._index.reconstruct(number), dtype=np.float32)

    def all_rows(self) -> Vectors:
        """Return every stored row, (n, dimension)."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the index to `path`. Raises OSError when the disk cannot take it."""
        path.write_bytes(faiss.serialize_index(self._index).tobytes())  # faiss's own writer hides the reason

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """Read an index. Raises StaleIndexError when it is missing or damaged."""
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise StaleIndexError(f"{path.name} cannot be read; run `hairline build`") from error
