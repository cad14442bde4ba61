"""From evidence to a ranking and to a probability, with the few numbers that `hairline calibrate` fits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Fusion:
    """Weights of a conditional logit over the records (McFadden, 1974), then a logistic calibration of the winner.

    weights: one per column of `evidence.NAMES`. calibration: bias, then the weights of `confidence_features`.
    uncovered: taken from the utility of a subject that is not covered; it is asked about more rarely than its many
    phrasings suggest.
    """

    weights: tuple[float, ...]
    calibration: tuple[float, ...]
    uncovered: float = 0.0

    def rank(self, evidence: Floats) -> Floats:
        """Return the (owners,) utilities of (owners, columns) evidence; only their differences have a meaning."""
        return evidence @ np.array(self.weights, dtype=np.float32)

    def probability(self, features: Floats) -> float:
        """Return the chance, 0 to 1, that the first record answers the question; see `confidence_features`."""
        z = self.calibration[0] + float(np.dot(features, np.array(self.calibration[1:], dtype=np.float32)))
        return float(1 / (1 + np.exp(-np.clip(z, -30, 30))))

    @classmethod
    def shipped(cls) -> Fusion:
        """The numbers fitted for the shipped content."""
        return cls.from_json(json.loads((resources.files("index") / "fusion.json").read_text(encoding="utf-8")))

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Fusion:
        """Read what `to_json` wrote."""
        return cls(tuple(map(float, raw["weights"])), tuple(map(float, raw["calibration"])), float(raw["uncovered"]))

    def to_json(self) -> dict[str, Any]:
        """Plain lists and a number, for a file that people read."""
        lists = {"weights": self.weights, "calibration": self.calibration}
        rounded: dict[str, Any] = {name: [round(float(x), 4) for x in values] for name, values in lists.items()}
        return {**rounded, "uncovered": round(float(self.uncovered), 4)}


def shares(utilities: Floats) -> Floats:
    """Return the softmax of `utilities`: how the records share the question between them, summing to 1."""
    scaled = np.exp(utilities - utilities.max())
    return np.asarray(scaled / scaled.sum(), dtype=np.float32)


# Words and spelling may speak against a record: a short question has all of its words in some phrasing and says little.
CONFIDENCE = ("kin_share", "cosine", "words", "spelling", "classifier", "uncovered_share")


def confidence_features(evidence: Floats, share: Floats, first: int, kin: Floats, uncovered: Floats) -> Floats:
    """Return the (len(CONFIDENCE),) features that tell whether record `first` answers the question.

    kin: (owners,) 1 for records that rest on a section of `first` as well; uncovered: (owners,) 1 for subjects.
    """
    row = evidence[first]
    return np.array(
        [
            np.log(float(share @ kin) + 1e-6),
            row[0],
            row[3],
            row[5],
            row[7],
            np.log(float(share @ uncovered) + 1e-3),
        ],
        dtype=np.float32,
    )
