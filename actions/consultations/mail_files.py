"""Letters that were written as files, because no mail server is set: those of one person."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from actions.consultations.model import NoticeKind

_NAME = re.compile(r"\.?([A-Za-z0-9-]+)\.\d+_")  # see Letters.message_id and FolderPostbox


def files_of(folder: Path, outbox: Iterable[Mapping[str, Any]]) -> list[Path]:
    """Return the files of these rows of the outbox, half-written ones too, in order of their names."""
    found: set[Path] = set()
    for row in outbox:
        name = f"{row['appointment_id']}.{row['id']}_"
        found |= {*folder.glob(f"{name}*"), *folder.glob(f".{name}*")}
    return sorted(found)


def is_still_to_be_told(row: Mapping[str, Any], now: dt.datetime) -> bool:
    """Whether it is a cancellation that the clinic has yet to hear of; it will be written later, without a name."""
    taken = bool(row["leased_until"]) and dt.datetime.fromisoformat(row["leased_until"]) > now
    waits = not (row["sent_at"] or row["dropped_at"] or row["given_up_at"] or taken)
    return waits and row["kind"] == NoticeKind.STAFF_CANCELLED.value


def written_about(folder: Path) -> dict[str, list[Path]]:
    """Return all files of letters, half-written ones too, by appointment."""
    found: dict[str, list[Path]] = {}
    for path in folder.iterdir() if folder.is_dir() else ():
        if match := _NAME.match(path.name):
            found.setdefault(match[1], []).append(path)
    return found
