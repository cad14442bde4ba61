"""A day and a week as staff see them: each time once, in its place, as what it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from rich.console import Console

from actions.consultations.availability import slots
from actions.consultations.calendars import Calendar
from actions.consultations.model import Appointment, Person, Slot, Status
from actions.staff.agenda import State, entries, week
from actions.staff.showing import day_table, week_table
from bot.consultation_hours import Hours

UTC, MINUTE, DAY = dt.timezone.utc, dt.timedelta(minutes=1), dt.timedelta(days=1)
NEW_YORK = ZoneInfo("America/New_York")
MONDAY = dt.date(2026, 11, 23)
SINCE = dt.datetime(2026, 11, 23, 5, tzinfo=UTC)  # midnight in New York
UNTIL = SINCE + 7 * DAY
CALENDAR = Calendar(
    id="online",
    name="Team",
    zone=NEW_YORK,
    weekly=((Hours(540, 660),),) * 5 + ((), ()),
    length=20 * MINUTE,
    every=30 * MINUTE,
    horizon_days=60,
    buffer_before=5 * MINUTE,
    buffer_after=10 * MINUTE,
)
GRID = slots(CALENDAR, SINCE, UNTIL, SINCE)


def booked(slot: Slot, name: str = "Ann") -> Appointment:
    person = Person(name, "Europe/London", email="ann@example.org")
    return Appointment("id", "K7M-2QF", Status.BOOKED, slot, person, (), 0, "chat", SINCE)


def test_what_is_busy_and_not_booked_is_held_without_its_buffers() -> None:
    ann, held, later = booked(GRID[0]), GRID[2], GRID[4]
    busy = [(slot.busy_from, slot.busy_until) for slot in (ann.slot, held)]
    found = entries("online", CALENDAR, [ann], busy, [later], SINCE, UNTIL)
    assert [(e.start, e.end, e.state) for e in found] == [
        (ann.slot.start, ann.slot.end, State.BOOKED),
        (held.start, held.end, State.HELD),
        (later.start, later.end, State.FREE),
    ]
    assert found[0].appointment == ann


def test_only_what_starts_within_and_in_this_calendar_is_shown() -> None:
    before = booked(replace(GRID[0], start=SINCE - MINUTE, busy_from=SINCE - 6 * MINUTE))
    elsewhere = booked(replace(GRID[1], calendar="room"))
    busy = [(before.slot.busy_from, before.slot.busy_until)]
    assert entries("online", CALENDAR, [before, elsewhere], busy, [], SINCE, UNTIL) == []
    assert len(entries("room", None, [elsewhere], [], [], SINCE, UNTIL)) == 1


def test_a_week_has_its_weekend_only_when_something_is_in_it() -> None:
    found = entries("online", CALENDAR, [], [], GRID, SINCE, UNTIL)
    table = week(found, MONDAY, NEW_YORK)
    assert [day.isoformat()[-2:] for day in table.days] == ["23", "24", "25", "26", "27"]
    assert [time.isoformat("minutes") for time, _ in table.rows] == ["09:00", "09:30", "10:00", "10:30"]
    assert sum(len(cell) for _, cells in table.rows for cell in cells) == len(GRID) == 20
    saturday = booked(replace(GRID[0], start=GRID[0].start + 5 * DAY, end=GRID[0].end + 5 * DAY))
    assert len(week(entries("online", CALENDAR, [saturday], [], [], SINCE, UNTIL), MONDAY, NEW_YORK).days) == 6


def test_a_clock_time_that_comes_twice_is_one_row_with_both() -> None:
    first = dt.datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    twice = [replace(GRID[0], start=at, end=at + 20 * MINUTE) for at in (first, first + dt.timedelta(hours=1))]
    found = entries("online", CALENDAR, [], [], twice, first - DAY, first + DAY)
    ((time, cells),) = week(found, dt.date(2026, 10, 26), NEW_YORK).rows
    assert time == dt.time(1, 30)
    assert [entry.start for entry in cells[-1]] == [slot.start for slot in twice]


def test_what_a_patient_typed_neither_colours_nor_breaks_a_table() -> None:
    found = entries("online", CALENDAR, [booked(GRID[0], "[bold]Ann\x1b[31m\n[/x]")], [], [], SINCE, UNTIL)
    console = Console(width=120, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115
    console.print(day_table(found, NEW_YORK))
    console.print(week_table("online", week(found, MONDAY, NEW_YORK)))
    told = console.export_text(styles=False)
    assert told.count("[bold]Ann[31m") == 2
    assert "\x1b" not in told
    assert "09:00-09:20" in told
