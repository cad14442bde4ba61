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

WAVES, BUCKETS = 2560, 1024  # features, unless told otherwise
NARROWNESS = 1.0  # of the Gaussian: similarity is exp(NARROWNESS * (cosine - 1))
SEED = 20_260_101  # of the random frequencies: fixed, so that build and serving draw the same
BIAS = 0.1  # the constant's share

Floats = npt.NDArray[np.float32]


class RidgeClassifier:
    """One-against-all regularised least squares (Rifkin, Yeo & Poggio, 2003) with a Gaussian kernel on the vectors.

    The kernel is approximated by orthogonal random Fourier features (Rahimi & Recht, 2007; Yu et al., 2016), and the
    n-grams are folded into signed buckets (feature hashing; Weinberger et al., 2009), so that training costs seconds
    however many examples there are. Scores are regression values: near 1 for the class a text belongs to.
    """

    def __init__(self, classes: Sequence[str], weights: Floats, features: Features) -> None:
        self.classes = tuple(classes)
        self._weights = weights
        self._features = features

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
        waves: int = WAVES,
        buckets: int = BUCKETS,
        leave_one_out: bool = False,
    ) -> tuple[RidgeClassifier, Floats | None]:
        """Train on (n, d) unit rows and the n-grams of each text; return the classifier and leave-one-out scores.

        ridge: penalty, above 0. gram_share: weight of the n-grams in the similarity, 0 to 1. balance: 0 counts every
        example once, 1 gives every class the same weight in total. leave_one_out: also return the (n, classes) scores
        that each example gets from all the others, exactly and without training again.
        """
        classes = sorted(set(labels))
        column = {name: i for i, name in enumerate(classes)}
        target = np.zeros((len(labels), len(classes)), dtype=np.float32)
        target[np.arange(len(labels)), [column[label] for label in labels]] = 1
        sizes = target.sum(axis=0)
        weight = np.array([(sizes.mean() / sizes[column[label]]) ** balance for label in labels], dtype=np.float32)
        made = Features(int(vectors.shape[1]), waves, buckets, gram_share)
        features = made.of_many(vectors, grams)
        weighted = features * weight[:, None]
        normal = features.T @ weighted
        normal[np.diag_indices_from(normal)] += ridge
        factor = linalg.cho_factor(normal, overwrite_a=True, check_finite=False)
        weights = linalg.cho_solve(factor, weighted.T @ target, check_finite=False).astype(np.float32)
        trained = cls(classes, weights, made)
        if not leave_one_out:
            return trained, None
        leverage = np.einsum("ij,ji->i", weighted, linalg.cho_solve(factor, features.T, check_finite=False))[:, None]
        left_out = (features @ weights - leverage * target) / (1 - leverage)
        return trained, left_out.astype(np.float32)

    def scores(self, vector: Floats, grams: Sequence[str]) -> Floats:
        """Return the (classes,) scores of one (d,) vector and the n-grams of its text."""
        return np.asarray(self._features.of(vector, grams) @ self._weights, dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the weights as plain arrays."""
        recipe = np.array([self._features.dimension, self._features.waves, self._features.buckets], dtype=np.int64)
        share = np.float32(self._features.gram_share)
        np.savez(path, classes=np.array(self.classes), weights=self._weights, recipe=recipe, gram_share=share)

    @classmethod
    def load(cls, path: Path) -> RidgeClassifier:
        """Read what `save` wrote. Raises StaleIndexError when it is missing or damaged."""
        try:
            with np.load(path, allow_pickle=False) as arrays:
                classes = [str(name) for name in arrays["classes"]]
                dimension, waves, buckets = (int(number) for number in arrays["recipe"])
                features = Features(dimension, waves, buckets, float(arrays["gram_share"]))
                return cls(classes, arrays["weights"], features)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise StaleIndexError(f"{path.name} cannot be read ({error}); run `hairline build`") from error


class Features:
    """Turns a vector and n-grams into the classifier's features; the same numbers make the same features anywhere."""

    def __init__(self, dimension: int, waves: int, buckets: int, gram_share: float) -> None:
        """dimension: of the vectors. waves: Fourier features, an even number. buckets: for n-grams. share: 0 to 1."""
        self.dimension, self.waves, self.buckets, self.gram_share = dimension, waves, buckets, gram_share
        random = np.random.default_rng(SEED)
        blocks = []
        for _ in range(-(-waves // 2 // dimension)):
            orthogonal, _ = np.linalg.qr(random.normal(size=(dimension, dimension)))
            blocks.append(orthogonal * np.sqrt(random.chisquare(dimension, size=dimension))[:, None])
        self._frequencies = (np.concatenate(blocks)[: waves // 2] * np.sqrt(NARROWNESS)).astype(np.float32)

    def of(self, vector: Floats, grams: Sequence[str]) -> Floats:
        """Return the (waves + buckets + 1,) features of one text; both parts have the length of their share."""
        parts = [self._waved(vector[None])[0], self._folded(grams), [np.sqrt(BIAS)]]
        return np.asarray(np.concatenate(parts), dtype=np.float32)

    def of_many(self, vectors: Vectors, grams: Sequence[Sequence[str]]) -> Floats:
        """Return the features of many texts, a row each."""
        folded = np.stack([self._folded(text) for text in grams])
        constant = np.full((len(vectors), 1), np.sqrt(BIAS), dtype=np.float32)
        return np.concatenate([self._waved(vectors), folded, constant], axis=1)

    def _waved(self, vectors: Vectors) -> Floats:
        angles = vectors @ self._frequencies.T
        scale = np.sqrt(2 * (1 - self.gram_share) / self.waves)
        return np.asarray(np.concatenate([np.cos(angles), np.sin(angles)], axis=1) * scale, dtype=np.float32)

    def _folded(self, grams: Sequence[str]) -> Floats:
        folded = np.zeros(self.buckets, dtype=np.float32)
        for gram in set(grams):
            number = zlib.crc32(gram.encode())
            folded[number % self.buckets] += 1.0 if number & 0x80000000 else -1.0
        length = float(np.linalg.norm(folded)) or 1.0
        return folded * np.float32(np.sqrt(self.gram_share) / length)
