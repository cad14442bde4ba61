"""What speaks for each record when a patient asks something: one row of numbers per record."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.classifier import RidgeClassifier
from index.kernel import Kernel
from index.lexical import Lexical
from index.rows import Row
from index.vectors import VectorIndex

Floats = npt.NDArray[np.float32]

NAMES = ("cosine", "cosine_top3", "passage", "words", "words_top3", "spelling", "spelling_top3", "classifier")


class Evidence:
    """Collects the evidence for all owners at once."""

    def __init__(
        self,
        rows: Sequence[Row],
        vectors: VectorIndex,
        words: Lexical,
        kernel: Kernel,
        learnt: Sequence[int],
        classifier: RidgeClassifier,
    ) -> None:
        """vectors, words: of `rows`. learnt: numbers of the rows in `kernel`."""
        self.owners: tuple[str, ...] = tuple(dict.fromkeys(row.owner for row in rows))
        self.names = NAMES
        self.vectors, self.kernel, self._words, self._classifier = vectors, kernel, words, classifier
        self.learnt = np.array(learnt, dtype=np.int64)
        self._known = np.full(len(rows), -1, dtype=np.int64)
        self._known[self.learnt] = np.arange(len(self.learnt))
        self._phrasings = _table(rows, self.owners, "phrasing")
        self._passages = _table(rows, self.owners, "passage")
        self._no_passage = (self._passages < 0).all(axis=1)
        column = {name: i for i, name in enumerate(classifier.classes)}
        self._columns = np.array([column[owner] for owner in self.owners])

    def collect(
        self, text: str, cosines: Floats, *, without: int | None = None, classifier_scores: Floats | None = None
    ) -> tuple[Floats, npt.NDArray[np.int64]]:
        """Return the (owners, len(NAMES)) evidence and, per owner, the row number of its nearest phrasing.

        cosines: of the text to every row. without: a row to leave out, for training on the content's own phrasings;
        its `classifier_scores` come along.
        """
        word_scores = self._words.scores(self._words.query(text)) / (self._words.self_score(text) or 1.0)
        word_scores = self._padded(word_scores)
        spelling = self.kernel.spelling(text)
        gram_scores = self._padded(self._padded(spelling)[self._known])
        if classifier_scores is None:
            classifier_scores = self._classifier.scores(self.kernel.likeness(cosines[self.learnt], spelling))
        cosines = self._padded(cosines)
        if without is not None:
            cosines[without] = word_scores[without] = gram_scores[without] = -np.inf
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
    left, lines, top = scores.copy(), np.arange(len(scores)), []
    for _ in range(min(3, scores.shape[1])):  # three passes are quicker than sorting
        where = left.argmax(axis=1)
        top.append(left[lines, where])
        left[lines, where] = -np.inf
    best = top[0]
    return best, np.mean([np.where(np.isfinite(found), found, best) for found in top], axis=0)
