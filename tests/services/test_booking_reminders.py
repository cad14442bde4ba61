"""Who books in a messenger and wants to be reminded there is, over a real server and the messenger's stand-in."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from bot.channels.messengers.known import REMINDS
from bot.messages.sealed import Seals
from bot.settings import Settings
from tests.services.booking_book import Book, book_of
from tests.services.client import Server
from tests.services.messengers.everyone import NAMES, SECRET, server_with_all
from tests.services.messengers.standin import StandIn
from tests.services.messengers.talking import Patient, wait_for

pytestmark = [pytest.mark.server, pytest.mark.slow]
LINK = "https://clinic.example/consultations/manage#"


@pytest.fixture(scope="module")
def running(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, dict[str, StandIn]]]:
    with server_with_all(settings, tmp_path_factory.mktemp("reminders")) as started:
        yield started


@pytest.fixture(params=[name for name in NAMES if name in REMINDS])
def stand_in(request: pytest.FixtureRequest, running: tuple[Server, dict[str, StandIn]]) -> Iterator[StandIn]:
    found = running[1][request.param]
    yield found
    assert found.problems == []


def asked(patient: Patient) -> str:
    """Book up to the question about reminders, by phone; return the question."""
    for text in ("I want to book a consultation", "London", "3", "Kim Example"):
        patient.say(text)
    return patient.say("+44 20 7946 0958")[-1].text


def of(book: Book, patient: Patient, columns: str) -> list[tuple[object, ...]]:
    """What the appointment book holds about a patient's conversation."""
    owner = Seals(SECRET).pseudonym(patient.stand_in.name, patient.address)
    query = (
        f"select {columns} from appointments left join outbox on appointment_id = appointments.id where owner in (?)"  # noqa: S608
    )
    return [tuple(row) for row in book.rows(query, [owner])]


def come_due(book: Book, patient: Patient, kind: str) -> None:
    """Let the time of a reminder come."""
    (number,) = (id for id, found in of(book, patient, "outbox.id, kind") if found == kind)
    with book.opened() as connection:
        connection.execute("update outbox set next_at = ? where id = ?", (int(time.time()) - 1, number))


def test_who_says_yes_is_reminded_in_the_chat_once(
    running: tuple[Server, dict[str, StandIn]], stand_in: StandIn
) -> None:
    book, patient = book_of(running[0]), Patient(running[0].url, stand_in, 301)
    assert "Shall I remind you here, the day before and an hour before?" in asked(patient)
    assert "Reminders: here" in patient.press("Remind me here")[-1].text
    assert "I will remind you here" in patient.press("Book it")[-1].text
    kinds = {kind for _, kind in of(book, patient, "remind_on, kind")}
    assert kinds == {"staff_booked", "day_before", "hour_before"}
    before = len(patient.shown())
    come_due(book, patient, "day_before")
    assert wait_for(lambda: len(patient.shown()) > before, 30.0)
    told = " ".join(one.text for one in patient.shown()[before:])
    (reference,) = {reference for (reference,) in of(book, patient, "reference")}
    assert str(reference) in told
    assert LINK in told
    time.sleep(7.0)  # the worker and the sender look again
    assert len(patient.shown()) == before + 1


def test_who_says_no_is_not(running: tuple[Server, dict[str, StandIn]], stand_in: StandIn) -> None:
    book, patient = book_of(running[0]), Patient(running[0].url, stand_in, 302)
    asked(patient)
    assert "Reminders" not in patient.press("No reminder here")[-1].text
    assert "remind" not in patient.press("Book it")[-1].text
    assert of(book, patient, "remind_on, kind") == [(None, "staff_booked")]
