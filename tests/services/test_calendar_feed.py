"""The clinic's calendar: for staff with the password, in every calendar program, and with no way to reach a patient."""

from __future__ import annotations

import base64
import uuid

import pytest
from icalendar import Calendar

from tests.services.pages_client import PERSON, Pages

pytestmark = pytest.mark.server

PATH = "/consultations/calendar.ics"


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_staff_see_what_is_booked_with_name_and_reference_only(pages: Pages) -> None:
    made, gone = pages.book(), pages.book()
    pages.clinic.desk.cancel(gone.id, uuid.uuid4().hex)
    reply = pages.get(PATH, Authorization=basic("staff", pages.settings["HAIRLINE_FEED_PASSWORD"])).response
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = {str(event["uid"]): event for event in Calendar.from_ical(reply.content).walk("VEVENT")}
    (event,) = [event for uid, event in events.items() if uid.startswith(made.id)]
    assert event["dtstart"].dt == made.slot.start
    assert made.reference in event["summary"]
    assert "Amélie O'Neill" in event["summary"]
    assert not any(uid.startswith(gone.id) for uid in events)
    unfolded = reply.text.replace("\r\n ", "")
    for private in (PERSON.email, PERSON.phone, "Does PRP hurt"):
        assert str(private) not in unfolded


def test_an_appointment_that_moved_moves_in_the_calendar(pages: Pages) -> None:
    made = pages.book()
    moved = pages.clinic.desk.move(made.id, pages.clinic.desk.free()[-1], "", uuid.uuid4().hex)
    reply = pages.get(PATH, Authorization=basic("staff", pages.settings["HAIRLINE_FEED_PASSWORD"])).response
    (event,) = [event for event in Calendar.from_ical(reply.content).walk("VEVENT") if made.id in event["uid"]]
    assert event["dtstart"].dt == moved.slot.start
    assert event["sequence"] == made.sequence + 1


def test_without_name_and_password_nobody_gets_in(pages: Pages) -> None:
    made, password = pages.book(), pages.settings["HAIRLINE_FEED_PASSWORD"]
    wrong = [
        basic("staff", "x"),
        basic("staff", ""),
        basic("staff", password + "x"),
        basic("staff", password[:-1]),
        basic("Staff", password),
        basic("", password),
        basic("staff", password).replace("Basic", "Bearer"),
        basic("staff", password)[6:],
        f"Bearer {password}",
        "Basic",
        "Basic %%%",
        "Basic " + "A" * 3000,
        "Basic \xff",
    ]
    for authorization in wrong:
        refused = pages.request("GET", PATH, headers={"Authorization": authorization.encode("latin-1")})
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"].startswith("Basic")
        assert made.reference not in refused.text
    assert pages.get(PATH).status == 401
    assert pages.get(f"{PATH}?password={password}").status == 401
    assert password not in pages.log()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_it_can_only_be_read(pages: Pages, method: str) -> None:
    headers = {"Authorization": basic("staff", pages.settings["HAIRLINE_FEED_PASSWORD"])}
    assert pages.request(method, PATH, headers=headers).status_code == 405
