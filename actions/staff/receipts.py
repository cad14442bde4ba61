"""Receipts of what was deleted: when, what, how many; nothing that says of whom."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

FILE = "receipts.jsonl"


@dataclass(frozen=True)
class Part:
    """What became of one part. problem: why it was not done, without anybody's data."""

    counts: Mapping[str, int]
    note: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Receipt:
    """What was deleted. number: for who asked, and for the clinic's records."""

    number: str
    at: dt.datetime
    parts: Mapping[str, Part]

    @property
    def complete(self) -> bool:
        """Whether all parts were done."""
        return not any(part.problem for part in self.parts.values())

    def to_json(self) -> str:
        """Return one line of JSON."""
        parts = {}
        for name, part in self.parts.items():
            said = {"note": part.note, "problem": part.problem}
            parts[name] = {"done": not part.problem, **part.counts, **{key: text for key, text in said.items() if text}}
        told = {"receipt": self.number, "at": self.at.isoformat(timespec="seconds"), "complete": self.complete}
        return json.dumps({**told, "deleted": parts}, ensure_ascii=False)

    def table(self) -> Table:
        """Return it for a terminal."""
        table = Table(title=f"Receipt {self.number}, {self.at:%Y-%m-%d %H:%M:%S} UTC", title_justify="left", box=None)
        for column in ("part", "deleted", ""):
            table.add_column(column, overflow="fold")
        for name, part in self.parts.items():
            counts = ", ".join(f"{count} {what}" for what, count in part.counts.items() if count) or "nothing held"
            table.add_row(name, "[red]not done[/red]" if part.problem else counts, part.problem or part.note)
        return table


def keep(receipt: Receipt, var: Path) -> None:
    """Add it to var/receipts.jsonl. Raises OSError."""
    line = f"{receipt.to_json()}\n".encode()
    with os.fdopen(os.open(var / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
