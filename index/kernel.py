"""How alike a text is to each of many known texts: what the classifiers compare by."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from index import text as texts
from index.embedder import Vectors
from index.errors import StaleIndexError
from index.lexical import Lexical

SHARE = 0.3  # of the n-grams in the likeness; the rest is the vectors'
CONSTANT = 0.1  # likeness of any two texts: the classifiers' bias
COMMON = 0.03  # share of the texts from which an n-gram says nothing, and is left out
CHUNK = 2_000  # rows of the full matrix that are filled at once

Floats = npt.NDArray[np.float32]


def ngrams(text: str) -> list[str]:
    """Return words, pairs of words, and runs of three and four characters within words."""
    return texts.word_ngrams(text) + texts.char_ngrams(text, 3, 4)


class Kernel:
    """Likeness of texts, from their unit vectors and their n-grams; positive definite, 0 to 1 + CONSTANT.

    A Gaussian of the distance between the vectors and a TF-IDF cosine of the n-grams, added up (sums of kernels are
    kernels; Schölkopf & Smola, 2002).
    """

    def __init__(self, grams: Lexical) -> None:
        """grams: the n-grams of the known texts."""
        self._grams = grams

    @classmethod
    def of(cls, prepared: Sequence[str]) -> Kernel:
        """Make the kernel of known texts."""
        return cls(Lexical(prepared, ngrams, common=COMMON))

    def __len__(self) -> int:
        """Number of known texts."""
        return int(self._grams.matrix.shape[1])

    def spelling(self, text: str) -> Floats:
        """Return the (n,) cosines, 0 to 1, of the n-grams of a prepared text to those of every known one."""
        return self._grams.scores(self._grams.query(text))

    @staticmethod
    def likeness(cosines: Floats, spelling: Floats) -> Floats:
        """Return the likeness to known texts, (n,), from the cosines of the vectors and what `spelling` gave."""
        alike = np.exp(cosines - 1)
        alike *= 1 - SHARE
        alike += SHARE * spelling
        alike += CONSTANT
        return np.asarray(alike, dtype=np.float32)

    def among(self, vectors: Vectors) -> Floats:
        """Return the (n, n) likeness of all known texts to each other, from their (n, d) unit vectors.

        It takes 4 n² bytes, and little more on the way.
        """
        alike = vectors @ vectors.T
        terms = self._grams.matrix
        rows = sparse.csr_matrix(terms.T)
        for start in range(0, len(self), CHUNK):
            chunk = alike[start : start + CHUNK]
            chunk -= 1
            np.exp(chunk, out=chunk)
            chunk *= 1 - SHARE
            chunk += SHARE * (rows[start : start + CHUNK] @ terms).toarray() + CONSTANT
        return np.asarray(alike, dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write what makes the kernel."""
        np.savez(path, **self._grams.arrays())

    @classmethod
    def load(cls, path: Path, size: int) -> Kernel:
        """Read what `save` wrote of `size` texts. Raises StaleIndexError when it is missing, damaged or of others."""
        try:
            with np.load(path, allow_pickle=False) as arrays:
                made = cls(Lexical.from_arrays(dict(arrays), ngrams))
        except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile) as error:
            raise StaleIndexError(f"{path.name} cannot be read ({error}); run `hairline build`") from error
        if len(made) != size:
            raise StaleIndexError(f"{path.name} belongs to another index; run `hairline build`")
        return made
