"""The numbers that `hairline calibrate` fitted for decisions, read from the file beside this module."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("fitted.json")


@lru_cache(maxsize=1)
def numbers() -> Mapping[str, Sequence[float]]:
    """Return the numbers by name: a bias and weights each, or a single one."""
    read: dict[str, list[float]] = json.loads(FILE.read_text(encoding="utf-8"))
    return read


def chance(name: str, features: Sequence[float]) -> float:
    """Return the probability, 0 to 1, of the logistic regression called `name` for its features."""
    bias, *weights = numbers()[name]
    z = bias + sum(weight * feature for weight, feature in zip(weights, features, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def logit(probability: float, least: float = 1e-4) -> float:
    """Return the log-odds of a probability, as if it were at least `least` away from 0 and from 1."""
    kept = min(max(probability, least), 1 - least)
    return math.log(kept / (1 - kept))


def sharpness() -> float:
    """Return the factor that turns the router's scores into log-odds."""
    return numbers()["sharpness"][0]
