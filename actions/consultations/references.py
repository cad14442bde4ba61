"""References that a patient can type and read aloud: "K7M-2QF"."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable

# Nothing that looks or sounds like another (0 O, 1 I L, 2 Z, 5 S, 8 B, U V), and no vowels: no words by chance.
ALPHABET = "234679CDFGHJKMNPQRTVWXY"
LENGTH = 6


def new_reference(taken: Callable[[str], bool]) -> str:
    """Return a reference that nobody can guess and that is not `taken`."""
    while True:
        reference = _shown("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))
        if not taken(reference):
            return reference


def read_reference(typed: str) -> str | None:
    """Return the reference in what was typed ("k7m 2qf", " K7M-2QF "), or None when it cannot be one."""
    letters = "".join(char for char in unicodedata.normalize("NFKC", typed).upper() if char.isalnum())
    return _shown(letters) if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else None


def _shown(letters: str) -> str:
    return f"{letters[:3]}-{letters[3:]}"
