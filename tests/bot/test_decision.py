"""What is decided, and in which order: danger, then the asker's own body, then requests, then education."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.decision import GUARANTEE_ANSWER, PRICE_ANSWER, REQUESTS, decide, menu_key
from bot.dependence import PERSONAL
from bot.limits import Limits
from bot.names import Kind, Route
from bot.outcome import Abstain, Answer, Booking, Chosen, Clarify, Decision, Emergency, HandOver, Menu, Smalltalk
from bot.reading import History, Reading
from bot.redflags import CRISIS, EMERGENCY
from tests.bot.samples import found, ranking, reading

LIMITS = Limits()
MENU: Menu = {menu_key("Show all topics"): (Route.CAPABILITIES, Smalltalk("menu"))}
CERTAIN = found({"pain": 1.0}, 1.0, exact=True)
OWN_DRUG = "i take warfarin, can i have it"


def decided(read: Reading, history: History = History()) -> tuple[Route, Decision]:  # noqa: B008 - History never changes
    return decide(read, history, LIMITS, MENU)


@pytest.mark.parametrize("sign", [EMERGENCY, CRISIS])
def test_a_red_flag_needs_little_support_and_wins_over_everything(sign: str) -> None:
    little = {"emergency": 0.05, "worrying": 0.03}
    for read in (
        reading(OWN_DRUG, routes=ranking(personal=0.9, **little), flags=[sign]),
        reading("book me in", routes=ranking(booking=0.9, **little), flags=[sign]),
        reading(routes=ranking(education=0.9, **little), flags=[sign], whole=CERTAIN),
        reading(routes=ranking(education=0.9, **little), flags=[sign], whole=CERTAIN, chosen=True),
        reading("Show all topics", routes=ranking(capabilities=0.9, **little), flags=[sign]),
        reading("nefes alamiyorum", routes=ranking(off_topic=0.9, **little), flags=[sign], foreign=True),
        reading("x", routes=ranking(abuse=0.9, **little), flags=[sign], too_long=True),
    ):
        assert decided(read)[1] == Emergency("crisis" if sign == CRISIS else "emergency")


def test_the_router_alone_can_see_danger() -> None:
    assert decided(reading(routes=ranking(emergency=LIMITS.danger + 0.01, education=0.4), whole=CERTAIN)) == (
        Route.EMERGENCY,
        Emergency("emergency"),
    )
    assert decided(reading(routes=ranking(crisis=LIMITS.danger + 0.01, education=0.4)))[1] == Emergency("crisis")


def test_danger_in_one_sentence_of_a_long_message_counts() -> None:
    calm, danger = ranking(education=0.9), ranking(emergency=0.8)
    assert isinstance(decided(reading(routes=calm, sentences=[calm, danger, calm], whole=CERTAIN))[1], Emergency)


def test_self_harm_comes_before_the_body() -> None:
    both = ranking(emergency=0.5, crisis=0.1)
    assert decided(reading(routes=both, flags=[EMERGENCY, CRISIS]))[1] == Emergency("crisis")


def test_without_sign_or_support_there_is_no_alarm() -> None:
    assert isinstance(decided(reading(routes=ranking(education=0.8, emergency=0.1)))[1], Answer)
    assert isinstance(decided(reading(routes=ranking(education=0.98), flags=[EMERGENCY]))[1], Answer)


@pytest.mark.parametrize(
    "other", ["booking", "person", "complaint", "education", "guarantee", "price_here", "off_topic"]
)
def test_the_askers_own_body_comes_before_requests_and_education(other: str) -> None:
    read = reading(OWN_DRUG, routes=ranking(personal=0.55, **{other: 0.4}))
    assert decided(read) == (Route.PERSONAL, HandOver("personal", _note(), _note()))


@pytest.mark.parametrize("route", PERSONAL)
def test_each_kind_of_own_case_gets_its_own_words(route: Route) -> None:
    name = route.value.removeprefix("route_")
    assert decided(reading(OWN_DRUG, routes=ranking(**{name: 0.9}))) == (route, HandOver(name, _note(), _note()))


def _note() -> Chosen:
    return Chosen("pain", 0.9, "how is pain")


def test_a_handover_adds_a_general_note_only_when_one_plainly_fits() -> None:
    personal = ranking(personal=0.9)
    unsure = reading(OWN_DRUG, routes=personal, whole=found({"pain": 0.9}, LIMITS.note - 0.01))
    assert decided(unsure)[1] == HandOver("personal", None, replace(_note(), score=round(LIMITS.note - 0.01, 3)))
    for nothing in (found({"uncovered:exosomes": 0.9}, 0.9), found({"pain": LIMITS.share - 0.01}, 0.1)):
        assert decided(reading(OWN_DRUG, routes=personal, whole=nothing))[1] == HandOver("personal")


def test_a_curated_phrasing_or_a_button_is_answered_as_it_stands() -> None:
    personal = ranking(personal=0.9)
    assert decided(reading(OWN_DRUG, routes=personal, whole=CERTAIN))[1] == Answer(
        (Chosen("pain", 1.0, "how is pain"),)
    )
    assert isinstance(decided(reading(OWN_DRUG, routes=personal, chosen=True))[1], Answer)


@pytest.mark.parametrize("route", REQUESTS)
def test_each_request_gets_its_own_reply(route: Route) -> None:
    likely = ranking(**{route.value.removeprefix("route_"): 0.8})
    assert decided(reading("hm", routes=likely, whole=found({"pain": 0.3}, 0.1))) == (route, REQUESTS[route])


def test_an_answer_that_fits_well_wins_over_a_guess_at_a_request() -> None:
    torn = ranking(off_topic=0.6, education=0.3)
    assert isinstance(decided(reading("hm", routes=torn, whole=found({"pain": 0.99}, 0.97)))[1], Answer)
    assert decided(reading("hm", routes=torn, whole=found({"pain": 0.6}, 0.6)))[1] == Abstain("off_topic")


def test_the_clinics_own_price_is_handed_over_with_the_published_range() -> None:
    asked = reading("how much do you charge", routes=ranking(price_here=0.8), whole=found({"cost-drivers": 0.9}, 0.9))
    assert decided(asked) == (Route.PRICE_HERE, HandOver("price_here", Chosen(PRICE_ANSWER, 0.8)))
    general = reading("how much is it", routes=ranking(price_here=0.8), whole=found({PRICE_ANSWER: 0.9}, 0.9))
    assert isinstance(decided(general)[1], Answer)


def test_a_price_question_whose_answer_awaits_approval_is_handed_over() -> None:
    awaiting = replace(found({"cost-drivers": 0.9}, 0.9), awaiting=True)
    asked = reading("how much is it", routes=ranking(price_here=0.8), whole=awaiting)
    assert decided(asked) == (Route.PRICE_HERE, HandOver("price_here", Chosen(PRICE_ANSWER, 0.8)))


def test_who_wants_a_guarantee_is_told_that_nobody_can_give_one() -> None:
    asked = reading("promise me results", routes=ranking(guarantee=0.8))
    assert decided(asked) == (Route.GUARANTEE, Answer((Chosen(GUARANTEE_ANSWER, 0.8),)))


@pytest.mark.parametrize(
    "text", ["how much is it", "book me in", "what are the risks", "are you a bot", "Show all topics"]
)
def test_in_an_emergency_nothing_else_is_talked_about(text: str) -> None:
    history = History(kind=Kind.EMERGENCY, in_emergency=True, first_turn=False)
    for name in ("education", "booking", "personal", "greeting", "off_topic"):
        read = reading(text, routes=ranking(**{name: 0.9}), whole=CERTAIN)
        assert decided(read, history) == (Route.EMERGENCY, Emergency("still_emergency"))


def test_the_way_out_of_an_emergency_is_to_say_that_one_is_safe() -> None:
    history = History(kind=Kind.EMERGENCY, in_emergency=True, first_turn=False)
    assert decided(reading("i am safe", routes=ranking(safe=0.8)), history) == (Route.SAFE, Smalltalk("safe"))
    worse = reading("i am safe but he cannot breathe", routes=ranking(safe=0.5, emergency=0.3), flags=[EMERGENCY])
    assert decided(worse, history)[1] == Emergency("emergency")


def test_what_cannot_be_read_is_asked_for_again() -> None:
    nothing = reading("", routes=ranking(), whole=None)
    assert decided(nothing)[1] == Clarify("empty")
    assert decided(reading(too_long=True))[1] == Clarify("too_long")
    assert decided(reading("qq ww ee", routes=ranking(education=0.9), foreign=True))[1] == Abstain("other_language")
    assert decided(reading("hola", routes=ranking(greeting=0.9), foreign=True))[1] == Smalltalk("greeting")


def test_the_buttons_of_the_menu_are_followed() -> None:
    assert decided(reading("show all TOPICS", routes=ranking(education=0.9))) == (Route.CAPABILITIES, Smalltalk("menu"))
    assert REQUESTS[Route.BOOKING] == Booking("booking")
