"""What to do about a message: a pure function of what was read, what came before, and the limits.

The order is that of safety: danger first, then what depends on the asker's own body, then requests, then education,
then asking back, and saying that it is not covered last.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot import fitted, voice
from bot.names import Kind, Route
from bot.reading import History, Reading
from bot.redflags import CALL_FOR_HELP, CRISIS, IN_ANOTHER_LANGUAGE
from index.rows import UNCOVERED
from index.search import Found
from index.text import key


@dataclass(frozen=True)
class Chosen:
    """One curated answer to show, the chance (0 to 1) that it fits, and the phrasing it was found by."""

    answer: str
    score: float
    matched: str = ""


@dataclass(frozen=True)
class Answer:
    """Show curated answers, one per question asked, best first."""

    answers: tuple[Chosen, ...]


@dataclass(frozen=True)
class HandOver:
    """The reply depends on the asker: say so, offer the consultation, add at most one general note."""

    reply: str
    note: Chosen | None = None


@dataclass(frozen=True)
class Emergency:
    """Help first; nothing else."""

    reply: str


@dataclass(frozen=True)
class Booking:
    """A step towards the clinic: booking, or a person."""

    reply: str


@dataclass(frozen=True)
class Clarify:
    """Ask back; `options` are answers to choose from, none of them for the whole menu."""

    reply: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Abstain:
    """Say that this is not answered here; `subject` is an uncovered subject's id, `near` a covered answer to offer."""

    reply: str
    subject: str | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Smalltalk:
    """Greeting, thanks, goodbye, who are you, what can you do, where is it from; `topic` opens a page of the menu."""

    reply: str
    topic: str | None = None
    page: int = 0


Decision = Answer | HandOver | Emergency | Booking | Clarify | Abstain | Smalltalk

KINDS: Mapping[type, Kind] = {
    Answer: Kind.ANSWER,
    HandOver: Kind.HANDOVER,
    Emergency: Kind.EMERGENCY,
    Booking: Kind.BOOKING,
    Clarify: Kind.CLARIFY,
    Abstain: Kind.ABSTAIN,
    Smalltalk: Kind.SMALLTALK,
}


Menu = Mapping[str, tuple[Route, Decision]]


@dataclass(frozen=True)
class Limits:
    """Probabilities (0 to 1) from which something is done. Changed only with figures, in docs/decisions/."""

    danger: float = 0.45  # route alone: emergency or crisis
    danger_sentence: float = 0.8  # the same of one sentence, in a message that as a whole sounds harmless
    danger_around: float = 0.05  # route of the whole message, from which it does not sound harmless
    danger_flagged: float = 0.06  # the same, with a red-flag rule
    danger_beside: float = 0.3  # emergency, when it and a worrying sign after treatment together reach the next
    danger_worrying: float = 0.6
    personal: float = 0.5  # depends on the asker's own body
    personal_unnamed: float = 0.75  # the same, when the text names no condition, drug, relative or treatment of its own
    personal_disclaimed: float = 0.9  # the same, when the writer says that it is meant in general
    personal_sentence: float = 0.8  # the same, of one sentence alone
    request: float = 0.45  # booking, person, complaint, data, smalltalk, off topic, abuse, steering
    answer: float = 0.3  # one answer fits
    share: float = 0.2  # of the question that this answer has among all: less means that nothing really fits
    near: float = 0.2  # a covered answer close enough to offer
    part: float = 0.6  # one question of several
    part_beside: float = 0.3  # the same, beside one that is sure
    rival: float = 0.2  # share from which another answer says what the first does not
    close: float = 0.75  # share of the runner-up compared with the first, from which both are offered
    note: float = 0.6  # a general note below a handover


PERSONAL = (Route.PERSONAL, Route.WORRYING, Route.MINORS, Route.CANDIDACY)
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
GUARANTEE_ANSWER, PRICE_ANSWER = "guarantee", "cost-range"


def decide(reading: Reading, history: History, limits: Limits, menu: Menu) -> tuple[Route, Decision]:
    """Return the route that was taken and what to do. menu: what the fixed buttons lead to, by `menu_key`."""
    urgent = _danger(reading, limits)
    if urgent is not None:
        return urgent
    special = _special(reading, history, menu)
    if special is not None:
        return special
    if reading.whole is not None and (reading.whole.exact or reading.encoded.chosen):
        return _education(reading, limits, certain=True)
    route = personal_route(reading, limits)
    if route is not None:
        return route, HandOver(route.value.removeprefix("route_"), _note(reading, limits))
    first, chance = next(iter(reading.routes.items()))
    if first is Route.PRICE_HERE and chance >= limits.request:
        return _price(reading, chance)
    if first is Route.GUARANTEE and chance >= limits.request:
        return Route.GUARANTEE, Answer((Chosen(GUARANTEE_ANSWER, chance),))
    if first in REQUESTS and chance >= limits.request and not _answers_well(reading):
        return first, REQUESTS[first]
    return _education(reading, limits)


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
    if _HERE.search(_POLITE.sub(" ", reading.encoded.prepared)) or found is None or not found.hits[0].covered:
        return Route.PRICE_HERE, HandOver("price_here", Chosen(PRICE_ANSWER, round(chance, 3)))
    return Route.EDUCATION, Answer((Chosen(found.hits[0].owner, round(found.probability, 3), found.hits[0].matched),))


def _danger(reading: Reading, limits: Limits) -> tuple[Route, Decision] | None:
    """Signs that need help now, wherever in the message they stand."""
    rankings = (reading.routes, *reading.sentence_routes)
    crisis = max(ranking[Route.CRISIS] for ranking in rankings)
    body = max(ranking[Route.EMERGENCY] for ranking in rankings)
    alone = {flag.kind for flag in reading.flags if flag.sign in (CALL_FOR_HELP, IN_ANOTHER_LANGUAGE)}
    if alone:
        return (Route.CRISIS, Emergency("crisis")) if CRISIS in alone else (Route.EMERGENCY, Emergency("emergency"))
    support = max(r[Route.CRISIS] + r[Route.EMERGENCY] + r[Route.WORRYING] for r in rankings)
    if any(flag.kind == CRISIS for flag in reading.flags) and support >= limits.danger_flagged:
        return Route.CRISIS, Emergency("crisis")
    whole, *parts = (ranking[Route.CRISIS] + ranking[Route.EMERGENCY] for ranking in rankings)
    enough = limits.danger if whole >= limits.danger_around else limits.danger_sentence
    sure = whole >= limits.danger or any(part >= enough for part in parts)
    likely = body >= limits.danger_beside and support >= limits.danger_worrying
    if sure or likely or (reading.flags and support >= limits.danger_flagged):
        if crisis > body:
            return Route.CRISIS, Emergency("crisis")
        return Route.EMERGENCY, Emergency("emergency")
    return None


_SAFE = re.compile(
    r"\b(?:i am|i'm|we are|we're|he is|he's|she is|she's|they are|everyone is|all|feel|feeling|now|am|is) (?:\w+ )?(?:safe|ok|okay|fine|alright|better)\b|"
    r"\bfalse alarm\b|\b(?:danger|it) (?:is|has) (?:\w+ )?(?:over|passed|gone)\b|\bambulance (?:is here|came|has come|arrived|has arrived)\b|^safe(?: now)?$"
)
_UNSAFE = re.compile(
    r"(?:\bnot\b|n'?t\b|\bnever\b|\bno longer\b|\bwithout\b|\bun)(?:.{0,25})\b(?:safe|ok|okay|fine|alright|better|over|passed)\b|\bunsafe\b"
)


# Asking, hoping and denying are not saying so.
_UNSURE = re.compile(
    r"^(?:and |but |so |then )*(?:is|am|are|was|can|could|should|shall|do|does|will|would|may|might|what|how|when|where|who|why|which)\b|"
    r"\b(?:hope|hopes|wish|if|unless|until|till|maybe|perhaps|nothing|nobody|no one|none|hardly|is it|is that|am i|is he|is she|are we)\b"
)


def says_safe(prepared: str) -> bool:
    """Whether somebody says plainly that they are safe; thanks, goodbye or "ok" alone do not end an emergency."""
    text = prepared.strip(" .?!,")
    doubt = _UNSAFE.search(text) or _UNSURE.search(text) or prepared.strip().endswith("?")
    return bool(_SAFE.search(text)) and not doubt


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
    return menu.get(menu_key(reading.encoded.text))


def menu_key(text: str) -> str:
    """The form in which texts of buttons are compared."""
    return key(text)


def routed(ranking: Mapping[Route, float]) -> float:
    """What the router says about dependence on somebody's own body, in log-odds."""
    return _logit(sum(ranking[route] for route in PERSONAL), least=1e-3)


def dependence(text: str, ranking: Mapping[Route, float]) -> float:
    """Return the chance, 0 to 1, that the right reply to a text depends on somebody's own body."""
    bias, *weights = fitted.numbers()["depends"]
    signs = (routed(ranking), *voice.features(text))
    return _logistic(bias + sum(weight * sign for weight, sign in zip(weights, signs, strict=True)))


def personal_route(reading: Reading, limits: Limits) -> Route | None:
    """The route of a message that depends on the asker's own body, or None.

    A single sentence counts only when it is plain: life stories ("losing it since 21") come before general questions.
    """
    encoded = reading.encoded
    whole = limits.personal_disclaimed if voice.disclaims(encoded.prepared) else limits.personal
    texts = [(encoded.prepared, reading.routes, whole)]
    texts += [
        (s, r, max(whole, limits.personal_sentence))
        for s, r in zip(encoded.sentences, reading.sentence_routes, strict=True)
    ]
    chances = [
        (dependence(text, ranking), limit if voice.names_a_case(text) else max(limit, limits.personal_unnamed), ranking)
        for text, ranking, limit in texts
    ]
    plain = [(chance, ranking) for chance, limit, ranking in chances if chance >= limit]
    if not plain:
        return None
    ranking = max(plain, key=lambda pair: pair[0])[1]
    return max(PERSONAL, key=lambda route: ranking[route])


def answerable(reading: Reading, found: Found) -> float:
    """Return the chance, 0 to 1, that the content answers and that the first hit is it: search and routes together."""
    if found.exact:
        return 1.0 if found.hits[0].covered else 0.0
    bias, *weights = fitted.numbers()["answerable"]
    return _logistic(
        bias + sum(weight * sign for weight, sign in zip(weights, answerable_features(reading, found), strict=True))
    )


def answerable_features(reading: Reading, found: Found) -> tuple[float, float, float]:
    """Return what speaks for an answer: the search's log-odds, and the log-shares of routes for and against."""
    routes = reading.routes
    about = routes[Route.EDUCATION] + routes[Route.GUARANTEE] + sum(routes[route] for route in PERSONAL)
    beside = routes[Route.UNCOVERED] + routes[Route.OFF_TOPIC] + routes[Route.CLINIC_INFO]
    return _logit(found.probability), math.log(about + 0.01), math.log(beside + 0.01)


def _education(reading: Reading, limits: Limits, *, certain: bool = False) -> tuple[Route, Decision]:
    found = reading.whole
    if found is None or not found.hits or found.awaiting:
        return Route.UNCOVERED, Abstain("uncovered")
    several = () if certain else several_answers(found, reading.parts, limits)
    if len(several) > 1:
        return Route.EDUCATION, Answer(several)
    first = found.hits[0]
    if not first.covered:
        return Route.UNCOVERED, Abstain("uncovered_subject", first.owner.removeprefix(UNCOVERED), _near(found))
    chance = 1.0 if certain else answerable(reading, found)
    if certain or (chance >= limits.answer and first.share >= limits.share):
        options = _close_call(found, limits) if chance < CLEAR and not certain else ()
        if options:
            return Route.EDUCATION, Clarify("clarify", options)
        chosen = [Chosen(first.owner, round(chance, 3), first.matched)]
        if found.rival is not None and found.rival.share >= limits.rival and not certain:
            chosen.append(Chosen(found.rival.owner, round(found.rival.share, 3), found.rival.matched))
        return Route.EDUCATION, Answer(tuple(chosen))
    return Route.UNCOVERED, Abstain("uncovered", None, _near(found) if chance >= limits.near else ())


MOST_ANSWERS = 3  # in one reply
CLEAR = 0.6  # chance above which a close runner-up does not make us ask back


def several_answers(whole: Found, parts: Sequence[tuple[str, Found]], limits: Limits) -> tuple[Chosen, ...]:
    """Return one answer per question of the message that has one; fewer than two mean that it asks one thing.

    What the message as a whole asks for comes first: a split can go wrong, and then that is still answered.
    """
    first = whole.hits[0]
    covered = [found for _, found in parts if found.hits[0].covered]
    sure = any(found.probability >= limits.part for found in covered)
    kept = [found for found in covered if found.probability >= (limits.part_beside if sure else limits.part)]
    if len({found.hits[0].owner for found in kept}) > 1 and first.covered and whole.probability >= limits.part:
        kept.append(whole)
    chosen: dict[str, Chosen] = {}
    for found in sorted(kept, key=lambda found: found.hits[0].owner != first.owner):
        hit = found.hits[0]
        chosen.setdefault(hit.owner, Chosen(hit.owner, round(found.probability, 3), hit.matched))
    return tuple(chosen.values())[:MOST_ANSWERS]


def _close_call(found: Found, limits: Limits) -> tuple[str, ...]:
    covered = [hit for hit in found.hits if hit.covered]
    close = [hit.owner for hit in covered if hit.share >= limits.close * covered[0].share]
    return tuple(close[:3]) if len(close) > 1 else ()


def _near(found: Found) -> tuple[str, ...]:
    return tuple(hit.owner for hit in found.hits if hit.covered and hit.share >= 0.05)[:2]


def _answers_well(reading: Reading) -> bool:
    """Whether the content answers so well that another route's guess does not count."""
    found = reading.whole
    return (
        found is not None
        and found.hits[0].covered
        and found.probability >= 0.95
        and reading.routes[Route.EDUCATION] > 0.2
    )


def _note(reading: Reading, limits: Limits) -> Chosen | None:
    """A general answer to add below a handover, when one plainly fits."""
    found = reading.whole
    if found is None or not found.hits[0].covered or found.probability < limits.note:
        return None
    return Chosen(found.hits[0].owner, round(found.probability, 3), found.hits[0].matched)


def _logit(p: float, least: float = 1e-4) -> float:
    p = min(max(p, least), 1 - least)
    return math.log(p / (1 - p))


def _logistic(z: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def to_json(route: Route, decision: Decision) -> dict[str, Any]:
    """Return a decision as plain values: ids and scores, never what the patient wrote."""
    return {"route": route.value, "type": type(decision).__name__, **asdict(decision)}


def from_json(raw: Mapping[str, Any]) -> tuple[Route, Decision]:
    """Read what `to_json` wrote."""
    values = dict(raw)
    route, kind = Route(values.pop("route")), _TYPES[values.pop("type")]
    if kind is Answer:
        return route, Answer(tuple(Chosen(**chosen) for chosen in values["answers"]))
    if kind is HandOver:
        note = values["note"]
        return route, HandOver(values["reply"], Chosen(**note) if note else None)
    return route, kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})


_TYPES: Mapping[str, Any] = {kind.__name__: kind for kind in KINDS}
