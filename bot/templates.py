"""The assistant's own sentences (data/content/replies.yml), filled with the clinic's words and nothing else."""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import Path

from bot.clinic import Clinic
from index.content import read_yaml
from index.errors import ContentError

# Placeholders besides the clinic's: filled with the names of curated records.
RECORD_WORDS = frozenset({"subject", "topic", "blurb"})


class Templates:
    """Approved texts by name."""

    def __init__(self, replies: Mapping[str, str], buttons: Mapping[str, str], evidence: Mapping[str, str]) -> None:
        self._replies, self._buttons, self._evidence = replies, buttons, evidence

    @classmethod
    def load(cls, path: Path, clinic: Clinic) -> Templates:
        """Read and fill replies.yml. Raises ContentError for an unknown placeholder or a missing part."""
        raw = read_yaml(path)
        if not isinstance(raw, dict) or set(raw) != {"replies", "buttons", "evidence"}:
            raise ContentError(f"{path.name}: expected the parts `replies`, `buttons` and `evidence`")
        words = clinic.words()
        for name, text in raw["replies"].items():
            unknown = {field for _, field, _, _ in string.Formatter().parse(text) if field} - set(words) - RECORD_WORDS
            if unknown:
                raise ContentError(f"{path.name}: reply {name!r} uses {{{min(unknown)}}}; known are {sorted(words)}")
        return cls(
            {name: _fill(text.strip(), words) for name, text in raw["replies"].items()}, raw["buttons"], raw["evidence"]
        )

    def reply(self, name: str, **record_words: str) -> str:
        """Return one text, complete. Raises KeyError for an unknown name."""
        return str(self._replies[name]).format(**record_words)

    def button(self, name: str) -> str:
        """Return the title of a button."""
        return self._buttons[name]

    def evidence(self, level: str) -> str:
        """Return how a level of evidence is named to patients."""
        return self._evidence[level]

    def names(self) -> frozenset[str]:
        """Names of all replies."""
        return frozenset(self._replies)


def _fill(text: str, words: Mapping[str, str]) -> str:
    keep = {name: "{" + name + "}" for name in RECORD_WORDS}
    safe = {name: value.replace("{", "{{").replace("}", "}}") for name, value in words.items()}
    return text.format(**safe, **keep)
