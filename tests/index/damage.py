"""What may have happened to a file of the index since it was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Damage = bytes | float | None

# Gone, empty, other content, or cut off somewhere.
EVERY_DAMAGE = pytest.mark.parametrize("damage", [None, b"", b"PK\x03\x04", b"IxFI", b"[]", b"{}" * 500, 0.5, 0.999])


def do_damage(path: Path, write: Callable[[Path], None], damage: Damage) -> None:
    """Leave at `path` what is left of the file that `write` writes."""
    if isinstance(damage, float):
        write(path)
        path.write_bytes(path.read_bytes()[: int(damage * path.stat().st_size)])
    elif damage is not None:
        path.write_bytes(damage)
