"""A phone number in a text, in digits or in words, as its country has them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from bot.booking.person.problem import Problem
from bot.booking.person.visible import visible

_NUMBER = re.compile(
    r"(?:\+|\b00|\()?\s*\d(?:[\s().\u2010-\u2015/-]{0,3}\d){4,}(?:\s*(?:ext|x|extension)\.?\s?\d{1,6})?"
)
_DIGIT_WORDS = {
    "zero": "0",
    "oh": "0",
    "nought": "0",
    **dict(zip("one two three four five six seven eight nine".split(), "123456789", strict=True)),
}
_TOO_SHORT, _TOO_LONG = phonenumbers.ValidationResult.TOO_SHORT, phonenumbers.ValidationResult.TOO_LONG


@dataclass(frozen=True)
class Phone:
    """A number in E.164 (+442079460958), and as people write it in its country or abroad."""

    e164: str
    shown: str


def read_phone(text: str, region: str) -> Phone | Problem:
    """Return the number in a text. region: two letters, the country whose numbers need no +, such as "GB"."""
    plain = _numbers_spoken(visible(text))
    found = list(dict.fromkeys(match.strip() for match in _NUMBER.findall(plain)))
    if not found:
        return Problem.PHONE_TOO_SHORT if len(re.sub(r"\D", "", plain)) >= 3 else Problem.NO_PHONE
    read = [_parsed(number, region) for number in found]
    numbers = [number for number in read if number is not None]
    valid = list({number_of(number): number for number in numbers if phonenumbers.is_valid_number(number)}.values())
    if len(valid) > 1:
        return Problem.PHONE_SEVERAL
    if valid:
        home = phonenumbers.region_code_for_number(valid[0]) == region
        style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return Phone(number_of(valid[0]), phonenumbers.format_number(valid[0], style))
    return _wrong(found[0], numbers)


def number_of(number: phonenumbers.PhoneNumber) -> str:
    """Return a parsed number in E.164."""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    international = re.sub(r"^\s*\(?00", "+", text)
    for candidate in (text, international):
        try:
            number = phonenumbers.parse(candidate, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) or candidate == international:
            return number
    return None


def _wrong(text: str, numbers: list[phonenumbers.PhoneNumber]) -> Problem:
    digits = len(re.sub(r"\D", "", text))
    if not numbers:
        return (
            Problem.PHONE_TOO_SHORT if digits < 7 else Problem.PHONE_TOO_LONG if digits > 15 else Problem.PHONE_UNKNOWN
        )
    reason = phonenumbers.is_possible_number_with_reason(numbers[0])
    abroad = text.lstrip(" (").startswith(("+", "00"))
    if not abroad and 10 <= digits <= 15 and reason == _TOO_LONG:
        return Problem.PHONE_NEEDS_COUNTRY
    if reason == _TOO_SHORT:
        return Problem.PHONE_TOO_SHORT
    return Problem.PHONE_TOO_LONG if reason == _TOO_LONG else Problem.PHONE_UNKNOWN


def _numbers_spoken(text: str) -> str:
    """Write "oh seven double nine" as 07 99, where at least five such words follow one another."""
    group = rf"(?:(?:double|triple) )?(?:{'|'.join(_DIGIT_WORDS)})"

    def digits(found: re.Match[str]) -> str:
        out, times = "", 1
        for word in re.findall(r"[a-z]+", found[0].lower()):
            if word in ("double", "triple"):
                times = 2 if word == "double" else 3
            else:
                out, times = out + _DIGIT_WORDS[word] * times, 1
        return out

    return re.sub(rf"\b{group}(?:[\s,-]+{group}){{4,}}\b", digits, text, flags=re.IGNORECASE)
