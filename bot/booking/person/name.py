"""A person's name in a text. Any script; nothing is corrected but capitals."""

from __future__ import annotations

import re
import unicodedata

from bot.booking.person.name_words import (
    AFTER_NAME,
    ALSO_NAMES,
    FOR_SOMEONE,
    GREETED,
    INTRODUCED,
    NEVER,
    QUESTION_STARTS,
    SMALL,
    TITLES,
)
from bot.booking.person.problem import Problem
from bot.booking.person.visible import LONGEST
from index.text import fold

LONGEST_NAME = 80
_MOST_WORDS = 6
_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|net|org|co|io|de|uk|info|me)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")


def read_name(text: str) -> str | Problem:
    """Return a person's name ("my name is Ann Lee" is "Ann Lee"), or why the text is none.

    Any script. At most LONGEST_NAME characters. Case is put right only where all of it is lower or upper case.
    """
    if not text.strip() or len(text) > LONGEST:
        return Problem.TOO_LONG if text.strip() else Problem.EMPTY
    text = re.sub("[\u200e\u200f\u061c\ufeff]", "", text.strip())  # marks that keyboards put around Arabic and Hebrew
    if re.search(r"[<>{}\[\]\\|]|&\w+;|&#", text):
        return Problem.NAME_HAS_SYMBOLS
    plain = (
        unicodedata.normalize("NFC", " ".join(text.split()))
        .replace("\u2019", "'")
        .replace("\u2018", "'")
        .replace("`", "'")
    )
    if "@" in plain or _LINK.search(plain) or len(re.findall(r"\d", plain)) >= 5:
        return Problem.NAME_HAS_CONTACT
    name = _bare(
        re.sub(r"[,.]?\s+(?:and )?(?:you|yours|what'?s yours|is that ok(?:ay)?)\s*\?+$", "", plain, flags=re.IGNORECASE)
    )
    if re.search(r"[?\u061f\uff1f]", name):
        return Problem.NOT_A_NAME
    if len(name) > LONGEST_NAME:
        return Problem.TOO_LONG
    if any(not _fits(c) for c in name):
        return Problem.NAME_HAS_SYMBOLS
    return _cased(name) if _LETTERS.search(name) and _is_name(name) else Problem.NOT_A_NAME


def _bare(text: str) -> str:
    """Take "my name is" and "thanks" off, and quotes and full stops around."""
    text = FOR_SOMEONE.sub("", GREETED.sub("", text.strip(" \t\"'\u201c\u201d")))
    name = INTRODUCED.sub("", text.strip(" \t\"'\u201c\u201d"), count=1) or text
    name = re.split(r"(?<=\w{3})[.!;]\s+|[,;]\s*(?=(?:please|nice|thank\w*|and thank\w*)\b)", name, maxsplit=1)[0]
    return " ".join(AFTER_NAME.sub("", name).strip(" \t\"'\u201c\u201d,.!;:-=").split())


def _fits(c: str) -> bool:
    return c in " '-.,\u00b7\u30fb\u2019()/" or unicodedata.category(c)[0] in "LM" or c in "\u200c\u200d"


def _is_name(name: str) -> bool:
    words = [word.strip("'-.,()") for word in fold(name).split()]
    words = [word for word in words if word]
    proper = [word for word in words if word not in TITLES]
    if not proper or len(words) > _MOST_WORDS or any(len(word) > 30 for word in words):
        return False
    if words[0] == "a" or (words[0] in QUESTION_STARTS and words[0] not in ALSO_NAMES | {"will", "may"}):
        return False
    capitals = len(words) > 1 and all(word[:1].isupper() for word in name.split())
    if any(word.replace("'", "") in (NEVER - ALSO_NAMES if capitals else NEVER) for word in proper):
        return False
    if (
        words[0] in ("will", "may") and len(words) > 3
    ):  # "will hair regrow fully" has a word of NEVER; this one has none
        return False
    latin = [word for word in proper if word.isascii() and word.isalpha()]
    return not any(
        (len(word) > 3 and len(set(word)) == 1) or (len(word) > 4 and not re.search("[aeiouy]", word)) for word in latin
    )


def _cased(name: str) -> str:
    """Give "ann o'neil" and "ANN LEE" their capitals; "McDonald" and scripts without case stay."""
    if (len(name) < 3 and name.isupper()) or not (name.islower() or (name.isupper() and len(name) > 3)):
        return name
    words = [
        word if i and word in SMALL else re.sub(r"(?:^|[-'(.])[^\W\d_]", lambda m: m[0].upper(), word)
        for i, word in enumerate(name.lower().split())
    ]
    return " ".join(words)
