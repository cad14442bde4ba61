"""What can be seen of a text, so that hidden characters and other digits change nothing."""

from __future__ import annotations

import unicodedata

LONGEST = 400  # characters that are read


def visible(text: str) -> str:
    """Return the beginning of a text without control characters, digits of any script as ASCII."""
    text = text[:LONGEST].encode("utf-8", "replace").decode("utf-8", "replace")
    text = unicodedata.normalize("NFKC", text)
    kept = ("" if unicodedata.category(c) == "Cf" else " " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in kept).strip()
