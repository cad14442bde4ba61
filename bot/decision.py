"""What to do about a message: a pure function of what was read, what came before, and the limits.

The order is that of safety: danger first, then what depends on the asker's own body, then requests, then education,
then asking back, and saying that it is not covered last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.booking.details import DETAILS, interrupts, is_detail
from bot.booking.intents import calls_off
from bot.danger import danger, says_safe
from bot.dependence import personal_route
from bot.education import answers_well, educate, in_general, note
from bot.followup import means_in_general, presses
from bot.limits import Limits
from bot.names import Route
from bot.outcome import (
    Abstain,
    Answer,
    Booking,
    Chosen,
    Clarify,
    Decision,
    Emergency,
    HandOver,
    Menu,
    Smalltalk,
)
from bot.reading import History, Reading
from index.text import key

REQUESTS: Mapping[Route, Decision] = {
    Route.BOOKING: Booking("booking"),
    Route.PERSON: Booking("person"),
    Route.COMPLAINT: Booking("complaint"),
    Route.OTHERS_DATA: Abstain("others_data"),
    Route.DATA_REQUEST: Abstain("data_request"),
    Route.CLINIC_INFO: Abstain("clinic_info"),
    Route.OFF_TOPIC: Abstain("off_topic"),
    Route.ABUSE: Abstain("abuse"),
    Route.STEERING: Abstain("steering"),
    Route.GREETING: Smalltalk("greeting"),
    Route.THANKS: Smalltalk("thanks"),
    Route.GOODBYE: Smalltalk("goodbye"),
    Route.BOT: Smalltalk("bot"),
    Route.CAPABILITIES: Smalltalk("capabilities"),
    Route.SOURCES: Smalltalk("sources"),
    Route.AFFIRM: Smalltalk("affirm"),
    Route.DENY: Smalltalk("deny"),
    Route.SAFE: Smalltalk("affirm"),  # without an alarm there is nothing to be glad about
}
ASKED_AGAIN = ("personal", "candidacy")  # handovers whose question may be kept for the consultation, and comes back
KEPT, FORGOTTEN = Booking("kept"), Booking("forgotten")
PATIENCE = 2  # abusive messages in a row that get the usual reply
GUARANTEE_ANSWER, PRICE_ANSWER = "guarantee", "cost-range"


def decide(reading: Reading, history: History, limits: Limits, menu: Menu) -> tuple[Route, Decision]:
    """Return the route that was taken and what to do. menu: what the fixed buttons lead to, by `menu_key`."""
    alarm = danger(reading, limits)
    if alarm is not None:
        return alarm
    if history.booking and is_detail(reading, history.booking, limits):
        return Route.BOOKING, DETAILS
    decided = _apart_from_booking(reading, history, limits, menu)
    return (Route.BOOKING, DETAILS) if history.booking and not interrupts(decided[1], reading) else decided


def _apart_from_booking(reading: Reading, history: History, limits: Limits, menu: Menu) -> tuple[Route, Decision]:
    return (
        _special(reading, history, menu)
        or _in_general(reading, history)
        or _button(reading, limits)
        or _own_body(reading, history, limits)
        or _request(reading, history, limits)
        or educate(reading, limits)
    )


def _in_general(reading: Reading, history: History) -> tuple[Route, Decision] | None:
    """The general answer to a question that was just handed over, for who says that it was meant in general."""
    if not (history.handed_over and means_in_general(reading.encoded.prepared)):
        return None
    return Route.EDUCATION, Answer((history.general,)) if history.general else Clarify("clarify")


def _button(reading: Reading, limits: Limits) -> tuple[Route, Decision] | None:
    """What was asked word for word as one of our own questions."""
    if reading.whole is not None and (reading.whole.exact or reading.encoded.chosen):
        return educate(reading, limits, certain=True)
    return None


def _own_body(reading: Reading, history: History, limits: Limits) -> tuple[Route, Decision] | None:
    """What depends on the asker's own body, also when it is asked for once more in another way."""
    route = personal_route(reading, limits, again=bool(history.handed_over))
    if route is not None:
        return route, HandOver(route.value.removeprefix("route_"), note(reading, limits), in_general(reading, limits))
    if history.handed_over in ASKED_AGAIN and presses(reading.encoded.prepared):
        return Route(f"route_{history.handed_over}"), HandOver(history.handed_over, None, history.general)
    return None


def _request(reading: Reading, history: History, limits: Limits) -> tuple[Route, Decision] | None:
    """What is neither danger, nor the asker's own case, nor education."""
    first, chance = next(iter(reading.routes.items()))
    if chance < limits.request:
        return None
    if first is Route.PRICE_HERE:
        return _price(reading, chance)
    if first is Route.GUARANTEE:
        return Route.GUARANTEE, Answer((Chosen(GUARANTEE_ANSWER, chance),))
    if first is Route.ABUSE and history.abuse >= PATIENCE:
        return Route.ABUSE, Abstain("abuse_end")
    if first in REQUESTS and not answers_well(reading):
        return first, REQUESTS[first]
    return None


# Routes, and the chance from which they are believed in a message that is not English.
UNDERSTOOD: Mapping[Route, float] = {Route.GREETING: 0.0, Route.BOOKING: 0.6, Route.PERSON: 0.6, Route.ABUSE: 0.6}


def _special(reading: Reading, history: History, menu: Menu) -> tuple[Route, Decision] | None:
    """What needs no search: the way out of an emergency, nothing to read, another language, the menu."""
    top = next(iter(reading.routes))
    if history.in_emergency:
        if says_safe(reading.encoded.prepared):
            return Route.SAFE, Smalltalk("safe")
        return Route.EMERGENCY, Emergency("still_emergency")
    understood = top in UNDERSTOOD and reading.routes[top] >= UNDERSTOOD[top]
    if reading.foreign and not (understood or (reading.whole and reading.whole.exact)):
        return Route.OFF_TOPIC, Abstain("other_language")
    if not reading.readable or (reading.encoded.text.isdigit() and not reading.encoded.chosen):
        return Route.CAPABILITIES, Clarify("empty")
    if reading.encoded.too_long:
        return Route.CAPABILITIES, Clarify("too_long")
    if calls_off(reading.encoded.text):
        return Route.BOOKING, REQUESTS[Route.BOOKING]
    chosen = menu.get(menu_key(reading.encoded.text))
    if chosen == (Route.DATA_REQUEST, KEPT) and history.handed_over not in ASKED_AGAIN:
        return Route.DATA_REQUEST, Booking("nothing_to_keep")
    return chosen


def menu_key(text: str) -> str:
    """The form in which texts of buttons are compared."""
    return key(text)


_HERE = re.compile(
    r"\b(?:you|your|yours|u|ur|here|this (?:clinic|place)|quotes?|exact(?:ly)?|precise\w*|discounts?|packages?|deals?|offers?|deposits?|"
    r"price ?(?:list|match)|promo\w*|vouchers?|cheaper than|pay (?:today|now))\b"
)


_POLITE = re.compile(
    r"\b(?:can|could|would|will|do|may) (?:you|u) (?:please |kindly |possibly |at least |just )*(?:give|tell|say|explain|let|know|have an idea)\b|\b(?:if you (?:please|would|could)|thank you|tell me)\b"
)


def _price(reading: Reading, chance: float) -> tuple[Route, Decision]:
    """The clinic's own price is not in the content, the published range is: which one was meant?"""
    found = reading.whole
    if (
        found is None
        or found.awaiting
        or not found.hits[0].covered
        or _HERE.search(_POLITE.sub(" ", reading.encoded.prepared))
    ):
        return Route.PRICE_HERE, HandOver("price_here", Chosen(PRICE_ANSWER, round(chance, 3)))
    return Route.EDUCATION, Answer((Chosen(found.hits[0].owner, round(found.probability, 3), found.hits[0].matched),))
