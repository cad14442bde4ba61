"""What can be wrong with a name, an address or a number."""

from __future__ import annotations

from enum import Enum


class Problem(str, Enum):
    """Why something was not taken. The texts that say so are templates."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_A_NAME = "not_a_name"  # a question, a yes, a sentence about something else
    NAME_HAS_CONTACT = "name_has_contact"  # an address, a number or a link where a name was asked for
    NAME_HAS_SYMBOLS = "name_has_symbols"  # markup, control characters, digits
    NO_CONTACT = "no_contact"  # neither an address nor a number in it
    NO_EMAIL = "no_email"
    EMAIL_BROKEN = "email_broken"
    EMAIL_SEVERAL = "email_several"
    NO_PHONE = "no_phone"
    PHONE_TOO_SHORT = "phone_too_short"
    PHONE_TOO_LONG = "phone_too_long"
    PHONE_UNKNOWN = "phone_unknown"  # of a plausible length, but nobody's: no such prefix or area
    PHONE_NEEDS_COUNTRY = "phone_needs_country"  # no number of the clinic's country; it may be one of another
    PHONE_SEVERAL = "phone_several"
