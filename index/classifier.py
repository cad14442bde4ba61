"""Kernel ridge regression into classes: exact to train, exact to leave one out, plain to serve."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import linalg

from index.errors import StaleIndexError

Floats = npt.NDArray[np.float32]


class RidgeClassifier:
    """One-against-all regularised least squares over a kernel (Rifkin, Yeo & Poggio, 2003).

    Scores are regression values: near 1 for the class a text belongs to, near 0 for the others.
    """

    def __init__(self, classes: Sequence[str], weights: Floats) -> None:
        """weights: (n, classes), a row for each text it was trained on."""
        self.classes = tuple(classes)
        self._weights = weights

    @classmethod
    def train(
        cls, likeness: Floats, labels: Sequence[str], *, ridge: float, balance: float = 0.0, leave_one_out: bool = False
    ) -> tuple[RidgeClassifier, Floats | None]:
        """Train on the (n, n) likeness of n texts, which is overwritten; return classifier and leave-one-out scores.

        ridge: penalty, above 0. balance: 0 counts every example once, 1 gives every class the same weight in total.
        leave_one_out: also return the (n, classes) scores that each example gets from all the others, without
        training again (Rasmussen & Williams, 2006, 5.4.2). Needs O(n³) steps.
        """
        classes = sorted(set(labels))
        column = {name: i for i, name in enumerate(classes)}
        own = np.array([column[label] for label in labels])
        target = np.zeros((len(labels), len(classes)), dtype=np.float32)
        target[np.arange(len(labels)), own] = 1
        sizes = target.sum(axis=0)
        likeness[np.diag_indices_from(likeness)] += ridge * (sizes[own] / sizes.mean()) ** balance
        factor, _ = linalg.cho_factor(likeness, lower=True, overwrite_a=True, check_finite=False)
        weights = linalg.cho_solve((factor, True), target, check_finite=False).astype(np.float32)
        trained = cls(classes, weights)
        if not leave_one_out:
            return trained, None
        inverse, _ = linalg.lapack.spotri(factor, lower=1, overwrite_c=1)
        return trained, (target - weights / np.diag(inverse)[:, None]).astype(np.float32)

    def scores(self, likeness: Floats) -> Floats:
        """Return the (classes,) scores of a text from its (n,) likeness to the texts of the training."""
        return np.asarray(likeness @ self._weights, dtype=np.float32)

    def __len__(self) -> int:
        """Number of texts it was trained on."""
        return len(self._weights)

    def save(self, path: Path, *, recipe: str = "") -> None:
        """Write the weights as plain arrays. recipe: what they were made from, for `recipe_of`."""
        np.savez(path, classes=np.array(self.classes), weights=self._weights, recipe=np.array(recipe))

    @classmethod
    def load(cls, path: Path) -> RidgeClassifier:
        """Read what `save` wrote. Raises StaleIndexError when it is missing or damaged."""
        try:
            with np.load(path, allow_pickle=False) as arrays:
                weights = np.asarray(arrays["weights"], dtype=np.float32)
                classes = [str(name) for name in arrays["classes"]]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise StaleIndexError(f"{path.name} cannot be read ({error}); run `hairline build`") from error
        if weights.ndim != 2 or weights.shape[1] != len(classes):
            raise StaleIndexError(f"{path.name} cannot be read (it has an older shape); run `hairline build`")
        return cls(classes, weights)

    @staticmethod
    def recipe_of(path: Path) -> str | None:
        """Return the recipe that a saved classifier was made from, or None when there is none to read."""
        try:
            with np.load(path, allow_pickle=False) as arrays:
                return str(arrays["recipe"])
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None
