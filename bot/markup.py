"""What all our HTML pages share: everything put in is escaped; a word that is missing is an error, never a blank."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@lru_cache(maxsize=8)
def templates_in(folder: Path) -> Environment:
    """Return the templates of a folder."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def tel(number: str) -> str:
    """Return the address that calls a number."""
    return "tel:" + re.sub(r"[^+0-9]", "", number)
