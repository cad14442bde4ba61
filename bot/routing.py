"""What kind of message is this? A trained classifier over the shared vector and the spelling, in probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from bot import fitted
from bot.clauses import sentences
from bot.names import Route
from bot.redflags import red_flags
from index.build import LEARNING_CODE
from index.classifier import Floats, RidgeClassifier
from index.embedder import Vectors
from index.errors import StaleIndexError
from index.kernel import Kernel
from index.manifest import digest_files
from index.rows import UNCOVERED
from index.search import Searcher

RIDGE, BALANCE = 0.5, 0.6  # chosen by leave-one-out on the training phrasings
CODE = (
    "bot/clauses.py",
    "bot/names.py",
    "bot/redflags.py",
    "bot/routing.py",
    *(f"index/{name}" for name in LEARNING_CODE),
)  # it learns by these
WEIGHTS, KERNEL, VECTORS = "routes.npz", "routes-kernel.npz", "routes-vectors.npy"


@dataclass(frozen=True)
class Examples:
    """Prepared texts, their routes, and their (n, d) unit vectors."""

    texts: Sequence[str]
    routes: Sequence[str]
    vectors: Vectors


class Router:
    """Ranks the routes for a message."""

    def __init__(self, kernel: Kernel, vectors: Vectors, classifier: RidgeClassifier, sharpness: float) -> None:
        """kernel: of the content's phrasings and then of the routing phrasings, whose (n, d) vectors are given.

        sharpness: what scores are multiplied with before they become probabilities.
        """
        self._kernel, self._vectors, self._classifier, self._sharpness = kernel, vectors, classifier, sharpness
        self.routes = tuple(Route(name) for name in classifier.classes)

    @classmethod
    def train(cls, content: Examples, own: Examples, *, leave_one_out: bool = False) -> tuple[Router, Floats | None]:
        """Train on the content's phrasings and on routing phrasings: n texts in all take 4 n² bytes of memory.

        leave_one_out: also return the (n, routes) scores that each example gets from all the others, and sharpen so
        that with them the examples get the most likely probabilities; else the fitted sharpness is used.
        """
        texts, routes = [*content.texts, *own.texts], [*content.routes, *own.routes]
        kernel = Kernel.of(texts)
        likeness = kernel.among(np.concatenate([content.vectors, own.vectors]))
        classifier, left_out = RidgeClassifier.train(
            likeness, routes, ridge=RIDGE, balance=BALANCE, leave_one_out=leave_one_out
        )
        if left_out is None:
            return cls(kernel, own.vectors, classifier, fitted.sharpness()), None
        column = {name: i for i, name in enumerate(classifier.classes)}
        labels = np.array([column[route] for route in routes])
        weight = 1 / np.bincount(labels)[labels]
        return cls(kernel, own.vectors, classifier, best_sharpness(left_out, labels, weight)), left_out

    @property
    def sharpness(self) -> float:
        """What scores are multiplied with before they become probabilities."""
        return self._sharpness

    @staticmethod
    def recipe() -> str:
        """What the training depends on besides its examples: its code."""
        root = Path(__file__).parent.parent
        return digest_files([root / name for name in CODE], root)

    def rank(self, prepared: str, vector: Floats, cosines: Floats) -> dict[Route, float]:
        """Return the probability of every route, most likely first; they sum to 1.

        cosines: of the text's (d,) vector to the content's phrasings that the router learnt from, in their order.
        """
        alike = np.concatenate([cosines, self._vectors @ vector])
        return self.probabilities(
            self._classifier.scores(self._kernel.likeness(alike, self._kernel.spelling(prepared)))
        )

    def probabilities(self, scores: Floats) -> dict[Route, float]:
        """Return the probability of every route for the classifier's (routes,) scores, most likely first."""
        sharp = self._sharpness * scores
        chances = np.exp(sharp - sharp.max())
        chances /= chances.sum()
        order = np.argsort(-chances, kind="stable")
        return {self.routes[i]: float(chances[i]) for i in order}

    def save(self, folder: Path) -> None:
        """Write what was learnt to `folder`."""
        self._classifier.save(folder / WEIGHTS)
        self._kernel.save(folder / KERNEL)
        np.save(folder / VECTORS, self._vectors)

    @classmethod
    def load(cls, folder: Path, content_size: int) -> Router:
        """Read what `save` wrote. Raises StaleIndexError when it is missing, damaged or made for other content.

        content_size: number of the content's phrasings that it must have learnt from.
        """
        classifier = RidgeClassifier.load(folder / WEIGHTS)
        kernel = Kernel.load(folder / KERNEL, len(classifier))
        try:
            vectors = np.asarray(np.load(folder / VECTORS, allow_pickle=False), dtype=np.float32)
        except (OSError, ValueError, EOFError) as error:
            raise StaleIndexError(f"{VECTORS} cannot be read ({error}); run `hairline build`") from error
        if content_size + len(vectors) != len(kernel):
            raise StaleIndexError(f"the route model in {folder} is for another index; run `hairline build`")
        return cls(kernel, vectors, classifier, fitted.sharpness())


def examples_of(searcher: Searcher, routing: Sequence[tuple[str, str]]) -> tuple[Examples, Examples]:
    """Return what to learn from: the content's phrasings, and routing phrasings given as (route, text as typed)."""
    owners, texts, vectors = searcher.learnt()
    routes = [(Route.UNCOVERED if owner.startswith(UNCOVERED) else Route.EDUCATION).value for owner in owners]
    own = [(route, searcher.prepare(text)) for route, text in routing]
    # Single sentences are routed, too: those of a harmless message are harmless, whatever they sound like alone.
    own += [
        (route, sentence)
        for route, text in own
        if route == Route.EDUCATION.value and len(parts := sentences(text)) > 1
        for sentence in parts
        if not red_flags(sentence)  # but what sounds like danger alone is not taught to be harmless
    ]
    own = list(dict.fromkeys(own))
    prepared = [text for _, text in own]
    learnt = Examples(prepared, [route for route, _ in own], searcher.embedder.encode(prepared))
    return Examples(texts, routes, vectors), learnt


def mix(rankings: Sequence[Mapping[Route, float]], weights: Sequence[float]) -> dict[Route, float]:
    """Return the weighted mean of rankings, most likely first."""
    total = sum(weights)
    mean = {route: sum(w * r[route] for r, w in zip(rankings, weights, strict=True)) / total for route in rankings[0]}
    return dict(sorted(mean.items(), key=lambda pair: -pair[1]))


def best_sharpness(scores: Floats, labels: npt.NDArray[np.int64], weight: npt.NDArray[np.float64]) -> float:
    """Return the factor under which (n, routes) scores give the labels the highest weighted likelihood."""

    def loss(sharpness: float) -> float:
        logits = sharpness * scores.astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        log_chance = logits[np.arange(len(labels)), labels] - np.log(np.exp(logits).sum(axis=1))
        return float(-(weight * log_chance).sum())

    return float(minimize_scalar(loss, bounds=(1.0, 60.0), method="bounded").x)
