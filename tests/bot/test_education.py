"""Education: answer, ask back or say that it is not covered. And what holds for every decision there is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decision import decide
from bot.education import CLEAR, answerable, several_answers
from bot.limits import Limits
from bot.names import Route
from bot.outcome import (
    KINDS,
    Abstain,
    Answer,
    Booking,
    Chosen,
    Clarify,
    Decision,
    Emergency,
    HandOver,
    Smalltalk,
    from_json,
    to_json,
)
from bot.reading import History, Reading
from bot.redflags import CRISIS, EMERGENCY
from index.search import Found
from tests.bot.samples import found, ranking, reading

LIMITS = Limits()
ASKING = ranking(education=0.95)


def decided(whole: Found, parts: tuple[Found, ...] = ()) -> Decision:
    return decide(reading("hm", routes=ASKING, whole=whole, parts=parts), History(), LIMITS, {})[1]


def test_one_answer_that_fits_is_shown() -> None:
    assert isinstance(decided(found({"pain": 0.9, "cost": 0.05}, 0.9)), Answer)


def test_what_is_known_not_to_be_covered_is_named_with_a_covered_answer_nearby() -> None:
    decision = decided(found({"uncovered:exosomes": 0.6, "what-are-cells": 0.2, "pain": 0.01}, 0.9))
    assert decision == Abstain("uncovered_subject", "exosomes", ("what-are-cells",))


def test_what_fits_nothing_is_not_guessed() -> None:
    assert decided(found({"pain": 0.3}, 0.01)) == Abstain("uncovered", None, ())


def test_when_two_fit_about_equally_it_asks_which() -> None:
    tries = [found({"pain": 0.4, "numbing": 0.39, "cost": 0.01}, percent / 100) for percent in range(1, 100)]
    unsure = [t for t in tries if LIMITS.answer <= answerable(reading("hm", routes=ASKING), t) < CLEAR]
    assert unsure
    assert all(decided(whole) == Clarify("clarify", ("pain", "numbing")) for whole in unsure)


def test_several_questions_get_an_answer_each_and_at_most_three() -> None:
    one, two, three, four = (found({name: 0.9}, 0.9) for name in ("pain", "cost", "risks", "fda"))
    both = decided(one, (one, two))
    assert isinstance(both, Answer)
    assert [chosen.answer for chosen in both.answers] == ["pain", "cost"]
    assert len(several_answers(one, [("", part) for part in (one, two, three, four)], LIMITS)) == 3


def given_to(whole: Found, *parts: Found) -> list[str]:
    return [chosen.answer for chosen in several_answers(whole, [("", part) for part in parts], LIMITS)]


def test_a_question_that_the_content_does_not_answer_gets_no_share() -> None:
    weak, beside = found({"cost": 0.9}, LIMITS.part_beside - 0.01), found({"uncovered:exosomes": 0.9}, 0.9)
    sure = found({"pain": 0.9}, 0.9)
    assert given_to(sure, sure, weak, beside, sure) == ["pain"]


def test_beside_a_sure_question_a_less_sure_one_is_answered_too_and_alone_it_is_not() -> None:
    sure, likely = found({"pain": 0.9}, LIMITS.part), found({"cost": 0.9}, LIMITS.part_beside)
    assert given_to(sure, sure, likely) == ["pain", "cost"]
    assert given_to(likely, likely, found({"risks": 0.9}, LIMITS.part_beside)) == []


def test_what_the_message_as_a_whole_asks_for_comes_first_even_when_the_split_missed_it() -> None:
    one, two, whole = (found({name: 0.9}, 0.9) for name in ("pain", "cost", "risks"))
    assert given_to(two, one, two) == ["cost", "pain"]
    assert given_to(whole, one, two) == ["risks", "pain", "cost"]
    assert given_to(found({"risks": 0.9}, LIMITS.part - 0.01), one, two) == ["pain", "cost"]


CHANCES = st.lists(st.floats(0, 1), min_size=len(Route), max_size=len(Route)).filter(lambda drawn: sum(drawn) > 0)
RANKINGS = CHANCES.map(
    lambda drawn: {route: chance / sum(drawn) for route, chance in zip(Route, drawn, strict=True)}
).map(lambda full: dict(sorted(full.items(), key=lambda pair: -pair[1])))
OWNERS = st.sampled_from(["pain", "cost-range", "guarantee", "risks", "uncovered:exosomes", "uncovered:prf"])
FOUND = st.builds(
    lambda owners, shares, probability, exact: found(dict(zip(owners, shares, strict=False)), probability, exact=exact),
    st.lists(OWNERS, min_size=1, max_size=5, unique=True),
    st.lists(st.floats(0, 1), min_size=5, max_size=5).map(lambda drawn: sorted(drawn, reverse=True)),
    st.floats(0, 1),
    st.booleans(),
)
READINGS = st.builds(
    reading,
    st.sampled_from(
        ["", "?!", "does it hurt", "i take warfarin, can i have it", "how much do you charge", "my son is 12"]
    ),
    routes=RANKINGS,
    sentences=st.lists(RANKINGS, max_size=2),
    flags=st.lists(st.sampled_from([CRISIS, EMERGENCY]), max_size=2),
    whole=FOUND,
    parts=st.lists(FOUND, max_size=4),
    foreign=st.booleans(),
    too_long=st.booleans(),
    chosen=st.booleans(),
)
HISTORIES = st.builds(History, in_emergency=st.booleans(), first_turn=st.booleans())


@given(READINGS, HISTORIES)
def test_whatever_was_read_there_is_one_decision_and_danger_wins(read: Reading, history: History) -> None:
    route, decision = decide(read, history, LIMITS, {})
    assert type(decision) in KINDS
    rankings = (read.routes, *read.sentence_routes)
    support = max(r[Route.CRISIS] + r[Route.EMERGENCY] + r[Route.WORRYING] for r in rankings)
    alone = max(max(r[Route.CRISIS], r[Route.EMERGENCY]) for r in rankings)
    if alone >= LIMITS.danger or (read.flags and support >= LIMITS.danger_flagged):
        assert isinstance(decision, Emergency)
        assert route in (Route.CRISIS, Route.EMERGENCY)
    if history.in_emergency:
        assert isinstance(decision, Emergency) or decision == Smalltalk("safe")
    assert from_json(json.loads(json.dumps(to_json(route, decision)))) == (route, decision)


@pytest.mark.parametrize(
    "decision",
    [
        Answer((Chosen("pain", 0.9, "does it hurt"), Chosen("cost-range", 0.5))),
        HandOver("personal"),
        HandOver("personal", Chosen("pain", 0.9, "does it hurt")),
        Emergency("crisis"),
        Booking("booking"),
        Clarify("clarify", ("pain", "cost-range")),
        Abstain("uncovered_subject", "exosomes", ("pain",)),
        Smalltalk("topic", "risks", 2),
    ],
)
def test_a_decision_survives_being_stored(decision: Decision) -> None:
    for route in Route:
        assert from_json(json.loads(json.dumps(to_json(route, decision)))) == (route, decision)
