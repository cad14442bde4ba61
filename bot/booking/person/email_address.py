"""An e-mail address in a text, and what was meant by one that is mistyped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from bot.booking.person.mail_domains import DOMAINS, ENDINGS, RIGHT, SLIPS
from bot.booking.person.problem import Problem
from bot.booking.person.visible import visible
from bot.booking.slips import one_slip

_SPELLED = (
    (re.compile(r"\s*[\[({]\s*at\s*[\])}]\s*|\s+at\s+(?=[\w-]+\s*(?:\.|dot\b|[\[(]))", re.IGNORECASE), "@"),
    (re.compile(r"\s*[\[({]\s*dot\s*[\])}]\s*|\s+dot\s+", re.IGNORECASE), "."),
    (re.compile(r"\s+underscore\s+", re.IGNORECASE), "_"),
)
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\u201c\u201d]+@[^\s@<>()\[\],;:\"\u201c\u201d?!]+")
_AROUND_AT = re.compile(r"(?<=\S)[ \t]*@[ \t]*(?=[\w-]+[ \t]*\.)")


@dataclass(frozen=True)
class Email:
    """An address that can be written to. `suggestion`: what was probably meant, when the domain looks mistyped."""

    address: str
    suggestion: str | None = None


def read_email(text: str) -> Email | Problem:
    """Return the address in a text ("it's ann at gmail dot com" too), or why there is none. No network."""
    plain = visible(text)
    found = list(
        dict.fromkeys(address.strip("'.*_-`!?").lstrip("+") for address in _ADDRESS.findall(_unspelled(plain)))
    )
    if not found:
        return Problem.EMAIL_BROKEN if "@" in plain else Problem.NO_EMAIL
    if len({address.casefold() for address in found}) > 1:
        return Problem.EMAIL_SEVERAL
    address = re.sub(r"^(?:mailto:|e-?mail:)", "", found[0], flags=re.IGNORECASE)
    checked = _checked(address)
    if checked is None:
        meant = _meant(address)
        return Email(meant, meant) if meant and _checked(meant) else Problem.EMAIL_BROKEN
    return Email(checked, _meant(checked))


def _unspelled(text: str) -> str:
    if "@" not in text:
        for pattern, instead in _SPELLED[:1]:
            text = pattern.sub(instead, text)
    if "@" in text:
        for pattern, instead in _SPELLED[1:]:
            text = pattern.sub(instead, text)
    return re.sub(r"(?<=@)(\S+)[ \t]*\.[ \t]+(?=(?:com|co|net|org|uk|de)\b)", r"\1.", _AROUND_AT.sub("@", text))


def _checked(address: str) -> str | None:
    """Return a valid address in its usual form, or None. Few servers take letters beyond ASCII before the @."""
    try:
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return checked.normalized if len(checked.ascii_domain.rpartition(".")[2]) > 1 else None


def _meant(address: str) -> str | None:
    """Return the address at the usual domain that this one is a slip away from, or None."""
    name, _, domain = address.rpartition("@")
    domain = domain.lower().replace(",", ".").replace("..", ".").strip(".")
    if domain in RIGHT or not name:
        return None
    host, _, ending = domain.partition(".")
    near = next((known for known in DOMAINS if len(known) > 6 and one_slip(domain, known)), None)
    if near is None and (ending in ENDINGS or not ending) and f"{host}.com" in DOMAINS:
        near = f"{host}.com"
    if near is None and host in SLIPS and (ending in ENDINGS or ending in ("", "com")):
        near = SLIPS[host]
    return f"{name}@{near}" if near else None
