"""The numbers that `hairline calibrate` fitted for decisions, read from the file beside this module."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("fitted.json")


@lru_cache(maxsize=1)
def numbers() -> Mapping[str, Sequence[float]]:
    """Return the numbers by name: a bias and weights each, or a single one."""
    read: dict[str, list[float]] = json.loads(FILE.read_text(encoding="utf-8"))
    return read


def sharpness() -> float:
    """Return the factor that turns the router's scores into log-odds."""
    return numbers()["sharpness"][0]
