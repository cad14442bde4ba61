"""How often what happened: refused requests, messages, replies given up. In memory until it is written down."""

from __future__ import annotations

import threading
from collections import Counter


class Counts:
    """Counts by channel and what."""

    def __init__(self) -> None:
        self._counted: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def add(self, channel: str, what: str, times: int = 1) -> None:
        """Count something."""
        if times:
            with self._lock:
                self._counted[channel, what] += times

    def take(self) -> dict[tuple[str, str], int]:
        """Return what was counted since the last time."""
        with self._lock:
            counted, self._counted = dict(self._counted), Counter()
        return counted
