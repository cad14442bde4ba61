"""A ridge classifier over embedding and character n-grams: quick to train, exact to leave one out, plain to serve."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import linalg

from index.embedder import Vectors
from index.errors import StaleIndexError

BUCKETS = 1536  # unless told otherwise
BIAS = 0.1  # the constant's share

Floats = npt.NDArray[np.float32]


class RidgeClassifier:
    """One-against-all regularised least squares (Rifkin, Yeo & Poggio, 2003) over vectors and hashed n-grams.

    The n-grams are folded into a few signed buckets (feature hashing; Weinberger et al., 2009), so that training
    costs seconds however many there are. Scores are regression values: near 1 for the class a text belongs to.
    """

    def __init__(self, classes: Sequence[str], weights: Floats, gram_share: float, buckets: int) -> None:
        self.classes = tuple(classes)
        self._weights = weights
        self._gram_share = gram_share
        self._buckets = buckets

    @classmethod
    def train(
        cls,
        vectors: Vectors,
        grams: Sequence[Sequence[str]],
        labels: Sequence[str],
        *,
        ridge: float,
        gram_share: float,
        balance: float = 0.0,
        buckets: int = BUCKETS,
    ) -> tuple[RidgeClassifier, Floats]:
        """Train on (n, d) unit rows and the n-grams of each text; return the classifier and leave-one-out scores.

        ridge: penalty, above 0. gram_share: weight of the n-grams in the similarity, 0 to 1. balance: 0 counts every
        example once, 1 gives every class the same weight in total. The (n, classes) leave-one-out scores are what
        each example gets from all the others, exactly and without training again.
        """
        classes = sorted(set(labels))
        column = {name: i for i, name in enumerate(classes)}
        target = np.zeros((len(labels), len(classes)), dtype=np.float32)
        target[np.arange(len(labels)), [column[label] for label in labels]] = 1
        sizes = target.sum(axis=0)
        weight = np.array([(sizes.mean() / sizes[column[label]]) ** balance for label in labels], dtype=np.float32)
        features = np.stack([_features(v, g, gram_share, buckets) for v, g in zip(vectors, grams)])
        weighted = features * weight[:, None]
        normal = features.T @ weighted
        normal[np.diag_indices_from(normal)] += ridge
        factor = linalg.cho_factor(normal, overwrite_a=True, check_finite=False)
        weights = linalg.cho_solve(factor, weighted.T @ target, check_finite=False).astype(np.float32)
        leverage = np.einsum("ij,ji->i", weighted, linalg.cho_solve(factor, features.T, check_finite=False))[:, None]
        left_out = (features @ weights - leverage * target) / (1 - leverage)
        return cls(classes, weights, gram_share, buckets), left_out.astype(np.float32)

    def scores(self, vector: Floats, grams: Sequence[str]) -> Floats:
        """Return the (classes,) scores of one (d,) vector and the n-grams of its text."""
        return np.asarray(_features(vector, grams, self._gram_share, self._buckets) @ self._weights, dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the weights as plain arrays."""
        np.savez(
            path,
            classes=np.array(self.classes),
            weights=self._weights,
            gram_share=np.float32(self._gram_share),
            buckets=np.int64(self._buckets),
        )

    @classmethod
    def load(cls, path: Path) -> RidgeClassifier:
        """Read what `save` wrote. Raises StaleIndexError when it is missing or damaged."""
        try:
            with np.load(path, allow_pickle=False) as arrays:
                classes = [str(name) for name in arrays["classes"]]
                return cls(classes, arrays["weights"], float(arrays["gram_share"]), int(arrays["buckets"]))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise StaleIndexError(f"{path.name} cannot be read ({error}); run `hairline build`") from error


def _features(vector: Floats, grams: Sequence[str], gram_share: float, buckets: int) -> Floats:
    """The (d + buckets + 1,) features of one text; vector and n-grams each have the length of their share."""
    folded = np.zeros(buckets, dtype=np.float32)
    for gram in set(grams):
        number = zlib.crc32(gram.encode())
        folded[number % buckets] += 1.0 if number & 0x80000000 else -1.0
    length = float(np.linalg.norm(folded)) or 1.0
    spelled = folded * (np.sqrt(gram_share) / length)
    return np.concatenate([vector * np.sqrt(1 - gram_share), spelled, [np.sqrt(BIAS)]]).astype(np.float32)
