"""Many passages that lie where real ones would: between, beside and near the embedded texts of our own content."""

from __future__ import annotations

from typing import Any

import numpy as np

from index.embedder import Vectors
from index.vectors import VectorIndex

NEIGHBOURS = 32  # near texts that a made passage may lie between
DRIFT = (0.1, 0.6)  # length of the step along the difference of two other texts
NOISE = 0.02  # per coordinate; keeps two made passages from being equal


def like(real: Vectors, count: int, seed: int) -> Vectors:
    """Return (count, dimension) float32 unit rows: the (n, dimension) `real` ones first, then made ones.

    A made passage lies between a text and one of its near neighbours, moved along the difference of two other texts:
    the directions in which real texts differ, not all directions alike, because search in those would be unlike ours.
    """
    chance = np.random.default_rng(seed)
    missing = max(0, count - len(real))
    first = chance.integers(len(real), size=missing)
    near = _neighbours(real)
    second = near[first, chance.integers(near.shape[1], size=missing)]
    share = chance.uniform(0.0, 0.5, size=(missing, 1))
    step = chance.uniform(*DRIFT, size=(missing, 1))
    drift = real[chance.integers(len(real), size=missing)] - real[chance.integers(len(real), size=missing)]
    drift /= np.maximum(np.linalg.norm(drift, axis=1, keepdims=True), 1e-6)
    noise = chance.normal(scale=NOISE, size=drift.shape)
    made = (1 - share) * real[first] + share * real[second] + step * drift + noise
    return unit(np.concatenate([real, made])[:count])


def unit(rows: Any) -> Vectors:
    """Return the rows as float32 of length 1."""
    return np.ascontiguousarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _neighbours(real: Vectors) -> Any:
    exact = VectorIndex.build(real, exact_up_to=len(real))
    return np.stack([exact.search(row, NEIGHBOURS + 1)[0][1:] for row in real])
