"""Finding the curated record that answers a question, with the chance that it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index import text as texts
from index.content import Content
from index.embedder import Embedder
from index.evidence import NAMES, Evidence
from index.fusion import Fusion, confidence_features, shares
from index.rows import UNCOVERED, Row

NEARBY = 1.5  # added to the utility of a record that a follow-up is likely to mean
CLEAR_ALONE = 0.6  # how far a follow-up that is clear by itself is freed from the conversation, 0 to 1
FOCUS = 0.3  # share of the asking sentences in the evidence for a longer message
GIVEN = 1.5  # taken from the utility of a record that was just given

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Hit:
    """One record that may answer. `owner` is an answer's id, or UNCOVERED + a subject's id."""

    owner: str
    share: float  # of the question, among all records, 0 to 1
    matched: str  # the record's phrasing nearest to the question
    evidence: dict[str, float]

    @property
    def covered(self) -> bool:
        """Whether the record is an answer, not a subject the sources leave out."""
        return not self.owner.startswith(UNCOVERED)


@dataclass(frozen=True)
class Found:
    """The outcome of one search: hits best first, and the chance (0 to 1) that the first one answers.

    rival: the best answer among the hits that rests on none of the first one's sections, and so says something else.
    awaiting: what fits best may not be served (not approved, expired, withdrawn); it is not among the hits.
    """

    hits: tuple[Hit, ...]
    probability: float
    exact: bool = False
    rival: Hit | None = None
    awaiting: bool = False


class Searcher:
    """Searches one loaded index. Thread-safe: nothing changes after construction."""

    def __init__(
        self,
        content: Content,
        rows: Sequence[Row],
        evidence: Evidence,
        embedder: Embedder,
        speller: texts.Speller,
        fusion: Fusion,
    ) -> None:
        self.content = content
        self.embedder = embedder
        self.speller = speller
        self.evidence = evidence
        self.fusion = fusion
        self.rows = rows
        self._answers = {answer.id: answer for answer in content.answers}
        self._exact = {texts.key(row.text): row.owner for row in rows if row.kind == "phrasing"}
        self._served = np.array([owner in self._answers or owner.startswith(UNCOVERED) for owner in evidence.owners])
        self.kin, self.uncovered = kinship(content, evidence.owners)

    def prepare(self, text: str) -> str:
        """Return `text` with chat spellings and slips put right: the form that is encoded and compared."""
        return self.speller.text(text)

    def encode(self, prepared: str) -> Floats:
        """Return the (dimension,) unit vector of a prepared text."""
        vector: Floats = self.embedder.encode([prepared])[0]
        return vector

    def related(self, answer_ids: Sequence[str]) -> tuple[str, ...]:
        """Return the answers that those answers name as related or show as counterpoints, without themselves."""
        named = (
            r
            for a in answer_ids
            if a in self._answers
            for r in (*self._answers[a].related, *self._answers[a].counterpoints)
        )
        return tuple(dict.fromkeys(r for r in named if r not in answer_ids))

    def compare(self, vector: Floats) -> Floats:
        """Return the (rows,) cosines of a (dimension,) unit vector to every text of the index."""
        return self.evidence.vectors.cosines(vector)

    def learnt(self) -> tuple[list[str], list[str], Floats]:
        """Return owners, prepared texts and (n, dimension) vectors of the phrasings that classifiers learn from."""
        rows = [self.rows[i] for i in self.evidence.learnt]
        vectors = self.evidence.vectors.all_rows()[self.evidence.learnt]
        return [row.owner for row in rows], [self.prepare(row.text) for row in rows], vectors

    def find(self, text: str, k: int = 5) -> Found:
        """Search for `text` as a patient typed it; at most `k` hits."""
        prepared = self.prepare(text)
        return self.search(prepared, self.compare(self.encode(prepared)), k, typed=text)

    def search(
        self,
        prepared: str,
        cosines: Floats,
        k: int = 5,
        *,
        typed: str | None = None,
        context: tuple[str, Floats] | None = None,
        leaning: float = 0.0,
        focus: Sequence[tuple[str, Floats]] = (),
        nearby: Sequence[str] = (),
        given: Sequence[str] = (),
    ) -> Found:
        """Search with a prepared text and its cosines to every row; at most `k` hits, best first.

        typed: the text as typed, to find a phrasing word for word. context: the same question read together with the
        one before it, and leaning (0 to 1) how much that reading counts. focus: the sentences of a longer text that
        ask, which count on their own too. nearby: records to prefer when it is close. given: records that were shown
        just before, so that a follow-up asks for something else.
        """
        evidence, nearest = self.evidence.collect(prepared, cosines)
        if focus:
            asked = np.mean([self.evidence.collect(*sentence)[0] for sentence in focus], axis=0)
            evidence = (1 - FOCUS) * evidence + FOCUS * asked
        if context is not None:
            together, _ = self.evidence.collect(*context)
            alone = self._probability(evidence, shares(self.utilities(evidence)))
            leaning = leaning * (1 - CLEAR_ALONE * alone) if leaning < 1 else leaning
            evidence = (1 - leaning) * evidence + leaning * together
        utilities = self.utilities(evidence)
        if nearby:
            utilities = utilities + NEARBY * np.isin(self.evidence.owners, nearby)
        if given:
            utilities = utilities - GIVEN * np.isin(self.evidence.owners, given)
        share = shares(utilities)
        same = self._exact.get(texts.key(typed or prepared)) if leaning < 1 else None
        if same is not None:
            share = share * 0.0
            share[self.evidence.owners.index(same)] = 1.0
        ranked = np.argsort(-share, kind="stable")
        order = ranked[self._served[ranked]][:k]
        hits = tuple(
            Hit(
                owner=self.evidence.owners[i],
                share=float(share[i]),
                matched=self.rows[nearest[i]].text,
                evidence={name: round(float(x), 4) for name, x in zip(NAMES, evidence[i], strict=True)},
            )
            for i in order
        )
        others = (h for i, h in zip(order[1:], hits[1:], strict=True) if h.covered and not self.kin[order[0], i])
        if not self._served[ranked[0]]:
            return Found(hits, 0.0, awaiting=True)
        chance = 1.0 if same is not None else self._probability(evidence, share)
        return Found(hits, chance, exact=same is not None, rival=next(others, None))

    def utilities(self, evidence: Floats) -> Floats:
        """Return the (owners,) utilities of (owners, columns) evidence; only their differences have a meaning."""
        return np.asarray(self.fusion.rank(evidence) - self.fusion.uncovered * self.uncovered, dtype=np.float32)

    def _probability(self, evidence: Floats, share: Floats) -> float:
        first = int(share.argmax())
        features = confidence_features(evidence, share, first, self.kin[first], self.uncovered)
        return self.fusion.probability(features)


def kinship(content: Content, owners: Sequence[str]) -> tuple[Floats, Floats]:
    """Return (owners, owners) 1 where two records share a section, and (owners,) 1 for uncovered subjects."""
    sections = {answer.id: set(answer.sources) for answer in content.answers}
    kin = np.array(
        [[float(a == b or bool(sections.get(a, set()) & sections.get(b, set()))) for b in owners] for a in owners]
    )
    uncovered = np.array([float(owner.startswith(UNCOVERED)) for owner in owners])
    kin = np.maximum(kin, np.outer(uncovered, uncovered))
    return kin.astype(np.float32), uncovered.astype(np.float32)
