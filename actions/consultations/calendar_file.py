"""Calendar files (RFC 5545, 5546): one appointment for a patient's calendar, all of them for the clinic's.

The zone's own rules come with every file. They are written here, because icalendar 6 starts summer time an hour late:
an onset is to be told in the time that was valid before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vDatetime, vText

from actions.consultations.model import Appointment, Status
from bot.clinic import Clinic
from index.text import clean

Method = Literal["REQUEST", "CANCEL"]
SUMMARY = "Consultation"  # calendars are shared with families and employers: nothing medical
PRODUCT = "-//Consultations//Calendar file//EN"  # our own name would say what it is about
AROUND = dt.timedelta(days=366)  # of the zone's rules told before the first and after the last appointment
_DAY, _SECOND, _NONE = dt.timedelta(days=1), dt.timedelta(seconds=1), dt.timedelta()
_STATUS = {Status.BOOKED: "CONFIRMED", Status.CANCELLED: "CANCELLED"}


def calendar_file(appointment: Appointment, method: Method, clinic: Clinic, stamp: dt.datetime) -> bytes:
    """Return the file for the patient of one appointment, to be sent as text/calendar with the same method.

    stamp: when the file is made, UTC. A REQUEST adds or moves the event of the same UID, a CANCEL takes it away.
    """
    event = _event(appointment, clinic, stamp, "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("summary", SUMMARY)
    event.add("description", f"Reference: {clean(appointment.reference)}\nClinic's phone: {clean(clinic.phone)}")
    if appointment.person.email is not None:
        attendee = _address(appointment.person.email, appointment.person.name)
        attendee.params.update(ROLE="REQ-PARTICIPANT", PARTSTAT="ACCEPTED", RSVP="FALSE")  # they chose it themselves
        event.add("attendee", attendee)
    return _written(method, clinic, [event], [appointment], stamp)


def feed(appointments: Iterable[Appointment], clinic: Clinic, stamp: dt.datetime) -> bytes:
    """Return all booked and cancelled appointments as one published calendar for staff, without what patients asked."""
    shown = [appointment for appointment in appointments if appointment.status in _STATUS]
    events = []
    for appointment in shown:
        person = appointment.person
        event = _event(appointment, clinic, stamp, _STATUS[appointment.status])
        event.add("summary", f"{SUMMARY}: {clean(person.name)} ({clean(appointment.reference)})")
        reached = [clean(way) for way in (person.email, person.phone) if way]
        event.add("description", "\n".join([*reached, f"Patient's time zone: {clean(person.zone)}"]))
        event.add("categories", [clean(appointment.slot.calendar)])
        events.append(event)
    return _written("PUBLISH", clinic, events, shown, stamp)


def uid(appointment: Appointment, clinic: Clinic) -> str:
    """Return the name under which every calendar knows this appointment, however often it moves."""
    return f"{appointment.id}@{clinic.email.rpartition('@')[2]}"


def _event(appointment: Appointment, clinic: Clinic, stamp: dt.datetime, status: str) -> Event:
    event = Event()
    event.add("uid", uid(appointment, clinic))
    event.add("dtstamp", stamp.astimezone(dt.timezone.utc))
    event.add("sequence", appointment.sequence)
    event.add("status", status)
    event.add("transp", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")
    event.add("organizer", _address(clinic.email, clinic.name))
    zone = ZoneInfo(clinic.time_zone)
    local = {name: getattr(appointment.slot, name).astimezone(zone) for name in ("start", "end")}
    # A local time that comes twice means the first one (RFC 5545, 3.3.5); the second can only be told in UTC.
    second = any(time.fold for time in local.values())
    for name, time in local.items():
        told = time.astimezone(dt.timezone.utc) if second else time.replace(tzinfo=None)
        event.add(f"dt{name}", vDatetime(told), parameters={} if second else {"TZID": clinic.time_zone})
    return event


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress("mailto:" + quote(email, safe="@!#$&'*+/=^_`{|}~-."))
    address.params["CN"] = vText(clean(name))
    return address


def _written(
    method: str, clinic: Clinic, events: list[Event], appointments: list[Appointment], stamp: dt.datetime
) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if method == "PUBLISH":
        calendar.add("x-wr-calname", f"{SUMMARY}s: {clean(clinic.name)}")
    # An empty calendar is not allowed; with a zone in it, it is one that waits.
    first = min((appointment.slot.start for appointment in appointments), default=stamp)
    last = max((appointment.slot.end for appointment in appointments), default=stamp)
    calendar.add_component(_zone(clinic.time_zone, first - AROUND, last + AROUND))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _zone(name: str, first: dt.datetime, last: dt.datetime) -> Timezone:
    """The rules of a zone between two instants: what is valid at the first, and each change after it."""
    described, zone = Timezone(), ZoneInfo(name)
    described.add("tzid", name)
    start = first.astimezone(zone)
    _describe(described, start, start)
    for change in _changes(zone, first, last):
        _describe(described, (change - _SECOND).astimezone(zone), change.astimezone(zone))
    return described


def _describe(described: Timezone, before: dt.datetime, after: dt.datetime) -> None:
    was, offset = before.utcoffset() or _NONE, after.utcoffset() or _NONE
    # Ireland calls its winter the exception: forwards is "daylight" whatever a zone calls it.
    forwards = offset > was if offset != was else (after.dst() or _NONE) > _NONE
    summer = forwards and bool(before.dst() or after.dst())
    onset = TimezoneDaylight() if summer else TimezoneStandard()
    onset.add("dtstart", vDatetime((after.astimezone(dt.timezone.utc) + was).replace(tzinfo=None)))
    onset.add("tzname", after.tzname() or "")
    onset.add("tzoffsetfrom", was)
    onset.add("tzoffsetto", offset)
    described.add_component(onset)


def _changes(zone: ZoneInfo, first: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
    """Yield the first second, in UTC, of each new offset. No zone changes twice within a day and back."""
    at = first.astimezone(dt.timezone.utc).replace(microsecond=0)
    while at < last:
        low, high = at, at + _DAY
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            while high - low > _SECOND:
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield high
        at += _DAY
