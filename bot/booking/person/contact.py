"""An address or a number, whichever a text holds."""

from __future__ import annotations

from bot.booking.person.email_address import Email, read_email
from bot.booking.person.phone_number import Phone, read_phone
from bot.booking.person.problem import Problem


def read_contact(text: str, region: str) -> Email | Phone | Problem:
    """Return the address or the number in a text; with both, the address. Without either, what is wrong."""
    email = read_email(text)
    if isinstance(email, Email) or email is Problem.EMAIL_SEVERAL:
        return email
    phone = read_phone(text, region)
    if isinstance(phone, Phone) or phone is Problem.PHONE_SEVERAL:
        return phone
    if email is Problem.EMAIL_BROKEN:
        return email
    return Problem.NO_CONTACT if phone is Problem.NO_PHONE else phone
