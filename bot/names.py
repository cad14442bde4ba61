"""Names that Python shares with Rasa's YAML, each in one place; a test compares them with the domain."""

from __future__ import annotations

from enum import Enum
from typing import Final

ACTION_REPLY: Final = "utter_reply"

# The form that books consultations, and its slots.
FORM: Final = "consultation_form"
FORM_CHECK: Final = "validate_consultation_form"
CONSULTATION: Final = "consultation"  # what is known so far, as plain values
CONSULTATION_BOOKED: Final = "consultation_booked"  # asked for until the booking is over
REQUESTED: Final = "requested_slot"  # Rasa's own

# Keys on Rasa's Message and in parse_data.
HISTORY: Final = "hairline_history"
ENCODED: Final = "hairline_encoded"
ROUTES: Final = "hairline_routes"
FOUND: Final = "hairline_found"
DECISION: Final = "hairline_decision"
EXPLAIN: Final = "hairline_explain"
MEDIA: Final = "media"  # in the metadata of a message that a channel passes on: what came instead of words


class Kind(str, Enum):
    """Kinds of reply in the contract that every client relies on."""

    ANSWER = "answer"
    HANDOVER = "handover"
    EMERGENCY = "emergency"
    BOOKING = "booking"
    CLARIFY = "clarify"
    ABSTAIN = "abstain"
    SMALLTALK = "smalltalk"


class Route(str, Enum):
    """What kind of message this is. Values are the intents of data/dialogue/nlu/."""

    CRISIS = "route_crisis"
    EMERGENCY = "route_emergency"
    WORRYING = "route_worrying"
    PERSONAL = "route_personal"
    MINORS = "route_minors"
    CANDIDACY = "route_candidacy"
    PRICE_HERE = "route_price_here"
    GUARANTEE = "route_guarantee"
    COMPLAINT = "route_complaint"
    OTHERS_DATA = "route_others_data"
    DATA_REQUEST = "route_data_request"
    BOOKING = "route_booking"
    PERSON = "route_person"
    CLINIC_INFO = "route_clinic_info"
    GREETING = "route_greeting"
    THANKS = "route_thanks"
    GOODBYE = "route_goodbye"
    BOT = "route_bot"
    CAPABILITIES = "route_capabilities"
    SOURCES = "route_sources"
    AFFIRM = "route_affirm"
    DENY = "route_deny"
    SAFE = "route_safe"
    EDUCATION = "route_education"
    UNCOVERED = "route_uncovered"
    OFF_TOPIC = "route_off_topic"
    ABUSE = "route_abuse"
    STEERING = "route_steering"
