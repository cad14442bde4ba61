"""How appointments look to staff: tables in a terminal, plain values in JSON. What patients typed is cleaned first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from actions.consultations.calendars import Calendar
from actions.consultations.model import Appointment, Consent, Slot, Status
from actions.staff.agenda import Entry, State, Week
from actions.staff.times import short
from index.text import clean

if TYPE_CHECKING:
    from actions.consultations.records import Entry as Happened
    from actions.consultations.records import Letter

Json = dict[str, object]
_STYLE = {State.BOOKED: "bold", State.HELD: "yellow", State.FREE: "dim"}
_COLOUR = {"failed": "yellow", "given up": "red", "cancelled": "dim"}


def appointments_table(found: Sequence[Appointment], zone: ZoneInfo) -> Table:
    """Return a line for each appointment, times on the clinic's clock."""
    table = Table(box=None)
    for column in ("reference", f"when ({zone.key})", "calendar", "status"):
        table.add_column(column, no_wrap=True)
    for column in ("name", "contact"):
        table.add_column(column, overflow="fold")
    for each in found:
        status = Text(each.status.value, _COLOUR.get(each.status.value, ""))
        when = short(each.slot.start, zone)
        table.add_row(each.reference, when, each.slot.calendar, status, Text(name_of(each)), Text(contact_of(each)))
    return table


def day_table(found: Iterable[Entry], zone: ZoneInfo) -> Table:
    """Return a line for each time of a day."""
    table = Table(box=None)
    for column in ("time", "calendar", "", "reference"):
        table.add_column(column, no_wrap=True)
    for column in ("name", "contact"):
        table.add_column(column, overflow="fold")
    for entry in found:
        begins, ends = (instant.astimezone(zone) for instant in (entry.start, entry.end))
        who = entry.appointment
        told = (who.reference, name_of(who), contact_of(who)) if who else ()
        state = Text(entry.state.value, _STYLE[entry.state])
        table.add_row(f"{begins:%H:%M}-{ends:%H:%M}", entry.calendar, state, *map(Text, told))
    return table


def week_table(calendar: str, shown: Week) -> Table:
    """Return a week of one calendar: a column for each day, a row for each time at which something starts."""
    table = Table(title=Text(calendar), title_justify="left", show_lines=True)
    table.add_column("")
    for day in shown.days:
        table.add_column(f"{day:%a} {day.day} {day:%b}", overflow="fold")
    for time, cells in shown.rows:
        table.add_row(f"{time:%H:%M}", *(Text("\n").join(map(_cell, cell)) for cell in cells))
    return table


def _cell(entry: Entry) -> Text:
    who = entry.appointment
    return Text(f"{who.reference}\n{name_of(who)}" if who else entry.state.value, _STYLE[entry.state])


def details_table(found: Appointment, consent: Consent | None, zone: ZoneInfo, calendar: Calendar | None) -> Table:
    """Return all about one appointment."""
    table = Table(box=None, show_header=False, padding=(0, 1))
    person = found.person
    agreed = "no record" if consent is None else f"{'given' if consent.given else 'not given'}"
    if consent is not None:
        agreed += f" on {short(consent.at, zone)} by {clean(consent.channel)}, text {clean(consent.version)}"
    rows = {
        "reference": found.reference,
        "status": found.status.value,
        "when": f"{short(found.slot.start, zone)} to {found.slot.end.astimezone(zone):%H:%M} ({zone.key})",
        "calendar": f"{found.slot.calendar} ({calendar.name})" if calendar else found.slot.calendar,
        "name": name_of(found),
        "e-mail": clean(person.email or "none"),
        "phone": clean(person.phone or "none"),
        "their zone": clean(person.zone),
        "booked": short(found.booked_at, zone),
        "conversation": clean(found.owner) or "(deleted)",
        "consent": agreed,
    }
    for name, value in rows.items():
        table.add_row(Text(name, "dim"), Text(value))
    for question in found.questions:
        table.add_row(Text("asked", "dim"), Text(clean(question)))
    return table


def history_table(rows: Iterable[Happened], zone: ZoneInfo) -> Table:
    """Return what happened, oldest first."""
    table = Table(box=None)
    for column in ("at", "what", "by", "from", "to"):
        table.add_column(column, no_wrap=True)
    for row in rows:
        table.add_row(
            short(row.at, zone), row.change.value, row.by.value, _place(row.before, zone), _place(row.after, zone)
        )
    return table


def letters_table(rows: Iterable[Letter], zone: ZoneInfo) -> Table:
    """Return the notices, soonest due first."""
    table = Table(box=None)
    for column in ("id", "reference", "notice", "due", "state", "tries"):
        table.add_column(column, no_wrap=True)
    table.add_column("when, or why", overflow="fold")
    for row in rows:
        done = row.sent_at or row.dropped_at
        said = short(done, zone) if done else clean(row.error or "")
        state = Text(row.state, _COLOUR.get(row.state, ""))
        tries = str(row.attempts) if row.attempts else ""
        table.add_row(str(row.id), row.reference, row.kind.value, short(row.due_at, zone), state, tries, Text(said))
    return table


def appointment_json(found: Appointment, zone: ZoneInfo) -> Json:
    """Return an appointment as plain values; times in UTC, and its start on the clinic's clock."""
    person, slot = found.person, found.slot
    return {
        "reference": found.reference,
        "status": found.status.value,
        "start": iso(slot.start),
        "end": iso(slot.end),
        "clinic_time": slot.start.astimezone(zone).isoformat(),
        "calendar": slot.calendar,
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "zone": person.zone,
        "questions": list(found.questions),
        "sequence": found.sequence,
        "booked_at": iso(found.booked_at),
        "id": found.id,
    }


def letter_json(row: Letter) -> Json:
    """Return a notice as plain values."""
    times = {name: iso(getattr(row, name)) for name in ("due_at", "next_at", "sent_at", "dropped_at", "given_up_at")}
    told: Json = {"id": row.id, "reference": row.reference, "kind": row.kind.value, "state": row.state}
    return told | {"attempts": row.attempts, "error": row.error} | times


def happened_json(row: Happened) -> Json:
    """Return a row of history as plain values."""
    told: Json = {"at": iso(row.at), "change": row.change.value, "by": row.by.value}
    for name, slot in (("from", row.before), ("to", row.after)):
        told[name] = {"calendar": slot.calendar, "start": iso(slot.start), "end": iso(slot.end)} if slot else None
    return told


def iso(instant: dt.datetime | None) -> str | None:
    """Return an instant in ISO 8601."""
    return None if instant is None else instant.isoformat()


def name_of(found: Appointment) -> str:
    """Return who comes, as one plain line."""
    return clean(found.person.name) or "(deleted)"


def contact_of(found: Appointment) -> str:
    """Return how to reach them, each way on its line."""
    return "\n".join(clean(way) for way in (found.person.email, found.person.phone) if way)


def is_over(found: Appointment, now: dt.datetime) -> bool:
    """Whether it can no longer be called off."""
    return found.status is Status.BOOKED and found.slot.start <= now


def _place(slot: Slot | None, zone: ZoneInfo) -> str:
    return f"{slot.calendar} {short(slot.start, zone)}" if slot else ""
