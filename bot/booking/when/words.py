"""A text as plain words, spelt right, with its numbers and clock times in digits."""

from __future__ import annotations

import re

from bot.booking.when.clock_words import clock_words
from bot.booking.when.spelling import spelt, sure
from bot.booking.when.vocabulary import DAY, MONTH, NUMBERS, ORDINAL, ORDINALS, TEN, TENS
from index.text import clean, fold

LONGEST = 300  # characters that are read; who writes more has not written a date


def normal(text: str) -> str:
    """Return plain words, slips put right, numbers in digits: "Nxt Fri @ half two" is "next friday at 2:30"."""
    text = fold(clean(text[: LONGEST * 2]))[:LONGEST]
    text = re.sub(r"\b([ap])\. ?m\b\.?", r"\1m", text.replace("@", " at ").replace("&", " and "))
    text = re.sub(r"\b2 ?(?:moro?|morrow|mrw|mor|moz)\b", "tomorrow", re.sub(r"\b2day\b", "today", text))
    text = re.sub(r"\b(?:2nite|2night)\b", "tonight", re.sub(r"\bb4\b", "before", text)).replace("o'clock", " oclock")
    text = re.sub(r"'s\b", "", re.sub(r"n't\b", " not", text.replace("can't", "cannot").replace("won't", "will not")))
    text = re.sub(r"\bo clock\b", "oclock", re.sub(r"[\u2012-\u2015\u2212~]", "-", text))
    text = re.sub(r"(?<![:.\d])(\d{1,2}) ?(?:st|nd|rd|th)\b", r"\1th", text)
    text = re.sub(r"(?<=\d)(?!(?:ish|hrs|oclock)\b)(?=[a-z]{3})|(?<=[a-z]{3})(?=\d)", " ", text)
    text = re.sub(r"[^a-z0-9:/.%$\u00a3\u20ac+-]|(?<!\d)[.:/]|[.:](?!\d)(?!$| )|/(?!\d)", " ", text.replace("'", ""))
    text = re.sub(r"(?<=[a-z])-|-(?=[a-z])", " - ", text)
    text = re.sub(r"(?<=\d)[.:](?= |$)", lambda m: ". " if _ends_a_date(m) else " ", text)
    tokens = [spelt(token) for token in text.split()]
    return _digits(" ".join(sure(tokens)))


def _ends_a_date(dot: re.Match[str]) -> bool:
    """Whether a dot belongs to "3.12."."""
    return bool(re.search(r"\b\d{1,2}\.\d{1,2}$", dot.string[: dot.start()]))


def _digits(text: str) -> str:
    """Write numbers and clock words in digits; a word such as "first" only beside a month or a weekday."""
    text = re.sub(rf"\b({TEN} )?({ORDINAL})\b(?=(?: of)? {MONTH}\b)", lambda m: _ordinal(m[1], m[2]), text)
    text = re.sub(
        rf"\b({MONTH}|{DAY})( the)? ({TEN} )?({ORDINAL})\b(?! (?:thing|available|appointment|slot|one))",
        lambda m: f"{m[1]}{m[2] or ''} {_ordinal(m[3], m[4])}",
        text,
    )
    units = "|".join(NUMBERS[2:])
    text = re.sub(rf"\b({TEN}) ({units}|one)\b", lambda m: str(TENS[m[1]] + NUMBERS.index(m[2])), text)
    text = re.sub(rf"\b{TEN}\b", lambda m: str(TENS[m[0]]), text)
    text = re.sub(rf"\b(?:{units})\b", lambda m: str(NUMBERS.index(m[0])), text)
    text = re.sub(r"\b(at|past|to|about|before|after|between|by|half|until|from|and|or|in) one\b(?! of)", r"\1 1", text)
    text = re.sub(r"\bone (?=(?:weeks?|days?|months?|hours|pm|am|oclock|ish|\d\d)\b)", "1 ", text)
    text = re.sub(r"\b(?:christmas|xmas) eve\w*", "24 december", text)
    text = re.sub(r"\b(?:christmas|xmas)(?: day)?\b", "25 december", text)
    text = re.sub(r"\b(?:a )?fortnights?\b", "2 weeks", re.sub(r"\bhalf an hours\b", "30 minutes", text))
    text = re.sub(r"\b(?:a )?couple (?:of )?(?=(?:days|weeks|months|hours)\b)", "2 ", text)
    text = re.sub(r"\b(?:a|an) (?=(?:week|day|month|hours)\b)", "1 ", text)
    return clock_words(text)


def _ordinal(tens: str | None, word: str) -> str:
    return f"{(TENS[tens.strip()] if tens else 0) + ORDINALS.index(word) + 1}th"
