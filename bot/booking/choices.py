"""Which of what was shown is meant: "2", "#2", "the second one". English; pure."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\s*(?:number|option|no\.?)?[\s#(]*(\d{1,2})[\s.)]*", re.IGNORECASE)
_NAMED = {
    name: number
    for number, names in enumerate(("first|1st", "second|2nd", "third|3rd", "fourth|4th", "fifth|5th", "sixth|6th"), 1)
    for name in names.split("|")
}
_NTH = re.compile(
    rf"(?:the |i(?:'ll| will| would)? (?:take|like|want|choose|go (?:for|with)) the )?({'|'.join(_NAMED)}|last)"
    r"(?: (?:one|option|time|slot|choice))?(?: please| thanks)?[\s.!]*",
    re.IGNORECASE,
)


def is_choice(text: str) -> bool:
    """Whether a whole message does nothing but choose."""
    return bool(_NUMBER.fullmatch(text) or _NTH.fullmatch(text.strip()))


def read_choice(text: str, choices: int, options: int) -> int | None:
    """Return the number, from 1, of what is chosen, or None. Numbers count buttons, too; words only the options.

    choices: how many were shown in all. options: how many of them, at the beginning, are no buttons.
    """
    if number := _NUMBER.fullmatch(text):
        return int(number[1]) if 1 <= int(number[1]) <= choices else None
    if named := _NTH.fullmatch(text.strip()):
        nth = _NAMED.get(named[1].lower(), options)
        return nth if 1 <= nth <= options else None
    return None
