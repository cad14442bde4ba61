"""Is a message an answer to what booking asked last, or about something else? Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from bot.booking.choices import is_choice
from bot.booking.commands import read_command
from bot.booking.person import Problem, read_contact, read_name
from bot.booking.places import only_place, states_place
from bot.booking.reminding import read_reminder
from bot.booking.when import mentions_time, read_when
from bot.booking.zones import read_zone
from bot.dependence import PERSONAL, personal_route
from bot.limits import Limits
from bot.names import Route
from bot.outcome import Abstain, Answer, Booking, Clarify, Decision, Emergency, HandOver, Smalltalk
from bot.reading import Reading

DETAILS = Booking("details")  # the form says what comes next
SURE = 0.6  # chance that a curated answer fits, from which a text that could be a name is a question
TOPIC = 0.7  # chance that a text is about treatments, from which a place in it is only mentioned
TYPED = 12  # words of a text that can be nothing but a place or a time
FEW = 4  # words of a text such as "whenever you like"
OWN = 0.85  # chance that a text is about somebody's own body, from which it is no name: names can look like anything
GRAVE = 0.1  # chance of danger, or of a worrying sign, from which a place in a text is only mentioned
DANGERS = (Route.CRISIS, Route.EMERGENCY, Route.WORRYING)
TOPICS = (Route.EDUCATION, Route.UNCOVERED, Route.PRICE_HERE)
_ANY_DAY = dt.datetime(2026, 1, 5, 9, tzinfo=dt.timezone.utc)  # whether words name a day does not depend on today
_CONTACT = re.compile(r"@|(?:\d[\s()./-]*){6}")
_AROUND_CONTACT = frozenset(
    "my the e-mail email mail phone number mobile cell tel address contact is it it's its at me on use please thanks thank you and or call text write reach to here sure yes ok okay hi hello can this that".split()
)
_REFERENCE = re.compile(r"(?=\b([a-z0-9]{3}[\s-]?[a-z0-9]{3})\b)", re.IGNORECASE)
_VOWELS = frozenset("aeiou")  # no reference has them: "sos now" is none
_ASKS = re.compile(
    r"\?\s*$|^\s*(?:how|what|why|when|who|which|is|are|does|do|can|could|will|would|should)\b", re.IGNORECASE
)


def is_detail(reading: Reading, step: str, limits: Limits) -> bool:
    """Whether a message plainly answers the step, chooses one of its buttons, or steers the booking."""
    text = reading.encoded.text
    if reading.encoded.chosen or text.strip(" .)#-").isdigit() or is_choice(text) or read_command(text) is not None:
        return True
    fits = _FITS.get(step)
    if fits is None or (reading.flags and not _only_contact(text)):
        return False
    return fits(text, reading, limits)


def interrupts(decision: Decision, reading: Reading) -> bool:
    """Whether what the rest of the assistant would say is worth saying before the booking goes on."""
    if isinstance(decision, Abstain):
        uncovered = decision.reply.startswith("uncovered") and decision.subject is None
        return not uncovered or bool(reading.flags) or bool(_ASKS.search(reading.encoded.text))
    if isinstance(decision, Clarify):
        return decision.reply == "too_long"
    if isinstance(decision, Smalltalk):
        return decision.reply not in ("affirm", "deny", "greeting")
    if isinstance(decision, Booking):
        return decision.reply not in ("booking", "details")
    return isinstance(decision, Answer | HandOver | Emergency)


def _asks(text: str, reading: Reading) -> bool:
    found = reading.whole
    return bool(_ASKS.search(text)) and found is not None and found.probability >= SURE


def _asks_elsewhere(text: str, reading: Reading, limits: Limits) -> bool:
    """Whether it is a question about something else than an appointment: "what is the weather like today?"."""
    top, chance = next(iter(reading.routes.items()))
    return bool(_ASKS.search(text)) and top is not Route.BOOKING and chance >= limits.request


def _is_place(text: str, reading: Reading, limits: Limits) -> bool:
    if only_place(text) or mentions_time(text):
        return only_place(text) or _is_time(text, reading, limits)
    if len(text.split()) > TYPED or not read_zone(text) or _ASKS.search(text):
        return False
    exact = reading.whole is not None and reading.whole.exact
    about = exact or sum(reading.routes[route] for route in TOPICS) >= TOPIC
    if sum(reading.routes[route] for route in DANGERS) >= GRAVE:
        return False
    return (states_place(text) or not about) and personal_route(reading, limits) is None


def _is_time(text: str, reading: Reading, limits: Limits) -> bool:
    if not mentions_time(text) and (len(text.split()) > FEW or read_when(text, _ANY_DAY) is None):
        return False
    if _asks(text, reading):
        return False
    if read_when(text, _ANY_DAY, strict=True) is not None:
        return True
    return not _asks_elsewhere(text, reading, limits) and personal_route(reading, limits) is None


def _is_time_or_place(text: str, reading: Reading, limits: Limits) -> bool:
    return _is_time(text, reading, limits) or only_place(text)


def _is_name(text: str, reading: Reading, limits: Limits) -> bool:
    if isinstance(read_name(text), Problem):
        return _is_another_time(text, reading, limits)
    if sum(reading.routes[route] for route in PERSONAL) >= OWN and personal_route(reading, limits) is not None:
        return False
    found = reading.whole
    top = next(iter(reading.routes))
    return not (found and (found.exact or (found.probability >= SURE and top is Route.EDUCATION)))


def _is_contact(text: str, reading: Reading, limits: Limits) -> bool:
    if _only_contact(text):
        return True
    if not isinstance(read_contact(text, "US"), Problem) or _CONTACT.search(text):
        return personal_route(reading, limits) is None
    return _is_another_time(text, reading, limits)


def _only_contact(text: str) -> bool:
    """Whether a text is an address or a number, whatever words these are made of, and nothing else that counts."""
    others = (word.strip(".,:;!()").lower() for word in text.split() if not re.search(r"[@\d]", word))
    return all(word in _AROUND_CONTACT or not word for word in others) and not isinstance(
        read_contact(text, "US"), Problem
    )


def _is_another_time(text: str, reading: Reading, limits: Limits) -> bool:
    return read_when(text, _ANY_DAY, strict=True) is not None and _is_time(text, reading, limits)


def _is_about_reminders(text: str, reading: Reading, limits: Limits) -> bool:
    return read_reminder(text) is not None or _is_contact(text, reading, limits)


def _is_reference(text: str, reading: Reading, limits: Limits) -> bool:
    found = [match[1].lower() for match in _REFERENCE.finditer(text)]
    likely = any(not _VOWELS & set(letters) or re.search(r"\d", letters) for letters in found)
    return likely and personal_route(reading, limits) is None


_FITS: Mapping[str, Callable[[str, Reading, Limits], bool]] = {
    "zone": _is_place,
    "time": _is_time_or_place,
    "name": _is_name,
    "contact": _is_contact,
    "remind": _is_about_reminders,
    "consent": _is_another_time,
    "confirm": _is_contact,
    "proof": _is_contact,
    "reference": _is_reference,
    "choice": _is_another_time,
    "move": _is_another_time,
}
