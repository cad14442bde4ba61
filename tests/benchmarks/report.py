"""Bars, and how a run is told: lines on the terminal, JSON under var/benchmarks/, exit status 1 when a bar is missed."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from index.errors import HairlineError


class BenchmarkError(Exception):
    """The measurement could not be taken; the message says what failed and which log tells more."""


@dataclass(frozen=True)
class Bar:
    """A figure and the value that it must not pass: at most `limit`, or at least it."""

    name: str
    limit: float
    at_least: bool = False

    def holds(self, figures: Mapping[str, float]) -> bool:
        """Whether the figure is there and within the bar; a figure that is not a number is outside."""
        value = figures.get(self.name, float("nan"))
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{self.name} {'>=' if self.at_least else '<='} {self.limit:g}"


def machine() -> dict[str, Any]:
    """What the figures depend on: processors, load averages (1, 5, 15 minutes) and the time."""
    return {
        "at": dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds"),
        "cpus": os.cpu_count(),
        "load": [round(x, 2) for x in os.getloadavg()],
        "machine": platform.platform(),
    }


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells as aligned lines: the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = (
        [row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))] for row in rows
    )
    return "\n".join("  ".join(cells).rstrip() for cells in lines)


def finish(name: str, folder: Path, result: dict[str, Any], figures: Mapping[str, float], bars: Sequence[Bar]) -> int:
    """Write `result` with figures and bars to `folder`, print the verdict, and return the exit status."""
    missed = [str(bar) for bar in bars if not bar.holds(figures)]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{dt.datetime.now(dt.timezone.utc):%Y%m%dT%H%M%SZ}.json"
    told = {
        **result,
        "figures": dict(figures),
        "bars": [str(bar) for bar in bars],
        "missed": missed,
        "after": machine(),
    }
    path.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(f"\nwritten to {path}")
    for bar in bars:
        print(f"{'missed' if str(bar) in missed else 'holds '}  {bar}  (is {figures.get(bar.name, float('nan')):.3g})")
    return 1 if missed else 0


def run(main: Callable[[], int]) -> NoReturn:
    """Run a script's main and exit with its status; tell our own errors in one sentence.

    A termination ends in the same way as Ctrl-C, so that servers are stopped and temporary folders removed.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except (BenchmarkError, HairlineError) as error:
        sys.exit(f"benchmark: {error}")
