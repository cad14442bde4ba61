"""What kind of message is this? A trained classifier over the shared vector and the spelling, in probabilities."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from bot.names import Route
from index.classifier import Floats, RidgeClassifier
from index.embedder import Vectors
from index.errors import StaleIndexError
from index.text import all_ngrams

RIDGE, GRAM_SHARE, BALANCE, BUCKETS = 0.5, 0.3, 0.6, 2048  # chosen by leave-one-out on the training phrasings
WEIGHTS, SCALE = "routes.npz", "routes.json"


class Router:
    """Ranks the routes for a message."""

    def __init__(self, classifier: RidgeClassifier, sharpness: float) -> None:
        self._classifier = classifier
        self._sharpness = sharpness
        self.routes = tuple(Route(name) for name in classifier.classes)

    @classmethod
    def train(cls, texts: Sequence[str], vectors: Vectors, routes: Sequence[str]) -> tuple[Router, Floats]:
        """Train on prepared texts, their (n, d) unit vectors and their routes.

        The scores are sharpened so that, left out of training, the examples get the most likely probabilities.
        Also returns the (n, routes) scores that each example gets from all the others.
        """
        classifier, left_out = RidgeClassifier.train(
            vectors,
            [all_ngrams(text) for text in texts],
            routes,
            ridge=RIDGE,
            gram_share=GRAM_SHARE,
            balance=BALANCE,
            buckets=BUCKETS,
            leave_one_out=True,
        )
        assert left_out is not None  # noqa: S101 - asked for above
        column = {name: i for i, name in enumerate(classifier.classes)}
        labels = np.array([column[route] for route in routes])
        weight = 1 / np.bincount(labels)[labels]
        return cls(classifier, _sharpness(left_out, labels, weight)), left_out

    @staticmethod
    def recipe() -> str:
        """What the training depends on besides its examples."""
        return f"{RIDGE}:{GRAM_SHARE}:{BALANCE}:{BUCKETS}"

    def rank(self, prepared: str, vector: Floats) -> dict[Route, float]:
        """Return the probability of every route, most likely first; they sum to 1."""
        return self.probabilities(self._classifier.scores(vector, all_ngrams(prepared)))

    def probabilities(self, scores: Floats) -> dict[Route, float]:
        """Return the probability of every route for the classifier's (routes,) scores, most likely first."""
        sharp = self._sharpness * scores
        chances = np.exp(sharp - sharp.max())
        chances /= chances.sum()
        order = np.argsort(-chances, kind="stable")
        return {self.routes[i]: float(chances[i]) for i in order}

    def save(self, folder: Path) -> None:
        """Write weights and scale to `folder`."""
        self._classifier.save(folder / WEIGHTS)
        (folder / SCALE).write_text(json.dumps({"sharpness": self._sharpness}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Router:
        """Read what `save` wrote. Raises StaleIndexError when it is missing or damaged."""
        try:
            scale = json.loads((folder / SCALE).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StaleIndexError(
                f"the route model in {folder} cannot be read ({error}); run `hairline build`"
            ) from error
        return cls(RidgeClassifier.load(folder / WEIGHTS), float(scale["sharpness"]))


def mix(rankings: Sequence[Mapping[Route, float]], weights: Sequence[float]) -> dict[Route, float]:
    """Return the weighted mean of rankings, most likely first."""
    total = sum(weights)
    mean = {route: sum(w * r[route] for r, w in zip(rankings, weights, strict=True)) / total for route in rankings[0]}
    return dict(sorted(mean.items(), key=lambda pair: -pair[1]))


def _sharpness(scores: Floats, labels: npt.NDArray[np.int64], weight: npt.NDArray[np.float64]) -> float:
    def loss(sharpness: float) -> float:
        logits = sharpness * scores.astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        log_chance = logits[np.arange(len(labels)), labels] - np.log(np.exp(logits).sum(axis=1))
        return float(-(weight * log_chance).sum())

    return float(minimize_scalar(loss, bounds=(1.0, 60.0), method="bounded").x)
