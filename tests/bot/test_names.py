"""The names that Python shares with Rasa's YAML are the same on both sides, and every route gets its one reply."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml

from bot.booking.said import ACTION
from bot.decision import REQUESTS
from bot.dependence import PERSONAL
from bot.names import ACTION_REPLY, CONSULTATION, CONSULTATION_BOOKED, FORM, FORM_CHECK, Kind, Route
from bot.settings import Settings

ROUTES = {route.value for route in Route}


def read(settings: Settings, folder: str) -> list[Any]:
    return [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((settings.dialogue / folder).rglob("*.yml"))
    ]


@pytest.fixture(scope="module")
def domain(settings: Settings) -> dict[str, Any]:
    (only,) = read(settings, "domain")
    assert isinstance(only, dict)
    return only


def test_routes_are_the_intents_of_the_domain(domain: dict[str, Any]) -> None:
    assert Counter(domain["intents"]) == Counter(ROUTES)


def test_routes_are_the_intents_of_the_examples(settings: Settings) -> None:
    blocks = [block for file in read(settings, "nlu") for block in file["nlu"]]
    with_examples = {block["intent"] for block in blocks if block["examples"].strip()}
    # What is uncovered is learnt from data/content/uncovered.yml.
    assert with_examples == ROUTES - {Route.UNCOVERED.value}


def test_every_route_has_one_rule_and_it_leads_to_the_reply(settings: Settings) -> None:
    rules = [rule for file in read(settings, "rules") for rule in file["rules"]]
    to_the_reply = [rule for rule in rules if rule["steps"][1:] == [{"action": ACTION_REPLY}]]
    assert Counter(rule["steps"][0]["intent"] for rule in to_the_reply) == Counter(ROUTES - {Route.BOOKING.value})


def test_booking_leads_to_the_form_and_out_of_it(settings: Settings) -> None:
    rules = [rule for file in read(settings, "rules") for rule in file["rules"]]
    of_the_form = [rule["steps"] for rule in rules if {"action": FORM} in rule["steps"]]
    begins = [{"intent": Route.BOOKING.value}, {"action": FORM}]
    over = [{"active_loop": None}, {"action": "action_listen"}]
    assert of_the_form == [[*begins, {"active_loop": FORM}], [*begins, *over], [{"action": FORM}, *over]]


def test_the_form_and_its_slots_are_those_of_the_domain(domain: dict[str, Any]) -> None:
    assert domain["forms"] == {FORM: {"required_slots": [CONSULTATION_BOOKED]}}
    assert set(domain["slots"]) == {CONSULTATION, CONSULTATION_BOOKED}
    assert domain["actions"] == [FORM_CHECK]


def test_a_message_that_fits_no_rule_gets_the_reply_too(settings: Settings) -> None:
    policies = yaml.safe_load((settings.root / "config.yml").read_text(encoding="utf-8"))["policies"]
    (policy,) = policies
    assert policy["name"] == "RulePolicy"
    assert policy["core_fallback_action_name"] == ACTION_REPLY
    assert policy["enable_fallback_prediction"] is True


def test_reply_and_step_are_the_only_responses_of_the_domain(domain: dict[str, Any]) -> None:
    assert set(domain["responses"]) == {ACTION_REPLY, ACTION}


def test_every_route_is_decided_in_one_place() -> None:
    elsewhere = {Route.CRISIS, Route.EMERGENCY, Route.PRICE_HERE, Route.GUARANTEE, Route.EDUCATION, Route.UNCOVERED}
    assert Counter([*elsewhere, *PERSONAL, *REQUESTS]) == Counter(Route)


def test_kinds_are_those_of_the_contract() -> None:
    assert {kind.value for kind in Kind} == {
        "answer",
        "handover",
        "emergency",
        "booking",
        "clarify",
        "abstain",
        "smalltalk",
    }
