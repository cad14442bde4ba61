"""E-mail addresses as every mail server takes them."""

from __future__ import annotations

import re

from email_validator import validate_email

_PLAIN = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")


def in_ascii(address: str) -> str:
    """Return the address with an international domain in its ASCII form. Raises ValueError for one that is none.

    The domain is read as mail programs do today (IDNA 2008); Python's own codec makes another domain of some.
    """
    if _PLAIN.fullmatch(address):
        return address
    checked = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    return checked.ascii_email or address
