"""What a patient can do with the booking at every step."""

from __future__ import annotations

from enum import Enum


class Command(str, Enum):
    """What to do with the booking."""

    CANCEL = "cancel"
    BACK = "back"
    RESTART = "restart"
    SKIP = "skip"
    YES = "yes"
    NO = "no"
    CHANGE_TIME = "change_time"
    CHANGE_NAME = "change_name"
    CHANGE_CONTACT = "change_contact"
    CHANGE_ZONE = "change_zone"
    CHANGE_CONSENT = "change_consent"
    MORE_TIMES = "more_times"
    HELP = "help"
