"""What speaks for each record when a patient asks something: one row of numbers per record."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.classifier import RidgeClassifier
from index.lexical import Lexical
from index.rows import Row
from index.text import all_ngrams
from index.vectors import VectorIndex

Floats = npt.NDArray[np.float32]

NAMES = ("cosine", "cosine_top3", "passage", "words", "words_top3", "spelling", "spelling_top3", "classifier")
NEIGHBOURS = 512  # rows asked of the vector index; a record with none among them gets the lowest cosine found


class Evidence:
    """Collects the evidence for all owners at once."""

    def __init__(
        self,
        rows: Sequence[Row],
        vectors: VectorIndex,
        words: Lexical,
        grams: Lexical,
        classifier: RidgeClassifier,
    ) -> None:
        self.owners: tuple[str, ...] = tuple(dict.fromkeys(row.owner for row in rows))
        self.names = NAMES
        self.vectors, self._words, self._grams, self._classifier = vectors, words, grams, classifier
        self._phrasings = _table(rows, self.owners, "phrasing")
        self._passages = _table(rows, self.owners, "passage")
        self._no_passage = (self._passages < 0).all(axis=1)
        column = {name: i for i, name in enumerate(classifier.classes)}
        self._columns = np.array([column[owner] for owner in self.owners])

    def collect(
        self, text: str, vector: Floats, *, without: int | None = None, classifier_scores: Floats | None = None
    ) -> tuple[Floats, npt.NDArray[np.int64]]:
        """Return the (owners, len(NAMES)) evidence and, per owner, the row number of its nearest phrasing.

        without: a row to leave out, for training on the content's own phrasings; its `classifier_scores` come along.
        """
        cosines = np.full(len(self.vectors) + 1, -np.inf, dtype=np.float32)
        near, found = self.vectors.search(vector, NEIGHBOURS)
        cosines[:-1] = found[-1] if len(found) else 0.0
        cosines[near] = found
        word_query, gram_query = self._words.query(text), self._grams.query(text)
        word_scores = self._padded(self._words.scores(word_query) / (self._words.self_score(word_query) or 1.0))
        gram_scores = self._padded(self._grams.scores(gram_query))
        if without is not None:
            cosines[without] = word_scores[without] = gram_scores[without] = -np.inf
        if classifier_scores is None:
            classifier_scores = self._classifier.scores(vector, all_ngrams(text))
        best, top3 = _best(cosines[self._phrasings])
        passage = cosines[self._passages].max(axis=1)
        passage[self._no_passage] = best[self._no_passage]
        evidence = np.stack(
            [
                best,
                top3,
                passage,
                *_best(word_scores[self._phrasings]),
                *_best(gram_scores[self._phrasings]),
                classifier_scores[self._columns],
            ],
            axis=1,
        ).astype(np.float32)
        nearest = self._phrasings[np.arange(len(self.owners)), cosines[self._phrasings].argmax(axis=1)]
        return evidence, nearest

    @staticmethod
    def _padded(scores: Floats) -> Floats:
        return np.append(scores, np.float32(-np.inf))


def _table(rows: Sequence[Row], owners: Sequence[str], kind: str) -> npt.NDArray[np.int64]:
    """Row numbers per owner as a rectangle, filled up with -1 (which reads minus infinity)."""
    numbers: dict[str, list[int]] = {owner: [] for owner in owners}
    for number, row in enumerate(rows):
        if row.kind == kind:
            numbers[row.owner].append(number)
    width = max(len(found) for found in numbers.values()) or 1
    table = np.full((len(owners), width), -1, dtype=np.int64)
    for line, found in enumerate(numbers.values()):
        table[line, : len(found)] = found
    return table


def _best(scores: Floats) -> tuple[Floats, Floats]:
    """The highest score of each line, and the mean of its three highest (missing ones count as the best)."""
    take = min(3, scores.shape[1])
    top = -np.partition(-scores, take - 1, axis=1)[:, :take]
    best = top.max(axis=1)
    top = np.where(np.isfinite(top), top, best[:, None])
    return best, top.mean(axis=1)
