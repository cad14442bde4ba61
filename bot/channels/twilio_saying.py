"""What is said as bodies of messages of Twilio. Pure.

A body has at most 1600 characters: https://www.twilio.com/docs/api/errors/21617. An SMS is also kept within ten
segments: https://www.twilio.com/docs/glossary/what-sms-character-limit. There are no buttons, so choices have numbers.
"""

from __future__ import annotations

import json

from bot.channels import whatsapp_saying
from bot.channels.messengers import texts
from bot.channels.messengers.model import Choice, Reminder, Said

BODY = 1600  # characters; which ones Twilio does not say, and UTF-16 units are never fewer
# Units of one of several segments, and of ten: septets of GSM-7, or 16-bit units as soon as one character is not in it.
SEGMENTS, SEPTETS, UNITS = 10, 153, 67
VARIABLE = 250  # characters; Twilio advises so for a template's variables
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWO_SEPTETS = frozenset("^{}\\[~]|€\f")
# One of these would make a text of GSM-7 cost more than twice as much.
_PLAIN = str.maketrans(
    {"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'", "\u2013": "-", "\u2014": "-",
     "\u2010": "-", "\u2011": "-", "\u2212": "-", "\u2022": "-", "\u2026": "...", "\u00a0": " ", "\u202f": " "}
)  # fmt: skip


def sms_bodies(said: Said) -> list[str]:
    """Return the bodies that say something by SMS, in order, each within ten segments.

    The heading is in capitals; typographic quotes, dashes, dots and spaces are plain ones.
    """
    whole = "\n\n".join(filter(None, (_line(said.heading).upper(), _body(said)))).translate(_PLAIN)
    is_gsm = _is_gsm(whole)  # a part of a text that is not may be, and is then shorter than it could be
    return texts.split(whole, SEGMENTS * (SEPTETS if is_gsm else UNITS), septets if is_gsm else units)


def whatsapp_bodies(said: Said) -> list[str]:
    """Return the bodies that say something on WhatsApp, in order; the heading in bold, and no other sign is markup."""
    bold = _bold(said.heading)
    parts = texts.split(f"{bold}\n\n{_body(said)}", BODY, texts.utf16)
    if bold and parts and parts[0].startswith(bold):
        rest = parts[0][len(bold) :]
        space = rest[: len(rest) - len(rest.lstrip())]
        return [bold + space + _as_typed(rest.strip()), *map(_as_typed, parts[1:])]
    return list(map(_as_typed, parts))


def variables(reminder: Reminder) -> str:
    """Return the variables of an approved template as JSON. Each is one line, and none is empty.

    https://www.twilio.com/docs/content/using-variables-with-content-api
    """
    words = (reminder.clinic, reminder.when, reminder.reference, reminder.url)
    short = (texts.shorten(_line(word), VARIABLE, texts.utf16) or "-" for word in words[:-1])
    return json.dumps(dict(zip("1234", [*short, _line(words[-1]) or "-"], strict=True)))  # a cut link leads nowhere


def septets(text: str) -> int:
    """Count septets of GSM-7 as they fill segments: one of two septets is not parted, it begins the next segment."""
    return _filled([2 if letter in _TWO_SEPTETS else 1 for letter in text], SEPTETS)


def units(text: str) -> int:
    """Count 16-bit units as they fill segments: one of two units is not parted."""
    return _filled([2 if letter > "\uffff" else 1 for letter in text], UNITS)


def _filled(sizes: list[int], segment: int) -> int:
    at = 0
    for size in sizes:
        at += size + (size == 2 and at % segment == segment - 1)
    return at


def _is_gsm(text: str) -> bool:
    return all(letter in _GSM or letter in _TWO_SEPTETS for letter in text)


def _body(said: Said) -> str:
    """The text, numbers to call, and all choices with the numbers that may be typed."""
    calling = "\n".join(f"{number.label}: {number.dial}" for number in said.numbers)
    choices = texts.numbered([Choice(choice.id, _line(choice.title)) for choice in said.choices])
    return "\n\n".join(filter(None, (said.text.strip(), calling, choices)))


def _line(text: str) -> str:
    return " ".join(text.split())


def _bold(heading: str) -> str:
    return "".join(_bodies(Said("", heading=heading)))


def _as_typed(text: str) -> str:
    """A part with signs that mean something to WhatsApp replaced; it stays as long as it was."""
    return "".join(_bodies(Said(text)))


def _bodies(said: Said) -> list[str]:
    return [message["text"]["body"] for message in whatsapp_saying.messages(said)]
