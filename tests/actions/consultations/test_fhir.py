"""The export can be read by other systems: it is sound FHIR, its references resolve, and it tells no more than it may."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fhir.resources.R4B.appointment import Appointment as FhirAppointment
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.schedule import Schedule as FhirSchedule
from fhir.resources.R4B.slot import Slot as FhirSlot
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.consultations.availability import slots
from actions.consultations.calendars import Calendar
from actions.consultations.fhir import bundle, slot_id, to_json
from actions.consultations.model import Appointment, Person, Slot, Status
from bot.consultation_hours import Hours

UTC = dt.timezone.utc
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 23, 18, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
ONLINE = Calendar(
    "online", "Online team", NEW_YORK, ((Hours(540, 660),),) * 7, HOUR / 2, HOUR / 2, 60, notice=12 * HOUR
)
ROOM = replace(ONLINE, id="room-2", name="Room 2")
OFFERED = slots(ONLINE, NOW, NOW + DAY, NOW)
PERSON = Person("Ana Müller", "Europe/Berlin", "ana@patient.example", "+15550123")


def appointment(number: int, slot: Slot, status: Status = Status.BOOKED, person: Person = PERSON) -> Appointment:
    return Appointment(
        id=f"0000-{number}",
        reference=f"K7M-2Q{number}",
        status=status,
        slot=slot,
        person=person,
        questions=("does the secret question show?",),
        sequence=0,
        owner="conversation-of-ana",
        booked_at=NOW - DAY,
    )


BOOKED, CANCELLED = appointment(1, OFFERED[0]), appointment(2, OFFERED[1], Status.CANCELLED)
FULL = bundle([ONLINE, ROOM], OFFERED[1:], [BOOKED, CANCELLED], NOW)


def resources(exported: Bundle, kind: type[Any]) -> list[Any]:
    return [entry.resource for entry in exported.entry if isinstance(entry.resource, kind)]


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value["reference"],) if isinstance(value.get("reference"), str) else ()
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from references(inner)


def require_resolved(written: str) -> None:
    """Each reference leads to an entry of the bundle or to what the same resource contains."""
    entries = json.loads(written)["entry"]
    addresses = [entry["fullUrl"] for entry in entries]
    ids = [(entry["resource"]["resourceType"], entry["resource"]["id"]) for entry in entries]
    assert len(set(addresses)) == len(set(ids)) == len(entries)
    for entry in entries:
        contained = {f"#{inner['id']}" for inner in entry["resource"].get("contained", ())}
        found = set(references(entry["resource"]))
        assert contained <= found  # FHIR contains nothing that is not referred to
        assert found <= contained | set(addresses)


def require_known_codes(exported: Bundle) -> None:
    """The library accepts any status; the standard does not."""
    for entry in exported.entry:
        if "status" in entry.resource.__fields__:
            field = entry.resource.__fields__["status"].field_info.extra
            assert entry.resource.status in field["enum_values"]
        for participant in getattr(entry.resource, "participant", None) or ():
            assert participant.status in ("accepted", "declined", "tentative", "needs-action")


@pytest.mark.parametrize("contacts", [False, True])
def test_it_can_be_read_back_and_all_references_resolve(contacts: bool) -> None:
    exported = bundle([ONLINE, ROOM], OFFERED[1:], [BOOKED, CANCELLED], NOW, contacts=contacts)
    written = to_json(exported)
    again = Bundle.parse_raw(written)
    assert again.dict() == exported.dict()
    assert again.timestamp == NOW
    require_resolved(written)
    require_known_codes(again)


def test_each_calendar_has_its_schedule() -> None:
    online, room = resources(FULL, FhirSchedule)
    assert (online.id, room.id) == ("online", "room-2")
    assert online.active is True
    assert online.contained[0].name == online.actor[0].display == "Online team"
    assert "America/New_York" in online.comment
    assert online.planningHorizon.start == NOW + 12 * HOUR
    assert online.planningHorizon.end == NOW + 60 * DAY


def test_slots_say_when_and_whether_they_are_free() -> None:
    told = [(slot.id, slot.start, slot.end, slot.status) for slot in resources(FULL, FhirSlot)]
    statuses = ["busy", "free", "free", "free"]
    assert told == [
        (slot_id(slot), slot.start, slot.end, status) for slot, status in zip(OFFERED, statuses, strict=True)
    ]
    assert told[0][0] == "online-20261124T140000Z"
    address = next(entry.fullUrl for entry in FULL.entry if entry.resource.id == "online")
    assert {slot.schedule.reference for slot in resources(FULL, FhirSlot)} == {address}


def test_appointments_say_who_comes_when_and_whether_still() -> None:
    booked, cancelled = resources(FULL, FhirAppointment)
    assert (booked.status, cancelled.status) == ("booked", "cancelled")
    assert (booked.start, booked.end, booked.minutesDuration) == (OFFERED[0].start, OFFERED[0].end, 30)
    assert (booked.created, booked.identifier[0].value) == (NOW - DAY, "K7M-2Q1")
    assert [participant.actor.display for participant in booked.participant] == ["Ana Müller", "Online team"]
    assert {participant.status for participant in booked.participant} == {"accepted"}
    assert {participant.status for participant in cancelled.participant} == {"declined"}
    slot = next(entry.fullUrl for entry in FULL.entry if entry.resource.id == slot_id(OFFERED[0]))
    assert booked.slot[0].reference == slot


def test_nothing_but_the_name_is_told_unless_contacts_are_asked_for() -> None:
    silent, told = to_json(FULL), to_json(bundle([ONLINE], [], [BOOKED], NOW, contacts=True))
    for secret in ("ana@patient.example", "+15550123", "Europe/Berlin"):
        assert secret not in silent
    assert all(appointment.contained is None for appointment in resources(FULL, FhirAppointment))
    (booked,) = resources(Bundle.parse_raw(told), FhirAppointment)
    (patient,) = booked.contained
    assert booked.participant[0].actor.reference == "#patient"
    assert [(way.system, way.value) for way in patient.telecom] == [
        ("email", "ana@patient.example"),
        ("phone", "+15550123"),
    ]
    for text in (silent, told):
        assert "secret question" not in text
        assert "conversation-of-ana" not in text


@pytest.mark.parametrize(("email", "phone", "ways"), [(None, "+15550123", ["phone"]), (None, None, None)])
def test_a_patient_without_a_way_to_reach_has_none(
    email: str | None, phone: str | None, ways: list[str] | None
) -> None:
    person = replace(PERSON, email=email, phone=phone)
    exported = bundle([ONLINE], [], [appointment(1, OFFERED[0], person=person)], NOW, contacts=True)
    (patient,) = resources(exported, FhirAppointment)[0].contained
    assert (patient.telecom and [way.system for way in patient.telecom]) == ways


def test_a_slot_that_was_given_back_and_booked_again_is_busy_once() -> None:
    again = appointment(3, OFFERED[1])
    exported = bundle([ONLINE], OFFERED, [CANCELLED, again], NOW)
    assert [slot.status for slot in resources(exported, FhirSlot)] == ["free", "busy", "free", "free"]
    require_resolved(to_json(exported))


def test_a_cancelled_appointment_outlives_its_slot() -> None:
    exported = bundle([ONLINE], [], [CANCELLED], NOW)
    (cancelled,) = resources(exported, FhirAppointment)
    assert cancelled.slot is None
    assert cancelled.start == OFFERED[1].start
    require_resolved(to_json(exported))


def test_holds_are_nobodys_business() -> None:
    held = [appointment(n, OFFERED[n], status) for n, status in enumerate((Status.HELD, Status.EXPIRED))]
    assert to_json(bundle([ONLINE], [], held, NOW)) == to_json(bundle([ONLINE], [], [], NOW))


def test_a_calendar_that_was_removed_keeps_its_appointments() -> None:
    exported = bundle([ROOM], [], [BOOKED, CANCELLED], NOW)
    assert [(schedule.id, schedule.active) for schedule in resources(exported, FhirSchedule)] == [
        ("room-2", True),
        ("online", False),
    ]
    require_resolved(to_json(exported))


def test_two_exports_agree_whatever_the_order_and_the_hour_and_clinics_do_not_collide() -> None:
    def addresses(exported: Bundle) -> list[tuple[str, str]]:
        return [(entry.fullUrl, entry.resource.id) for entry in exported.entry]

    later = bundle([ONLINE, ROOM], reversed(OFFERED[1:]), [CANCELLED, BOOKED], NOW + HOUR)
    assert addresses(later) == addresses(FULL)
    elsewhere = bundle([ONLINE, ROOM], OFFERED[1:], [BOOKED, CANCELLED], NOW, clinic="Another clinic")
    assert {url for url, _ in addresses(elsewhere)}.isdisjoint(url for url, _ in addresses(FULL))


def test_no_appointment_and_no_slot_is_an_export_too() -> None:
    exported = Bundle.parse_raw(to_json(bundle([ONLINE], [], [], NOW)))
    assert [entry.resource.resource_type for entry in exported.entry] == ["Schedule"]
    assert Bundle.parse_raw(to_json(bundle([], [], [], NOW))).type == "collection"


def test_an_id_that_fhir_does_not_allow_is_refused() -> None:
    with pytest.raises(ValueError, match="id"):
        bundle([ONLINE], [], [replace(BOOKED, id="no spaces, please")], NOW)


@settings(max_examples=50)
@given(st.text(max_size=60) | st.sampled_from(["\ud800", "\x00", " \u00a0\u2003", "a\x00b", "نیم\u200cفاصله"]))
def test_whatever_a_patient_is_called_the_export_can_be_written_and_read(name: str) -> None:
    exported = bundle([ONLINE], [], [appointment(1, OFFERED[0], person=replace(PERSON, name=name))], NOW, contacts=True)
    (read,) = resources(Bundle.parse_raw(to_json(exported).encode("utf-8")), FhirAppointment)
    display = read.participant[0].actor.display
    assert display == read.contained[0].name[0].text
    assert display == display.strip() != ""
    if name.isprintable() and name.strip() == name != "" and "  " not in name:
        assert display == name  # nobody's name is changed without need
