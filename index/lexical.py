"""Word and spelling evidence: BM25 over words, cosine of TF-IDF over character n-grams."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from index import text as texts

Scores = npt.NDArray[np.float32]

# Words that say nothing about which answer is meant. Question words stay: "how long" is not "how much".
STOPWORDS = frozenset(
    "a an the of to in on at by is are was were be been being am do does did it its this that these those and or but if i me my "
    "you your we our they their he she his her them us there here as so just can could would will shall please hi hello".split()
)


def content_words(text: str) -> list[str]:
    """Return the stems of the words that carry meaning."""
    return [texts.stem(word) for word in texts.words(text) if word not in STOPWORDS]


class Lexical:
    """Scores of all rows for a query, from a sparse (terms, rows) matrix of precomputed impacts."""

    def __init__(
        self,
        documents: Sequence[str],
        analyse: Callable[[str], list[str]],
        *,
        k1: float = 0.0,
        b: float = 0.0,
        common: float = 1.0,
    ) -> None:
        """Weigh `documents`: by BM25 (Robertson & Zaragoza, 2009) when `k1` is above 0, else by unit-length TF-IDF.

        common: terms in a larger share of the documents (0 to 1) are left out.
        """
        self._analyse = analyse
        self._bm25 = k1 > 0
        total = len(documents)
        counts = [Counter(analyse(document)) for document in documents]
        spread = Counter(term for count in counts for term in count)
        if common < 1:
            spread = Counter({term: n for term, n in spread.items() if n <= max(1, common * total)})
            counts = [Counter({term: n for term, n in count.items() if term in spread}) for count in counts]
        self._terms = {term: number for number, term in enumerate(spread)}
        if self._bm25:
            idf = {t: math.log(1 + (total - n + 0.5) / (n + 0.5)) for t, n in spread.items()}
        else:
            idf = {t: math.log((1 + total) / (1 + n)) + 1 for t, n in spread.items()}
        self._idf = np.array([idf[t] for t in self._terms], dtype=np.float32)
        lengths = [sum(count.values()) for count in counts]
        mean = (sum(lengths) / total) if total else 1.0
        rows: list[int] = []
        columns: list[int] = []
        impacts: list[float] = []
        for column, (count, length) in enumerate(zip(counts, lengths, strict=True)):
            if self._bm25:
                weights = {t: idf[t] * n * (k1 + 1) / (n + k1 * (1 - b + b * length / mean)) for t, n in count.items()}
            else:
                weights = _unit({t: (1 + math.log(n)) * idf[t] for t, n in count.items()})
            rows += [self._terms[t] for t in weights]
            columns += [column] * len(weights)
            impacts += weights.values()
        shape = (len(self._terms), total)
        self.matrix = sparse.csr_matrix((np.array(impacts, dtype=np.float32), (rows, columns)), shape=shape)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return what `from_arrays` makes the same scores from: a TF-IDF only."""
        csr = self.matrix
        return {
            "terms": np.array("\n".join(self._terms)),
            "idf": self._idf,
            "data": csr.data,
            "indices": csr.indices,
            "indptr": csr.indptr,
            "shape": np.array(csr.shape),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.generic]], analyse: Callable[[str], list[str]]) -> Lexical:
        """Make a TF-IDF from what `arrays` returned. Raises KeyError or ValueError when they do not fit together."""
        made = cls([], analyse)
        listed = str(arrays["terms"])
        made._terms = {term: number for number, term in enumerate(listed.split("\n") if listed else ())}
        made._idf = np.asarray(arrays["idf"], dtype=np.float32)
        parts = arrays["data"], arrays["indices"], arrays["indptr"]
        made.matrix = sparse.csr_matrix(parts, shape=tuple(int(size) for size in arrays["shape"]))
        if not len(made._terms) == len(made._idf) == made.matrix.shape[0]:
            raise ValueError("its parts have different sizes")
        return made

    def query(self, text: str) -> sparse.csr_matrix:
        """Return the query as a (1, terms) row: term counts for BM25, unit-length TF-IDF otherwise."""
        count = Counter(self._analyse(text))
        if self._bm25:
            weights = {t: 1.0 for t in count if t in self._terms}
        else:
            known = {
                t: (1 + math.log(n)) * float(self._idf[self._terms[t]]) for t, n in count.items() if t in self._terms
            }
            weights = _unit(known)
        columns = [self._terms[t] for t in weights]
        values = np.array(list(weights.values()), dtype=np.float32)
        return sparse.csr_matrix((values, columns, [0, len(columns)]), shape=(1, len(self._terms)))

    def scores(self, query: sparse.csr_matrix) -> Scores:
        """Return the (rows,) score of every document for a row made by `query`."""
        found = query @ self.matrix
        scores = np.zeros(self.matrix.shape[1], dtype=np.float32)
        scores[found.indices] = found.data
        return scores

    def self_score(self, text: str) -> float:
        """Return the sum of the weights of a text's terms: what a document made of just these would about get.

        A term that no document has weighs as the rarest could: who asks to "fix the printer" asks for a printer, too.
        """
        unseen = math.log(1 + (self.matrix.shape[1] + 0.5) / 0.5)
        terms = set(self._analyse(text))
        return sum(float(self._idf[self._terms[t]]) if t in self._terms else unseen for t in terms)


def bm25(documents: Sequence[str]) -> Lexical:
    """BM25 over stems, with little length normalisation: phrasings are short."""
    return Lexical(documents, content_words, k1=0.9, b=0.3)


def _unit(weights: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
    return {t: w / length for t, w in weights.items()}
