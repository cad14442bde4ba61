"""What can be booked is set in clinic.yml; what cannot be meant is refused with a word on what to mend."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from actions.consultations.calendars import Calendar, calendars
from bot.clinic import load_clinic
from bot.consultation_hours import Hours
from bot.settings import Settings
from index.errors import ContentError

ROOM = {
    "id": "room-2",
    "name": "Consultation room 2",
    "length_minutes": 30,
    "notice_hours": 12,
    "horizon_days": 60,
    "weekly": {"monday": ["13:30-17:00", "09:00-12:30"], "sunday": ["22:00-24:00"]},
}


@pytest.fixture
def shipped(settings: Settings) -> dict[str, Any]:
    """The shipped file's values."""
    values: dict[str, Any] = yaml.safe_load((settings.content / "clinic.yml").read_text(encoding="utf-8"))
    return values


class Loader:
    """Loads the shipped clinic with other consultations."""

    def __init__(self, shipped: dict[str, Any], folder: Path) -> None:
        self._values, self._path = shipped, folder / "clinic.yml"

    def block(self, consultations: object) -> tuple[Calendar, ...]:
        self._path.write_text(yaml.safe_dump({**self._values, "consultations": consultations}), encoding="utf-8")
        return calendars(load_clinic(self._path))

    def room(self, **changes: object) -> Calendar:
        return self.block({"calendars": [{**ROOM, **changes}]})[0]


@pytest.fixture
def load(tmp_path: Path, shipped: dict[str, Any]) -> Loader:
    return Loader(shipped, tmp_path)


def test_the_shipped_clinic_offers_its_team_in_office_hours(settings: Settings) -> None:
    (online,) = calendars(load_clinic(settings.content / "clinic.yml"))
    office = (Hours(9 * 60, 12 * 60 + 30), Hours(13 * 60 + 30, 17 * 60))
    assert (online.id, online.name, online.zone) == (
        "online",
        "Online consultation team",
        ZoneInfo("America/New_York"),
    )
    assert (online.length, online.buffer_after) == (dt.timedelta(minutes=30), dt.timedelta(minutes=15))
    assert online.every >= online.length + online.buffer_after  # so that one booking costs one slot
    assert (online.notice, online.horizon_days) == (dt.timedelta(hours=12), 60)
    assert [online.hours(dt.date(2026, 11, day)) for day in range(23, 30)] == [office] * 5 + [()] * 2
    assert online.hours(dt.date(2026, 12, 23)) == (Hours(9 * 60, 12 * 60 + 30),)
    for day in (dt.date(2026, 12, 24), dt.date(2026, 12, 25), dt.date(2026, 12, 31), dt.date(2027, 1, 1)):
        assert online.hours(day) == ()
    assert online.hours(dt.date(2027, 1, 4)) == office


def test_a_clinic_without_the_block_has_nothing_to_book_online(load: Loader, shipped: dict[str, Any]) -> None:
    assert load.block(None) == ()
    del shipped["consultations"]
    load._path.write_text(yaml.safe_dump(shipped), encoding="utf-8")
    assert calendars(load_clinic(load._path)) == ()


def test_what_is_left_out_has_its_default(load: Loader) -> None:
    room = load.room()
    assert room.every == room.length == dt.timedelta(minutes=30)
    assert room.buffer_before == room.buffer_after == dt.timedelta()
    assert load.room(every_minutes=20).every == dt.timedelta(minutes=20)  # finer than the length
    assert hash(room) == hash(load.room())


def test_hours_are_sorted_and_may_last_until_midnight(load: Loader) -> None:
    room = load.room()
    assert room.hours(dt.date(2026, 11, 23)) == (Hours(540, 750), Hours(810, 1020))
    assert room.hours(dt.date(2026, 11, 29)) == (Hours(1320, 1440),)
    assert [str(hours) for hours in room.hours(dt.date(2026, 11, 23))] == ["09:00-12:30", "13:30-17:00"]


def test_hours_may_touch(load: Loader) -> None:
    assert len(load.room(weekly={"monday": ["09:00-10:00", "10:00-11:00"]}).weekly[0]) == 2


def test_closed_days_and_exceptions_are_read_as_text_and_as_dates(load: Loader) -> None:
    room = load.room(
        closed=[dt.date(2026, 12, 28), "2027-01-04", "2028-02-28/2028-03-01"],
        exceptions={dt.date(2026, 11, 24): ["10:00-11:00"], "2026-11-30": []},
    )
    for day in ("2026-12-28", "2027-01-04", "2028-02-28", "2028-02-29", "2028-03-01", "2026-11-30"):
        assert room.hours(dt.date.fromisoformat(day)) == (), day
    assert room.hours(dt.date(2026, 11, 24)) == (Hours(600, 660),)  # a Tuesday, otherwise free
    assert room.hours(dt.date(2026, 12, 7)) == room.weekly[0]


def test_a_calendar_may_have_exceptions_only(load: Loader) -> None:
    room = load.room(weekly={}, exceptions={"2026-11-24": ["10:00-11:00"]})
    assert room.weekly == ((),) * 7


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"weekly": {"monday": ["09:00-12:30", "12:00-13:00"]}}, "09:00-12:30 and 12:00-13:00 overlap"),
        ({"weekly": {"monday": ["09:00-12:30", "09:00-12:30"]}}, "overlap"),
        ({"weekly": {"monday": ["12:30-09:00"]}}, "monday: '12:30-09:00' ends before it starts"),
        ({"weekly": {"monday": ["09:00-09:00"]}}, "ends before it starts"),
        ({"weekly": {"monday": ["22:00-02:00"]}}, r"part them at midnight \(24:00\)"),
        ({"weekly": {"monday": ["22:00-24:30"]}}, "ends after 24:00"),
        ({"weekly": {"monday": ["24:00-24:30"]}}, "'24:00-24:30' is not hours"),
        ({"weekly": {"monday": ["9-12"]}}, "monday: '9-12' is not hours; write them as 09:00-12:30"),
        ({"weekly": {"monday": ["09:00-12:60"]}}, "is not hours"),
        ({"weekly": {"monday": ["٠٩:00-12:00"]}}, "is not hours"),
        ({"weekly": {"monday": [540]}}, "monday: 540 is not hours"),
        ({"weekly": {"monday": "09:00-12:30"}}, "monday: '09:00-12:30' is not a list"),
        ({"weekly": {"monday": None}}, "monday: None is not a list"),
        ({"weekly": {"monday": ["09:00-09:25"]}}, r"09:00-09:25 is shorter than length_minutes \(30\)"),
        ({"weekly": {"funday": ["09:00-12:30"]}}, "'funday' is not a weekday; use monday, tuesday"),
        ({"weekly": {"Monday": ["09:00-12:30"]}}, "'Monday' is not a weekday"),
        ({"weekly": {1: ["09:00-12:30"]}}, "1 is not a weekday"),
        ({"weekly": ["09:00-12:30"]}, "give weekdays with their hours"),
        ({"weekly": {}, "exceptions": {}}, "no hours at all"),
        ({"weekly": {"monday": []}, "exceptions": {"2026-12-23": []}}, "no hours at all"),
        ({"length_minutes": 4}, "4 cannot be; use a whole number from 5 to 240"),
        ({"length_minutes": 241}, "from 5 to 240"),
        ({"length_minutes": 30.5}, "30.5 cannot be"),
        ({"length_minutes": "30"}, "'30' cannot be"),
        ({"length_minutes": True}, "True cannot be"),
        ({"length_minutes": None}, "None cannot be|none is not an allowed value"),
        ({"every_minutes": 0}, "0 cannot be; use a whole number from 5 to 720"),
        ({"buffer_before_minutes": -1}, "from 0 to 240"),
        ({"buffer_after_minutes": 241}, "from 0 to 240"),
        ({"notice_hours": -1}, "from 0 to 720"),
        ({"notice_hours": 48, "horizon_days": 2}, r"a notice of 48 hours reaches past horizon_days \(2\)"),
        ({"horizon_days": 0}, "from 1 to 365"),
        ({"horizon_days": 366}, "from 1 to 365"),
        ({"closed": "2026-12-24"}, "is not a list; use dates or ranges"),
        ({"closed": ["Christmas"]}, "'Christmas' is not a date; write it as 2026-12-24"),
        ({"closed": ["2026-02-29"]}, "'2026-02-29' is not a date"),
        ({"closed": [dt.datetime(2026, 12, 24, 9)]}, "is not a date"),  # noqa: DTZ001 - as YAML gives it
        ({"closed": ["2026-12-26/2026-12-24"]}, "ends before it starts; swap the dates"),
        ({"closed": ["2026-12-24/2062-12-26"]}, "longer than a year; check the years"),
        ({"closed": ["2026-12-24/"]}, "'' is not a date"),
        ({"closed": [20261224]}, "20261224 is not a date"),
        ({"exceptions": ["2026-12-23"]}, "use dates with hours"),
        ({"exceptions": {"soon": []}}, "'soon' is not a date"),
        ({"exceptions": {"2026-12-23": ["12:00-09:00"]}}, "2026-12-23: '12:00-09:00' ends before"),
        ({"exceptions": {"2026-12-24": ["09:00-12:00"]}, "closed": ["2026-12-20/2026-12-26"]}, "also in `closed`"),
        ({"id": "Room 2"}, "string does not match regex"),
        ({"id": "room\n"}, "string does not match regex"),
        ({"id": "r" * 41}, "string does not match regex"),
        ({"name": "Dr. Example"}, "is a person; name a team or a room"),
        ({"name": ""}, "at least 2 characters"),
        ({"doctor": "somebody"}, "extra fields not permitted"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_field_and_the_fix(
    load: Loader, changes: dict[str, object], says: str
) -> None:
    field = "|".join(str(name) for name in changes)
    with pytest.raises(ContentError, match=rf"clinic\.yml: field 'consultations\.calendars\.0\.({field}).*({says})"):
        load.room(**changes)


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ({"calendars": []}, "there is no calendar; add one, or remove the block"),
        ({}, "field required"),
        ({"calendars": [ROOM, {**ROOM, "name": "Another room"}]}, "the id 'room-2' is there 2 times"),
        ({"calendars": [ROOM], "zone": "Europe/London"}, "extra fields not permitted"),
        ([], "calendars': field required"),
        ("yes", "not a valid dict"),
    ],
)
def test_a_block_without_sound_calendars_is_refused(load: Loader, block: object, says: str) -> None:
    with pytest.raises(ContentError, match=rf"clinic\.yml: field 'consultations.*{says}"):
        load.block(block)
