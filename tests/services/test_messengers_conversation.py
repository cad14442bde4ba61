"""What people get on each messenger, over a real server and the messenger's stand-in."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest

from bot.settings import ROOT, Settings
from tests.services.client import Server
from tests.services.messengers.everyone import NAMES, decided, server_with_all
from tests.services.messengers.standin import StandIn
from tests.services.messengers.talking import Patient, wait_for

pytestmark = [pytest.mark.server, pytest.mark.slow]
QUESTIONS = 100  # asked on every messenger and over REST


@pytest.fixture(scope="module")
def running(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, dict[str, StandIn]]]:
    with server_with_all(settings, tmp_path_factory.mktemp("messengers")) as started:
        yield started


@pytest.fixture(params=NAMES)
def stand_in(request: pytest.FixtureRequest, running: tuple[Server, dict[str, StandIn]]) -> Iterator[StandIn]:
    found = running[1][request.param]
    yield found
    assert found.problems == []


def test_a_question_is_answered_with_its_source_and_choices(
    running: tuple[Server, dict[str, StandIn]], stand_in: StandIn
) -> None:
    patient = Patient(running[0].url, stand_in, 101)
    shown = patient.say("How long does it take to see results?")
    text = "\n".join(one.text for one in shown)
    assert "automated" in text
    assert "Source: " in text
    assert "https://clinic.example/messengers/sources#results-timeline" in text
    assert "Book a consultation" in text or any(title == "Book a consultation" for _, title in shown[-1].choices)


def test_a_choice_leads_where_it_says(running: tuple[Server, dict[str, StandIn]], stand_in: StandIn) -> None:
    patient = Patient(running[0].url, stand_in, 102)
    patient.say("How long does it take to see results?")
    patient.press("Book a consultation")
    kinds = [turn.kind for turn in decided(running[0].var, stand_in, patient.address)]
    assert kinds == ["answer", "booking"]


def test_an_emergency_is_seen_as_one(running: tuple[Server, dict[str, StandIn]], stand_in: StandIn) -> None:
    patient = Patient(running[0].url, stand_in, 103)
    shown = patient.say("My throat is closing after the treatment and I can't breathe")
    assert "GET HELP NOW" in shown[0].text.upper()
    assert "Before we go on" not in "".join(one.text for one in shown)


def test_a_consultation_is_booked_from_beginning_to_end(
    running: tuple[Server, dict[str, StandIn]], stand_in: StandIn
) -> None:
    patient = Patient(running[0].url, stand_in, 104)
    patient.say("I want to book a consultation")
    patient.say("London")
    patient.say("1")
    patient.say("Kim Example")
    said = patient.say("kim@example.com")
    if "Remind" in str(said[-1]):
        said = patient.press("No reminder here")
    said = patient.press("Book it")
    assert "booked" in said[-1].text.lower()


def test_who_wants_to_be_forgotten_is(running: tuple[Server, dict[str, StandIn]], stand_in: StandIn) -> None:
    patient = Patient(running[0].url, stand_in, 105)
    patient.say("How long does it take to see results?")
    asked = patient.say("Forget me")
    assert "Shall I delete it" in asked[-1].text
    done = patient.press("Yes, delete it")
    assert "receipt" in done[-1].text
    assert decided(running[0].var, stand_in, patient.address) == []


def test_the_same_questions_get_the_same_answers_as_over_rest(
    running: tuple[Server, dict[str, StandIn]], stand_in: StandIn, over_rest: dict[str, tuple[str, list[str]]]
) -> None:
    server = running[0]
    patients = [Patient(server.url, stand_in, 1_000 + number) for number in range(len(over_rest))]
    for patient, question in zip(patients, over_rest, strict=True):
        patient.send(question)
    assert wait_for(lambda: all(patient.shown() for patient in patients), 120.0)
    for patient, (question, expected) in zip(patients, over_rest.items(), strict=True):
        (turn,) = decided(server.var, stand_in, patient.address)
        assert (turn.kind, [answer["id"] for answer in turn.answers]) == expected, question


@pytest.fixture(scope="module")
def over_rest(running: tuple[Server, dict[str, StandIn]]) -> dict[str, tuple[str, list[str]]]:
    """Questions, and the kind and the answers that REST gives them."""
    items = []
    for name in ("unseen", "unseen_routes"):
        lines = (ROOT / "tests" / "conversations" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        items += [item for item in map(json.loads, lines) if len(item["turns"]) == 1 and item["turns"][0].strip()]
    questions = [item["turns"][0] for item in random.Random(5).sample(items, QUESTIONS)]
    replies = {question: running[0].say(question) for question in questions}
    return {question: (reply.custom["kind"], reply.ids) for question, reply in replies.items()}
