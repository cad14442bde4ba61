"""The description of the channel for programs: openapi.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from index.content import read_yaml

FILE = Path(__file__).with_name("openapi.yml")


@lru_cache(maxsize=1)
def openapi() -> dict[str, Any]:
    """Return the OpenAPI document."""
    found: dict[str, Any] = read_yaml(FILE)
    return found
