"""What people may want of the chat itself, before the assistant hears it: that it forgets them. Pure."""

from __future__ import annotations

import re

from index.text import clean, key

LONGEST = 200  # characters of a message that may be nothing but a wish
_WHAT = r"(?:me|my (?:data|details|messages|information|info|number|chat|conversation|history)|this (?:chat|conversation)|(?:our|the) (?:chat|conversation)|everything(?: about me| i (?:wrote|said))?|all my (?:data|messages))"
_FORGET = re.compile(
    rf"(?:please )?(?:can|could|would|will)?(?: you)?(?: please)?\s*(?:forget|delete|erase|remove|wipe) {_WHAT}(?: (?:please|now|thanks))?"
)
_YES = frozenset({"1", "yes", "y", "yes please", "yes delete it", "delete it", "delete", "do it", "ok", "sure"})
_NO = frozenset({"2", "no", "n", "no keep it", "keep it", "no thanks", "don't", "dont"})


def wants_to_be_forgotten(text: str) -> bool:
    """Whether a whole message says nothing but that what is held is to be deleted."""
    return bool(_FORGET.fullmatch(_plain(text)))


def says_yes(text: str) -> bool:
    """Whether a message agrees to what was asked just now."""
    return _plain(text) in _YES


def says_no(text: str) -> bool:
    """Whether a message does not agree."""
    return _plain(text) in _NO


def _plain(text: str) -> str:
    cleaned = clean(text)
    return key(cleaned) if len(cleaned) <= LONGEST else ""
