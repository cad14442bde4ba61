"""Does a text say where somebody is, or does it only name a place? English; pure."""

from __future__ import annotations

import re

from bot.booking.zones import read_zone

_AROUND = frozenset(
    "a about am and are area at based be can city clock could currently do does fine for from good have here how i i'm im in is it it's its just live living located me my near now of ok okay on "
    "our please show staying the then time times timezone use we we're what work works would yes you zone".split()
)
_ASKED_ABOUT = re.compile(r"^\W*(?:is|are|do|does|can|could|will)\b.*\bin\b", re.IGNORECASE)  # "is it done in Turkey"
_STATED = re.compile(
    r"\b(?:(?:(?:i|we) (?:am|are|live|stay)|i'?m|we'?re|living|based|located|staying|stationed)(?: (?:\w+ly|just|now|based|living|staying))? "
    r"(?:in|at|near|from|outside|around)|my (?:time ?)?zone(?: is|'?s)?)\b",
    re.IGNORECASE,
)


def only_place(text: str) -> bool:
    """Whether a text is a place with nothing but little words around it: "is London ok?", "I'm in Paris, France"."""
    if _ASKED_ABOUT.search(text):
        return False
    words = [word for word in re.findall(r"[^\s,;.!?()]+", text) if word.lower().replace("\u2019", "'") not in _AROUND]
    meant = read_zone(" ".join(words)) if len(words) <= 4 else []
    return bool(meant) and all(
        read_zone(word) or read_zone(" ".join(words[:i] + words[i + 1 :])) != meant for i, word in enumerate(words)
    )


def states_place(text: str) -> bool:
    """Whether a text with a place in it tells where its writer is."""
    return bool(_STATED.search(text.replace("\u2019", "'"))) and bool(read_zone(text))
