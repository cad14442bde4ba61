"""Calendars show a consultation at its very moment, know it again when it moves, and learn nothing medical from it."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from actions.consultations.calendar_file import Method, calendar_file, feed
from actions.consultations.model import Appointment, Person, Status
from tests.actions.consultations.letter_samples import ANNA, APPOINTMENT, NOW, UTC, clinic, slot

ZONES = (
    "America/New_York Europe/London Europe/Dublin Europe/Berlin Asia/Kolkata Asia/Kathmandu Australia/Lord_Howe "
    "Pacific/Chatham Pacific/Apia Africa/Casablanca America/St_Johns Asia/Tehran America/Santiago Africa/Cairo UTC"
).split()
# Around the hours at which clocks change, by whole minutes.
CHANGES = [
    dt.datetime(2026, 3, 8, 7, tzinfo=UTC),
    dt.datetime(2026, 11, 1, 6, tzinfo=UTC),
    dt.datetime(2027, 3, 28, 1, tzinfo=UTC),
    dt.datetime(2027, 10, 31, 1, tzinfo=UTC),
    dt.datetime(2027, 4, 3, 15, tzinfo=UTC),
    dt.datetime(2027, 10, 2, 15, 30, tzinfo=UTC),
    dt.datetime(2028, 2, 29, 0, tzinfo=UTC),
]
near_a_change = st.builds(
    lambda change, minutes: change + dt.timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(-180, 180)
)
any_time = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2036, 1, 1)).map(  # noqa: DTZ001 - given its zone here
    lambda time: time.replace(second=0, microsecond=0, tzinfo=UTC)
)
ODD_NAMES = ["Eve\r\nATTENDEE:mailto:x@evil.example", "A;B,C:D", 'say "hi"', "ä" * 60, "\u2028BEGIN:VEVENT", "\\n\\N^n"]


def unfolded(file: bytes) -> list[str]:
    """The content lines of a file, read without the library that wrote them."""
    return file.replace(b"\r\n ", b"").decode().split("\r\n")


def value(file: bytes, name: str) -> str:
    """The value of the first property of that name in the event."""
    lines = unfolded(file)
    return next(line for line in lines[lines.index("BEGIN:VEVENT") :] if line.startswith(name)).partition(":")[2]


def instants(file: bytes) -> tuple[dt.datetime, dt.datetime]:
    """Start and end in UTC, by the zone's rules in the file itself and no others."""
    text = file.decode().replace("\r\n ", "").replace("\r\n", "\n")
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE") + len("END:VTIMEZONE")]
    rules = tzical(io.StringIO(zone)).get()
    found = []
    for name in ("DTSTART", "DTEND"):
        raw = value(file, name)
        local = dt.datetime.strptime(raw.rstrip("Z"), "%Y%m%dT%H%M%S").replace(
            tzinfo=UTC if raw.endswith("Z") else rules
        )
        found.append(local.astimezone(UTC))
    return found[0], found[1]


@given(zone=st.sampled_from(ZONES), start=near_a_change | any_time, minutes=st.sampled_from([15, 30, 50, 60, 90]))
@example("America/New_York", dt.datetime(2026, 3, 8, 7, 15, tzinfo=UTC), 30)  # within the first hour of summer time
@example("America/New_York", dt.datetime(2026, 11, 1, 6, 15, tzinfo=UTC), 30)  # 1:15 for the second time
@example("Europe/London", dt.datetime(2027, 10, 31, 0, 45, tzinfo=UTC), 30)  # from the first 1:45 to the second 1:15
def test_the_file_shows_the_very_moment_by_its_own_rules(zone: str, start: dt.datetime, minutes: int) -> None:
    appointment = replace(APPOINTMENT, slot=slot(start, minutes))
    file = calendar_file(appointment, "REQUEST", clinic(time_zone=zone), NOW)
    assert instants(file) == (start, start + dt.timedelta(minutes=minutes))


@given(zone=st.sampled_from(ZONES), start=near_a_change | any_time)
def test_calendars_that_know_the_zone_by_name_show_the_same_moment(zone: str, start: dt.datetime) -> None:
    file = calendar_file(replace(APPOINTMENT, slot=slot(start)), "REQUEST", clinic(time_zone=zone), NOW)
    event = Calendar.from_ical(file).walk("VEVENT")[0]
    assert event["dtstart"].dt.astimezone(UTC) == start
    assert event["dtend"].dt - event["dtstart"].dt >= dt.timedelta()
    assert event["dtend"].dt.astimezone(UTC) == start + dt.timedelta(minutes=30)


def test_summer_time_begins_when_it_does() -> None:
    """Told in the time before it, 2:00, as RFC 5545 wants; icalendar's own zones say 3:00."""
    file = calendar_file(APPOINTMENT, "REQUEST", clinic(), NOW)
    daylight = unfolded(file)[unfolded(file).index("BEGIN:DAYLIGHT") :]
    assert daylight[1:5] == ["DTSTART:20260308T020000", "TZNAME:EDT", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400"]


def test_the_clinics_zone_is_named() -> None:
    lines = unfolded(calendar_file(APPOINTMENT, "REQUEST", clinic(), NOW))
    assert "DTSTART;TZID=America/New_York:20261201T100000" in lines
    assert lines.count("TZID:America/New_York") == 1


@pytest.mark.parametrize(("method", "status"), [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")])
def test_a_change_is_known_by_uid_and_sequence(method: Method, status: str) -> None:
    moved = replace(APPOINTMENT, sequence=3, slot=slot(APPOINTMENT.slot.start + dt.timedelta(days=1)))
    first, second = (calendar_file(a, method, clinic(), NOW) for a in (APPOINTMENT, moved))
    assert value(first, "UID") == value(second, "UID") == "a1f0c2@demo-clinic.example"
    assert (value(first, "SEQUENCE"), value(second, "SEQUENCE")) == ("0", "3")
    assert value(second, "STATUS") == status
    assert f"METHOD:{method}" in unfolded(second)
    assert value(first, "DTSTAMP") == "20261123T120000Z"


def test_who_invites_whom() -> None:
    event = Calendar.from_ical(calendar_file(APPOINTMENT, "REQUEST", clinic(), NOW)).walk("VEVENT")[0]
    assert event["organizer"] == "mailto:hello@demo-clinic.example"
    assert (event["attendee"], event["attendee"].params["CN"]) == ("mailto:anna@patient.example", "Anna Berg")
    assert event["attendee"].params["RSVP"] == "FALSE"


def test_nothing_medical_is_in_it() -> None:
    files = [calendar_file(APPOINTMENT, "REQUEST", clinic(), NOW), feed([APPOINTMENT], clinic(), NOW)]
    assert value(files[0], "SUMMARY") == "Consultation"
    assert value(files[0], "DESCRIPTION") == "Reference: K7M-2QF\\nClinic's phone: +1 555 0100"
    for file in files:
        assert not any(word in file.decode().lower() for word in ("warfarin", "hair", "stem", "doctor"))


def names_of(file: bytes) -> list[str]:
    """The names of all properties, in order."""
    return [line.replace(";", ":").partition(":")[0] for line in unfolded(file)]


@given(name=st.text(max_size=120) | st.sampled_from(ODD_NAMES), other=st.text(max_size=60) | st.sampled_from(ODD_NAMES))
def test_names_add_no_lines_and_no_properties(name: str, other: str) -> None:
    plain = [calendar_file(APPOINTMENT, "REQUEST", clinic(), NOW), feed([APPOINTMENT], clinic(), NOW)]
    person = Person(name, zone=other, email=ANNA.email, phone=ANNA.phone)
    odd = replace(APPOINTMENT, person=person, slot=replace(APPOINTMENT.slot, calendar=other))
    for expected, file in zip(
        plain, [calendar_file(odd, "REQUEST", clinic(), NOW), feed([odd], clinic(), NOW)], strict=True
    ):
        assert names_of(file) == names_of(expected)
        assert all(len(line) <= 75 for line in file.split(b"\r\n"))
        file.decode("utf-8")  # no letter is cut by folding
        (event,) = Calendar.from_ical(file).walk("VEVENT")
        assert all(len(event[who].params["CN"].splitlines()) <= 1 for who in ("organizer", "attendee") if who in event)


@given(email=st.text(min_size=1, max_size=40).map(lambda local: f"{local}@x.example"))
def test_addresses_add_no_lines(email: str) -> None:
    odd = replace(APPOINTMENT, person=replace(ANNA, email=email))
    file = calendar_file(odd, "REQUEST", clinic(), NOW)
    assert names_of(file) == names_of(calendar_file(APPOINTMENT, "REQUEST", clinic(), NOW))


@pytest.mark.parametrize("name", ["Anna, von; Berg", "Ægir Þórsson", "O'Neil \\ Sons"])
def test_a_name_arrives_as_it_was_typed(name: str) -> None:
    named = replace(APPOINTMENT, person=replace(ANNA, name=name))
    event = Calendar.from_ical(feed([named], clinic(), NOW)).walk("VEVENT")[0]
    assert event["summary"] == f"Consultation: {name} (K7M-2QF)"


def test_staff_see_all_that_is_booked_or_cancelled() -> None:
    def appointment(id: str, status: Status) -> Appointment:
        return replace(APPOINTMENT, id=id, status=status)

    file = feed([appointment(status.value, status) for status in Status], clinic(), NOW)
    events = Calendar.from_ical(file).walk("VEVENT")
    assert {str(event["uid"]).partition("@")[0]: str(event["status"]) for event in events} == {
        "booked": "CONFIRMED",
        "cancelled": "CANCELLED",
    }
    assert "METHOD:PUBLISH" in unfolded(file)
    assert not any("attendee" in event for event in events)  # RFC 5546, 3.2.1: a published event has none


def test_an_empty_feed_is_a_calendar() -> None:
    read = Calendar.from_ical(feed([], clinic(), NOW))
    assert [part.name for part in read.subcomponents] == ["VTIMEZONE"]


def test_the_zone_is_one_this_machine_has() -> None:
    assert all(ZoneInfo(zone) for zone in ZONES)
