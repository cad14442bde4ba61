"""The export for a clinic's other systems: Schedule, Slot and Appointment of FHIR R4, checked by its library's models.

The models are those of R4B, in which these resources are what they are in R4. Pure: nothing is written to a file.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
import uuid
from collections.abc import Iterable

from fhir.resources.R4B.bundle import Bundle

from actions.consultations.calendars import Calendar
from actions.consultations.model import Appointment, Person, Slot, Status

Json = dict[str, object]
_STATUS = {Status.BOOKED: "booked", Status.CANCELLED: "cancelled"}
_ANSWER = {Status.BOOKED: "accepted", Status.CANCELLED: "declined"}
_NAMELESS = "Patient"  # somebody whose name was deleted
_SPACE = uuid.UUID("6f0b3c1e-5d0a-4c39-9d0f-2c1f8a4f7b11")  # ours, so that our addresses are nobody else's


def bundle(
    calendars: Iterable[Calendar],
    free: Iterable[Slot],
    appointments: Iterable[Appointment],
    now: dt.datetime,
    *,
    clinic: str = "",
    contacts: bool = False,
) -> Bundle:
    """Return a Schedule per calendar, its free and busy slots, and the booked and cancelled appointments.

    Ids and addresses follow from clinic, calendar, start and appointment: two exports of the same things agree.
    free: where an appointment is booked at the same start, the slot is busy. Held and expired appointments are left
    out; a calendar that is no longer there but has appointments gets a Schedule that is not active.
    clinic: its name, to tell the exports of several clinics apart. contacts: adds e-mail and phone as a contained
    Patient; without it nothing but the patient's name is told. Questions never are.
    Raises ValueError when the id of a calendar or an appointment is none that FHIR allows.
    """
    shown = sorted((a for a in appointments if a.status in _STATUS), key=lambda a: (a.slot, a.id))
    slots = {slot_id(slot): (slot, "free") for slot in free}
    slots |= {slot_id(a.slot): (a.slot, "busy") for a in shown if a.status is Status.BOOKED}
    known = {calendar.id: calendar for calendar in calendars}
    gone = {slot.calendar for slot, _ in slots.values()} | {a.slot.calendar for a in shown}
    names = {name: known[name].name if name in known else name for name in [*known, *sorted(gone - known.keys())]}

    def at(kind: str, name: str) -> str:
        return uuid.uuid5(_SPACE, "\0".join((clinic, kind, name))).urn

    resources = [_schedule(name, title, known.get(name), now) for name, title in names.items()]
    resources += [
        _slot(slot, status, at("Schedule", slot.calendar)) for slot, status in sorted(slots.values(), key=_by_start)
    ]
    for appointment in shown:
        there = slot_id(appointment.slot) in slots  # a cancelled one may have left its slot to nobody
        where = at("Slot", slot_id(appointment.slot)) if there else None
        resources.append(_appointment(appointment, names[appointment.slot.calendar], where, contacts=contacts))
    entries = [{"fullUrl": at(str(r["resourceType"]), str(r["id"])), "resource": r} for r in resources]
    found: Bundle = Bundle.parse_obj(
        {"resourceType": "Bundle", "type": "collection", "timestamp": _instant(now), "entry": entries}
    )
    return found


def to_json(exported: Bundle) -> str:
    """Return the bundle as FHIR JSON, two spaces deep, ending in a line break."""
    return str(exported.json(indent=2, ensure_ascii=False)) + "\n"


def slot_id(slot: Slot) -> str:
    """Return a slot's id: its calendar and its start in UTC, "online-20261124T140000Z"."""
    return f"{slot.calendar}-{slot.start.astimezone(dt.timezone.utc):%Y%m%dT%H%M%SZ}"


def _by_start(slot_and_status: tuple[Slot, str]) -> tuple[dt.datetime, str]:
    slot, _ = slot_and_status
    return slot.start, slot.calendar


def _schedule(name: str, title: str, calendar: Calendar | None, now: dt.datetime) -> Json:
    team: Json = {"resourceType": "HealthcareService", "id": "team", "name": title}
    actor: Json = {"reference": "#team", "display": title}
    found: Json = {"resourceType": "Schedule", "id": name, "active": calendar is not None}
    found |= {"contained": [team], "actor": [actor]}
    if calendar is not None:
        last = now + dt.timedelta(days=calendar.horizon_days)
        found["planningHorizon"] = {"start": _instant(now + calendar.notice), "end": _instant(last)}
        minutes = calendar.length // dt.timedelta(minutes=1)
        found["comment"] = f"{minutes} minutes each; the clinic's clock is {calendar.zone.key}"
    return found


def _slot(slot: Slot, status: str, schedule: str) -> Json:
    found: Json = {"resourceType": "Slot", "id": slot_id(slot), "schedule": {"reference": schedule}, "status": status}
    return found | {"start": _instant(slot.start), "end": _instant(slot.end)}


def _appointment(appointment: Appointment, title: str, slot: str | None, *, contacts: bool) -> Json:
    person, status = appointment.person, appointment.status
    patient: Json = {"type": "Patient", "display": _name(person)}
    if contacts:
        patient["reference"] = "#patient"
    found: Json = {
        "resourceType": "Appointment",
        "id": appointment.id,
        "identifier": [{"type": {"text": "Booking reference"}, "value": appointment.reference}],
        "status": _STATUS[status],
        "description": "Consultation",
        "start": _instant(appointment.slot.start),
        "end": _instant(appointment.slot.end),
        "minutesDuration": (appointment.slot.end - appointment.slot.start) // dt.timedelta(minutes=1),
        "created": _instant(appointment.booked_at),
        "participant": [
            {"actor": patient, "required": "required", "status": _ANSWER[status]},
            {"actor": {"type": "HealthcareService", "display": title}, "status": _ANSWER[status]},
        ],
    }
    if slot is not None:
        found["slot"] = [{"reference": slot}]
    if contacts:
        found["contained"] = [_patient(person)]
    return found


def _patient(person: Person) -> Json:
    reached = (("email", person.email), ("phone", person.phone))
    telecom = [{"system": system, "value": value} for system, value in reached if value]
    found: Json = {"resourceType": "Patient", "id": "patient", "name": [{"text": _name(person)}]}
    return found | ({"telecom": telecom} if telecom else {})


def _name(person: Person) -> str:
    """The name as FHIR can carry it: no control characters, no half characters, single spaces, not empty."""
    kept = (c for c in " ".join(person.name.split()) if unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip() or _NAMELESS


def _instant(instant: dt.datetime) -> str:
    return instant.astimezone(dt.timezone.utc).isoformat(timespec="seconds")
