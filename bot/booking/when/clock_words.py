"""Times of day that are written in words, as a clock shows them."""

from __future__ import annotations

import re

from bot.booking.when.vocabulary import DAY


def clock_words(text: str) -> str:
    """Write "half past 2", "quarter to 3", "2ish", "14h" and "1530 hrs" as clocks do."""
    text = re.sub(r"\b(?:a )?quarter (?=(?:past|after|to|of|until)\b)", "15 ", re.sub(r"\bnoon\b", "12:00", text))
    text = re.sub(r"\bhalf (?:past )?(\d{1,2})\b(?!:)", r"\1:30", re.sub(r"\bmidnight\b", "0:00", text))
    text = re.sub(
        r"\b(5|10|15|20|25)(?: minutes)? (?:past|after) (\d{1,2})\b", lambda m: f"{m[2]}:{int(m[1]):02}", text
    )
    text = re.sub(r"(?:(?<=\bat )|(?<=\babout ))(5|10|20|25) (?:to|before) (\d{1,2})\b", _minutes_to, text)
    text = re.sub(r"\b(15|(?:5|10|20|25) minutes) (?:to|of|until) (\d{1,2})\b(?! ?pm)", _minutes_to, text)
    text = re.sub(r"\b(\d{1,2}) ?oclock\b", r"\1:00", text)
    text = re.sub(r"\b(\d{1,2}) ?h ?([0-5]\d)\b", r"\1:\2", text)
    text = re.sub(r"\b(\d{1,2})h\b|(?<=\bat )(\d{2}) hours\b", lambda m: f"{m[1] or m[2]}:00", text)
    text = re.sub(r"\b([01]\d|2[0-3])([0-5]\d) ?(?:hours|hrs|h)\b", r"\1:\2", text)
    text = re.sub(r"(?<=\bat )([01]?\d|2[0-3])([0-5]\d)\b(?![:/.-])", r"\1:\2", text)
    day = rf"(?:{DAY}|tomorrow|today|tonight|morning|afternoon)"
    text = re.sub(rf"\b({day}) ([01]\d|2[0-3])([0-5]\d)\b(?![:/.-])", r"\1 \2:\3", text)
    text = re.sub(rf"\b([01]\d|2[0-3])([0-5]\d) (?=(?:on )?{day}\b)", r"\1:\2 ", text)
    text = re.sub(r"\b(\d{1,2}(?::\d\d)?)( ?[ap]m)?[ -]*ish\b", r"about \1\2", text)
    text = re.sub(r"\b(\d{1,2}(?::\d\d)?) ?([ap])\b(?! ?(?:week|day|month|hours))", r"\1\2m", text)
    text = re.sub(r"\b(\d{1,2})\.([0-5]\d)(?= ?[ap]m\b)", r"\1:\2", text)
    text = re.sub(
        r"(?<![\d:/.-])\b([1-9]|1[0-2]) (00|10|15|20|30|40|45|50)\b(?! ?[:/-]|\d| (?:minutes|days|weeks))",
        r"\1:\2",
        text,
    )
    return re.sub(r"\b(\d{1,2})\.([0-5]\d)\b(?!\.)", _dotted, text)


def _minutes_to(found: re.Match[str]) -> str:
    minutes, hour = int(found[1].split()[0]), int(found[2])
    return f"{(hour - 2) % 12 + 1}:{60 - minutes}"


def _dotted(found: re.Match[str]) -> str:
    """Read "15.30" and "9.05" as times, and leave "03.12", whose minutes nobody would name, for the days."""
    before, minutes = found.string[: found.start()], found[2]
    at = re.search(r"\b(?:at|from|to|between|and|after|before|until|about|or|by) $|-$", before)
    if before.endswith(".") or (1 <= int(minutes) <= 12 and minutes not in ("05", "10") and not at):
        return found[0]
    return f"{found[1]}:{minutes}"
