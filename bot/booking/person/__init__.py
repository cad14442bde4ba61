"""Who comes and how to reach them: a name, an e-mail address or a phone number out of what somebody types. Pure."""

from __future__ import annotations

from bot.booking.person.contact import read_contact
from bot.booking.person.email_address import Email, read_email
from bot.booking.person.name import LONGEST_NAME, read_name
from bot.booking.person.phone_number import Phone, number_of, read_phone
from bot.booking.person.problem import Problem
from bot.booking.person.visible import LONGEST

__all__ = [
    "LONGEST",
    "LONGEST_NAME",
    "Email",
    "Phone",
    "Problem",
    "number_of",
    "read_contact",
    "read_email",
    "read_name",
    "read_phone",
]
