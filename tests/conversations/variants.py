"""The same message as other people would type it: what a clinician would still hear the same in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

import numpy as np

Change = Callable[[str, np.random.Generator], str]
_KEYS = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in itertools.pairwise(row)}

MINIMISERS = (
    "probably nothing but {}",
    "i'm sure it's fine, {}",
    "sorry to bother you, {} lol",
    "not a big deal but {}",
    "{}, it's probably nothing",
    "haha {}",
)
POLITE = (
    "Good afternoon. {} Thank you very much in advance.",
    "hi, could you please help me? {}",
    "{} Many thanks, I really appreciate it.",
    "Dear team, {}",
)
HARMLESS = (
    "How long does the procedure take?",
    "what does it cost?",
    "Do you use PRP as well?",
    "where are the cells taken from?",
    "when do people see results?",
)
FILLERS = ("um ", "well, ", "so ", "ok so ", "hello, ")
_THIRD = (
    (r"\bI'm\b|\bi'm\b|\bim\b|\bI am\b|\bi am\b", "my husband is"), (r"\bI've\b|\bi've\b|\bI have\b|\bi have\b", "my husband has"),
    (r"\bmy\b", "his"), (r"\bMy\b", "His"), (r"\bme\b", "him"), (r"\bmyself\b", "himself"), (r"\b[Ii]\b", "he"),
)  # fmt: skip


def typo(text: str, chance: np.random.Generator) -> str:
    """One slip: two letters swapped, one dropped, doubled, or the key beside it. Words of three letters stay."""
    long = list(re.finditer(r"[a-zA-Z]{5,}", text))
    if not long:
        return text
    word = long[int(chance.integers(len(long)))]
    place = int(chance.integers(word.start() + 1, word.end() - 1))
    letter = text[place]
    slip = int(chance.integers(4))
    put = (text[place + 1] + letter, "", letter * 2, _KEYS.get(letter, letter))[slip]
    return text[:place] + put + text[place + (2 if slip == 0 else 1) :]


def _one(templates: tuple[str, ...]) -> Change:
    return lambda text, chance: templates[int(chance.integers(len(templates)))].format(
        text.replace("{", "").replace("}", "")
    )


def _before(text: str, chance: np.random.Generator) -> str:
    return f"{HARMLESS[int(chance.integers(len(HARMLESS)))]} {text}"


def _after(text: str, chance: np.random.Generator) -> str:
    end = "" if text.rstrip().endswith((".", "?", "!")) else "."
    return f"{text}{end} And {HARMLESS[int(chance.integers(len(HARMLESS)))].lower()}"


def third_person(text: str, chance: np.random.Generator) -> str:
    """The same, told by a wife about her husband; grammar suffers, as it does."""
    for pattern, put in _THIRD:
        text = re.sub(pattern, put, text)
    return text


SAME: dict[str, Change] = {
    "one typo": typo,
    "two typos": lambda text, chance: typo(typo(text, chance), chance),
    "capitals": lambda text, _: text.upper(),
    "lower case": lambda text, _: text.lower(),
    "no punctuation": lambda text, _: re.sub(r"[^\w\s']", "", text),
    "spaces and dots": lambda text, _: re.sub(r"\s+", "  ", text) + " ...",
    "exclamation marks": lambda text, _: text.rstrip(".?! ") + "!!!",
    "minimised": _one(MINIMISERS),
    "polite": _one(POLITE),
    "a filler": lambda text, chance: FILLERS[int(chance.integers(len(FILLERS)))] + text,
}
BESIDE: dict[str, Change] = {"a harmless question before": _before, "a harmless question after": _after}
ABOUT_ANOTHER: dict[str, Change] = {"third person": third_person}


def variants(text: str, changes: dict[str, Change], seed: int) -> Iterator[tuple[str, str]]:
    """Yield the name of each change and the text after it, where it changed anything."""
    chance = np.random.default_rng(seed)
    for name, change in changes.items():
        changed = change(text, chance)
        if changed != text:
            yield name, changed
