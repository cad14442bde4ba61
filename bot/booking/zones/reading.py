"""The zones that a text may mean: an offset, a zone's own name, or what a place is called."""

from __future__ import annotations

import re

from bot.booking.slips import one_slip
from bot.booking.zones.everyday import ENGLISH, SHORT
from bot.booking.zones.gazetteer import available, names_of_places, plain
from bot.booking.zones.offsets import by_offset
from index.text import clean, fold

LONGEST = 200  # characters that are read
MOST = 6  # candidates
SLIP_FROM = 6  # letters of a name from which one slip is forgiven
_NOISE = re.compile(
    r"\b(?:i am|i m|im|i live|i stay|we are|we live|living|live|based|currently|located|in|from|at|near|around|outside|just|it is|its|it s|my|our|the|time ?zone|timezone|tz|time|zone|"
    r"standard|daylight|savings?|summer|winter|local|hours?|city of|please|pls|here|hi|hello|yes|use|is|on|of|think|probably|area|region|city|right now|now|i|that would be|would be|be|and)\b"
)
_OFFSET = re.compile(r"(?:\b(?:gmt|utc|z)\s*|(?<![\w.:-]))([+-])\s*(\d{1,2})(?::?([0-5]\d))?(?![\d:])")


def read_zone(text: str) -> list[str]:
    """Return the IANA zones that a text may mean, best first, at most MOST; none when it names no place."""
    words = plain(clean(text[:LONGEST]))
    if not words:
        return []
    exact = {name.lower(): name for name in available()}
    typed = text.strip()[:LONGEST].lower().replace(" ", "_")
    if typed in exact and "/" in typed:
        return [exact[typed]]
    offset = _OFFSET.search(fold(text[:LONGEST]).replace("\u2212", "-").replace("\u2013", "-"))
    if offset and (found := by_offset(offset)):
        return found
    return _named(words)


def _named(words: str) -> list[str]:
    """Return the zones of the longest names in the text, exact ones before those with a slip."""
    names = names_of_places()
    core = " ".join(_NOISE.sub(" ", words).split())
    for phrase in (words, core):
        if phrase in names:
            return list(names[phrase][:MOST])
    tokens = core.split()
    if not 1 <= len(tokens) <= 12:
        return []
    found = _longest(tokens, names) or (_with_a_slip(tokens, names) if len(tokens) <= 3 else [])
    return list(dict.fromkeys(found))[:MOST]


def _longest(tokens: list[str], names: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the zones of the names in a sentence. In "Perth, Scotland" or "London, UK" both have a say."""
    groups: list[tuple[str, ...]] = []
    i = 0
    while i < len(tokens):
        for length in range(min(4, len(tokens) - i), 0, -1):
            phrase = " ".join(tokens[i : i + length])
            if phrase in names and not (len(tokens) > 1 and phrase in SHORT):
                groups.append(names[phrase])
                i += length - 1
                break
        i += 1
    shared = [zone for zone in groups[0] if all(zone in group for group in groups[1:])] if groups else []
    return shared or [zone for group in groups for zone in group]


def _with_a_slip(tokens: list[str], names: dict[str, tuple[str, ...]]) -> list[str]:
    for length in range(min(3, len(tokens)), 0, -1):
        for i in range(len(tokens) - length + 1):
            phrase = " ".join(tokens[i : i + length])
            if len(phrase) >= SLIP_FROM and phrase not in ENGLISH:
                near = [name for name in names if len(name) >= SLIP_FROM and one_slip(phrase, name)]
                if near:
                    return [zone for name in near for zone in names[name]]
    return []
