"""Messages in other languages: telling that they are, and the signs of danger in them.

The assistant answers in English only, but nobody who needs help may be turned away for that. The signs are those of
data/dialogue/red_flags.yml, which says how its phrases match.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.redflags import CRISIS, EMERGENCY, IN_ANOTHER_LANGUAGE, Flag
from index.text import Speller, fold, words

FILE = Path(__file__).parent.parent / "data" / "dialogue" / "red_flags.yml"
# With Latin letters: the languages of the file, as far as the detector knows them.
LATIN = (
    "ENGLISH SPANISH FRENCH GERMAN ITALIAN PORTUGUESE DUTCH TURKISH POLISH ROMANIAN VIETNAMESE INDONESIAN TAGALOG ALBANIAN CROATIAN "
    "HUNGARIAN CZECH SWEDISH DANISH BOKMAL FINNISH SOMALI SWAHILI"
).split()
WITHOUT_SPACES = ("zh", "ja", "th")  # their phrases match anywhere
SURE, HARDLY_ENGLISH = 0.7, 0.01  # confidence in another language, and in English
STRANGE = 0.3  # share of words that everyday English does not have
GAP = r" (?:\S+ ){0,4}"  # what ` .. ` stands for
ANCHOR = 3  # letters by which phrases are looked up


def is_foreign(speller: Speller, text: str) -> bool:
    """Whether a cleaned message is plainly not English: by its letters, its words, or the language they look like."""
    letters = [c for c in text if unicodedata.category(c)[0] == "L"]
    if not letters:
        return False
    other = sum("LATIN" not in unicodedata.name(c, "") for c in letters)
    if other > len(letters) / 2:
        return True
    found = [word for word in words(text) if word.isalpha() and len(word) > 1]
    if not found:
        return False
    if len(found) >= 3 and sum(not speller.knows(word) for word in found) / len(found) >= 0.5:
        return True
    strange = sum(not speller.everyday(word) for word in found) / len(found)
    return (strange >= STRANGE or not text.isascii()) and _looks_foreign(text)


def _looks_foreign(text: str) -> bool:
    confidence = {found.language.name: found.value for found in _detector().compute_language_confidence_values(text)}
    return bool(max(confidence.values()) >= SURE and confidence["ENGLISH"] < HARDLY_ENGLISH)


def warm_up() -> None:
    """Load what the first message would have to wait for: most of a second."""
    _lexicon()
    _looks_foreign("warm up")


@lru_cache(maxsize=1)
def _detector() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    languages = [getattr(Language, name) for name in LATIN]
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()


def foreign_flags(text: str) -> tuple[Flag, ...]:
    """Return the signs of danger in a cleaned message that are phrased in another language than English."""
    plain = _plain(text)
    anchors = {word[:ANCHOR] for word in plain.split()}
    spaced, unspaced = _lexicon()
    found = [
        Flag(kind, IN_ANOTHER_LANGUAGE, phrase)
        for anchor in sorted(anchors & spaced.keys())
        for kind, phrase, pattern in spaced[anchor]
        if pattern.search(plain)
    ]
    found += [Flag(kind, IN_ANOTHER_LANGUAGE, phrase) for kind, phrase, part in unspaced if part in plain]
    return tuple(found)


Spaced = dict[str, list[tuple[str, str, "re.Pattern[str]"]]]
Unspaced = list[tuple[str, str, str]]


@lru_cache(maxsize=1)
def _lexicon() -> tuple[Spaced, Unspaced]:
    """The phrases by the beginning of their longest word, and those of languages without spaces."""
    spaced: Spaced = defaultdict(list)
    unspaced: Unspaced = []
    for language in yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["languages"]:
        for kind in (CRISIS, EMERGENCY):
            for phrase in language[kind]:
                if language["code"].split("-")[0] in WITHOUT_SPACES:
                    unspaced.append((kind, phrase, _plain(phrase)))
                else:
                    spaced[_anchor(phrase)].append((kind, phrase, _pattern(phrase)))
    return dict(spaced), unspaced


def _anchor(phrase: str) -> str:
    """The beginning of the longest word, one that stands there whole as far as it is compared."""
    literal = [_plain(word) for word in phrase.split() if not (word.endswith("*") and len(_plain(word)) < ANCHOR)]
    return max((part for word in literal for part in word.split()), key=len)[:ANCHOR]


def _pattern(phrase: str) -> re.Pattern[str]:
    parts = []
    for part in phrase.split(" .. "):
        tokens = []
        for word in part.split():
            *before, last = _plain(word.rstrip("*")).split()
            tokens += [*map(re.escape, before), re.escape(last) + (r"\S*" if word.endswith("*") else "")]
        parts.append(" ".join(tokens))
    return re.compile("(?:^| )" + GAP.join(parts) + "(?= |$)")


def _plain(text: str) -> str:
    """The folded form of `text` without punctuation, words parted by single spaces."""
    folded = fold(unicodedata.normalize("NFKC", text)).replace("\u0131", "i")
    return " ".join("".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in folded).split())
